import EventLoop
import Glibc
import IPC
import Logging
import TestSupport
import Testing

@testable import Supervision

@Suite(.eventLoop, .timeLimit(.minutes(5)))
@LoopActor
struct AdoptionListenerTests {
    @Test func `who has not introduced itself is turned away when the socket is given up`() async throws {
        let directory = try TemporaryDirectory()
        let path = directory.file("adoption.sock")
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let listener = try AdoptionListener(try UnixSocket.listen(at: path), logger: logger) { $0.closeAll() }
        let client = try UnixSocket.connect(to: path)
        defer { close(client) }
        try await eventually("it is waited for") { listener.waiting.count == 1 }
        listener.stop()
        #expect(listener.waiting.isEmpty)
        var byte: UInt8 = 0
        #expect(recv(client, &byte, 1, 0) == 0)
    }
}
