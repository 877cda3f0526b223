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
        let times = ids.map { (id: $0, time: (unused[$0] ?? .zero) + elapsed) }
        for (index, network) in times.sorted(by: { ($0.time, $1.id) > ($1.time, $0.id) }).enumerated() {
            let isTooMany = index < ids.count - Self.room
            let limit = isTooMany ? min(settings.shortestUnusedTime, settings.unusedTime) : settings.unusedTime
            if network.time >= limit {
                removals.append(network.id)
            } else {
                self.unused[network.id] = network.time
            }
        }
    }
}
