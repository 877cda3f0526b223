import TestSupport

/// The faults of a run and the pauses between them, a pure function of the seed.
struct FaultSchedule: Sendable {
    struct Step: Sendable {
        let number: Int
        /// After the beginning of the one before.
        let pause: Duration
        let fault: Fault
    }

    /// Faults overlap within a round; between rounds the node has to come to rest.
    let rounds: [[Step]]

    static let faultsPerRound = 50
    /// One lock on the cache lasts for a minute, over the rounds.
    static let longLock = Duration.seconds(60)

    init(seed: UInt64, count: Int) {
        var generator = SeededGenerator(seed: seed)
        var rounds: [[Step]] = []
        for number in 1...max(1, count) {
            if (number - 1) % Self.faultsPerRound == 0 { rounds.append([]) }
            let pause = Duration.milliseconds(Int64.random(in: 0...600, using: &generator))
            let fault =
                number == 10 ? Fault.cacheLocked(.writers, Self.longLock) : Fault.random(using: &generator)
            rounds[rounds.count - 1].append(Step(number: number, pause: pause, fault: fault))
        }
        self.rounds = rounds
    }
}

extension Fault {
    /// How often each kind comes, in a hundred.
    private static let weights: [(Int, @Sendable (inout SeededGenerator) -> Fault)] = [
        (28, { .signal(.one(&$0), [.one(&$0)]) }),
        (8, { .signal(.one(&$0), some(&$0)) }),
        (6, { .burst(.one(&$0), .one(&$0), times: .random(in: 2...4, using: &$0), apart: milliseconds(0...60, &$0)) }),
        (5, { .killedWhileRegistering(after: milliseconds(0...40, &$0)) }),
        (
            5,
            { .killedWhileDeploying(Bool.random(using: &$0) ? .deployd : .one(&$0), after: milliseconds(0...500, &$0)) }
        ),
        (8, { .paused(.one(&$0), milliseconds(100...5000, &$0)) }),
        (3, { .supervisorPaused(milliseconds(100...3000, &$0)) }),
        (7, { .supervisorKilled(Bool.random(using: &$0) ? [] : some(&$0), nextAfter: milliseconds(0...400, &$0)) }),
        (4, { .cacheDeleted(withLog: Bool.random(using: &$0)) }),
        (4, { .cacheTruncated(.one(&$0), to: [0, Double.random(in: 0..<1, using: &$0)].one(&$0)) }),
        (4, { .cacheBitsFlipped(.one(&$0), at: places(&$0)) }),
        (4, { .cacheLocked(.one(&$0), milliseconds(200...8000, &$0)) }),
        (3, { .runtimeDirectoryFull(milliseconds(200...3000, &$0)) }),
        (4, { .descriptorsExhausted(.one(&$0), spare: .random(in: 0...3, using: &$0), milliseconds(200...2000, &$0)) }),
        (4, { .flooded(socket: sockets.one(&$0), .one(&$0), milliseconds(200...2000, &$0)) }),
        (7, { .clockStepped(seconds: step(&$0)) }),
    ]

    private static let tenYears: Int64 = 315_576_000
    private static let sockets = Daemon.allCases.map(\.rawValue) + ["supervisor", "adoption"]

    static func random(using generator: inout SeededGenerator) -> Fault {
        var lot = Int.random(in: 0..<weights.reduce(0) { $0 + $1.0 }, using: &generator)
        for (weight, make) in weights {
            if lot < weight { return make(&generator) }
            lot -= weight
        }
        preconditionFailure("the lot is below the sum of the weights")
    }

    private static func milliseconds(_ range: ClosedRange<Int64>, _ generator: inout SeededGenerator) -> Duration {
        .milliseconds(Int64.random(in: range, using: &generator))
    }

    /// Ten years ahead, ten years back, none, or anything between.
    private static func step(_ generator: inout SeededGenerator) -> Int64 {
        let any = Int64.random(in: -tenYears...tenYears, using: &generator)
        return [-tenYears, tenYears, 0, any].one(&generator)
    }

    private static func places(_ generator: inout SeededGenerator) -> [Double] {
        var places: [Double] = []
        for _ in 0..<Int.random(in: 1...8, using: &generator) { places.append(.random(in: 0..<1, using: &generator)) }
        return places
    }

    /// Two to all of the daemons.
    private static func some(_ generator: inout SeededGenerator) -> [Daemon] {
        Array(Daemon.allCases.shuffled(using: &generator).prefix(.random(in: 2...4, using: &generator)))
    }
}

extension Array {
    fileprivate func one(_ generator: inout SeededGenerator) -> Element {
        self[Int.random(in: 0..<count, using: &generator)]
    }
}

extension CaseIterable {
    fileprivate static func one(_ generator: inout SeededGenerator) -> Self { Array(allCases).one(&generator) }
}
