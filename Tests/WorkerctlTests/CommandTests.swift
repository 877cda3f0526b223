import ArgumentParser
import EventLoop
import IPC
import JSON
import NodeProtocol
import StatusCache
import TestSupport
import Testing

@testable import workerctl

@Suite(.eventLoop, .timeLimit(.minutes(5)))
@LoopActor
struct CommandTests {
    private let node: ScriptedNode

    nonisolated init() throws { node = try ScriptedNode() }

    private func serveSupervisor(_ subsystems: [SubsystemStatus] = Subsystem.allCases.map { .some($0) }) throws {
        try node.serve(nil) { server in
            server.on(SupervisorMethods.Status.self) { _, _ in
                SupervisorMethods.Status.Answer(pid: 1, version: "0.1.0", uptimeSeconds: 90000, subsystems: subsystems)
            }
        }
    }

    private func serveDaemons(registered: Bool = true, engine: EngineStatus? = nil) throws {
        try node.serve(.heartbeatd) { server in
            server.on(Status.self) { _, _ in
                ["conductor_url": "http://c:3000", "registered": .bool(registered), "worker_id": "w-1"]
            }
        }
        try node.serve(.deployd) { server in
            server.on(ServiceMethods.List.self) { _, _ in [.some("web", .running), .some("db", .stopped)] }
            server.on(Status.self) { _, _ in
                var undelivered = UndeliveredStatuses()
                undelivered.waiting = 3
                undelivered.refused = [
                    RefusedStatus(service: "web", instructionID: "i", status: "failed", message: "no", at: "now")
                ]
                return [
                    "undelivered": try JSON(encoding: undelivered),
                    "engine": try engine.map { try JSON(encoding: $0) } ?? .null,
                ]
            }
        }
        try node.serve(.probed) { server in
            server.on(ResourceMethods.Latest.self) { _, _ in
                [
                    "cpu": ["usagePercent": 12.34], "cpu_cores": 4,
                    "ram": ["usagePercent": 50, "used_bytes": 1_073_741_824, "total_bytes": 2_147_483_648],
                    "network": ["primary_interface": "eth0", "rx_bytes_per_sec": 2048, "tx_bytes_per_sec": 0.4],
                ]
            }
        }
    }

    // MARK: Looking

    @Test func `subsystems is a table`() async throws {
        try serveSupervisor()
        let run = try await node.run("subsystems")
        #expect(run.status == .done)
        let lines = run.results.split(separator: "\n")
        #expect(lines.count == 5)
        #expect(lines[0] == "SUBSYSTEM   STATE  PID   UPTIME     RESTARTS  MEMORY   LAST EXIT")
        #expect(lines[1] == "probed      ready  4711  1 h 1 min  2         3.4 MiB  SIGKILL")
    }

    @Test func `a subsystem that is not ready is exit status 1`() async throws {
        try serveSupervisor([.some(.probed, .backingOff)])
        let run = try await node.run("subsystems", "--json")
        #expect(run.status == .failed)
        #expect(run.json?["subsystems"]?[0]?["state"] == "backing_off")
    }

    private func start(_ name: Subsystem, generation: Int, at seconds: Double) -> SubsystemStart {
        let report = ExitReport(
            cause: .signalled, signal: 9, signalName: "SIGKILL", at: "", requested: false, uptimeSeconds: 1, stderr: [])
        return SubsystemStart(
            name: name, generation: generation, pid: 4000, bootID: "b", startedAt: "t\(Int(seconds))",
            monotonicSeconds: seconds,
            previousExit: generation > 1 ? PreviousExit(generation: generation - 1, pid: 1, report: report) : nil)
    }

