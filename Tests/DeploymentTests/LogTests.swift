import DockerEngine
import EventLoop
import HTTPClient
import IPC
import JSON
import NodeProtocol
import TestSupport
import Testing

@testable import Deployment

@Suite
struct PastTimeTests {
    private static let times: [(String, Double?)] = [
        ("0", 0), ("1769846709.5", 1_769_846_709.5), ("90s", 999_910), ("10m", 999_400), ("1.5h", 994_600),
        ("1d", 913_600), ("1970-01-02T00:00:00Z", 86400), ("30d", 0), ("", nil), ("m", nil), ("-5", nil), ("nan", nil),
        ("inf", nil), ("yesterday", nil), ("-1h", nil), ("0x10", nil), ("1970-01-02", nil),
        ("2028-02-29T00:00:00Z", 1_835_395_200), ("2000-02-29T23:59:59Z", 951_868_799), ("2026-02-29T00:00:00Z", nil),
        ("2100-02-29T00:00:00Z", nil), ("2026-02-30T00:00:00Z", nil), ("2026-04-31T00:00:00Z", nil),
    ]

    @Test(arguments: times)
    func `a time is read in all its forms`(text: String, seconds: Double?) {
        #expect(PastTime.unixSeconds(text, now: 1_000_000) == seconds)
    }
}

/// The output of real containers.
@Suite(.eventLoop, .dockerEngine, .timeLimit(.minutes(10)))
struct LogReadersTests {
    @LoopActor
    private func readers(_ bench: DeploymentBench) throws -> LogReaders {
        let address = try #require(EngineAddress(bench.engine.dockerHost))
        let engine = EngineClient(address: address, http: HTTPClient(), deadline: .seconds(20))
        return LogReaders(engine: engine, reconciler: bench.reconciler, wait: .milliseconds(200))
    }

    @LoopActor
    private func all(_ readers: LogReaders, _ request: ServiceLogs.Request) async throws -> [ServiceLogs.Line] {
        let reader = try await readers.open(request)
        var lines: [ServiceLogs.Line] = []
        while true {
            let piece = try await readers.read(reader.id)
            lines += piece.lines
            if piece.isEnd { return lines }
        }
    }

    @LoopActor
    private func deploy(_ script: String, _ bench: DeploymentBench) async throws {
        let command: JSON = ["/bin/sh", "-c", .string(script)]
        let error = try await bench.carryOut("deploy", ["image": bench.image("1"), "command": command])
        #expect(error == nil)
    }

    @LoopActor
    @Test func `a service's output is read: all, its end, one stream, with times`() async throws {
        try await withBench { bench in
            try await deploy(
                "echo three >&2; /bin/busybox sleep 1; echo one; echo two; exec /bin/busybox sleep 1000", bench)
            let readers = try readers(bench)
            var request = ServiceLogs.Request(bench.service)
            let lines = try await eventually("all is written") {
                let lines = try await all(readers, request)
                return lines.count == 3 ? lines : nil
            }
            #expect(lines.contains(ServiceLogs.Line(stream: .stderr, text: "three")))
            request.stream = .stdout
            request.tail = 1
            #expect(try await all(readers, request).map(\.text) == ["two"])
            request.hasTimes = true
            let timed = try await all(readers, request)
            #expect(timed.first?.time?.hasSuffix("Z") == true && timed.first?.text == "two")
            request.since = "0s"
            #expect(try await all(readers, request).isEmpty, "nothing since now")
            #expect(readers.count == 0)
        }
    }

    @LoopActor
    @Test func `a follower who does not read costs little and holds nobody up`() async throws {
        try await withBench { bench in
            try await deploy("/bin/busybox yes a line that is written without end", bench)
            let readers = try readers(bench)
            var request = ServiceLogs.Request(bench.service)
            request.follows = true
            let reader = try await readers.open(request)
            let first = try await eventually("lines come") {
                let piece = try await readers.read(reader.id)
                return piece.lines.isEmpty ? nil : piece
            }
            #expect(first.lines.first?.text == "a line that is written without end" && !first.isEnd)
            try await eventually("it is full") { readers.bytes > 64 * 1024 }
            // Others are served, and it gets no fuller.
            #expect(try await bench.carryOut("restart") == nil)
            #expect(readers.bytes < 1 << 20)
            // What was kept is still there for it.
            #expect(try await !readers.read(reader.id).lines.isEmpty)
            readers.close(reader.id)
            #expect(readers.count == 0 && readers.bytes == 0)
            await #expect(throws: RPCError.self) { try await readers.read(reader.id) }
        }
    }

    @LoopActor
    @Test func `a follower hears of new lines, and of the end`() async throws {
        try await withBench { bench in
            try await deploy(
                "trap 'echo bye; exit 0' TERM; echo hello; while :; do /bin/busybox sleep 0.1; done", bench)
            let readers = try readers(bench)
            var request = ServiceLogs.Request(bench.service)
            request.follows = true
            let reader = try await readers.open(request)
            try await eventually("hello") { try await readers.read(reader.id).lines.contains { $0.text == "hello" } }
            #expect(try await bench.carryOut("stop") == nil)
            var isBye = false
            try await eventually("the end") {
                let piece = try await readers.read(reader.id)
                isBye = isBye || piece.lines.contains { $0.text == "bye" }
                return piece.isEnd
            }
            #expect(isBye)
        }
    }

    @LoopActor
    @Test func `bad questions are answered as such`() async throws {
        try await withBench { bench in
            let readers = try readers(bench)
            let unknown = await #expect(throws: RPCError.self) {
                _ = try await readers.open(ServiceLogs.Request("nobody"))
            }
            #expect(unknown?.code == RPCError.notFoundCode)
            try await deploy("exec /bin/busybox sleep 1000", bench)
            var request = ServiceLogs.Request(bench.service)
            request.since = "yesterday"
            let time = await #expect(throws: RPCError.self) { _ = try await readers.open(request) }
            #expect(time?.message.contains("10m") == true)
            request.since = nil
            request.follows = true
            for _ in 0..<LogReaders.limit { _ = try await readers.open(request) }
            let many = await #expect(throws: RPCError.self) { _ = try await readers.open(request) }
            #expect(many?.code == RPCError.unavailableCode)
        }
    }

    @LoopActor
    @Test func `statistics are of the running container`() async throws {
        try await withBench { bench in
            try await deploy("while :; do :; done", bench)
            let statistics = try await bench.reconciler.statistics(of: bench.service)
            #expect(statistics.service == bench.service && statistics.processes >= 1 && statistics.cpuSeconds > 0)
            #expect(try await bench.carryOut("stop") == nil)
            let error = await #expect(throws: RPCError.self) {
                _ = try await bench.reconciler.statistics(of: bench.service)
            }
            #expect(error?.code == RPCError.conflictCode)
        }
    }
}
