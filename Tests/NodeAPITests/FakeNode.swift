import Doctor
import EventLoop
import HTTPServer
import IPC
import Instruments
import JSON
import NodeProtocol
import Settings
import StatusCache
import Synchronization

@testable import NodeAPI

/// A node that says what it is told to say.
final class FakeNode: NodeSource {
    struct State {
        var snapshot = StatusSnapshot()
        var supervisor = SupervisorView()
        var starts: [SubsystemStart] = []
        var history: [ResourcePoint] = []
        var explanations: [ServiceExplanation]?
        var restarts: [String] = []
        var statistics: [StatisticsSample] = []
        var refusal: IPCCallError?
        var metrics: [MetricFamily] = []
        var hasOutputFiles = false
    }
    private let state: Mutex<State>
    let events = EventFeed(generation: 1)

    init(_ state: State) { self.state = Mutex(state) }

    var restarts: [String] { state.withLock(\.restarts) }

    func change(_ body: (inout State) -> Void) { state.withLock { body(&$0) } }

    func snapshot() async throws -> StatusSnapshot { state.withLock(\.snapshot) }

    func diagnosis() async -> Diagnosis {
        Diagnosis(
            nodeRuns: true,
            findings: [Finding(.clock, .ok, "right"), Finding(.engine, .problem, "away", remedy: "start it")],
            timestamp: "2026-01-01T00:00:00.000Z")
    }

    func starts(of subsystem: Subsystem) async throws -> [SubsystemStart] {
        state.withLock { $0.starts.filter { $0.name == subsystem } }
    }

    func eventStream(
        after lastID: String?, for peer: PeerAddress
    ) async throws(EventFeed.Full) -> any HTTPStreamSource { try events.follow(after: lastID, for: peer) }

    func metrics() async -> [MetricFamily] { state.withLock(\.metrics) }

    func log(of name: String, tail: Int?, follows: Bool) async throws -> any HTTPStreamSource {
        try record("log of \(name) \(tail.map { String($0) } ?? "all") \(follows)")
        return try events.follow(after: nil, for: .loopback)
    }

    func history() async throws -> [ResourcePoint] { state.withLock(\.history) }

    var eventHistory: EventHistory { EventHistory(feed: events) { [self] in try await starts(of: $0) } }

    func supervisorView() -> SupervisorView { state.withLock(\.supervisor) }

    func restart(_ subsystem: Subsystem) async throws -> SubsystemStatus {
        try record(subsystem.rawValue)
        return Self.subsystem(subsystem, .stopping)
    }

    func restart(service: String) async throws -> ServiceStatus {
        try record(service)
        return Self.web
    }

    func explanations() async throws -> [ServiceExplanation]? { state.withLock(\.explanations) }

    func statistics(of service: ServiceStatus) async throws -> StatisticsSample? {
        try await statistics().first { $0.container == service.id }
    }

    func statistics() async throws -> [StatisticsSample] { state.withLock(\.statistics) }

    func outputFile(_ request: ServiceLogs.Request, isJSON: Bool) async -> (any HTTPStreamSource)? {
        guard state.withLock(\.hasOutputFiles) else { return nil }
        return try? events.follow(after: nil, for: .loopback)
    }

    func logStream(_ request: ServiceLogs.Request, isJSON: Bool) async throws -> any HTTPStreamSource {
        try record("logs \(try JSON(encoding: request).text) \(isJSON ? "JSON" : "text")")
        return try events.follow(after: nil, for: .loopback)
    }

    func take(_ report: ServiceMethods.Report.Params) async throws {
        try record("report \(report.name) \(report.token) \(report.content.text)")
    }

    func instruct(_ action: String, service: String) async throws -> String {
        try record(action + " " + service)
        return "local-1"
    }

    private func record(_ name: String) throws {
        try state.withLock {
            if let refusal = $0.refusal { throw refusal }
            $0.restarts.append(name)
        }
    }

