import Doctor
import HTTPServer
import Instruments
import NodeProtocol
import StatusCache

/// Where the API's facts come from, and who does what it is asked to do.
package protocol NodeSource: Sendable {
    /// What the daemons last wrote. Waits for none of them.
    func snapshot() async throws -> StatusSnapshot
    /// What the supervisor last said. Waits for nobody.
    func supervisorView() -> SupervisorView
    /// What is not as it should be. Waits for none of the daemons.
    func diagnosis() async -> Diagnosis
    /// The starts of a daemon, newest first.
    func starts(of subsystem: Subsystem) async throws -> [SubsystemStart]
    /// What happens on the node from now on, and since the event of that id, see ``EventFeed``. Throws when there are
    /// too many streams.
    func eventStream(after lastID: String?, for peer: PeerAddress) async throws(EventFeed.Full) -> any HTTPStreamSource
    /// What the node's processes last told of what they count and measure. Waits for none of them.
    func metrics() async -> [MetricFamily]
    /// What a daemon wrote lately, and what it goes on to write. Waits for none of them. Throws `KeptOutput.Unreadable`.
    func log(of name: String, tail: Int?, follows: Bool) async throws -> any HTTPStreamSource
    /// What has happened. Waits for nobody.
    var eventHistory: EventHistory { get }
    /// How the host was in the last day, the oldest first; nothing when the cache cannot be read.
    func history() async throws -> [ResourcePoint]
    /// Throws `IPCCallError`.
    func restart(_ subsystem: Subsystem) async throws -> SubsystemStatus
    /// Returns when the service's container has been restarted. Throws `IPCCallError`.
    func restart(service: String) async throws -> ServiceStatus
    /// Why each service is as it is; nil when the cache does not tell. Waits for nobody.
    func explanations() async throws -> [ServiceExplanation]?
    /// What the service's container used when it was last measured; nil when it has not been. Waits for nobody.
    func statistics(of service: ServiceStatus) async throws -> StatisticsSample?
    /// What the services that were measured used then. Waits for nobody.
    func statistics() async throws -> [StatisticsSample]
    /// The output of a service, as text or as JSON, a line each, from the engine's file; nil where that cannot be read
    /// here. Waits for nobody.
    func outputFile(_ request: ServiceLogs.Request, isJSON: Bool) async -> (any HTTPStreamSource)?
    /// The same by way of deployd. Throws `IPCCallError`.
    func logStream(_ request: ServiceLogs.Request, isJSON: Bool) async throws -> any HTTPStreamSource
    /// Hands on what a service says of itself. Throws `IPCCallError`.
    func take(_ report: ServiceMethods.Report.Params) async throws
    /// Has `start`, `stop` or `remove` carried out and returns the instruction's id when it is stored. Throws
    /// `IPCCallError`: "not found" for an unknown service.
    func instruct(_ action: String, service: String) async throws -> String
}
