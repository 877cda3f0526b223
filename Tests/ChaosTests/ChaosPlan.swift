import Foundation

/// What a run is made of: `CHAOS_SEED` repeats one, `CHAOS_FAULTS` makes it shorter or longer, `CHAOS_LOG` keeps the
/// node's log in that file.
struct ChaosPlan {
    let seed: UInt64
    let faults: Int
    private let logFile: String?

    static func fromEnvironment() -> ChaosPlan {
        let environment = ProcessInfo.processInfo.environment
        return ChaosPlan(
            seed: environment["CHAOS_SEED"].flatMap { UInt64($0) } ?? .random(in: 0..<1_000_000_000),
            faults: environment["CHAOS_FAULTS"].flatMap { Int($0) } ?? 500, logFile: environment["CHAOS_LOG"])
    }

    func keep(_ log: String) {
        guard let logFile else { return }
        if !FileManager.default.createFile(atPath: logFile, contents: Data(log.utf8)) {
            tell("chaos: the log cannot be kept in \(logFile)")
        }
    }
}
