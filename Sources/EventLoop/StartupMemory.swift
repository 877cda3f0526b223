import CLinux

extension EventLoop {
    /// Gives back the memory that only starting needed, once things have come to rest.
    @LoopActor
    package func releaseStartupMemory() {
        schedule(after: .seconds(5)) { clinux_release_startup_memory() }
    }
}
