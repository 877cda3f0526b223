import CLinux

extension EventLoop {
    /// Gives back the memory that only starting needed, once things have come to rest.
    @LoopActor
    package func releaseStartupMemory() {
        schedule(after: .seconds(5)) { clinux_release_startup_memory() }
    }

    /// Gives back what work that comes in bursts has left free in the heap, where it lies scattered.
    @LoopActor
    package func releaseHeap() { clinux_release_heap() }
}
