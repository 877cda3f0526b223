import EventLoop
import JSON
import NodeProtocol
import SQLite
import TestSupport
import Testing

@testable import Deployment

@Suite(.eventLoop, .timeLimit(.minutes(10)))
struct DeploymentStoreTests {
    private func desired(_ name: String) throws -> DesiredService {
        var desired = DesiredService(
            spec: try ServiceSpec(name: try ServiceName(name), config: ["image": "web:1", "env": ["A=ä"]]),
            wanted: .stopped)
        desired.nudge = .restart
        desired.mustPull = true
        desired.imageID = "sha256:1"
        desired.pending = [.init(id: "i", action: "deploy")]
        desired.revision = 3
        return desired
    }

    @LoopActor
    @Test func `what was committed is there after opening again`() async throws {
        let directory = try TemporaryDirectory()
        let path = directory.file("deployd.db")
        let web = try desired("web")
        var change = StoreChange()
        change.saved = [web, try desired("gone")]
        change.applied = ["one", "two"]
        change.finals = [(service: web.name, instructionID: "one", body: ["status": "success"])]
        try await DeploymentStore.open(path: path).commit(change)
        var second = StoreChange()
        second.removed = [try ServiceName("gone")]
        second.finals = [(service: web.name, instructionID: "one", body: ["status": "failed"])]
        try await DeploymentStore.open(path: path).commit(second)
        let store = try await DeploymentStore.open(path: path)
        #expect(try await store.services().services == [web])
        #expect(try await store.applied(among: ["one", "three"]) == ["one"])
        let outbox = try await store.outbox()
        #expect(outbox.map(\.body) == [["status": "failed"]])
        try await store.acknowledge(try #require(outbox.first))
        #expect(try await store.outbox().isEmpty)
        #expect(store.damaged == nil)
    }

    @LoopActor
    @Test func `a damaged file is set aside and made anew`() async throws {
        let directory = try TemporaryDirectory()
        let path = try directory.write([UInt8](repeating: 7, count: 20_000), to: "deployd.db")
        let store = try await DeploymentStore.open(path: path)
        let damaged = try #require(store.damaged)
        #expect(contents(of: damaged.movedTo)?.count == 20_000)
        #expect(try await store.services().services.isEmpty)
    }

    @LoopActor
    @Test func `ids and outbox are bounded, the newest stay`() async throws {
        let directory = try TemporaryDirectory()
        let store = try await DeploymentStore.open(path: directory.file("deployd.db"))
        var change = StoreChange()
        let count = DeploymentStore.appliedLimit + 10
        change.applied = (0..<count).map { "id-\($0)" }
        let name = try ServiceName("web")
        change.finals = (0..<DeploymentStore.outboxLimit + 5).map {
            (service: name, instructionID: "id-\($0)", body: JSON.int(Int64($0)))
        }
        try await store.commit(change)
        #expect(try await store.applied(among: ["id-9", "id-10", "id-\(count - 1)"]) == ["id-10", "id-\(count - 1)"])
        #expect(try await store.outbox(limit: 1).first?.body == 5)
        #expect(try await store.outbox(limit: 10000).count == DeploymentStore.outboxLimit)
    }

    @LoopActor
    @Test func `the node's id is made once, and again when it is no id`() async throws {
        let directory = try TemporaryDirectory()
        let state = StateDirectory(directory.path)
        let first = try NodeIdentifier.load(from: state)
        #expect(first.utf8.count == 32)
        #expect(try NodeIdentifier.load(from: state) == first)
        try directory.write("garbage".utf8, to: "node-id")
        #expect(try NodeIdentifier.load(from: state) != first)
    }
}
