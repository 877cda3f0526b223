import Foundation
import Synchronization

/// Something that a script waits for until the test says that it has happened.
package final class Signal: Sendable {
    private let isRaised = Mutex(false)

    package init() {}

    package func raise() { isRaised.withLock { $0 = true } }

    /// Blocks the script's thread. Gives up after 40 seconds: the test has failed by then.
    package func wait() throws {
        for _ in 0..<20_000 {
            if isRaised.withLock({ $0 }) { return }
            Thread.sleep(forTimeInterval: 0.002)
        }
        throw ScriptedConnection.Gone()
    }
}
