import NodeProtocol
import Testing

@testable import ContainerOutput

@Suite
struct OutputEntryTests {
    @Test func `an entry has its text, its stream, and its time with nine digits`() throws {
        let entry = try #require(
            OutputEntry(#"{"log":"\u001b[1mé\n","stream":"stderr","time":"2026-01-31T08:05:09.042Z"}"#.utf8))
        #expect(entry.text == "\u{1B}[1mé\n" && entry.stream == .stderr)
        #expect(entry.time == "2026-01-31T08:05:09.042000000Z" && entry.nanoseconds == 1_769_846_709_042_000_000)
        let whole = OutputEntry(#"{"stream":"stdout","attrs":{"a":"b"},"time":"2026-01-31T08:05:09Z"}"#.utf8)
        #expect(whole?.text == "" && whole?.time == "2026-01-31T08:05:09.000000000Z")
        let fine = OutputEntry(#"{"log":"x","stream":"stdout","time":"2026-01-31T08:05:09.123456789Z"}"#.utf8)
        #expect(fine?.nanoseconds == 1_769_846_709_123_456_789)
    }

    @Test(arguments: [
        "", "x", "{}", "[1]", #"{"log":"half"#, "\0\0\0\0",
        #"{"log":"x","stream":"stdin","time":"2026-01-31T08:05:09Z"}"#,
        #"{"log":"x","stream":"stdout"}"#, #"{"log":"x","stream":"stdout","time":"yesterday"}"#,
        #"{"log":"x","stream":"stdout","time":"9999-01-31T08:05:09Z"}"#,
    ])
    func `what is no entry is none`(line: String) {
        #expect(OutputEntry(line.utf8) == nil)
    }

    @Test func `lines are the same however their bytes are cut, and one that is too long is left out`() {
        let long = [UInt8](repeating: UInt8(ascii: "x"), count: EntryLines.limit + 1)
        let bytes = Array("one\n\ntwo\n".utf8) + long + Array("\nthree\nrest".utf8)
        for size in [1 << 10, 4096, 1 << 16, bytes.count] {
            var lines = EntryLines()
            var found: [String] = []
            for start in stride(from: 0, to: bytes.count, by: size) {
                lines.take(Array(bytes[start..<min(start + size, bytes.count)])) {
                    if $0.count < 10 { found.append(String(decoding: $0, as: UTF8.self)) }
                }
            }
            #expect(found == ["one", "", "two", "three"])
        }
    }
}
