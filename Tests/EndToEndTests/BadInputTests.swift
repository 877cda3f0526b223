import Glibc
import JSON
import TestSupport
import Testing

/// Each mistake ends in a clear message at the right place, and no process ends for it.
@Suite(.timeLimit(.minutes(10)))
struct BadInputTests {
    /// Waits until all four daemons are ready, and checks that none had to be restarted.
    private func expectHealth(_ node: TestNode, _ what: String, _ isRight: (JSON) -> Bool) async throws {
        try await eventually(what, within: .seconds(60)) {
            guard let health = try? await node.get("/health").body else { return false }
            return isRight(health)
        }
    }

    @Test func `a wrong token is told as such, and the secret is nowhere`() async throws {
        let node = try TestNode(settings: ["CONDUCTOR_TOKEN": "wrong-token-91f"])
        try await node.conductor.start()
        try await node.supervisor.start()
        try await expectHealth(node, "health names the token") { $0["conductor"]?["reason"] == "token_rejected" }
        try await node.expectAllReady(restarts: 0)
        #expect(!node.log.contains("wrong-token-91f"))
        for path in ["/health", "/status", "/subsystems", "/services"] {
            #expect(!(try await node.get(path)).body.text.contains("wrong-token-91f"))
        }
        for daemon in ["heartbeatd", "deployd", "apid", "probed"] {
            let pid = try #require(try await node.pid(of: daemon))
            let arguments = contents(of: "/proc/\(pid)/cmdline").map { String(decoding: $0, as: UTF8.self) } ?? ""
            #expect(!arguments.contains("wrong-token-91f"))
            let environment = contents(of: "/proc/\(pid)/environ").map { String(decoding: $0, as: UTF8.self) } ?? ""
            #expect(environment.contains("wrong-token-91f") == ["heartbeatd", "deployd"].contains(daemon))
        }
        try await node.supervisor.stop()
    }

    @Test func `an unreachable conductor leaves the node running and saying so`() async throws {
        let node = try TestNode()
        try await node.supervisor.start()
        try await expectHealth(node, "health names the reason") { $0["conductor"]?["reason"] == "unreachable" }
        try await node.expectAllReady(restarts: 0)
        try await node.conductor.start()
        _ = try await node.workerID()
        try await node.supervisor.stop()
    }

    @Test func `a state directory that cannot be used is told, and the node runs without it`() async throws {
        let blocked = try TemporaryDirectory()
        try blocked.write([], to: "file")
        let node = try TestNode(settings: ["STATE_DIR": blocked.file("file") + "/state"])
        try await node.conductor.start()
        try await node.supervisor.start()
        try await eventually("the log tells") { node.log.contains("the state directory cannot be used") }
        try await node.expectAllReady(restarts: 0)
        #expect(try await node.get("/health").status == 200)
        try await node.supervisor.stop()
    }

    @Test func `while the port is in use apid waits and says why, and takes it when it is free`() async throws {
        let node = try TestNode()
        let other = try TestProgram(
            directory: node.directory, name: "other",
            command: [
                BuiltPrograms.conductord, "--listen", "127.0.0.1:\(node.port)", "--database",
                node.directory.file("other.db"),
            ],
            environment: ["CONDUCTOR_TOKEN": "other"])
        try await other.start()
        try await eventually("the port is taken") { (try? await node.get("/api/workers").status) == 200 }
        try await node.conductor.start()
        try await node.supervisor.start()
        try await eventually("the log tells") {
            node.log.contains("127.0.0.1:\(node.port)") && node.log.contains("Address already in use")
        }
        try await eventually("the node registers all the same", within: .seconds(60)) {
            (try? await node.workers().count) == 1
        }
        try await other.stop()
        try await eventually("the API answers", within: .seconds(60)) {
            (try? await node.get("/health").body["registered"]) == true
        }
        try await node.supervisor.stop()
    }

    @Test func `a corrupt identity file is set aside and the conductor gives the same id by the hostname`() async throws
    {
        let node = try TestNode()
        try await node.startAndRegister()
        let id = try await node.workerID()
        try await node.supervisor.stop()
        try node.directory.write(Array("{\"worker_id\": 5, ".utf8), to: "state/identity.json")
        try await node.supervisor.start()
        try await eventually("the log tells") { node.log.contains("identity file is damaged") }
        try await eventually("the file has the id again") {
            contents(of: node.directory.file("state/identity.json")).map { String(decoding: $0, as: UTF8.self) }?
                .contains(id) == true
        }
        #expect(try await node.workerID() == id)
        #expect(try await node.workers().count == 1)
        try await node.supervisor.stop()
    }

