import EventLoop
import TestSupport
import Testing

@testable import DockerEngine

@Suite(.eventLoop, .dockerEngine, .timeLimit(.minutes(10)))
struct LogsTests {
    @LoopActor
    @Test(arguments: EngineKind.available)
    func `output and errors are told apart, and lines are chosen`(kind: EngineKind) async throws {
        let client = try await kind.client()
        try await client.withContainer(try await client.shell("echo wrong >&2; sleep 0.2; echo a; echo b; echo c")) {
            id in
            _ = try await client.wait(for: id)
            #expect(try await text(client, id) == ["a\nb\nc\n", "wrong\n"])
            var request = LogRequest()
            request.includesErrors = false
            request.tail = 2
            let tail = try await text(client, id, request)
            #expect(tail == ["b\nc\n", ""])
            request.tail = 1
            request.hasTimestamps = true
            let stamped = try await text(client, id, request)[0]
            #expect(stamped.hasPrefix("20") && stamped.hasSuffix(" c\n"))
            request = LogRequest()
            request.since = 4_000_000_000
            #expect(try await text(client, id, request) == ["", ""])
        }
    }

    @LoopActor
    @Test(arguments: EngineKind.available)
    func `following goes on until the container ends`(kind: EngineKind) async throws {
        let client = try await kind.client()
        let configuration = try await client.shell("echo one; while [ ! -e /tmp/go ]; do sleep 0.05; done; echo two")
        try await client.withContainer(configuration) { id in
            var request = LogRequest()
            request.follows = true
            let logs = try await client.logs(of: id, request)
            #expect(try await logs.next() == LogChunk(source: .output, bytes: Array("one\n".utf8)))
            try await client.put([ArchiveFile(path: "go", content: [])], into: id, at: "/tmp")
            var rest: [UInt8] = []
            while let chunk = try await logs.next() { rest += chunk.bytes }
            #expect(rest == Array("two\n".utf8))
        }
    }

    @LoopActor
    @Test func `a terminal's output is one stream, as it is`() async throws {
        let client = try await EngineKind.docker.client()
        var configuration = try await client.shell("echo out; echo err >&2")
        configuration.hasTerminal = true
        try await client.withContainer(configuration) { id in
            _ = try await client.wait(for: id)
            #expect(try await text(client, id) == ["out\r\nerr\r\n", ""])
        }
    }

    @LoopActor
    @Test func `a reader that stops costs no memory, and goes on where it was`() async throws {
        let client = try await EngineKind.docker.client()
        let configuration = try await client.shell("yes 0123456789abcde | head -c 16000000")
        try await client.withContainer(configuration) { id in
            var request = LogRequest()
            request.follows = true
            let logs = try await client.logs(of: id, request)
            var count = try await logs.next()?.bytes.count ?? 0
            try await LoopActor.sleep(for: .milliseconds(300))
            while let chunk = try await logs.next() { count += chunk.bytes.count }
            #expect(count == 16_000_000)
        }
    }

    @LoopActor
    @Test func `logs of what is not there, or whose driver keeps none, are an error`() async throws {
        let client = try await EngineKind.docker.client()
        let absent = await #expect(throws: EngineError.self) { _ = try await client.logs(of: "no-such-container") }
        #expect(absent?.status == 404)
        var configuration = try await client.shell("echo lost")
        configuration.logging = LoggingChoice(driver: "none")
        try await client.withContainer(configuration) { id in
            await #expect(throws: EngineError.self) {
                let logs = try await client.logs(of: id)
                while try await logs.next() != nil {}
            }
        }
    }

    /// All output, all errors.
    @LoopActor
    private func text(
        _ client: EngineClient, _ id: String, _ request: LogRequest = LogRequest()
    ) async throws -> [String] {
        let logs = try await client.logs(of: id, request)
        var parts: [LogChunk.Source: [UInt8]] = [:]
        while let chunk = try await logs.next() { parts[chunk.source, default: []] += chunk.bytes }
        return [LogChunk.Source.output, .errors].map { String(decoding: parts[$0] ?? [], as: UTF8.self) }
    }
}

@Suite struct LogDemultiplexerTests {
    @Test func `frames are the same however they are cut`() throws {
        let bytes: [UInt8] = [1, 0, 0, 0, 0, 0, 0, 3, 65, 66, 67, 2, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 1, 68]
        for size in 1...bytes.count {
            var demultiplexer = LogDemultiplexer()
            var parts: [LogChunk.Source: [UInt8]] = [:]
            for start in stride(from: 0, to: bytes.count, by: size) {
                for chunk in try demultiplexer.take(Array(bytes[start..<min(start + size, bytes.count)])) {
                    parts[chunk.source, default: []] += chunk.bytes
                }
            }
            #expect(parts == [.output: [65, 66, 67], .errors: [68]])
        }
    }

    @Test func `what is no frame is refused`() {
        for bytes: [UInt8] in [[7, 0, 0, 0, 0, 0, 0, 1], Array("plain text".utf8), [1, 0, 1, 0, 0, 0, 0, 1]] {
            var demultiplexer = LogDemultiplexer()
            #expect(throws: LogDemultiplexer.Malformed.self) { try demultiplexer.take(bytes) }
        }
    }
}
