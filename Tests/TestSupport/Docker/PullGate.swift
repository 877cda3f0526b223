import EventLoop
import Foundation
import Glibc
import Synchronization

/// A registry's front door that lets so many bytes of each connection through, and the rest only when it is opened: a
/// pull that stands at a known place for as long as a test looks at it.
package final class PullGate: Sendable {
    private let listener: LoopbackListener
    private let registryPort: Int
    private let limit: Int
    private let isOpen = Mutex(false)
    private let connections = Mutex<Set<Int32>>([])

    /// `127.0.0.1:<port>`, in the place of the registry's address in an image's name.
    package var address: String { "127.0.0.1:\(listener.port)" }

    /// - Parameter limit: So many bytes of the answers on a connection come through.
    package init(before registry: TestRegistry, limit: Int) throws {
        registryPort = Int(registry.address.split(separator: ":").last ?? "") ?? 0
        self.limit = limit
        listener = try LoopbackListener()
        // Ends when the listener is closed with the gate.
        Thread.detachNewThread { [descriptor = try listener.duplicate(), weak self] in
            while case let client = accept(descriptor, nil, nil), client >= 0 {
                if let self { pass(client) } else { close(client) }
            }
            close(descriptor)
        }
    }

    deinit {
        listener.close()
        connections.withLock { for descriptor in $0 { shutdown(descriptor, Int32(SHUT_RDWR)) } }
    }

    /// From now on everything comes through.
    package func open() { isOpen.withLock { $0 = true } }

    private func pass(_ client: Int32) {
        guard let server = try? LoopbackSocket.connect(port: registryPort) else {
            close(client)
            return
        }
        connections.withLock { $0.formUnion([client, server]) }
        let ended = DispatchGroup()
        ended.enter()
        Thread.detachNewThread {
            Self.copy(from: client, to: server) { _ in }
            ended.leave()
        }
        Thread.detachNewThread { [weak self] in
            var passed = 0
            Self.copy(from: server, to: client) { count in
                passed += count
                while let gate = self, passed > gate.limit, !gate.isOpen.withLock({ $0 }) {
                    Thread.sleep(forTimeInterval: 0.01)
                }
            }
            ended.wait()
            _ = self?.connections.withLock { $0.subtract([client, server]) }
            close(client)
            close(server)
        }
    }

    /// - Parameter before: Is told how many bytes are about to be passed on.
    private static func copy(from source: Int32, to target: Int32, _ before: (Int) -> Void) {
        var chunk = [UInt8](repeating: 0, count: 65536)
        while case let count = read(source, &chunk, chunk.count), count > 0 {
            before(count)
            guard send(target, chunk, count, Int32(MSG_NOSIGNAL)) == count else { break }
        }
        shutdown(source, Int32(SHUT_RDWR))
        shutdown(target, Int32(SHUT_RDWR))
    }
}
