/// The verdict of a container's health check.
package enum HealthStatus: String, Sendable, CaseIterable { case starting, healthy, unhealthy }
