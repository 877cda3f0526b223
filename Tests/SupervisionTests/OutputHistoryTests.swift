import EventLoop
import TestSupport
import Testing

@testable import Supervision

@Suite(.eventLoop, .timeLimit(.minutes(5)))
@LoopActor
struct OutputHistoryTests {
    @Test func `lines are read once each by who comes back with the last position`() {
        let history = OutputHistory()
        history.append("one")
        history.append("two\nin two")
        let first = history.read(after: nil, tail: nil)
        #expect(first.lines == ["one", "two in two"] && !first.isCut)
        let position = history.end
        #expect(history.read(after: position, tail: nil).lines.isEmpty)
        history.append("")
        history.append("three")
        #expect(history.read(after: position, tail: nil).lines == ["", "three"])
        #expect(history.read(after: nil, tail: 1).lines == ["three"])
        #expect(history.read(after: nil, tail: 0).lines.isEmpty)
    }

    @Test func `the newest 16 KiB are kept, in whole lines`() {
        let history = OutputHistory()
        for number in 0..<10_000 {
            history.append("line \(number) " + String(repeating: "x", count: number % 50))
            guard number % 997 == 0 else { continue }
            let lines = history.read(after: nil, tail: nil).lines
            let numbers = lines.compactMap { Int($0.split(separator: " ")[1]) }
            #expect(lines.allSatisfy { $0.hasPrefix("line ") } && numbers.last == number)
            #expect(numbers == Array((numbers.first ?? 0)...number))
            let size = lines.reduce(0) { $0 + $1.utf8.count + 1 }
            #expect(size <= OutputHistory.capacity && (number < 997 || size > OutputHistory.capacity - 100))
        }
    }

    @Test func `who comes back too late, or from another supervisor, gets what there is and is told`() {
        let history = OutputHistory()
        history.append("first")
        let position = history.end
        for number in 0..<5000 { history.append("line \(number)") }
        let late = history.read(after: position, tail: nil)
        #expect(late.isCut && late.lines.last == "line 4999")
        let other = history.read(after: history.end + 1000, tail: nil)
        #expect(other.isCut && other.lines == late.lines)
        #expect(history.read(after: -5, tail: nil).isCut)
    }
}
