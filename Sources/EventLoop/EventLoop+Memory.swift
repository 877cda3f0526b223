import CLinux

/// What ``EventLoop/releaseMemoryAtRest()`` has begun.
@LoopActor private var memoryReleases: RepeatingTimer?

extension EventLoop {
    /// Gives back the memory that only starting needed, once things have come to rest: after five seconds, and after half
    /// a minute, when the first calls to others have been made. From then on, every five minutes, what rare work has left
    /// behind: a deployment, a big answer, a handshake.
    @LoopActor
    package func releaseMemoryAtRest() {
        for delay in [5, 30] { schedule(after: .seconds(delay)) { clinux_release_memory_at_rest() } }
        guard memoryReleases == nil else { return }
        memoryReleases = every(.seconds(300)) { clinux_release_memory_at_rest() }
    }

    /// Gives back what work that comes in bursts has left free in the heap, where it lies scattered.
    @LoopActor
    package func releaseHeap() { clinux_release_heap() }
}
