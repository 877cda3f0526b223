import EventLoop
import IPC
import JSON
import NodeProtocol
import TestSupport
import Testing

@testable import Deployment

@Suite(.eventLoop, .timeLimit(.minutes(10)))
struct ConductorWatchTests {
    private static func link(
        _ reason: ConductorStatus.Reason?, _ id: String = "w-1", address: String = "192.0.2.1"
    ) -> ConductorStatus {
        ConductorStatus(
            hostname: "h", ipAddress: address, conductorURL: "http://c", registered: true, workerID: id,
            reason: reason)
    }

    @LoopActor
    @Test func `it is told of each recovery once, of another id and of another address`() async throws {
        let directory = try TemporaryDirectory()
        let path = directory.file("heartbeatd.sock")
        var now = Self.link(.unreachable)
        let server = IPCServer(listener: try UnixSocket.listen(at: path))
        var isSubscribed = false
        server.on(ConductorMethods.Link.self) { _, _ in now }
        server.on(ConductorMethods.Subscribe.self) { _, peer in
            peer.subscribe(to: ConductorMethods.changed)
            isSubscribed = true
            return Nothing()
        }
        try server.start()
        var heard = 0
        var moves = 0
        let watch = ConductorWatch(client: IPCClient(path: path, deadline: .seconds(60))) { heard += 1 }
        watch.onMoved = { moves += 1 }
        try await eventually("it has subscribed") { isSubscribed }
        func tell(_ status: ConductorStatus) throws {
            now = status
            server.publish(ConductorMethods.changed, try JSON(encoding: status))
        }
        try tell(Self.link(nil))
        try await eventually("the recovery is heard of") { heard == 1 }
        try tell(Self.link(nil))
        try tell(Self.link(.unreachable))
        try tell(Self.link(nil, "w-2"))
        try await eventually("the next one is heard of") { heard == 2 }
        try tell(Self.link(nil, "w-3"))
        try await eventually("the other id is heard of") { heard == 3 }
        #expect(moves == 0)
        try tell(Self.link(nil, "w-3", address: "192.0.2.2"))
        try await eventually("the other address is heard of") { heard == 4 && moves == 1 }
        try tell(Self.link(.unreachable, "w-3", address: "192.0.2.3"))
        try await eventually("also while nobody answers") { moves == 2 }
        #expect(heard == 4)
        watch.stop()
        server.stop()
    }
}
