import CLinux
import Glibc

extension EventLoop {
    /// Blocks `signals` in the calling thread and all it starts afterwards, so that only ``onSignals(_:_:)`` sees
    /// them, and ignores SIGPIPE. Call first thing in `main`, before any thread exists.
    package static func claimSignals(_ signals: [Int32]) {
        signal(SIGPIPE, SIG_IGN)
        var set = signalSet(signals)
        pthread_sigmask(SIG_BLOCK, &set, nil)
    }

    /// Calls `handler` with the number of each of `signals` that arrives. They must have been claimed.
    @LoopActor
    package func onSignals(
        _ signals: [Int32], _ handler: @escaping @LoopActor (Int32) -> Void
    ) throws(SystemError) -> DescriptorWatch {
        var set = Self.signalSet(signals)
        let descriptor = signalfd(-1, &set, Int32(SFD_CLOEXEC) | Int32(SFD_NONBLOCK))
        guard descriptor >= 0 else { throw SystemError("signalfd") }
        return try watch(descriptor, for: .readable) { _ in
            // One a turn: a handler may bring about the next signal, as starting a child that ends at once does.
            var info = signalfd_siginfo()
            if read(descriptor, &info, MemoryLayout<signalfd_siginfo>.size) > 0 { handler(Int32(info.ssi_signo)) }
        }
    }

    private static func signalSet(_ signals: [Int32]) -> sigset_t {
        var set = sigset_t()
        sigemptyset(&set)
        for signal in signals { sigaddset(&set, signal) }
        return set
    }
}
