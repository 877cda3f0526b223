import EventLoop
import Glibc
import Inet
import TestSupport
import Testing

@Suite struct ListeningSocketTests {
    @Test(arguments: ["127.0.0.1", "0.0.0.0", "localhost"])
    func `a listening socket knows its address and the port that it was given`(host: String) throws {
        let socket = try ListeningSocket(host: host, port: 0)
        defer { close(socket.descriptor) }
        #expect(socket.address == IPAddress(host == "localhost" ? "127.0.0.1" : host))
        #expect(socket.port > 0)
        let inherited = try ListeningSocket(inherited: socket.descriptor)
        #expect(inherited.address == socket.address && inherited.port == socket.port)
    }

    @Test func `a port that is taken, and what is no address or port, is refused`() throws {
        let socket = try ListeningSocket(host: "127.0.0.1", port: 0)
        defer { close(socket.descriptor) }
        let taken = #expect(throws: SystemError.self) { try ListeningSocket(host: "127.0.0.1", port: socket.port) }
        #expect(taken?.errno == EADDRINUSE)
        #expect(taken?.description.contains("127.0.0.1:\(socket.port)") == true)
        for (host, port) in [("not.an.address", 0), ("", 0), ("127.0.0.1", 70000), ("127.0.0.1", -1)] {
            let error = #expect(throws: SystemError.self) { try ListeningSocket(host: host, port: port) }
            #expect(error?.errno == EINVAL)
        }
    }

    @Test func `it listens at its own address and port alone`() throws {
        let socket = try ListeningSocket(host: "127.0.0.1", port: 0)
        defer { close(socket.descriptor) }
        #expect(socket.listens(at: "127.0.0.1", port: socket.port))
        #expect(socket.listens(at: "127.0.0.1", port: 0))
        #expect(!socket.listens(at: "0.0.0.0", port: socket.port))
        #expect(!socket.listens(at: "127.0.0.1", port: socket.port ^ 1))
        ListeningSocket.end(dup(socket.descriptor))
        #expect(!socket.listens(at: "127.0.0.1", port: socket.port), "whoever has it sees that it ended")
    }

    @Test func `a second socket may share the port for the moment of a move to another address`() throws {
        let old = try ListeningSocket(host: "127.0.0.1", port: 0)
        defer { close(old.descriptor) }
        #expect(throws: SystemError.self) { try ListeningSocket(host: "0.0.0.0", port: old.port) }
        let new = try ListeningSocket(host: "0.0.0.0", port: old.port, besides: old.descriptor)
        defer { close(new.descriptor) }
        #expect(new.port == old.port)
        #expect(throws: SystemError.self) { try ListeningSocket(host: "127.0.0.2", port: old.port) }
    }

    @Test func `a descriptor that is no socket of the network is refused`() throws {
        var pair: [Int32] = [-1, -1]
        #expect(socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &pair) == 0)
        defer { pair.forEach { close($0) } }
        let local = #expect(throws: SystemError.self) { try ListeningSocket(inherited: pair[0]) }
        #expect(local?.errno == EAFNOSUPPORT)
        #expect(throws: SystemError.self) { try ListeningSocket(inherited: -1) }
    }
}
