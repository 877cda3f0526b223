import Foundation

/// SplitMix64: the same seed gives the same numbers, everywhere.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var word = state
        word = (word ^ (word >> 30)) &* 0xbf58_476d_1ce4_e5b9
        word = (word ^ (word >> 27)) &* 0x94d0_49bb_1331_11eb
        return word ^ (word >> 31)
    }
}

/// What a run is made of: `CHAOS_SEED` repeats one, `CHAOS_FAULTS` makes it shorter or longer.
struct ChaosPlan {
    let seed: UInt64
    let faults: Int

    static func fromEnvironment() -> ChaosPlan {
        let environment = ProcessInfo.processInfo.environment
        return ChaosPlan(
            seed: environment["CHAOS_SEED"].flatMap { UInt64($0) } ?? .random(in: 0..<1_000_000_000),
            faults: environment["CHAOS_FAULTS"].flatMap { Int($0) } ?? 500)
    }
}
