import EventLoop
import NodeProtocol
import StatusCache
import Testing

@testable import NodeAPI

@Suite(.timeLimit(.minutes(5)))
struct NodeHealthTests {
    private let now = MonotonicInstant(nanoseconds: 1_000_000_000_000_000)
    private let node: NodeDescription

    init() throws { node = try FakeNode.description() }

    private func health(_ snapshot: StatusSnapshot, _ supervisor: SupervisorView) -> NodeHealth {
        NodeHealth(snapshot, supervisor, node, now: now)
    }

    private var snapshot: StatusSnapshot { FakeNode.snapshot(now: now) }
    private var view: SupervisorView { FakeNode.view(now: now) }

    @Test func `a node where everything works is online`() {
        #expect(health(snapshot, view) == NodeHealth(FakeNode.snapshot(now: now), view, node, now: now))
        #expect(health(snapshot, view).status == .online)
        #expect(health(snapshot, view).problems.isEmpty)
        #expect(health(snapshot, view).stale.isEmpty)
    }

    @Test func `a node of which nothing is known is degraded`() {
        let health = health(StatusSnapshot(), SupervisorView())
        #expect(health.status == .degraded)
        #expect(health.problems.map(\.subject) == ["supervisor", "resources", "conductor", "engine", "services"])
        #expect(health.stale == ["resources", "conductor", "engine", "services"])
    }

    @Test(
        arguments: [Subsystem.probed, .heartbeatd, .deployd], [SubsystemStatus.State.backingOff, .starting, .stopped])
    func `a subsystem that is not ready degrades the node`(subsystem: Subsystem, state: SubsystemStatus.State) {
        let health = health(snapshot, FakeNode.view([subsystem: state], now: now))
        #expect(health.status == .degraded)
        #expect(health.problems.contains { $0.subject == subsystem.rawValue && $0.reason == state.rawValue })
    }

    @Test func `apid answers, whatever the supervisor knows of it`() {
        #expect(health(snapshot, FakeNode.view([.apid: .starting], now: now)).status == .online)
    }

    @Test func `a supervisor that does not answer degrades the node`() {
        var view = view
        view.failure = "unreachable"
        #expect(health(snapshot, view).problems == [.init(subject: "supervisor", reason: "unreachable")])
        let old = FakeNode.view(age: .seconds(31), now: now)
        #expect(health(snapshot, old).problems == [.init(subject: "supervisor", reason: "has not answered")])
    }

    @Test func `values are stale after three of their intervals`() {
        func stale(age: Duration) -> [String] { health(FakeNode.snapshot(age: age, now: now), view).stale }
        #expect(stale(age: .seconds(90)) == [])
        #expect(stale(age: .seconds(91)) == ["conductor", "engine", "services"])
        #expect(stale(age: .seconds(181)) == ["resources", "conductor", "engine", "services"])
    }

    @Test func `values of a process that is gone are stale`() {
        #expect(health(snapshot, FakeNode.view(generations: [.probed: 2], now: now)).stale == ["resources"])
        #expect(health(snapshot, FakeNode.view([.heartbeatd: .backingOff], now: now)).stale == ["conductor"])
        // The supervisor was asked before the process that wrote the row came up.
        #expect(health(snapshot, FakeNode.view(generations: [.probed: 0], now: now)).stale == [])
    }

    @Test func `an old view of the supervisor tells nothing of generations`() {
        let old = FakeNode.view(generations: [.probed: 2], age: .seconds(60), now: now)
        #expect(health(snapshot, old).stale == [])
    }

    @Test func `a container engine that is not connected degrades the node`() {
        var snapshot = snapshot
        let engine = EngineStatus(connected: false, reason: "no such file")
        snapshot.engine = Cached(value: engine, generation: 1, stamp: now)
        #expect(health(snapshot, view).status == .degraded)
        #expect(health(snapshot, view).problems == [.init(subject: "docker", reason: "no such file")])
    }

    @Test(
        arguments: [
            (false, 0, ConductorStatus.Reason.tokenRejected, "token_rejected"),
            (false, 0, nil, "not registered"), (true, 1, .unreachable, "unreachable"), (true, 3, nil, "no answer"),
        ] as [(Bool, Int, ConductorStatus.Reason?, String)])
    func `a node that the conductor does not hear from is offline`(
        registered: Bool, failures: Int, reason: ConductorStatus.Reason?, text: String
    ) {
        var snapshot = snapshot
        var conductor = FakeNode.conductor
        conductor.registered = registered
        conductor.consecutiveFailures = failures
        conductor.reason = reason
        snapshot.conductor = Cached(value: conductor, generation: 1, stamp: now)
        let health = health(snapshot, view)
        #expect(health.status == .offline)
        #expect(health.problems == [.init(subject: "conductor", reason: text)])
    }
}
