import Conductor
import EventLoop
import JSON
import Logging
import NodeProtocol
import TestSupport
import Testing

@testable import Deployment

private let silent = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

@Suite(.eventLoop, .timeLimit(.minutes(10)))
struct DeliveryTests {
    @LoopActor
    private func storeWithFinals(_ directory: TemporaryDirectory, _ ids: [String]) async throws -> DeploymentStore {
        let store = try await DeploymentStore.open(path: directory.file("deployd.db"))
        var change = StoreChange()
        let name = try ServiceName("web")
        change.finals = ids.map { (service: name, instructionID: $0, body: ["instruction_id": .string($0)]) }
        try await store.commit(change)
        return store
    }

    @LoopActor
    @Test func `finals are sent until they are acknowledged, in their order`() async throws {
        let directory = try TemporaryDirectory()
        let store = try await storeWithFinals(directory, ["1", "2", "3"])
        var sent: [String] = []
        var failures = 1
        let delivery = StatusDelivery(store: store, logger: silent) { (_, body) throws(ConductorFailure) in
            let id = body["instruction_id"]?.string ?? "live"
            if id == "2", failures > 0 {
                failures -= 1
                throw .unreachable("cut")
            }
            sent.append(id)
        }
        delivery.flush()
        try await eventually("all are sent") { sent == ["1", "2", "3"] }
        try await eventually("the outbox is empty") { try await store.outbox().isEmpty }
        delivery.report(ServiceStatus(service: "web", name: "aerekos-web", status: .running, running: true, image: "i"))
        try await eventually("the live status follows") { sent.last == "live" }
    }

    @LoopActor
    @Test func `a conductor that takes none gets no more, and nothing is lost`() async throws {
        let directory = try TemporaryDirectory()
        let store = try await storeWithFinals(directory, ["1", "2"])
        var calls = 0
        let delivery = StatusDelivery(store: store, logger: silent) { (_, _) throws(ConductorFailure) in
            calls += 1
            throw .notOffered
        }
        for _ in 0..<5 {
            delivery.flush()
            try await eventually("it has been tried") { calls == 1 }
        }
        #expect(try await store.outbox().count == 2)
    }

    @LoopActor
    @Test func `a report that is refused does not hold up the others`() async throws {
        let directory = try TemporaryDirectory()
        let store = try await storeWithFinals(directory, ["bad", "good"])
        var sent: [String] = []
        let delivery = StatusDelivery(store: store, logger: silent) { (_, body) throws(ConductorFailure) in
            if body["instruction_id"] == "bad" { throw .httpError(status: 400, message: "no") }
            sent.append(body["instruction_id"]?.string ?? "")
        }
        delivery.flush()
        try await eventually("the other is sent") { sent == ["good"] }
        try await eventually("nothing waits") { delivery.undelivered.waiting == 0 }
    }
}
