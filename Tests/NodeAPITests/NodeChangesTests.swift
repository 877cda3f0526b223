import EventLoop
import JSON
import NodeProtocol
import StatusCache
import Testing

@testable import NodeAPI

struct NodeChangesTests {
    private var snapshot = FakeNode.snapshot()

    private func cached<Value>(_ value: Value) -> Cached<Value> { Cached(value: value, generation: 1, stamp: .now) }

    @Test func `the first look tells nothing, and one at the same neither`() {
        var changes = NodeChanges()
        #expect(changes.events(in: snapshot).isEmpty)
        #expect(changes.events(in: snapshot).isEmpty)
    }

    @Test func `services that were not written yet at the first look are told when they are`() {
        var changes = NodeChanges()
        #expect(changes.events(in: StatusSnapshot(conductor: snapshot.conductor)).isEmpty)
        let events = changes.events(in: snapshot)
        #expect(events.count == snapshot.services?.value.count && events.allSatisfy { $0.kind == .service })
        #expect(changes.events(in: snapshot).isEmpty)
    }

    @Test func `a conductor that is reached no more is told once, not each failure`() {
        var changes = NodeChanges()
        _ = changes.events(in: snapshot)
        var status = FakeNode.conductor
        status.lastHeartbeat = "2026-01-01T00:00:30.000Z"
        #expect(changes.events(in: StatusSnapshot(conductor: cached(status))).isEmpty)
        status.consecutiveFailures = 1
        status.reason = .unreachable
        let events = changes.events(in: StatusSnapshot(conductor: cached(status)))
        #expect(events.map(\.kind) == [.conductor])
        #expect(events[0].data["status"] == "offline" && events[0].data["reason"] == "unreachable")
        status.consecutiveFailures = 2
        #expect(changes.events(in: StatusSnapshot(conductor: cached(status))).isEmpty)
        #expect(changes.events(in: snapshot).first?.data["status"] == "online")
    }

    @Test func `services that came, changed or went are told, without configuration and progress`() {
        var changes = NodeChanges()
        _ = changes.events(in: snapshot)
        var web = FakeNode.web
        web.status = .unhealthy
        let new = ServiceStatus(service: "new", name: "aerekos-new", status: .pending, running: false, image: "x")
        let events = changes.events(in: StatusSnapshot(services: cached([web, new])))
        #expect(events.allSatisfy { $0.kind == .service && $0.data["config"] == nil })
        #expect(events.map { $0.data["service"]?.string } == ["new", "web", "db"])
        #expect(events.map { $0.data["status"]?.string } == ["pending", "unhealthy", "removed"])
        web.progress = ["layers": 3]
        #expect(changes.events(in: StatusSnapshot(services: cached([web, new]))).isEmpty)
    }

    @Test func `a cache that cannot be read for a moment is no change`() {
        var changes = NodeChanges()
        _ = changes.events(in: snapshot)
        #expect(changes.events(in: StatusSnapshot()).isEmpty)
        #expect(changes.events(in: snapshot).isEmpty)
    }

    @Test func `daemons that changed while the supervisor was not heard are told`() {
        let old = FakeNode.view()
        #expect(NodeChanges.events(from: old, to: old).isEmpty)
        #expect(NodeChanges.events(from: SupervisorView(), to: old).isEmpty)
        let events = NodeChanges.events(from: old, to: FakeNode.view([.deployd: .starting], generations: [.probed: 2]))
        #expect(events.map { $0.data["name"]?.string } == ["probed", "deployd"])
    }
}
