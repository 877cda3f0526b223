import EventLoop
import Foundation
import Synchronization

/// Which faults have been inflicted, and when.
final class FaultJournal: Sendable {
    struct Entry: Sendable, CustomStringConvertible {
        let number: Int
        let fault: Fault
        let begin: MonotonicInstant
        var end: MonotonicInstant?
        var failure: String?
        let origin: MonotonicInstant

        func overlaps(_ begin: MonotonicInstant, _ end: MonotonicInstant) -> Bool {
            self.begin <= end && (self.end ?? .now) >= begin
        }

        var description: String {
            let time = Double(Int(origin.duration(to: begin).seconds * 1000)) / 1000
            let length = end.map { "\(Int(begin.duration(to: $0).seconds * 1000)) ms" } ?? "under way"
            let what = "\(fault)".replacingOccurrences(of: "[A-Z][A-Za-z]*\\.", with: "", options: .regularExpression)
            return "#\(number) at \(time) s, \(length): \(what)" + (failure.map { " failed: \($0)" } ?? "")
        }
    }

    private let origin = MonotonicInstant.now
    private let state = Mutex([Entry]())

    var entries: [Entry] { state.withLock { $0 } }

    func begin(_ number: Int, _ fault: Fault) {
        state.withLock { $0.append(Entry(number: number, fault: fault, begin: .now, origin: origin)) }
    }

    func end(_ number: Int, failure: (any Error)?) {
        state.withLock { entries in
            guard let index = entries.lastIndex(where: { $0.number == number }) else { return }
            entries[index].end = .now
            entries[index].failure = failure.map { "\($0)" }
        }
    }

    /// Seconds since the run began.
    func time(_ moment: MonotonicInstant) -> Double { origin.duration(to: moment).seconds }

    /// All of them, or those that were under way between two moments, one a line.
    func text(from begin: MonotonicInstant? = nil, to end: MonotonicInstant? = nil) -> String {
        let chosen = entries.filter { entry in
            guard let begin, let end else { return true }
            return entry.overlaps(begin, end)
        }
        return chosen.map { "\($0)" }.joined(separator: "\n")
    }
}
