import Conductor
import EventLoop
import JSON
import Logging
import TestSupport
import Testing

@testable import Deployment

private let silent = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

@Suite(.eventLoop, .timeLimit(.minutes(10)))
struct InstructionPollTests {
    private static let list: [JSON] = [["action": "stop", "service": "web"]]

    @LoopActor
    @Test func `the revision moves on only when the instructions are taken`() async throws {
        struct DiskFull: Error {}
        var asked: [Int?] = []
        var attempts = 0
        let poll = InstructionPoll(
            interval: .seconds(10), logger: silent,
            ask: { (question) throws(ConductorFailure) in
                asked.append(question.revision)
                return .instructions(Self.list, revision: 7, tag: nil)
            },
            apply: { _ in
                attempts += 1
                if attempts == 1 { throw DiskFull() }
                return attempts == 2
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
                ask: { (_) throws(ConductorFailure) in throw failure },
                apply: { _ in
                    isApplied = true
                    return true
                })
            let delay = await poll.poll()
            #expect(delay >= .seconds(10) && delay <= .seconds(60))
            #expect(!isApplied)
            #expect(poll.trouble != nil)
        }
    }

    @LoopActor
    @Test func `a question that was held and broke off is asked again soon, however long the interval`() async throws {
        var asked = 0
        let poll = InstructionPoll(
            interval: .seconds(86400), logger: silent,
            ask: { (_) throws(ConductorFailure) in
                asked += 1
                guard asked == 1 else { throw .unreachable("cut") }
                return .instructions([], revision: 1, tag: nil)
            }, apply: { !$0.isEmpty })
        #expect(await poll.poll() == .zero)
        for longest in [1, 2, 4, 8, 16, 32, 60, 60] { #expect(await poll.poll() <= .seconds(longest)) }
    }

    @LoopActor
    @Test func `a conductor without the call is asked again in ten minutes`() async throws {
        let poll = InstructionPoll(
            interval: .seconds(10), logger: silent,
            ask: { (_) throws(ConductorFailure) in throw .notOffered }, apply: { _ in false })
        #expect(await poll.poll() == .seconds(600))
    }

    @LoopActor
    @Test func `the conductor is asked to wait as soon as there is something to wait from`() async throws {
        var asked: [InstructionPoll.Question] = []
        let poll = InstructionPoll(
            interval: .seconds(600), logger: silent,
            ask: { (question) throws(ConductorFailure) in
                asked.append(question)
                return asked.count == 1 ? .instructions([], revision: 3, tag: "\"a\"") : .unchanged
            }, apply: { !$0.isEmpty })
        #expect(await poll.poll() == .zero)
        #expect(await poll.poll() > .seconds(500), "it did not wait, and there was nothing new")
        let first = InstructionPoll.Question(revision: nil, tag: nil, wait: nil)
        #expect(asked == [first, InstructionPoll.Question(revision: 3, tag: "\"a\"", wait: .seconds(25))])
    }

    @LoopActor
    @Test func `a conductor that answers the same at once, for ever, is asked at the interval`() async throws {
        let interval = Duration.seconds(600)
        var applied = 0
        let poll = InstructionPoll(
            interval: interval, logger: silent,
            ask: { (_) throws(ConductorFailure) in .instructions(Self.list, revision: 1, tag: nil) },
            apply: { _ in
                applied += 1
                return applied == 1
            })
        #expect(await poll.poll() == .zero)
        for _ in 0..<5 { #expect(await poll.poll() > .seconds(500)) }
    }

    @LoopActor
    @Test func `a conductor without revisions and tags is polled`() async throws {
        var waits: [Duration?] = []
        let poll = InstructionPoll(
            interval: .seconds(10), logger: silent,
            ask: { (question) throws(ConductorFailure) in
                waits.append(question.wait)
                return .instructions(Self.list, revision: nil, tag: nil)
            }, apply: { _ in true })
        for _ in 0..<3 { #expect(await poll.poll() == .seconds(10)) }
        #expect(waits == [nil, nil, nil])
    }

    @LoopActor
    @Test func `a question that is held, or a pause, ends when the conductor is to be asked now`() async throws {
        var asked = 0
        let poll = InstructionPoll(
            interval: .seconds(600), logger: silent,
            ask: { (_) throws(ConductorFailure) in
                asked += 1
                switch asked {
                case 1: throw .unreachable("cut")
                case 2: return .instructions([], revision: 1, tag: nil)
                default:
                    do { try await LoopActor.sleep(for: .seconds(600)) } catch { throw .cancelled }
                    return .unchanged
                }
            }, apply: { !$0.isEmpty })
        poll.start()
        try await eventually("the first question has failed") { poll.trouble != nil }
        poll.askNow()
        try await eventually("the third is held") { asked == 3 }
        poll.askNow()
        try await eventually("it is asked anew") { asked == 4 }
        await poll.stop()
        #expect(asked == 4)
    }
}

struct PollPaceTests {
    private let pace = PollPace(interval: .seconds(10))

    private func pause(after took: Duration, isNew: Bool) -> Duration {
        pace.pause(after: PollPace.Answer(wait: PollPace.wait, took: took, isNew: isNew, canWait: true))
    }

    @Test func `what was held to the end is followed at once`() {
        #expect(pause(after: .seconds(25), isNew: false) == .zero)
        #expect(pause(after: .milliseconds(24_500), isNew: false) == .zero)
    }

    @Test func `nothing new before its time is followed by the rest of the interval`() {
        #expect(pause(after: .seconds(4), isNew: false) == .seconds(6))
        #expect(pause(after: .seconds(12), isNew: false) == .zero)
    }

    @Test func `something new is followed at once, but not twenty times a second`() {
        #expect(pause(after: .seconds(2), isNew: true) == .zero)
        #expect(pause(after: .milliseconds(3), isNew: true) == .milliseconds(47))
    }
}
