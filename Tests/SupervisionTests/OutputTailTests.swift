import Testing

@testable import Supervision

@Suite struct OutputTailTests {
    @Test func `lines are the same however the output is cut up`() {
        let output = Array("one\ntwo\n\nfour without end".utf8)
        for size in 1...output.count {
            var tail = OutputTail()
            var lines: [String] = []
            for start in stride(from: 0, to: output.count, by: size) {
                lines += tail.append(output[start..<min(start + size, output.count)])
            }
            lines += tail.finish()
            #expect(lines == ["one", "two", "", "four without end"])
        }
    }

    @Test func `the last twenty lines are kept and an endless line is cut`() {
        var tail = OutputTail()
        _ = tail.append((0..<100).flatMap { Array("line \($0)\n".utf8) })
        #expect(tail.lines == (80..<100).map { "line \($0)" })
        #expect(tail.append([UInt8](repeating: 65, count: 10_000)).map(\.count) == [4000, 4000])
    }

    @Test func `notify messages carry readiness, life and status, and nothing else is believed`() {
        #expect(NotifyMessage(parsing: "READY=1\nSTATUS=serving".utf8).isReady)
        #expect(NotifyMessage(parsing: "READY=1\nSTATUS=serving".utf8).status == "serving")
        #expect(NotifyMessage(parsing: "WATCHDOG=1".utf8).isAlive)
        #expect(NotifyMessage(parsing: "READY=0\nMAINPID=1\n\u{0}".utf8) == NotifyMessage(parsing: "".utf8))
    }
}
