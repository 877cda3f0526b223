/// What reading has found so far. Reading goes on after a mistake, so that all of a file are told together.
///
/// Used by one reading at a time; it is never shared.
final class Findings {
    private(set) var mistakes: [ComposeMistake] = []
    private(set) var warnings: [ComposeMistake] = []
    /// Of mistakes, and of warnings: more are not listed.
    private static let limit = 100
    private var seen: Set<ComposeMistake> = []
    private var seenWarnings: Set<ComposeMistake> = []
    /// While a service is read that its profiles switch off: what the node cannot carry out of it does no harm.
    var readsDisabledService = false

    /// No further mistake is listed; to look for more is in vain.
    var isFull: Bool { mistakes.count >= Self.limit }

    func add(_ mistake: ComposeMistake) {
        guard !isFull, seen.insert(mistake).inserted else { return }
        mistakes.append(mistake)
    }

    func warn(_ warning: ComposeMistake) {
        guard seenWarnings.count < Self.limit, seenWarnings.insert(warning).inserted else { return }
        warnings.append(warning)
    }

    /// What is right in compose, and what this node does not carry out.
    func refuse(_ mistake: ComposeMistake) {
        if readsDisabledService { warn(mistake) } else { add(mistake) }
    }

    /// Throws when there are mistakes.
    func check() throws(ComposeError) {
        guard mistakes.isEmpty else { throw ComposeError(Self.sorted(mistakes)) }
    }

    static func sorted(_ findings: [ComposeMistake]) -> [ComposeMistake] {
        var order: [String: Int] = [:]
        for finding in findings {
            let file = finding.position?.file.name ?? ""
            order[file] = order[file] ?? order.count
        }
        func key(_ finding: ComposeMistake) -> (Int, Int, Int) {
            (
                order[finding.position?.file.name ?? ""] ?? 0, finding.position?.line ?? 0,
                finding.position?.column ?? 0
            )
        }
        return findings.enumerated().sorted { key($0.1) != key($1.1) ? key($0.1) < key($1.1) : $0.0 < $1.0 }.map(\.1)
    }
}
