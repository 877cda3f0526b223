import Conductor
import EventLoop
import JSON
import Logging
import NodeProtocol
import TestSupport
import Testing

@testable import Deployment

private let silent = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

@Suite(.eventLoop, .timeLimit(.minutes(1)))
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

@Suite(.eventLoop, .timeLimit(.minutes(1)))
struct InstructionPollTests {
    @LoopActor
    @Test func `the revision moves on only when the instructions are taken`() async throws {
        struct DiskFull: Error {}
        var asked: [Int?] = []
        var attempts = 0
        let poll = InstructionPoll(
            interval: .seconds(10), logger: silent,
            ask: { (revision, _) throws(ConductorFailure) in
                asked.append(revision)
                return .instructions([["action": "stop", "service": "web"]], revision: 7, tag: nil)
            },
            apply: { _ in
                attempts += 1
                if attempts == 1 { throw DiskFull() }
            })
        _ = await poll.poll()
        _ = await poll.poll()
        _ = await poll.poll()
        #expect(asked == [nil, nil, 7])
    }

    @LoopActor
    @Test func `no answer means no change`() async throws {
        let failures: [ConductorFailure] = [
            .unreachable("x"), .unknownWorker, .answerTooLarge(limit: 1), .malformed(reason: "x", excerpt: "y"),
            .httpError(status: 500, message: ""),
        ]
        for failure in failures {
            var isApplied = false
            let poll = InstructionPoll(
                interval: .seconds(10), logger: silent,
                ask: { (_, _) throws(ConductorFailure) in throw failure }, apply: { _ in isApplied = true })
            let delay = await poll.poll()
            #expect(delay >= .seconds(10) && delay <= .seconds(60))
            #expect(!isApplied)
            #expect(poll.trouble != nil)
        }
    }

    @LoopActor
    @Test func `a conductor without the call is asked again in ten minutes`() async throws {
        let poll = InstructionPoll(
            interval: .seconds(10), logger: silent,
            ask: { (_, _) throws(ConductorFailure) in throw .notOffered }, apply: { _ in })
        #expect(await poll.poll() == .seconds(600))
    }
}
