import ContainerOutput
import EventLoop
import NodeProtocol
import TestSupport
import Testing

@testable import DockerEngine

/// What is read from the engine's own files is what the engine answers.
@Suite(.eventLoop, .dockerEngine, .timeLimit(.minutes(10)))
struct OutputFileTests {
    private struct Question {
        var tail: Int?
        var since: Int64?
        var stream: ServiceLogs.Request.Stream?
        var hasTimes = false
    }

    @LoopActor
    private func answer(_ client: EngineClient, _ id: String, _ question: Question) async throws -> [ServiceLogs.Line] {
        var request = LogRequest()
        request.tail = question.tail
        request.since = question.since.map { Double($0) / 1e9 }
        request.hasTimestamps = question.hasTimes
        request.includesOutput = question.stream != .stderr
        request.includesErrors = question.stream != .stdout
        let logs = try await client.logs(of: id, request)
        var assembler = LogLines(hasTimes: question.hasTimes)
        var lines: [ServiceLogs.Line] = []
        while let chunk = try await logs.next() {
            lines += assembler.take(chunk.bytes, from: chunk.source == .errors ? .stderr : .stdout)
        }
        return lines + assembler.end()
    }

    private func read(_ path: String, _ question: Question) throws -> [ServiceLogs.Line] {
        var request = OutputReading.Request(path: path)
        request.tail = question.tail
        request.since = question.since
        request.stream = question.stream
        request.hasTimes = question.hasTimes
        let reading = try OutputReading(request)
        while try !reading.prepare() {}
        var lines: [ServiceLogs.Line] = []
        while true {
            switch try reading.next() {
            case .working: continue
            case .lines(let more): lines += more
            case .end: return lines + reading.finish()
            }
        }
    }

    /// All questions, each asked of both.
    @LoopActor
    private func compare(
        _ client: EngineClient, _ id: String, tails: [Int?] = [nil, 0, 1, 2, 3, 5, 100, 10_000],
        isSame: ([ServiceLogs.Line], [ServiceLogs.Line]) -> Bool = { $0 == $1 }
    ) async throws {
        let path = try #require(try await client.container(id)?.outputFile)
        for tail in tails {
            for stream in [nil, ServiceLogs.Request.Stream.stdout, .stderr] {
                for hasTimes in [false, true] {
                    let question = Question(tail: tail, stream: stream, hasTimes: hasTimes)
                    let answer = try await answer(client, id, question)
                    let read = try read(path, question)
                    let isSame = isSame(read, answer)
                    #expect(isSame, "\(question): \(read.count) lines, not \(answer.count)")
                }
            }
        }
    }

    @LoopActor
    @Test func `lines of both streams, long ones, binary ones, and one without an end are as the engine answers`()
        async throws
    {
        let client = try await EngineKind.docker.client()
        let script = """
            echo out; echo err >&2; /bin/busybox sleep 0.3
            /bin/busybox yes 'é' | /bin/busybox head -c 70000 | /bin/busybox tr -d '\\n'; echo
            printf 'bin\\377\\200\\000\\033[1mary <>&\\r\\n\\n'; echo 'late "quoted" \\ ' >&2; printf 'no end'
            """
        try await client.withContainer(try await client.shell(script)) { id in
            _ = try await client.wait(for: id)
            try await compare(client, id)
            let path = try #require(try await client.container(id)?.outputFile)
            let timed = try read(path, Question(hasTimes: true))
            #expect(timed.count > 5)
            // To a thousandth: what the engine is asked for goes by way of a floating-point number.
            for line in timed {
                let time = try #require(line.time)
                guard let seconds = CalendarTime.unixSeconds(time), let millis = Int64(time.dropFirst(20).prefix(3))
                else { continue }
                for shift: Int64 in [0, 1] {
                    let question = Question(since: (seconds * 1000 + millis + shift) * 1_000_000, hasTimes: true)
                    #expect(try read(path, question) == (try await answer(client, id, question)))
                }
            }
        }
    }

