import Foundation
import Synchronization

/// Something that a script waits for until the test says that it has happened.
package final class Signal: Sendable {
    private let state = Mutex(false)

    package init() {}

    package func raise() { state.withLock { $0 = true } }

    package var isRaised: Bool { state.withLock { $0 } }

    /// Blocks the script's thread. Gives up after two minutes: the test has failed by then.
    package func wait() throws {
        for _ in 0..<60_000 {
            if isRaised { return }
            Thread.sleep(forTimeInterval: 0.002)
        }
        throw ScriptedConnection.Gone()
    }
}
