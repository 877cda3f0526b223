import ComposeFile

/// How a new version of a service takes the place of the old one: compose's `deploy.update_config`.
package struct UpdateRules: Sendable, Equatable {
    /// Nil: start-first where that is possible.
    package var order: UpdateOrder?
    /// Whether a version that does not become ready is put back. Otherwise it stays what is wanted, and is tried again.
    package var rollsBack = true
    /// How long a container without a health check has to run; nil: as the node's settings have it.
    package var monitor: Duration?

    package init() {}

    init(_ update: ComposeUpdate) {
        order = update.order.flatMap { UpdateOrder(rawValue: $0.rawValue) }
        rollsBack = update.failureAction.map { $0 == .rollback } ?? true
        monitor = update.monitor.map { .nanoseconds($0) }
    }
}
