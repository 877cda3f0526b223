import Foundation
import Glibc
import Synchronization

/// A server whose every byte, pause and reset a test decides: a listening socket, and a thread per connection that runs
/// the test's script. Gone with everything it opened when released.
package final class ScriptedServer: Sendable {
    /// Runs once per connection, on a thread of its own; the connection closes when it returns.
    package typealias Script = @Sendable (ScriptedConnection) throws -> Void

    /// `http://127.0.0.1:<port>`, or `http://localhost` for a Unix socket.
    package let url: String
    package let port: Int
    private let state: State

    private struct Connections {
        var isStopped = false
        var descriptors: Set<Int32> = []
        var accepted = 0
    }

    private final class State: Sendable {
        let listener: Int32
        let open = Mutex(Connections())
        let requests = Mutex([ScriptedRequest]())
        init(listener: Int32) { self.listener = listener }
    }

    /// Listens on 127.0.0.1, at a port of the kernel's choice unless one is given.
    package init(port: Int = 0, _ script: @escaping Script) throws {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        var yes: Int32 = 1
        setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(listener, $0, length) == 0 && getsockname(listener, $0, &length) == 0
            }
        }
        guard isBound, listen(listener, 16) == 0 else { throw POSIXError(.EADDRINUSE) }
        self.port = Int(UInt16(bigEndian: address.sin_port))
        url = "http://127.0.0.1:\(self.port)"
        state = State(listener: listener)
        Self.serve(state, script)
    }

    /// Listens on a Unix socket at `path`.
    package init(unixSocket path: String, _ script: @escaping Script) throws {
        let listener = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        let isBound = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(listener, $0, socklen_t(MemoryLayout<sockaddr_un>.size)) == 0
            }
        }
        guard isBound, listen(listener, 16) == 0 else { throw POSIXError(.EADDRINUSE) }
        port = 0
        url = "http://localhost"
        state = State(listener: listener)
        Self.serve(state, script)
    }

    /// A server that answers every request of every connection with what `answer` makes of it.
    package static func answering(
        port: Int = 0, _ answer: @escaping @Sendable (ScriptedRequest) -> ScriptedAnswer
    ) throws -> ScriptedServer {
        try ScriptedServer(port: port) { connection in
            while let request = try connection.nextRequest() { try connection.write(answer(request).bytes) }
        }
    }

    deinit { stop() }

    /// Closes the listener and cuts every connection.
    package func stop() {
        state.open.withLock { open in
            guard !open.isStopped else { return }
            open.isStopped = true
            shutdown(state.listener, Int32(SHUT_RDWR))
            for descriptor in open.descriptors { shutdown(descriptor, Int32(SHUT_RDWR)) }
        }
    }

    /// Cuts every connection that is open; new ones are taken.
    package func cutConnections() {
        state.open.withLock { open in
            for descriptor in open.descriptors { shutdown(descriptor, Int32(SHUT_RDWR)) }
        }
    }

    package var connectionCount: Int { state.open.withLock(\.accepted) }
    /// Connections that are open now.
    package var openConnectionCount: Int { state.open.withLock(\.descriptors.count) }
    /// Every request so far, in the order of arrival.
    package var requests: [ScriptedRequest] { state.requests.withLock { $0 } }

    private static func serve(_ state: State, _ script: @escaping Script) {
        Thread.detachNewThread {
            defer { close(state.listener) }
            while true {
                let descriptor = accept(state.listener, nil, nil)
                let number: Int? = state.open.withLock { open in
                    guard descriptor >= 0, !open.isStopped else { return nil }
                    open.descriptors.insert(descriptor)
                    open.accepted += 1
                    return open.accepted
                }
                guard let number else {
                    if descriptor >= 0 { close(descriptor) }
                    return
                }
                Thread.detachNewThread { converse(descriptor, number, state, script) }
            }
        }
    }

    private static func converse(_ descriptor: Int32, _ number: Int, _ state: State, _ script: Script) {
        var patience = timeval(tv_sec: 120, tv_usec: 0)
        for option in [SO_RCVTIMEO, SO_SNDTIMEO] {
            setsockopt(descriptor, SOL_SOCKET, option, &patience, socklen_t(MemoryLayout<timeval>.size))
        }
        let connection = ScriptedConnection(descriptor: descriptor, number: number) { request in
            state.requests.withLock { $0.append(request) }
        }
        do { try script(connection) } catch {}  // the client went first: the test sees that from its own side
        state.open.withLock { open in
            open.descriptors.remove(descriptor)
            close(descriptor)
        }
    }
}