    @LoopActor
    @Test func `nothing written, and a terminal's output, are as the engine answers`() async throws {
        let client = try await EngineKind.docker.client()
        try await client.withContainer(try await client.shell("exit 0")) { id in
            _ = try await client.wait(for: id)
            try await compare(client, id, tails: [nil, 1])
        }
        var terminal = try await client.shell("echo out; echo err >&2; printf rest")
        terminal.hasTerminal = true
        try await client.withContainer(terminal) { id in
            _ = try await client.wait(for: id)
            try await compare(client, id, tails: [nil, 1])
        }
    }

    @LoopActor
    private func counting(_ client: EngineClient, _ options: [String: String]) async throws -> ContainerConfiguration {
        var configuration = try await client.shell(
            "i=0; while [ $i -lt 1000 ]; do echo line $i; [ $((i % 7)) -gt 0 ] || echo seventh $i >&2; i=$((i+1)); done"
        )
        configuration.logging = LoggingChoice(driver: "json-file", options: options)
        return configuration
    }

    @LoopActor
    @Test func `what lies in several files is as the engine answers`() async throws {
        let client = try await EngineKind.docker.client()
        for count in ["2", "4"] {
            let configuration = try await counting(client, ["max-size": "20k", "max-file": count])
            try await client.withContainer(configuration) { id in
                _ = try await client.wait(for: id)
                try await compare(client, id, tails: [nil, 1, 50, 300, 10_000])
            }
        }
        // With one file some versions of the engine leave the former one, and do not read it.
        let single = try await counting(client, ["max-size": "20k", "max-file": "1"])
        try await client.withContainer(single) { id in
            _ = try await client.wait(for: id)
            try await compare(client, id, tails: [nil, 1, 10_000]) { Array($0.suffix($1.count)) == $1 }
        }
        let compressed = try await counting(client, ["max-size": "20k", "max-file": "4", "compress": "true"])
        try await client.withContainer(compressed) { id in
            _ = try await client.wait(for: id)
            try await compare(client, id, tails: [0, 1, 20])
            let path = try #require(try await client.container(id)?.outputFile)
            try await eventually("older files are compressed") {
                (try? read(path, Question())) == nil
            }
        }
    }

    @LoopActor
    @Test func `a follower misses nothing while the engine changes files, and over a restart`() async throws {
        let client = try await EngineKind.docker.client()
        var configuration = try await client.shell(
            """
            i=0
            while [ $i -lt 1500 ]; do echo line $i; [ $((i % 25)) -gt 0 ] || /bin/busybox sleep 0.01; i=$((i+1)); done
            echo end
            """)
        configuration.logging = LoggingChoice(driver: "json-file", options: ["max-size": "20k", "max-file": "5"])
        try await client.withContainer(configuration) { id in
            let path = try #require(try await client.container(id)?.outputFile)
            var request = OutputReading.Request(path: path)
            request.follows = true
            let reading = try OutputReading(request)
            var texts: [String] = []
            func readToEnd(_ count: Int) async throws {
                try await eventually("it is read to the end") {
                    for _ in 0..<8 {
                        if case .lines(let lines) = try reading.next() { texts += lines.map(\.text) }
                    }
                    return texts.count { $0 == "end" } == count
                }
            }
            try await readToEnd(1)
            let run = (0..<1500).map { "line \($0)" } + ["end"]
            #expect(texts == run)
            _ = try await client.wait(for: id)
            try await client.start(id)
            try await readToEnd(2)
            #expect(texts == run + run)
        }
    }

    @LoopActor
    @Test func `only where the driver is json-file there is a file to be read`() async throws {
        let client = try await EngineKind.docker.client()
        for driver in ["local", "none"] {
            var configuration = try await client.shell("echo hello")
            configuration.logging = LoggingChoice(driver: driver)
            try await client.withContainer(configuration) { id in
                let details = try await client.container(id)
                #expect(details?.outputFile == nil)
            }
        }
        if EngineKind.available.contains(.podman) {
            let podman = try await EngineKind.podman.client()
            try await podman.withContainer(try await podman.shell("echo hello")) { id in
                let details = try await podman.container(id)
                #expect(details?.outputFile == nil)
            }
        }
    }
}
