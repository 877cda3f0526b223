import JSON

/// One run of a container's health check.
package struct HealthProbe: Sendable, Equatable {
    /// RFC 3339.
    package let start: String
    package let end: String
    /// 0 is healthy.
    package let exitCode: Int
    /// What the check wrote; the engine keeps the first 4 kB.
    package let output: String

    init(_ json: JSON) {
        start = json["Start"]?.string ?? ""
        end = json["End"]?.string ?? ""
        exitCode = json["ExitCode"]?.int ?? 0
        output = json["Output"]?.string ?? ""
    }
}
