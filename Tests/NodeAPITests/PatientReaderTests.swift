import Glibc
import NodeProtocol
import StatusCache
import TestSupport
import Testing

@testable import NodeAPI

@Suite(.eventLoop, .timeLimit(.minutes(5)))
struct PatientReaderTests {
    @Test(arguments: ["snapshot", "starts", "explanations", "history"])
    func `who asks first while the cache cannot be read is not held up by it`(question: String) async throws {
        let directory = try TemporaryDirectory()
        // Who opens a FIFO to read it waits until somebody opens it to write.
        let path = directory.file("status.db")
        try #require(mkfifo(path, 0o600) == 0)
        let reader = PatientReader(StatusReader(path: path))
        switch question {
        case "snapshot": #expect(await reader.snapshot().isEmpty)
        case "starts": #expect(try await reader.starts(of: .probed).isEmpty)
        case "explanations": #expect(try await reader.explanations() == nil)
        default: #expect(try await reader.history().isEmpty)
        }
        let writer = open(path, O_RDWR | O_NONBLOCK | O_CLOEXEC)
        #expect(writer >= 0)
        close(writer)
    }
}
