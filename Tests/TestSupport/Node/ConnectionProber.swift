import Synchronization

/// Opens a new connection to a port every millisecond or so, as long as it runs, and counts what becomes of them.
package final class ConnectionProber: Sendable {
    private struct Counts {
        var accepted = 0
        var refused = 0
        var isStopped = false
    }

    private let port: Int
    private let counts = Mutex(Counts())

    package init(port: Int) { self.port = port }

    package var accepted: Int { counts.withLock(\.accepted) }
    package var refused: Int { counts.withLock(\.refused) }
    package func stop() { counts.withLock { $0.isStopped = true } }

    package func run() async {
        while !counts.withLock(\.isStopped) {
            let isAccepted = connectOnce()
            counts.withLock { counts in
                if isAccepted { counts.accepted += 1 } else { counts.refused += 1 }
            }
            try? await Task.sleep(for: .milliseconds(1))
        }
    }

    private func connectOnce() -> Bool { (try? LoopbackSocket.reach(port: port)) != nil }
}
