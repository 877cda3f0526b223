import Glibc
import Synchronization
import Testing

/// What is found wrong during a run; the first finding prints the faults so far.
final class Verdict: Sendable {
    private let journal: FaultJournal
    private let findings = Mutex(0)

    init(_ journal: FaultJournal) { self.journal = journal }

    var isGood: Bool { findings.withLock { $0 == 0 } }

    func require(_ condition: Bool, _ finding: @autoclosure () -> String) {
        if !condition { record(finding()) }
    }

    func record(_ finding: String) {
        let isFirst = findings.withLock { count in
            count += 1
            return count == 1
        }
        if isFirst { tell("chaos: the faults so far:\n\(journal.text())") }
        tell("chaos: \(finding)")
        Issue.record("\(finding)")
    }
}

/// Prints at once, for who looks on.
func tell(_ text: String) {
    print(text)
    fflush(nil)
}
