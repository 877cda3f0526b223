import EventLoop
import Foundation
import Glibc
import Synchronization
import TestSupport

/// Passes bytes between two Unix sockets until told to cut what is open; new connections are taken.
final class CuttingProxy: Sendable {
    private let listener: Int32
    private let open = Mutex<Set<Int32>>([])
    private let target: String

    init(listening path: String, to target: String) throws {
        self.target = target
        listener = try Self.socket(path, bind)
        guard listen(listener, 16) == 0 else { throw SystemError("listen", path) }
        // Ends when the listener is shut down with the proxy.
        Thread.detachNewThread { [listener, weak self] in
            while true {
                let descriptor = accept(listener, nil, nil)
                guard descriptor >= 0 else { break }
                self?.pass(descriptor)
            }
            close(listener)
        }
    }

    deinit {
        shutdown(listener, Int32(SHUT_RDWR))
        cut()
    }

    func cut() { open.withLock { for descriptor in $0 { shutdown(descriptor, Int32(SHUT_RDWR)) } } }

    private func pass(_ client: Int32) {
        guard let server = try? Self.socket(target, connect) else {
            close(client)
            return
        }
        open.withLock { $0.formUnion([client, server]) }
        Thread.detachNewThread { Self.copy(from: client, to: server) }
        Thread.detachNewThread { [weak self] in
            Self.copy(from: server, to: client)
            Self.copy(from: client, to: server)
            self?.open.withLock { $0.subtract([client, server]) }
            close(client)
            close(server)
        }
    }

    private static func copy(from source: Int32, to target: Int32) {
        var chunk = [UInt8](repeating: 0, count: 65536)
        while true {
            let count = read(source, &chunk, chunk.count)
            guard count > 0, send(target, chunk, count, Int32(MSG_NOSIGNAL)) == count else { break }
        }
        shutdown(source, Int32(SHUT_RDWR))
        shutdown(target, Int32(SHUT_RDWR))
    }

    private static func socket(
        _ path: String, _ call: (Int32, UnsafePointer<sockaddr>, socklen_t) -> Int32
    ) throws -> Int32 {
        let descriptor = Glibc.socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        let code = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                call(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        guard code == 0 else { throw SystemError("connect", path) }
        return descriptor
    }
}
