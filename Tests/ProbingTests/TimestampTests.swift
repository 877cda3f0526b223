import EventLoop
import NodeProtocol
import Testing

@Suite(.timeLimit(.minutes(5)))
struct TimestampTests {
    @Test(arguments: [
        (0, "1970-01-01T00:00:00.000Z"),
        (1_769_846_709_042, "2026-01-31T08:05:09.042Z"),
        (951_782_400_000, "2000-02-29T00:00:00.000Z"),
        (-1, "1969-12-31T23:59:59.999Z"),
        (-62_167_219_200_000, "0000-01-01T00:00:00.000Z"),
        (Int64.min, "0000-01-01T00:00:00.000Z"),
        (Int64.max, "9999-12-31T23:59:59.999Z"),
    ])
    func `a moment is written as ISO-8601 in UTC with milliseconds`(milliseconds: Int64, text: String) {
        #expect(Timestamp.string(unixMilliseconds: milliseconds) == text)
    }

    @Test func `now has the same form`() {
        let text = Timestamp.now()
        #expect(text.utf8.count == 24 && text.hasSuffix("Z") && text.hasPrefix("20"))
    }
}
