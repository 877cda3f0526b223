/// Which of the networks with this node's label that no service wants are removed. Pure.
///
/// Engines have addresses for some thirty networks, so not many are kept for their time.
struct LeftoverNetworks: Equatable {
    /// How many may wait for their time.
    static let room = 8

    /// In the order in which they are to be removed.
    private(set) var removals: [String] = []
    /// How long each of the others has been left over now, by id.
    private(set) var unused: [String: Duration] = [:]

    /// - Parameters:
    ///   - ids: Of those that no service wants.
    ///   - unused: As the last time had it.
    ///   - elapsed: Since then.
    init(_ ids: [String], unused: [String: Duration], elapsed: Duration, _ settings: CollectionSettings) {
        var times = LeftoverTimes(unused, elapsed: elapsed)
        let oldestFirst = ids.sorted { (times.time(of: $0), $1) > (times.time(of: $1), $0) }
        for (index, id) in oldestFirst.enumerated() {
            let isTooMany = index < ids.count - Self.room
            let limit = isTooMany ? min(settings.shortestUnusedTime, settings.unusedTime) : settings.unusedTime
            if times.isDue(id, after: limit) { removals.append(id) }
        }
        self.unused = times.kept
    }
}
