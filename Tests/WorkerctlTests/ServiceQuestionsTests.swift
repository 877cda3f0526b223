import EventLoop
import Glibc
import IPC
import JSON
import NodeProtocol
import StatusCache
import TestSupport
import Testing

@testable import workerctl

@Suite(.eventLoop, .timeLimit(.minutes(5)))
@LoopActor
struct ServiceQuestionsTests {
    private let node: ScriptedNode
    nonisolated init() throws { node = try ScriptedNode() }

    @Test func `explain tells the whole chain, and ends with 1 when something is amiss`() async throws {
        let wanted = ServiceExplanation.Wanted(
            state: "running", image: "web:1", revision: 3, instructionID: "c-1", source: "conductor")
        try node.serve(.deployd) { server in
            server.on(ServiceMethods.Explain.self) { params, _ in
                var explanation = ServiceExplanation(
                    service: params.name, status: .failed, running: false, summary: "web is not as wanted",
                    wanted: wanted)
                guard params.name == "web" else { return explanation }
                explanation.plan = .init(steps: ["pull the image", "start the container"], madeAt: "10:00")
                explanation.failure = .init(
                    step: "pull the image", type: .noSpace, message: "full\u{1B}[2J", since: "09:00", attempts: 4)
                explanation.nextAttempt = "10:05"
                explanation.help = "make room"
                return explanation
            }
        }
        let run = try await node.run("explain", "web")
        #expect(run.status == .failed)
        for part in [
            "web is not as wanted", "running, web:1, revision 3, from the conductor, instruction c-1",
            "pull the image → start the container (10:00)", "no_space, at: pull the image", "full?[2J", "09:00, 4",
            "10:05", "make room",
        ] {
            #expect(run.results.contains(part), "\(part)")
        }
        let well = try await node.run("explain", "db", "--json")
        #expect(well.status == .done && well.json?["wanted"]?["revision"] == 3)
        node.end()
    }

    @Test func `explain answers with what deployd has last told when that does not run`() async throws {
        let absent = try await node.run("explain", "web")
        #expect(absent.status == .unreachable, "nothing was told yet")
        let wanted = ServiceExplanation.Wanted(
            state: "running", image: "web:1", revision: 3, instructionID: "c-1", source: "conductor")
        let writer = StatusWriter(path: node.runtime.statusCache, generation: 1) { Issue.record("\($0)") }
        writer.put(explanations: [
            ServiceExplanation(
                service: "web", status: .running, running: true, summary: "web runs as wanted", wanted: wanted)
        ])
        await writer.flush()
        let run = try await node.run("explain", "web")
        #expect(run.status == .done)
        #expect(run.results.contains("web runs as wanted (as deployd, which does not answer, told "))
        #expect(try await node.run("explain", "db").status == .unreachable)
    }

    @Test func `logs are printed piece by piece to their end`() async throws {
        var asked: ServiceLogs.Request?
        var pieces = [
            ServiceLogs.Piece(lines: [.init(stream: .stdout, time: "T", text: "one")], isEnd: false),
            ServiceLogs.Piece(lines: [], isEnd: false),
            ServiceLogs.Piece(lines: [.init(stream: .stderr, text: "two")], isEnd: true),
        ]
        try node.serve(.deployd) { server in
            server.on(ServiceLogs.Open.self) { request, _ in
                asked = request
                return ServiceLogs.Reader(id: "r")
            }
            server.on(ServiceLogs.Read.self) { reader, _ in
                guard reader.id == "r", !pieces.isEmpty else { throw RPCError.notFound("there is no such reader") }
                return pieces.removeFirst()
            }
        }
        let run = try await node.run("logs", "web", "-f", "-n", "5", "--since", "10m", "-t", "--stream", "stderr")
        #expect(run.status == .done && run.results == "T one\ntwo\n")
        var expected = ServiceLogs.Request("web")
        expected.follows = true
        expected.tail = 5
        expected.since = "10m"
        expected.hasTimes = true
        expected.stream = .stderr
        #expect(asked == expected)
        pieces = [ServiceLogs.Piece(lines: [], isEnd: true, failure: "the engine went away")]
        let broken = try await node.run("logs", "web")
        #expect(broken.status == .failed && broken.complaints.contains("the engine went away"))
        node.end()
    }

