import EventLoop
import Glibc
import NodeProtocol
import StatusCache
import TestSupport
import Testing

@testable import NodeAPI

@Suite(.eventLoop, .timeLimit(.minutes(5)))
struct PatientReaderTests {
    @Test(arguments: ["snapshot", "starts", "explanations", "statistics", "history"])
    func `who asks first while the cache cannot be read is not held up by it`(question: String) async throws {
        let directory = try TemporaryDirectory()
        // Who opens a FIFO to read it waits until somebody opens it to write.
        let path = directory.file("status.db")
        try #require(mkfifo(path, 0o600) == 0)
        let reader = PatientReader(StatusReader(path: path))
        switch question {
        case "snapshot": #expect(await reader.snapshot().isEmpty)
        case "starts": #expect(await reader.starts(of: .probed).isEmpty)
        case "explanations": #expect(await reader.explanations() == nil)
        case "statistics": #expect(await reader.statistics() == nil)
        default: #expect(await reader.history().isEmpty)
        }
        // Nor does anybody after that wait for the same disk.
        let begin = MonotonicInstant.now
        for _ in 0..<1000 {
            #expect(await reader.snapshot().isEmpty)
            #expect(await reader.history().isEmpty)
        }
        #expect(begin.duration(to: .now) < .seconds(60), "a quarter of a second each would be minutes")
        let writer = open(path, O_RDWR | O_NONBLOCK | O_CLOEXEC)
        #expect(writer >= 0)
        unlink(path)
        close(writer)
        try await eventually("the cache is read again", within: .seconds(60)) { reader.isOnTime }
    }
}
