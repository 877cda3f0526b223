import EventLoop
import Glibc
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

    private func connectOnce() -> Bool { (try? PlainTCP.connect(port: port)) != nil }
}

package enum PlainTCP {
    /// Connects to a port of 127.0.0.1 and lets go again. Throws ECONNREFUSED where nobody listens.
    package static func connect(port: Int) throws(SystemError) {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { throw SystemError("socket") }
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        let code = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Glibc.connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard code == 0 else { throw SystemError("connect", "127.0.0.1:\(port)") }
    }
}
