import Conductor
import EventLoop
import JSON
import Logging
import NodeProtocol
import TestSupport
import Testing

@testable import Deployment

private let silent = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

/// What the conductor has not heard of, however long it is away.
@Suite(.eventLoop, .timeLimit(.minutes(10)))
struct OutboxTests {
    private let directory: TemporaryDirectory
    private var path: String { directory.file("deployd.db") }

    init() throws { directory = try TemporaryDirectory() }

    private func change(_ finals: [(service: String, id: String)]) throws -> StoreChange {
        var change = StoreChange()
        change.applied = finals.map(\.id)
        change.finals = try finals.map {
            (service: try ServiceName($0.service), instructionID: $0.id, body: ["instruction_id": .string($0.id)])
        }
        return change
    }

    @LoopActor
    @Test func `of more than there is room for the newest of each service stay, and the rest is counted`() async throws
    {
        let store = try await DeploymentStore.open(path: path)
        try await store.commit(try change([("quiet", "q")]))
        let limit = DeploymentStore.outboxLimit
        for number in 0..<(limit + 10) { try await store.commit(try change([("busy", "b-\(number)")])) }
        let entries = try await DeploymentStore.open(path: path).outbox(limit: 10_000)
        #expect(entries.count == limit)
        #expect(entries.first?.instructionID == "q", "old, but the newest of its service")
        #expect(entries[1].instructionID == "b-11")
        #expect(entries[1].report["dropped"] == 11)
        #expect(entries[2].report["dropped"] == nil)
        #expect(try await store.undelivered().dropped == 11)
        for entry in entries.prefix(2) { try await store.acknowledge(entry) }
        #expect(try await store.undelivered().dropped == 0, "told of with the entry that it was counted in")
    }

    @LoopActor
    @Test func `what is refused for good is kept and shown, not sent again, until a later one is taken`() async throws {
        let store = try await DeploymentStore.open(path: path)
        try await store.commit(try change([("web", "bad")]))
        var sent: [String] = []
        let send: StatusDelivery.Send = { (_, body) throws(ConductorFailure) in
            let id = body["instruction_id"]?.string ?? ""
            sent.append(id)
            if id == "bad" { throw .httpError(status: 422, message: "no such field") }
        }
        var delivery = StatusDelivery(store: store, logger: silent, send: send)
        delivery.flush()
        try await eventually("it is parked") { delivery.undelivered.refused.first?.instructionID == "bad" }
        #expect(delivery.undelivered.refused.first?.message == "the conductor answered 422: no such field")
        #expect(delivery.delivered == 0)

        let next = try await DeploymentStore.open(path: path)
        delivery = StatusDelivery(store: next, logger: silent, send: send)
        delivery.flush()
        try await eventually("it is still shown") { delivery.undelivered.refused.count == 1 }
        #expect(sent == ["bad"])

        try await next.commit(try change([("web", "good")]))
        delivery.flush()
        try await eventually("the later one is taken") { delivery.undelivered == UndeliveredStatuses() }
        #expect(sent == ["bad", "good"])
    }

    @LoopActor
    @Test func `only so many refused ones are kept, one of each service`() async throws {
        let store = try await DeploymentStore.open(path: path)
        let limit = DeploymentStore.refusedLimit
        for number in 0..<(limit + 5) {
            try await store.commit(try change([("s-\(number)", "1"), ("s-\(number)", "2")]))
            for entry in try await store.outbox() { try await store.park(entry, because: "no") }
        }
        let refused = try await store.undelivered().refused
        #expect(refused.count == limit)
        #expect(refused.allSatisfy { $0.instructionID == "2" })
        #expect(refused.first?.service == "s-5")
    }

    @LoopActor
    @Test func `an end that is replaced while it is sent is sent again`() async throws {
        let store = try await DeploymentStore.open(path: path)
        try await store.commit(try change([("web", "1")]))
        let sent = try #require(try await store.outbox().first)
        try await store.commit(try change([("web", "1")]))
        try await store.acknowledge(sent)
        #expect(try await store.outbox().map(\.instructionID) == ["1"])
    }

    @LoopActor
    @Test func `the end of an instruction that is given again is told again, once`() async throws {
        let store = try await DeploymentStore.open(path: path)
        try await store.commit(try change([("web", "ended")]))
        var running = StoreChange()
        running.applied = ["running"]
        try await store.commit(running)
        #expect(try await store.tellAgain(["ended", "running"]).isEmpty, "it waits in the outbox already")
        try await store.acknowledge(try #require(try await store.outbox().first))
        #expect(try await store.tellAgain(["ended", "running", "unheard-of"]) == ["ended"])
        #expect(try await store.outbox().map(\.instructionID) == ["ended"])

        var repeated = RepeatedInstructions()
        let now = MonotonicInstant.now
        #expect(repeated.due(["a", "b"], now: now) == ["a", "b"])
        repeated.tell(["a"], now: now)
        #expect(repeated.due(["a", "b"], now: now.advanced(by: .seconds(60))) == ["b"])
        #expect(repeated.due(["a"], now: now.advanced(by: RepeatedInstructions.pause)) == ["a"])
        repeated.tell(["a"], now: now)
        #expect(repeated.due([], now: now).isEmpty)
        #expect(repeated.due(["a"], now: now) == ["a"], "it had left the list")
    }

    @Test func `members that no instruction has are named, and change nothing`() throws {
        let json: JSON = ["action": "stop", "service": "web", "id": "1", "colour": "red", "workerId": "another"]
        let instruction = try Instruction.parse(json).get()
        #expect(instruction.action == .stop)
        #expect(instruction.unknownMembers == ["colour"])
    }
}