    @Test(arguments: ["damaged", "removed"])
    func `an identity file that is damaged or removed under way is written again`(how: String) async throws {
        let node = try TestNode()
        try await node.startAndRegister()
        let id = try await node.workerID()
        if how == "damaged" {
            try node.directory.write(Array("junk".utf8), to: "state/identity.json")
        } else {
            unlink(node.directory.file("state/identity.json"))
        }
        try await eventually("the file has the id again") {
            contents(of: node.directory.file("state/identity.json")).map { String(decoding: $0, as: UTF8.self) }?
                .contains(id) == true
        }
        #expect(try await node.workers().count == 1)
        try await node.supervisor.stop()
    }

    @Test(arguments: ["run/status.db", "state/deployd.db"])
    func `a corrupt database is replaced and nothing ends for it`(file: String) async throws {
        let node = try TestNode()
        try await node.startAndRegister()
        try await node.supervisor.stop()
        try node.directory.write([UInt8](repeating: 0x5A, count: 20_000), to: file)
        try await node.supervisor.start()
        _ = try await node.workerID()
        try await node.expectAllReady(restarts: 0)
        try await expectHealth(node, "the cache is filled again") { $0["resources"]?["ram_gb"]?.double ?? 0 > 0 }
        try await node.supervisor.stop()
    }

    @Test func `status.db destroyed while in use is filled again`() async throws {
        let node = try TestNode()
        try await node.startAndRegister()
        try node.directory.write([UInt8](repeating: 0x5A, count: 20_000), to: "run/status.db")
        unlink(node.directory.file("run/status.db-wal"))
        _ = try await node.workerID()
        try await node.expectAllReady(restarts: 0)
        try await node.supervisor.stop()
    }

    static let badInstructions: [(JSON, String)] = [
        (["action": "dance", "service": "x"], "unknown_action"),
        (["action": "deploy", "service": "x"], "invalid_config"),
        (["action": "deploy", "service": "x", "config": ["image": "a", "ports": ["80": 99999]]], "invalid_config"),
        (["action": "deploy", "service": "x", "config": ["image": "a", "volumes": ["::"]]], "invalid_config"),
        (["action": "deploy", "service": "x", "config": ["image": "UPPER case"]], "invalid_config"),
        (["action": "stop", "service": "nobody"], "unknown_service"),
        (["action": "deploy", "service": "../x", "config": ["image": "a"]], "invalid_config"),
        (["action": "deploy", "service": "a b", "config": ["image": "a"]], "invalid_config"),
        (["action": "deploy", "service": "", "config": ["image": "a"]], "invalid_config"),
    ]

    @Test(arguments: badInstructions)
    func `a wrong instruction is reported to the conductor with its kind`(instruction: JSON, kind: String) async throws
    {
        let node = try TestNode()
        try await node.startAndRegister()
        let outcome = try await node.outcome(of: try await node.instruct(instruction), within: .seconds(60))
        #expect(outcome["status"] == "failed")
        #expect(outcome["error"]?["type"]?.string == kind)
        #expect(outcome["error"]?["message"]?.string?.isEmpty == false)
        try await node.expectAllReady(restarts: 0)
        try await node.supervisor.stop()
    }

    @Test func `unknown routes, methods and subsystems are answered in JSON`() async throws {
        let node = try TestNode()
        try await node.startAndRegister()
        #expect(try await node.get("/nope").status == 404)
        #expect(try await node.get("/nope").body["error"]?["status"] == 404)
        #expect(try await node.post("/health").status == 405)
        #expect(try await node.get("/services/nobody").status == 404)
        #expect(try await node.post("/services/nobody/restart").status == 404)
        #expect(try await node.post("/subsystems/cron/restart").status == 404)
        #expect(try await node.post("/subsystems/probed/restart").status == 202)
        try await eventually("probed has been replaced") { try await node.subsystem("probed")["generation"] == 2 }
        #expect(try await node.subsystem("probed")["restarts"] == 0, "nobody crashed")
        try await node.supervisor.stop()
    }
}
