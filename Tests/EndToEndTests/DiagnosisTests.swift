import Foundation
import Glibc
import JSON
import TestSupport
import Testing

/// `workerctl doctor` and `GET /doctor` on real nodes, well and ill.
@Suite(.dockerEngine, .timeLimit(.minutes(10)))
struct DiagnosisTests {
    private struct Diagnosis {
        let status: Int32
        let json: JSON

        func finding(_ check: String) -> JSON { Self.finding(check, in: json) }

        static func finding(_ check: String, in json: JSON) -> JSON {
            json["findings"]?.array?.first { $0["check"]?.string == check } ?? .null
        }
        /// Names of the checks with this verdict.
        func checks(_ verdict: String) -> Set<String> {
            Set(
                (json["findings"]?.array ?? []).filter { $0["verdict"]?.string == verdict }.compactMap {
                    $0["check"]?.string
                })
        }
    }

    private func doctor(_ node: TestNode) async throws -> Diagnosis {
        let (status, output) = try await node.workerctl("doctor", "--json")
        return Diagnosis(status: status, json: try JSON(parsing: Array(output.utf8)))
    }

    /// What the machine of the test may be short of, or the test's engine do; nothing of it is the node's.
    private static let ofTheMachine: Set = [
        "memory", "storage_driver", "log_rotation", "disk_engine", "disk_state", "disk_runtime", "cgroup",
    ]

