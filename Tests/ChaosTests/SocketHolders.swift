import EventLoop
import Glibc
import Synchronization

/// Which daemon is left alone while there is no supervisor.
///
/// Then the API's socket lives in the daemons that hold it: apid, heartbeatd and deployd. Nothing can keep a socket whose
/// holders are all gone, or of which none can hand it to the next supervisor; so one of them is spared, another each
/// time.
final class SocketHolders: Sendable {
    private struct State {
        /// Daemons under a fault that lasts.
        var hampered: [Daemon: Int] = [:]
        var spared: Daemon?
        var turn = 0
        /// When all were last hit at once.
        var wave: MonotonicInstant?
    }

    /// All have noticed by then.
    private static let waveTime = Duration.seconds(2)

    private static let all: [Daemon] = [.apid, .heartbeatd, .deployd]
    private let state = Mutex(State())

    /// Whether the daemon may be hit now.
    func mayHit(_ daemon: Daemon) -> Bool { state.withLock { $0.spared != daemon } }

    /// Begins a fault that ends all of them, each within two seconds; false when it may not.
    func beginWave() -> Bool {
        state.withLock { state in
            guard state.spared == nil else { return false }
            state.wave = .now
            return true
        }
    }

    /// Begins a fault that lasts; false when it may not.
    func beginHampering(_ daemon: Daemon) -> Bool {
        state.withLock { state in
            guard state.spared != daemon else { return false }
            state.hampered[daemon, default: 0] += 1
            return true
        }
    }

    func endHampering(_ daemon: Daemon) { state.withLock { $0.hampered[daemon, default: 1] -= 1 } }

    /// Spares a daemon that runs well and is not among the `victims`; nil when there is none.
    func spare(besides victims: [Daemon], _ processes: NodeProcesses) -> Daemon? {
        let spared = state.withLock { state -> Daemon? in
            state.turn += 1
            let candidates = Self.all.filter { !victims.contains($0) && state.hampered[$0, default: 0] == 0 }
            guard state.spared == nil, !candidates.isEmpty else { return nil }
            state.spared = candidates[state.turn % candidates.count]
            return state.spared
        }
        guard let spared else { return nil }
        if let wave = state.withLock({ $0.wave }) {
            let rest = MonotonicInstant.now.duration(to: wave.advanced(by: Self.waveTime))
            if rest > .zero { usleep(useconds_t(rest.nanoseconds / 1000)) }
        }
        // A signal sent a moment ago has done its work by now, and a process that has just begun has its sockets.
        usleep(50_000)
        for _ in 0..<100 {
            if processes.pid(of: spared) != nil { return spared }
            usleep(20_000)
        }
        release()
        return nil
    }

    func release() { state.withLock { $0.spared = nil } }
}
