/// What is left for a turn of the loop in which nothing else happens.
struct Leisure {
    /// So many turns at most, however much happens in them.
    static let longestWait = 32

    private var work: [@LoopActor () -> Void] = []
    private var busyTurns = 0

    var isEmpty: Bool { work.isEmpty }

    mutating func add(_ body: @escaping @LoopActor () -> Void) { work.append(body) }

    /// Takes out what is to be done at the end of a turn, oldest first.
    mutating func take(isBusy: Bool) -> [@LoopActor () -> Void] {
        guard !work.isEmpty else { return [] }
        busyTurns += 1
        guard !isBusy || busyTurns >= Self.longestWait else { return [] }
        busyTurns = 0
        defer { work = [] }
        return work
    }
}
