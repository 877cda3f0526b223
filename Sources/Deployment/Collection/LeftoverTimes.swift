/// How long containers or networks have been left over. Pure.
struct LeftoverTimes {
    private let before: [String: Duration]
    private let elapsed: Duration
    /// Of those whose time has not come, by id.
    private(set) var kept: [String: Duration] = [:]

    /// - Parameters:
    ///   - before: By id, as the last time had it.
    ///   - elapsed: Since then.
    init(_ before: [String: Duration], elapsed: Duration) {
        self.before = before
        self.elapsed = elapsed
    }

    func time(of id: String) -> Duration { (before[id] ?? .zero) + elapsed }

    /// Whether its time has come. If not, it is kept.
    mutating func isDue(_ id: String, after limit: Duration) -> Bool {
        let time = time(of: id)
        if time < limit { kept[id] = time }
        return time >= limit
    }
}