    @Test
    func `events are the starts of all daemons in their order, and with -f what the supervisor tells from then on`()
        async throws
    {
        var control: IPCServer?
        try node.serve(nil) { server in
            control = server
            server.on(SupervisorMethods.Status.self) { _, _ in
                SupervisorMethods.Status.Answer(pid: 1, version: "0.1.0", uptimeSeconds: 1, subsystems: [])
            }
            server.on(SupervisorMethods.Subscribe.self) { _, peer in
                peer.subscribe(to: SupervisorMethods.changed)
                return SupervisorMethods.Subscribe.Answer(sequence: 0, subsystems: [])
            }
        }
        for (name, generation, seconds) in [(Subsystem.apid, 1, 2.0), (.probed, 1, 1), (.apid, 2, 3)] {
            let writer = StatusWriter(path: node.runtime.statusCache, generation: generation) { Issue.record("\($0)") }
            writer.put(start: start(name, generation: generation, at: seconds))
            await writer.flush()
        }
        let past = try await node.run("events")
        #expect(past.status == .done)
        #expect(
            past.results == """
                t1  probed      started, generation 1, pid 4000
                t2  apid        started, generation 1, pid 4000
                t3  apid        started, generation 2, pid 4000, after SIGKILL

                """)
        // Until nobody reads any more.
        let texts = ScriptedNode.Texts(limit: past.results.count + 1)
        let following = Task { @LoopActor in try await node.run(["events", "--follow"], into: texts) }
        let changed = try JSON(encoding: SubsystemStatus.some(.deployd, .starting, generation: 7))
        try await eventually("the change is printed") {
            control?.publish(SupervisorMethods.changed, changed)
            return texts.results.contains("deployd     starting, generation 7, after SIGKILL\n")
        }
        control?.publish(SupervisorMethods.changed, changed)
        #expect(try await following.value.status == .done)
        let nobody = try ScriptedNode()
        #expect(try await nobody.run("events", "-f").status == .unreachable)
    }

    @Test func `what apid keeps is shown with the starts, and services are followed by the status cache`() async throws
    {
        try node.serve(nil) { server in
            server.on(SupervisorMethods.Status.self) { _, _ in
                SupervisorMethods.Status.Answer(pid: 1, version: "0.1.0", uptimeSeconds: 1, subsystems: [])
            }
            server.on(SupervisorMethods.Subscribe.self) { _, _ in
                SupervisorMethods.Subscribe.Answer(sequence: 0, subsystems: [])
            }
        }
        let db = try JSON(encoding: ServiceStatus.some("db", .failed))
        try node.serve(.apid) { server in
            server.on(EventMethods.Past.self) { _, _ in
                EventMethods.Past.Answer(events: [
                    PastEvent(id: "1-2", event: "service", at: "t4", data: db),
                    PastEvent(
                        id: "1-1", event: "conductor", at: "t1", data: ["status": "offline", "reason": "unreachable"]),
                    PastEvent(id: "start-apid-2", event: "start", at: "t3", data: .object([:])),
                ])
            }
        }
        let writer = StatusWriter(path: node.runtime.statusCache, generation: 1) { Issue.record("\($0)") }
        writer.put(start: start(.apid, generation: 2, at: 3))
        writer.put(services: [])
        await writer.flush()
        let past = try await node.run("events")
        let lines = past.results.split(separator: "\n")
        try #require(lines.count == 3, "\(past.results)")
        #expect(lines[0] == "t1  conductor   offline: unreachable" && lines[1].hasPrefix("t3  apid        started"))
        #expect(lines[2].hasPrefix("t4  service     db: failed") && past.complaints == "")

        let texts = ScriptedNode.Texts(limit: past.results.count + 1)
        var isOver = false
        let following = Task { @LoopActor in
            defer { isOver = true }
            return try await node.run(["events", "--follow"], into: texts)
        }
        // Until nobody reads any more.
        var number = 0
        try await eventually("services are told of", within: .seconds(60)) {
            number += 1
            writer.put(services: [.some("web-\(number)", .running)])
            await writer.flush()
            try await LoopActor.sleep(for: .milliseconds(300))
            return isOver
        }
        #expect(texts.results.contains("service     web-"))
        #expect(try await following.value.status == .done)
    }

    @Test func `one subsystem is shown with its last words and its history`() async throws {
        var status = SubsystemStatus.some(.probed)
        status.lastExit = ExitReport(
            cause: .signalled, signal: 11, signalName: "SIGSEGV", coreDumped: true, pid: 4711, generation: 1,
            at: "2026-01-31T08:05:09.031Z", requested: false, uptimeSeconds: 90, stderr: ["it is all over"])
        status.lastExit?.userSeconds = 0.014
        status.lastExit?.systemSeconds = 12.3
        status.lastExit?.maximumResidentBytes = 13_565_952
        status.lastExit?.nextAttemptSeconds = 0
        status.startupMilliseconds = 21.5
        status.cpuSeconds = 0.02
        status.openDescriptors = 14
        status.watchdogAgeSeconds = 0.4
        try serveSupervisor([status])
        let writer = StatusWriter(path: node.runtime.statusCache, generation: 2) { Issue.record("\($0)") }
        let exit = try #require(status.lastExit)
        writer.put(
            start: SubsystemStart(
                name: .probed, generation: 2, pid: 4712, bootID: "b", startedAt: "2026-01-31T08:05:09.042Z",
                monotonicSeconds: 5, previousExit: PreviousExit(generation: 1, pid: 4711, report: exit)))
        await writer.flush()
        let run = try await node.run("subsystems", "probed")
        #expect(run.status == .done)
        #expect(
            run.results.hasPrefix(
                """
                probed is ready
                  since         2026-01-01T00:00:00.000Z
                  process       4711, up 1 h 1 min
                  generation    1
                  restarts      2
                  ready after   21.5 ms
                  memory        3.4 MiB
                  processor     20 ms
                  descriptors   14
                  last sign     0.4 s ago
                last exit: SIGSEGV, core dumped
                  at            2026-01-31T08:05:09.031Z
                  asked for     no
                  process       4711, lived 1 min
                  generation    1
                  used          14 ms user, 12.3 s system, 12.9 MiB at most
                  next attempt  at once
                last lines before that exit:
                  it is all over

                STARTED
                """), "\(run.results)")
        let row = run.results.split(separator: "\n").last.map(String.init) ?? ""
        #expect(
            row.split(whereSeparator: { $0 == " " }).prefix(5) == [
                "2026-01-31T08:05:09.042Z", "2", "4712", "SIGSEGV", "no",
            ])
        let json = try await node.run("subsystems", "probed", "--json").json
        #expect(json?["history"]?[0]?["previous_exit"]?["report"]?["signal"] == 11)
        #expect(json?["subsystem"]?["name"] == "probed")
        let unknown = try await node.run("subsystems", "cron")
        #expect(unknown.status == .failed && unknown.complaints.contains("there is no subsystem \"cron\""))
    }

    @Test(arguments: ["status", "subsystems", "services", "resources"])
    func `a node that does not run is exit status 2`(command: String) async throws {
        let run = try await node.run(command)
        #expect(run.status == .unreachable)
        #expect(run.results.isEmpty)
        #expect(run.complaints.contains("cannot be reached"))
    }

    @Test func `status puts together what all say`() async throws {
        try serveSupervisor()
        try serveDaemons()
        let run = try await node.run("status")
        #expect(run.status == .done)
        for text in [
            "version 0.1.0, up 1 d 1 h", "http://c:3000, registered as w-1", "cpu 12.3 %, ram 50.0 %, disk -",
            "1 of 2 running", "heartbeatd",
            "3 final statuses wait for the conductor; 1 are refused by it, the last of web: no",
        ] { #expect(run.results.contains(text)) }
        let json = try await node.run("status", "--json").json
        #expect(json?["well"] == true)
        #expect(json?["conductor"]?["worker_id"] == "w-1")
        #expect(json?["services"]?.array?.count == 2)
    }

    @Test func `status tells of an engine that is away, and which services are not well`() async throws {
        try serveSupervisor()
        try node.serve(.deployd) { server in
            server.on(ServiceMethods.List.self) { _, _ in
                var web = ServiceStatus.some("web", .pending)
                web.error = ServiceError(.engineUnavailable, "nobody answers")
                return [web, .some("db", .running)]
            }
            server.on(Status.self) { _, _ in
                ["engine": try JSON(encoding: EngineStatus(connected: false, reason: "Permission denied"))]
            }
        }
        let run = try await node.run("status")
        #expect(run.results.contains("engine      unavailable: Permission denied"), "\(run.results)")
        #expect(run.results.contains("1 of 2 running; not well: web (engine_unavailable)"), "\(run.results)")
    }

    @Test func `status tells who does not answer, and is exit status 1`() async throws {
        try serveSupervisor(Subsystem.allCases.map { .some($0, $0 == .deployd ? .backingOff : .ready) })
        try node.serve(.probed) { server in
            server.on(ResourceMethods.Latest.self) { _, _ in throw RPCError.unavailable("no sample yet") }
        }
        let run = try await node.run("status")
        #expect(run.status == .failed)
        #expect(run.results.contains("deployd: it is backing_off"))
        #expect(run.results.contains("probed: no sample yet"))
        #expect(run.results.contains("heartbeatd: heartbeatd cannot be reached"))
    }

    @Test func `an engine that is not reached is told by status, which is then exit status 1`() async throws {
        try serveSupervisor()
        try serveDaemons(engine: EngineStatus(connected: false, state: .unresponsive, reason: "no answer in time"))
        let hung = try await node.run("status")
        #expect(hung.status == .failed)
        #expect(hung.results.contains("engine      unresponsive: no answer in time\n"))
        #expect(try await node.run("status", "--json").json?["engine"]?["state"] == "unresponsive")
    }

    @Test func `a node that is not registered is not well`() async throws {
        try serveSupervisor()
        try serveDaemons(registered: false)
        #expect(try await node.run("status").status == .failed)
    }

    @Test func `services is a table, and JSON as deployd gives it`() async throws {
        try node.serve(.deployd) { server in
            server.on(ServiceMethods.List.self) { _, _ in [.some("web", .running, id: "0123456789abcdef")] }
        }
        let run = try await node.run("services")
        #expect(run.status == .done)
        #expect(run.results.contains("SERVICE  STATUS   IMAGE    CONTAINER     RESTARTS  STARTED"))
        #expect(run.results.contains("web      running  nginx:1  0123456789ab  0         -"))
        #expect(try await node.run("services", "--json").json?[0]?["id"] == "0123456789abcdef")
    }

    @Test func `of what is wrong with a service its table shows the kind, and names alone are a line each`()
        async throws
    {
        var failed = ServiceStatus.some("web", .failed)
        failed.error = ServiceError(.imageNotFound, String(repeating: "no such manifest ", count: 20))
        var ill = ServiceStatus.some("db", .unhealthy)
        ill.error = ServiceError(.unhealthy, "the health check fails")
        let services = [failed, ill]
        try node.serve(.deployd) { server in server.on(ServiceMethods.List.self) { _, _ in services } }
        let run = try await node.run("services")
        #expect(run.results.contains("web      failed: image_not_found  nginx:1"))
        #expect(run.results.contains("db       unhealthy                nginx:1"))
        #expect(try await node.run("services", "--quiet").results == "web\ndb\n")
    }

    @Test func `resources is a table, and shows what is missing as missing`() async throws {
        try serveDaemons()
        let run = try await node.run("resources")
        #expect(run.results.contains("cpu       12.3 %  4 cores"))
        #expect(run.results.contains("ram       50.0 %  1.0 GiB of 2.0 GiB"))
        #expect(run.results.contains("disk      -       - of -"))
        #expect(run.results.contains("eth0, in 2.0 KiB/s, out 0 B/s"))
    }

    @Test(arguments: [false, true])
    func `resources --watch has one heading, none in JSON, and a line for each new report`(isJSON: Bool) async throws {
        var (number, asked) = (1, 0)
        try node.serve(.probed) { server in
            server.on(ResourceMethods.Latest.self) { _, _ in
                asked += 1
                return [
                    "cpu": ["usagePercent": .int(Int64(number))],
                    "timestamp": .string("2026-01-01T00:00:0\(number).5Z"),
                ]
            }
        }
        let texts = ScriptedNode.Texts()
        let arguments = ["resources", "--watch"] + (isJSON ? ["--json"] : [])
        let following = Task { @LoopActor in try await node.run(arguments, into: texts) }
        for report in 1...2 {
            number = report
            try await eventually("the report is printed", within: .seconds(60)) {
                texts.results.contains("T00:00:0\(report)")
            }
            let before = asked
            try await eventually("it is seen again", within: .seconds(60)) { asked > before }
        }
        following.cancel()
        _ = try await following.value
        let lines = texts.results.split(separator: "\n")
        try #require(lines.count == (isJSON ? 2 : 3), "\(texts.results)")
        guard !isJSON else {
            #expect(lines.map { (try? JSON(parsing: String($0)))?["cpu"]?["usagePercent"]?.int } == [1, 2])
            return
        }
        #expect(lines[0].split(separator: " ") == ["TIME", "CPU", "RAM", "DISK", "IN", "OUT"])
        #expect(lines[1].hasPrefix("2026-01-01T00:00:01Z     1.0 %") && lines[2].contains("00:00:02Z     2.0 %"))
    }

    // MARK: Restarting

    @Test func `restart waits for the next generation to be ready`() async throws {
        var looks = [
            SubsystemStatus.some(.probed), .some(.probed, .stopping), .some(.probed, .starting, generation: 2),
            .some(.probed, generation: 2),
        ]
        try node.serve(nil) { server in
            server.on(SupervisorMethods.Status.self) { _, _ in
                let look = looks.count > 1 ? looks.removeFirst() : looks[0]
                return SupervisorMethods.Status.Answer(pid: 1, version: "", uptimeSeconds: 0, subsystems: [look])
            }
            // Still ready as it answers: that is the old process.
            server.on(SupervisorMethods.Restart.self) { _, _ in .some(.probed) }
        }
        let run = try await node.run("restart", "probed")
        #expect(run.status == .done)
        #expect(run.results == "probed is ready, pid 4711\n")
    }

    @Test func `restart gives up in time`() async throws {
        try serveSupervisor([.some(.probed, .backingOff)])
        try node.serve(nil) { server in
            server.on(SupervisorMethods.Status.self) { _, _ in
                SupervisorMethods.Status.Answer(
                    pid: 1, version: "", uptimeSeconds: 0, subsystems: [.some(.probed, .backingOff)])
            }
            server.on(SupervisorMethods.Restart.self) { _, _ in .some(.probed, .backingOff) }
        }
        let run = try await node.run("restart", "probed", "--timeout", "1")
        #expect(run.status == .failed)
        #expect(run.complaints.contains("not ready after 1 s: backing_off"))
    }

    @Test func `restarting what there is not is exit status 1`() async throws {
        try node.serve(nil) { server in
            server.on(SupervisorMethods.Status.self) { _, _ in
                SupervisorMethods.Status.Answer(pid: 1, version: "", uptimeSeconds: 0, subsystems: [])
            }
            server.on(SupervisorMethods.Restart.self) { name, _ in throw RPCError.notFound("no subsystem \(name.name)")
            }
        }
        let run = try await node.run("restart", "cron")
        #expect(run.status == .failed)
        #expect(run.complaints == "workerctl: no subsystem cron\n")
    }

    // MARK: Deploying

    @Test func `deploy needs an image or files, not both`() async throws {
        for arguments in [["deploy", "web"], ["deploy", "web", "--image", "a", "--file", "b"]] {
            await #expect(throws: (any Error).self) { try await node.run(arguments) }
        }
        let run = try await node.run("deploy", "shop", "--file", "/nonexistent/compose.yml")
        #expect(run.status == .failed)
        #expect(run.complaints.contains("/nonexistent/compose.yml"))
    }

    @Test func `deploy shows the way and ends when the service runs`() async throws {
        let script = ServiceScript(
            [.some("web", .pending)], [.some("web", .pulling)], [.some("web", .starting)],
            [.some("web", .running).ended(.success)])
        try node.serve(.deployd, script.serve)
        let run = try await node.run(
            "deploy", "web", "--image", "nginx:1", "--port", "8080:80", "--port", "53:53/udp", "--env", "A=1",
            "--volume", "data:/data:ro", "--restart", "always", "--memory", "64m")
        #expect(run.status == .done)
        #expect(run.results == "web: pending\nweb: pulling\nweb: starting\nweb: running\n")
        let instruction = try #require(script.applied.first)
        #expect(instruction["action"] == "deploy")
        #expect(instruction["service"] == "web")
        #expect(instruction["id"]?.string?.hasPrefix("workerctl-") == true)
        #expect(
            instruction["config"] == [
                "image": "nginx:1", "ports": ["8080:80", "53:53/udp"], "environment": ["A=1"],
                "volumes": ["data:/data:ro"], "restart": "always", "resources": ["memory": "64m"],
            ])
    }

    @Test func `a deployment that fails is exit status 1 and says why`() async throws {
        var failed = ServiceStatus.some("web", .failed)
        failed.error = ServiceError(.imageNotFound, "no such image: nginx:1")
        let script = ServiceScript([.some("web", .pulling)], [failed.ended(.failed)])
        try node.serve(.deployd, script.serve)
        let run = try await node.run("deploy", "web", "--image", "nginx:1")
        #expect(run.status == .failed)
        #expect(run.results.contains("failed: image_not_found: no such image: nginx:1"))
        let json = try await node.run("deploy", "web", "--image", "nginx:2", "--json")
        #expect(json.json?["error"]?["type"] == "image_not_found")
    }

    @Test func `deploy does not take the old container for the new one`() async throws {
        let old = ServiceStatus.some("web", .running, id: "old", image: "nginx:1")
        let script = ServiceScript(
            [old], [.some("web", .pulling, id: "old", image: "nginx:2")],
            [.some("web", .running, id: "new", image: "nginx:2").ended(.success)])
        try node.serve(.deployd, script.serve)
        let run = try await node.run("deploy", "web", "--image", "nginx:2", "--json")
        #expect(run.status == .done)
        #expect(run.json?["id"] == "new")
    }

    @Test func `deploy of what runs already ends at once`() async throws {
        try node.serve(.deployd, ServiceScript([.some("web", .running).ended(.success)]).serve)
        #expect(try await node.run("deploy", "web", "--image", "nginx:1").results == "web: running\n")
    }

    @Test func `an instruction that is overtaken by another is exit status 1 and says so`() async throws {
        var other = ServiceStatus.some("web", .running).ended(.success)
        other.instructionID = "from-elsewhere"
        try node.serve(.deployd, ServiceScript([other]).serve)
        for command in ["deploy", "remove"] {
            let arguments = command == "deploy" ? [command, "web", "--image", "nginx:1"] : [command, "web"]
            let run = try await node.run(arguments)
            #expect(run.status == .failed)
            #expect(run.complaints.contains("another instruction (from-elsewhere) came after this one"))
        }
    }

    @Test func `deploy detached ends when the instruction is accepted`() async throws {
        try node.serve(.deployd, ServiceScript([]).serve)
        let run = try await node.run("deploy", "web", "--image", "nginx:1", "--detach", "--json")
        #expect(run.status == .done)
        #expect(run.json?["instruction_id"]?.string?.isEmpty == false)
    }

    @Test func `deploy gives up in time`() async throws {
        try node.serve(.deployd, ServiceScript([.some("web", .pulling)]).serve)
        let run = try await node.run("deploy", "web", "--image", "nginx:1", "--timeout", "1")
        #expect(run.status == .failed)
        #expect(run.complaints.contains("within 1 s; it is pulling"))
    }

    @Test func `an instruction that is refused is exit status 1 and says why`() async throws {
        try node.serve(.deployd) { server in
            server.on(ServiceMethods.List.self) { _, _ in [] }
            server.on(ServiceMethods.Apply.self) { _, _ in throw RPCError.invalidParams("no service name: \"a b\"") }
        }
        let run = try await node.run("deploy", "a b", "--image", "nginx:1")
        #expect(run.status == .failed)
        #expect(run.complaints == "workerctl: no service name: \"a b\"\n")
    }

    @Test func `remove ends when the service is gone`() async throws {
        let script = ServiceScript([.some("web", .running)], [.some("web", .running)], [.some("web", .stopped)], [])
        try node.serve(.deployd, script.serve)
        let run = try await node.run("remove", "web")
        #expect(run.status == .done)
        #expect(run.results.hasSuffix("web: gone\n"))
        #expect(script.applied.first?["action"] == "remove")
        #expect(try await node.run("remove", "web").complaints.contains("there is no service \"web\""))
    }

    @Test func `files that are too large for a message are told as that, and nothing is sent`() async throws {
        let directory = try TemporaryDirectory()
        try directory.write("services: {a: {image: x, configs: [c]}}\nconfigs: {c: {file: ./large}}".utf8, to: "c.yml")
        try directory.write([UInt8](repeating: UInt8(ascii: "x"), count: 1_048_000), to: "large")
        let run = try await node.run("deploy", "shop", "--file", directory.file("c.yml"))
        #expect(run.status == .failed)
        #expect(run.complaints.contains("which takes 1047552: mount large files instead"), "\(run.complaints)")
    }

    // MARK: Usage

    @Test(arguments: [
        ["restart", "probed", "--timeout", "0"], ["restart"], ["deploy", "web"], ["deploy", "--image", "x"],
        ["deploy", "web", "--image", "x", "--env", "NOVALUE"], ["deploy", "web", "--image", "x", "--timeout", "0"],
        ["remove"], ["services", "--nonsense"], ["nonsense"],
    ])
    nonisolated func `wrong usage is exit status 64`(arguments: [String]) {
        let error = #expect(throws: (any Error).self) { try WorkerctlProgram.parse(arguments) }
        #expect(error.map { Workerctl.exitCode(for: $0).rawValue } == 64)
    }

    @Test nonisolated func `a wrong variable is not repeated: it may be a secret`() throws {
        let error = try #require(throws: (any Error).self) {
            try WorkerctlProgram.parse(["deploy", "web", "--image", "x", "--env", "hunter2"])
        }
        #expect(!Workerctl.message(for: error).contains("hunter2"))
    }

    @Test(arguments: ["bash", "zsh", "fish"])
    nonisolated func `there are completion scripts`(shell: String) {
        let error = #expect(throws: (any Error).self) {
            try WorkerctlProgram.parse(["--generate-completion-script", shell])
        }
        #expect(error.map { Workerctl.message(for: $0).contains("workerctl") } == true)
    }
}
