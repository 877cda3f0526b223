import EventLoop
import Testing

@testable import LogOutput

@Suite struct RepetitionLimitTests {
    private let start = MonotonicInstant(nanoseconds: 1_000_000_000_000)

    private func event(_ message: String, subject: String = "") -> RepetitionLimit.Event {
        RepetitionLimit.Event(level: "info", message: message, subject: subject)
    }

    @Test func `of a line that repeats itself the first twenty go through, and the rest is counted`() {
        var limit = RepetitionLimit()
        let written = (0..<500).count { limit.take(event("x"), at: start.advanced(by: .milliseconds($0))).isWritten }
        #expect(written == 20)
        let other = limit.take(event("y"), at: start.advanced(by: .seconds(9)))
        #expect(other.isWritten && other.omissions.isEmpty)
        let later = limit.take(event("y"), at: start.advanced(by: .seconds(10)))
        #expect(later.omissions == [RepetitionLimit.Omission(event: event("x"), count: 480)])
        #expect(limit.take(event("x"), at: start.advanced(by: .seconds(11))).isWritten)
    }

    @Test func `what is about others is another line`() {
        var limit = RepetitionLimit()
        for number in 0..<15 {
            #expect(limit.take(event("done", subject: "a"), at: start).isWritten)
            #expect(limit.take(event("done", subject: "b"), at: start).isWritten, "\(number)")
        }
    }

    @Test func `a slow repetition is let through for ever`() {
        var limit = RepetitionLimit()
        for second in 0..<600 {
            let (isWritten, omissions) = limit.take(event("tick"), at: start.advanced(by: .seconds(second)))
            #expect(isWritten && omissions.isEmpty)
        }
    }

    @Test func `of too many kinds of lines the longest known is forgotten, with its count`() {
        var limit = RepetitionLimit()
        for _ in 0..<25 { _ = limit.take(event("loud"), at: start) }
        var omissions: [RepetitionLimit.Omission] = []
        for number in 0..<RepetitionLimit.capacity { omissions += limit.take(event("\(number)"), at: start).omissions }
        #expect(omissions == [RepetitionLimit.Omission(event: event("loud"), count: 5)])
    }
}