    // MARK: A node where all is well

    static let report: JSON = [
        "cpu": ["usage": 12.5, "usagePercent": 12.5], "ram": ["usagePercent": 40], "disk": ["usagePercent": 60],
        "network": ["interfaces": 2], "cpu_cores": 4, "ram_gb": 7.6, "disk_gb": 100, "network_mbps": 1000,
    ]

    static let conductor = ConductorStatus(
        hostname: "node-1", ipAddress: "10.0.0.1", conductorURL: "http://conductor:3000", registered: true,
        workerID: "w-1", lastHeartbeat: "2026-01-01T00:00:00.000Z")

    static let web = ServiceStatus(
        service: "web", id: "c0ffee", name: "aerekos-web", status: .running, running: true, image: "nginx:1",
        created: 1_767_225_600, startedAt: "2026-01-01T00:00:00Z", restartCount: 3,
        config: ["image": "nginx:1", "environment": ["PASSWORD": "***"]])

    static let waiting = ServiceStatus(
        service: "db", name: "aerekos-db", status: .pulling, running: false, image: "postgres:17",
        error: ServiceError(.imageNotFound, "no such image"))

    /// Of ``web``.
    static func sample(age: Duration = .zero, memory: Int64 = 1 << 20) -> StatisticsSample {
        let moment = MonotonicInstant.now.advanced(by: .zero - age)
        return StatisticsSample(
            container: "c0ffee", monotonicSeconds: Double(moment.nanoseconds) / 1e9,
            statistics: ServiceStatistics(
                service: "web", readAt: "2026-01-01T00:00:00Z", cpuPercent: 12.5, cpuSeconds: 3, memoryBytes: memory,
                memoryLimitBytes: 1 << 30, processes: 2, receivedBytes: 1, sentBytes: 2, readBytes: 3, writtenBytes: 4))
    }

    static let explanation = ServiceExplanation(
        service: "web", status: .running, running: true, summary: "web runs as wanted",
        wanted: .init(state: "running", image: "nginx:1", revision: 2, instructionID: nil, source: "store"))

    static func subsystem(_ name: Subsystem, _ state: SubsystemStatus.State, generation: Int = 1) -> SubsystemStatus {
        SubsystemStatus(
            name: name, state: state, pid: state == .backingOff ? nil : 100, generation: generation,
            since: "2026-01-01T00:00:00.000Z", restarts: 0)
    }

    static func view(
        _ states: [Subsystem: SubsystemStatus.State] = [:], generations: [Subsystem: Int] = [:],
        age: Duration = .zero, now: MonotonicInstant = .now
    ) -> SupervisorView {
        let subsystems = Subsystem.allCases.map {
            subsystem($0, states[$0] ?? .ready, generation: generations[$0] ?? 1)
        }
        let answer = SupervisorMethods.Status.Answer(
            pid: 1, version: "0.1.0", uptimeSeconds: 5, subsystems: subsystems)
        return SupervisorView(answer: answer, stamp: now.advanced(by: .zero - age))
    }

    static func snapshot(age: Duration = .zero, now: MonotonicInstant = .now) -> StatusSnapshot {
        let stamp = now.advanced(by: .zero - age)
        return StatusSnapshot(
            resources: Cached(value: report, generation: 1, stamp: stamp),
            conductor: Cached(value: conductor, generation: 1, stamp: stamp),
            engine: Cached(value: EngineStatus(connected: true, version: "28"), generation: 1, stamp: stamp),
            services: Cached(value: [waiting, web], generation: 1, stamp: stamp))
    }

    static var well: State { State(snapshot: snapshot(), supervisor: view(), explanations: [explanation]) }

    static func description(
        isLoopback: Bool = true, environment: [String: String] = [:]
    ) throws -> NodeDescription {
        NodeDescription(try NodeConfiguration(environment: { environment[$0] }), isLoopback: isLoopback)
    }
}