    @Test
    func
        `the name of a daemon means its log, followed from where it was; a service of that name is asked for by a flag`()
        async throws
    {
        #expect(try await node.run("logs", "deployd", "-f").status == .unreachable, "there is none")
        try node.write("zero\none\ntwo\u{1B}[31m\n", from: 100, toLogOf: "deployd")
        let texts = ScriptedNode.Texts(limit: 30)
        async let following = node.run(["logs", "deployd", "-f", "-n", "2"], into: texts)
        try await eventually("the last lines are printed") { texts.results.contains("two") }
        unlink(node.runtime.output(of: "deployd"))
        try await eventually("it is told that there are none") { texts.complaints.contains("cannot be read") }
        try node.write("three\n", from: 118, toLogOf: "deployd")
        try await eventually("what comes is printed") { texts.results.contains("three\n") }
        #expect(texts.complaints.contains("can be read again") && !texts.complaints.contains("lines were missed"))
        try node.write("a hundred\nand one\nand two\n", from: 1000, toLogOf: "deployd")
        let run = try await following
        #expect(run.status == .done && run.complaints.contains("lines were missed"))
        #expect(run.results.hasPrefix("one\ntwo") && run.results.contains("\nthree\na hundred\n"))
        #expect(!run.results.contains("\u{1B}"))
        let json = try await node.run("logs", "deployd", "--json")
        #expect(json.results.hasPrefix("{\"text\":\"a hundred\"}\n"))

        var service = ""
        try node.serve(.deployd) { server in
            server.on(ServiceLogs.Open.self) { request, _ in
                service = request.name
                throw RPCError.notFound("there is no such service")
            }
        }
        #expect(try await node.run("logs", "deployd", "--service").status == .failed && service == "deployd")
        node.end()
    }

    @Test(arguments: [
        ["logs", "deployd", "--since", "10m"], ["logs", "supervisor", "-t"], ["logs", "web", "--tail", "-1"],
        ["logs", "web", "--stream", "stdin"],
        ["logs"], ["explain"],
    ])
    func `wrong usage is told`(arguments: [String]) async throws {
        await #expect(throws: (any Error).self) { _ = try await node.run(arguments) }
    }

    @Test func `stats is a table of the services that run`() async throws {
        try node.serve(.deployd) { server in
            server.on(ServiceMethods.List.self) { _, _ in
                [.some("web", .running), .some("api", .running), .some("gone", .running), .some("db", .stopped)]
            }
            server.on(ServiceMethods.Statistics.self) { params, _ in
                guard params.name != "gone" else { throw RPCError.conflict("gone does not run") }
                return ServiceStatistics(
                    service: params.name, readAt: "T", cpuPercent: 12.34, cpuSeconds: 1, memoryBytes: 1 << 20,
                    memoryLimitBytes: 1 << 30, processes: 3, receivedBytes: 0, sentBytes: 0, readBytes: 0,
                    writtenBytes: 0)
            }
        }
        let run = try await node.run("stats")
        let lines = run.results.split(separator: "\n")
        #expect(lines.count == 3 && lines[1].hasPrefix("api") && lines[2].contains("12.3 %"))
        #expect(try await node.run("stats", "web", "--json").json?[0]?["processes"] == 3)
        #expect(try await node.run("stats", "gone").status == .failed)
        node.end()
    }

    @Test func `stats of services of which none can be measured are no empty table`() async throws {
        try node.serve(.deployd) { server in
            server.on(ServiceMethods.List.self) { _, _ in [.some("web", .running)] }
            server.on(ServiceMethods.Statistics.self) { _, _ in throw RPCError.conflict("the engine does not answer") }
        }
        let run = try await node.run("stats")
        #expect(run.status == .failed && run.results.isEmpty)
        #expect(run.complaints == "workerctl: the engine does not answer\n")
        node.end()
    }

    @Test(arguments: ["start", "stop", "restart"])
    func `a service is started, stopped and restarted by instruction`(action: String) async throws {
        var taken: JSON?
        try node.serve(.deployd) { server in
            server.on(ServiceMethods.Apply.self) { instruction, _ in
                taken = instruction
                return ServiceMethods.Apply.Answer(instructionID: instruction["id"]?.string ?? "")
            }
            server.on(ServiceMethods.List.self) { _, _ in
                var status = ServiceStatus.some("web", action == "stop" ? .stopped : .running)
                status.running = action != "stop"
                status.instructionID = taken?["id"]?.string
                status.instructionOutcome = .success
                return [status]
            }
        }
        let run = try await node.run("service", action, "web")
        #expect(run.status == .done && run.results.contains("web: "))
        #expect(taken?["action"] == .string(action) && taken?["service"] == "web")
        node.end()
    }
}
