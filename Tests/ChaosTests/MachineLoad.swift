import EventLoop
import Foundation
import Glibc
import Synchronization

/// How much later than it wanted a thread of this process got to run: what the machine takes from everybody.
final class MachineLoad: Sendable {
    private struct State {
        var delays: [(at: MonotonicInstant, Duration)] = []
        var isStopped = false
    }

    private static let nap = Duration.milliseconds(10)
    /// Less is the ordinary course of things.
    private static let noticed = Duration.milliseconds(20)
    private let state = Mutex(State())

    func start() {
        Thread.detachNewThread {
            while !self.state.withLock(\.isStopped) {
                let begin = MonotonicInstant.now
                usleep(useconds_t(Self.nap.nanoseconds / 1000))
                let now = MonotonicInstant.now
                let delay = begin.duration(to: now) - Self.nap
                if delay > Self.noticed { self.state.withLock { $0.delays.append((now, delay)) } }
            }
        }
    }

    func stop() { state.withLock { $0.isStopped = true } }

    /// The sum of the delays between two moments.
    func delay(from begin: MonotonicInstant, to end: MonotonicInstant) -> Duration {
        state.withLock { state in
            state.delays.filter { $0.at >= begin && $0.at <= end }.reduce(.zero) { $0 + $1.1 }
        }
    }
}
