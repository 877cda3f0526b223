import EventLoop
import Glibc
import TestSupport
import Testing

@Suite(.eventLoop, .timeLimit(.minutes(5)))
@LoopActor
struct AcceptorTests {
    /// A socket that is bound and does not listen yet: accept(2) fails.
    private func socketAtAddress() throws -> (descriptor: Int32, address: sockaddr_in) {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, length) == 0 && getsockname(descriptor, $0, &length) == 0
            }
        }
        guard isBound else { throw SystemError("bind") }
        return (descriptor, address)
    }

    private func connect(to address: sockaddr_in) -> Int32 {
        let client = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue), 0)
        withUnsafePointer(to: address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                _ = Glibc.connect(client, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        return client
    }

    @Test func `what cannot be taken now is tried again, with pauses, until it can`() async throws {
        let (listener, address) = try socketAtAddress()
        var taken: [Int32] = []
        var failures: [MonotonicInstant] = []
        let acceptor = Acceptor(
            listener, onConnection: { taken.append($0) }, onFailure: { _ in failures.append(.now) })
        try acceptor.start()
        try await eventually("it has failed twice") { failures.count >= 2 }
        #expect(failures[0].duration(to: failures[1]) >= .milliseconds(100))
        #expect(listen(listener, 8) == 0)
        let client = connect(to: address)
        try await eventually("the connection is taken") { taken.count == 1 }
        acceptor.stop()
        for descriptor in taken + [client, listener] { close(descriptor) }
    }

    @Test func `one that has been stopped takes no more, though connections wait`() async throws {
        let (listener, address) = try socketAtAddress()
        #expect(listen(listener, 64) == 0)
        var clients: [Int32] = []
        for _ in 0..<40 { clients.append(connect(to: address)) }
        var taken: [Int32] = []
        var acceptor: Acceptor?
        acceptor = Acceptor(
            listener,
            onConnection: {
                taken.append($0)
                if taken.count == 3 { acceptor?.stop() }
            }, onFailure: { Issue.record("\($0)") })
        try acceptor?.start()
        try await eventually("three are taken") { taken.count >= 3 }
        try await LoopActor.sleep(for: .milliseconds(10))
        #expect(taken.count == 3)
        for descriptor in taken + clients + [listener] { close(descriptor) }
    }
}