    @Test func `a node that is well has no problem, over its sockets and its API`() async throws {
        try await withNode { web in
            try await web.deploy()
            try await web.waitUntilOnline()
            // deployd tells the conductor before it writes what it has told.
            let diagnosis = try await eventually("the service is seen to run") {
                let diagnosis = try await self.doctor(web.node)
                return diagnosis.finding("services")["evidence"] == "1 of 1 run, none has failed" ? diagnosis : nil
            }
            #expect(diagnosis.status == 0, "\(diagnosis.json.prettyText)")
            #expect(diagnosis.json["node_runs"] == true)
            let notWell = diagnosis.checks("problem").union(diagnosis.checks("warning")).union(
                diagnosis.checks("unknown"))
            #expect(notWell.isSubset(of: Self.ofTheMachine), "\(diagnosis.json.prettyText)")
            #expect(diagnosis.finding("conductor")["evidence"]?.string?.contains("registered with") == true)
            #expect(diagnosis.finding("engine")["evidence"]?.string?.contains("version") == true)
            #expect(diagnosis.finding("port")["evidence"] == .string("the API listens on 127.0.0.1:\(web.node.port)"))

            let answer = try await web.node.get("/doctor")
            #expect(answer.status == 200)
            let remote = Diagnosis(status: 0, json: answer.body)
            #expect(remote.checks("problem") == [], "\(answer.body.prettyText)")
            #expect(
                answer.body["findings"]?.array?.map { $0["check"] }
                    == diagnosis.json["findings"]?.array?.map { $0["check"] })
            // What is seen the same from both sides.
            for check in ["storage_driver", "conductor", "engine", "services", "port", "conductor_token"] {
                #expect(remote.finding(check)["verdict"] == diagnosis.finding(check)["verdict"], "\(check)")
            }
            let text = try await web.node.workerctl("doctor")
            #expect(text.status == 0 && text.output.contains("ok       conductor"))
            let overHTTP = try await web.node.workerctl(
                url: "http://127.0.0.1:\(web.node.port)", ["doctor", "--quiet"])
            #expect(overHTTP.status == 0, "\(overHTTP.output)")
        }
    }

    /// Runs an ill node, and waits until the check says what it should, in both ways of asking.
    private func expect(
        _ check: String, _ verdict: String, remedy: String, settings: [String: String],
        before: (TestNode) async throws -> Void = { _ in }
    ) async throws {
        let node = try TestNode(settings: settings)
        try await before(node)
        try await node.conductor.start()
        try await node.supervisor.start()
        do {
            try await eventually("workerctl doctor finds \(check)", within: .seconds(60)) {
                guard let diagnosis = try? await doctor(node) else { return false }
                return diagnosis.finding(check)["verdict"]?.string == verdict && diagnosis.status == 1
                    && diagnosis.finding(check)["remedy"]?.string?.contains(remedy) == true
            }
            try await eventually("GET /doctor finds \(check)", within: .seconds(60)) {
                guard let body = try? await node.get("/doctor").body else { return false }
                let finding = Diagnosis.finding(check, in: body)
                return finding["verdict"]?.string == verdict && finding["remedy"]?.string?.contains(remedy) == true
            }
        } catch {
            print(try await doctor(node).json.prettyText)
            throw error
        }
        try await node.supervisor.stop()
    }

    @Test func `a conductor's name without an address is found`() async throws {
        let settings = ["CONDUCTOR_URL": "http://conductor.invalid:3000"]
        try await expect("conductor_name", "problem", remedy: "CONDUCTOR_URL", settings: settings)
    }

    @Test func `a conductor that is not there is found`() async throws {
        let settings = ["CONDUCTOR_URL": "http://127.0.0.1:\(try freePort())"]
        try await expect("conductor", "problem", remedy: "curl -v", settings: settings)
    }

    @Test func `a token that the conductor rejects is found`() async throws {
        let settings = ["CONDUCTOR_TOKEN": "not-the-token"]
        try await expect("conductor_token", "problem", remedy: "CONDUCTOR_TOKEN", settings: settings)
    }

    @Test func `a conductor's certificate of an unknown authority is found, and with the authority it is well`()
        async throws
    {
        let authority = try await TestAuthority()
        try await authority.issue("right")
        let conductorPort = try freePort()
        let front = try TLSFront(
            authority, [.init("right")], answer: "proxy_pass http://127.0.0.1:\(conductorPort);")
        try await front.start()
        let settings = ["CONDUCTOR_URL": front.urls[0]]
        try await expect("conductor_tls", "problem", remedy: "CONDUCTOR_CA_FILE", settings: settings)

        let trusting = settings.merging(["CONDUCTOR_CA_FILE": authority.certificate]) { $1 }
        let node = try TestNode(settings: trusting, conductorPort: conductorPort)
        try await node.startAndRegister()
        let diagnosis = try await doctor(node)
        #expect(diagnosis.finding("conductor_tls")["verdict"] == "ok", "\(diagnosis.json.prettyText)")
        // nginx tells its time, which is this machine's.
        #expect(diagnosis.finding("clock")["evidence"]?.string?.contains("the conductor's") == true)
        try await node.supervisor.stop()
    }

    @Test func `an engine that is not there is found`() async throws {
        try await expect("engine", "problem", remedy: "systemctl start docker", settings: [:])
    }

    @Test func `a state directory on a full disk is found`() async throws {
        let small = try SmallFileSystem(megabytes: 2)
        try await expect("disk_state", "problem", remedy: "make room", settings: ["STATE_DIR": small.path + "/state"]) {
            _ in
            mkdir(small.path + "/state", 0o700)
            try await offThread { try runShell("dd if=/dev/zero of=\(small.path)/fill bs=64k 2>/dev/null || true") }
        }
        withExtendedLifetime(small) {}
    }

    @Test func `a settings file that others may read is found`() async throws {
        let node = try TestNode(fileSettings: [:])
        try await node.startAndRegister()
        chmod(node.directory.file("worker.env"), 0o644)
        let permissions = try await doctor(node).finding("permissions")
        #expect(permissions["verdict"] == "problem")
        #expect(permissions["remedy"]?.string?.contains("chmod 600") == true)
        try await node.supervisor.stop()
    }

    @Test func `a node that does not run is told with 2, and by who has its port`() async throws {
        let listener = try LoopbackListener()
        let node = try TestNode(fileSettings: ["PORT": "\(listener.port)"])
        let (status, output) = try await node.workerctl(
            "doctor", "--json", "--env-file", node.directory.file("worker.env"))
        #expect(status == 2)
        let json = try JSON(parsing: Array(output.utf8))
        #expect(Diagnosis.finding("node", in: json)["verdict"] == "problem")
        #expect(Diagnosis.finding("port", in: json)["verdict"] == "problem")
        #expect(Diagnosis.finding("port", in: json)["evidence"]?.string?.contains("is taken by") == true)
        #expect(Diagnosis.finding("conductor", in: json)["verdict"] == "problem", "the conductor was not started")
        withExtendedLifetime(listener) {}
    }
}
