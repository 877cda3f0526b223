import EventLoop
import Foundation
import Glibc
import Synchronization

/// Passes bytes between two Unix sockets: late, changed, or until told to cut what is open. New connections are always
/// taken.
package final class SocketProxy: Sendable {
    /// What becomes of each piece that is passed.
    package struct Manners: Sendable {
        /// How late an answer is.
        package var delay: TimeInterval = 0
        /// Texts of requests, and of answers, and what stands in their place: as long as they are.
        package var requests: [String: String] = [:]
        package var answers: [String: String] = [:]
        /// What comes on a connection whose last request has this in its first line is lost, and the connection stays open.
        package var lost: String?

        package init() {}
    }

    private let listener: Int32
    private let open = Mutex<Set<Int32>>([])
    private let manners = Mutex(Manners())
    private let target: String
    private let seen = Mutex<[String]>([])

    /// The first lines of the requests so far.
    package var requests: [String] { seen.withLock { $0 } }
    package func forgetRequests() { seen.withLock { $0 = [] } }

    package init(listening path: String, to target: String) throws {
        self.target = target
        listener = try Self.socket(path, bind)
        guard listen(listener, 64) == 0 else { throw SystemError("listen", path) }
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

    package func cut() { open.withLock { for descriptor in $0 { shutdown(descriptor, Int32(SHUT_RDWR)) } } }

    /// From now on, also on connections that are open. What is late already stays so until ``cut()``.
    package func behave(_ change: (inout Manners) -> Void) { manners.withLock { change(&$0) } }

    private func pass(_ client: Int32) {
        guard let server = try? Self.socket(target, connect) else {
            close(client)
            return
        }
        open.withLock { $0.formUnion([client, server]) }
        let ended = DispatchGroup()
        ended.enter()
        let last = LastRequest()
        Thread.detachNewThread { [weak self] in
            Self.copy(from: client, to: server) { bytes in
                let line = String(decoding: bytes.prefix { $0 != UInt8(ascii: "\r") }, as: UTF8.self)
                if line.hasSuffix("HTTP/1.1") {
                    self?.seen.withLock { $0.append(line) }
                    last.line.withLock { $0 = line }
                }
                return Self.replacing(self?.manners.withLock(\.requests) ?? [:], in: bytes)
            }
            ended.leave()
        }
        Thread.detachNewThread { [weak self] in
            Self.copy(from: server, to: client) { bytes in
                let manners = self?.manners.withLock { $0 } ?? Manners()
                if let lost = manners.lost, last.line.withLock({ $0.contains(lost) }) { return [] }
                if manners.delay > 0 { Thread.sleep(forTimeInterval: manners.delay) }
                return Self.replacing(manners.answers, in: bytes)
            }
            ended.wait()
            self?.open.withLock { $0.subtract([client, server]) }
            close(client)
            close(server)
        }
    }

    private final class LastRequest: Sendable {
        let line = Mutex("")
    }

    private static func replacing(_ texts: [String: String], in bytes: [UInt8]) -> [UInt8] {
        var bytes = bytes
        for (old, new) in texts where old.utf8.count == new.utf8.count {
            for range in bytes.ranges(of: Array(old.utf8)) { bytes.replaceSubrange(range, with: new.utf8) }
        }
        return bytes
    }

    private static func copy(from source: Int32, to target: Int32, _ change: ([UInt8]) -> [UInt8]) {
        var chunk = [UInt8](repeating: 0, count: 65536)
        while true {
            let count = read(source, &chunk, chunk.count)
            guard count > 0 else { break }
            let bytes = change(Array(chunk[..<count]))
            guard send(target, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count else { break }
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
        guard code == 0 else {
            let error = SystemError("connect", path)
            close(descriptor)
            throw error
        }
        return descriptor
    }
}
