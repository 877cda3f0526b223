import EventLoop

/// The next start of a daemon: made ready while nobody waits for it, and good for as long as settings and sockets are
/// what they were then.
@LoopActor
final class NextLaunch {
    /// Makes the request for a generation; throws what stands in the way, a port in use for one.
    private let prepare: @LoopActor (Int) throws(SystemError) -> LaunchRequest
    /// Is another as soon as ``prepare`` would make another request.
    private let revision: @LoopActor () -> Int
    private var ready: (launch: PreparedLaunch, generation: Int, revision: Int)?

    init(
        prepare: @escaping @LoopActor (Int) throws(SystemError) -> LaunchRequest,
        revision: @escaping @LoopActor () -> Int
    ) {
        self.prepare = prepare
        self.revision = revision
    }

    /// What fails now is tried again, and told, when it is needed.
    func makeReady(_ generation: Int) {
        guard ready == nil, let request = try? prepare(generation) else { return }
        ready = (try? PreparedLaunch(request)).map { ($0, generation, revision()) }
    }

    /// The one that is ready, or one made now. Good for one start.
    func take(_ generation: Int) throws(SystemError) -> PreparedLaunch {
        defer { ready = nil }
        if let ready, ready.generation == generation, ready.revision == revision() { return ready.launch }
        return try PreparedLaunch(try prepare(generation))
    }

    /// None is to come for now.
    func discard() { ready = nil }
}
