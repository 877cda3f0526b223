import NodeProtocol
import Testing

@testable import ContainerOutput

@Suite(.timeLimit(.minutes(10)))
struct LogLinesTests {
    private func lines(_ pieces: [(ServiceLogs.Request.Stream, String)], hasTimes: Bool = false) -> [String] {
        var assembler = LogLines(hasTimes: hasTimes)
        let whole = pieces.flatMap { assembler.take($0.1.utf8, from: $0.0) }
        return (whole + assembler.end()).map { "\($0.stream.rawValue) \($0.time ?? "-") \($0.text)" }
    }

    @Test func `pieces become lines, each stream for itself`() {
        #expect(
            lines([(.stdout, "a\nb"), (.stderr, "x\n"), (.stdout, "c\n")]) == [
                "stdout - a", "stderr - x", "stdout - bc",
            ])
        #expect(lines([(.stdout, "\n\r\nlast")]) == ["stdout - ", "stdout - ", "stdout - last"])
        #expect(lines([]) == [])
    }

    @Test func `times stand apart`() {
        let text = "2026-01-31T08:05:09.042Z hello world\n2026-01-31T08:05:10Z \nodd\n"
        #expect(
            lines([(.stdout, text)], hasTimes: true) == [
                "stdout 2026-01-31T08:05:09.042Z hello world", "stdout 2026-01-31T08:05:10Z ", "stdout - odd",
            ])
    }

    @Test func `a line without end comes in pieces, and a character split between chunks stays whole`() {
        var assembler = LogLines(hasTimes: false)
        let long = Array(String(repeating: "é", count: LogLines.limit).utf8)
        var texts: [String] = []
        for byte in long { texts += assembler.take([byte], from: .stdout).map(\.text) }
        texts += assembler.end().map(\.text)
        #expect(texts.count > 1 && texts.allSatisfy { $0.utf8.count <= LogLines.limit + 4 })
        #expect(Array(texts.joined().utf8) == long)
        let broken = assembler.take([0x80, 0xFF, 0x0A], from: .stdout)
        #expect(broken.map(\.text) == ["\u{FFFD}\u{FFFD}"])
        let binary = [UInt8](repeating: 0x80, count: 5 * LogLines.limit)
        #expect(assembler.take(binary, from: .stdout).count >= 4, "not even one of binary data")
    }
}
