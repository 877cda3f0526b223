import EventLoop
import NodeProtocol

/// Collects this machine's facts on a thread of its own, and waits no longer for them than it is told to.
package final class FactCollector: Sendable {
    private let thread = WorkerThread(name: "facts", limit: 1)

    package init() {}

    /// Nil when a file system does not answer; parameters as for ``LocalFacts``.
    package func facts(
        _ plan: NodePlan, engine: EngineFacts?, supervisor: Int32?, hasPort: Bool = false, within limit: Duration
    ) async -> LocalFacts? {
        await FirstOf.outcome(within: limit, otherwise: nil) { finish in
            let isAccepted = self.thread.submit {
                finish(LocalFacts(plan, engine: engine, supervisor: supervisor, hasPort: hasPort))
            }
            if !isAccepted { finish(nil) }
        }
    }
}
