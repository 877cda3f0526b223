import EventLoop
import Foundation
import JSON
import NodeProtocol
import TestSupport
import Testing

@testable import Deployment

/// Compose projects on a real engine: order, names, labels, networks and volumes, and when an instruction has ended.
@Suite(.eventLoop, .dockerEngine, .timeLimit(.minutes(10)))
struct ProjectTests {
    private static func compose(_ bench: DeploymentBench, web: String = "1", health: String = "true") -> JSON {
        .string(
            """
            services:
              web:
                image: \(bench.registry.image("web", web))
                environment: {GREETING: "it's \\"quoted\\""}
                networks: {front: {aliases: [shop]}}
                volumes: ["data:/data"]
                configs: [motd]
                depends_on:
                  db: {condition: service_healthy, restart: true}
                  job: {condition: service_completed_successfully}
              db:
                image: \(bench.registry.image("web", "1"))
                networks: [front]
                healthcheck: {test: [CMD, /bin/busybox, "\(health)"], interval: 200ms, retries: 2}
              job:
                image: \(bench.registry.image("web", "1"))
                command: [/bin/sh, -c, exit 0]
                restart: "no"
                network_mode: none
            networks: {front: {}}
            volumes: {data: {}}
            configs: {motd: {content: "hello"}}
            """)
    }

    @LoopActor
    private func state(_ bench: DeploymentBench, _ member: String) async throws -> JSON? {
        try await bench.engine.inspect("\(bench.service)-\(member)-1")
    }

    @LoopActor
    @Test func `a project is deployed in the order of its dependencies, named and labelled as docker compose does`()
        async throws
    {
        try await withBench { bench in
            #expect(try await bench.carryOut("deploy", compose: Self.compose(bench)) == nil)
            let project = bench.service
            let web = try #require(try await state(bench, "web"))
            let db = try #require(try await state(bench, "db"))
            let job = try #require(try await state(bench, "job"))
            #expect(web["State"]?["Status"] == "running")
            #expect(db["State"]?["Health"]?["Status"] == "healthy")
            #expect(job["State"]?["Status"] == "exited")
            let started = { (container: JSON) in container["State"]?["StartedAt"]?.string ?? "" }
            #expect(started(db) < started(web) && started(job) < started(web))
            let labels = web["Config"]?["Labels"]
            #expect(labels?["com.docker.compose.project"]?.string == project)
            #expect(labels?["com.docker.compose.service"] == "web")
            #expect(labels?["com.docker.compose.image"] == web["Image"])
            #expect(web["HostConfig"]?["RestartPolicy"]?["Name"] == "no")
            #expect(web["Config"]?["Env"]?.array?.contains(#"GREETING=it's "quoted""#) == true)
            let endpoint = web["NetworkSettings"]?["Networks"]?["\(project)_front"]
            #expect(endpoint?["Aliases"]?.array?.contains("shop") == true)
            let network = try JSON(parsing: try await bench.engine.request("GET", "/networks/\(project)_front").body)
            #expect(network["Labels"]?["com.docker.compose.network"] == "front")
            let volume = try JSON(parsing: try await bench.engine.request("GET", "/volumes/\(project)_data").body)
            #expect(volume["Labels"]?["com.docker.compose.volume"] == "data")
            let motd = try await bench.engine.request("HEAD", "/containers/\(project)-web-1/archive?path=/motd")
            #expect(motd.status == 200)
            #expect(bench.reconciler.statuses.map(\.service) == ["db", "job", "web"].map { "\(project)-\($0)" })

            // The same again changes nothing; the next process knows it all.
            try await bench.restart()
            try await eventually("the engine is known", within: .seconds(60)) {
                bench.reconciler.engineStatus.connected
            }
            #expect(try await bench.carryOut("deploy", compose: Self.compose(bench)) == nil)
            #expect(try await state(bench, "web")?["Id"] == web["Id"])
            #expect(try await state(bench, "db")?["State"]?["StartedAt"] == db["State"]?["StartedAt"])

            // Only what differs is replaced.
            #expect(try await bench.carryOut("deploy", compose: Self.compose(bench, web: "2")) == nil)
            #expect(try await state(bench, "web")?["Id"] != web["Id"])
            #expect(try await state(bench, "db")?["State"]?["StartedAt"] == db["State"]?["StartedAt"])

            #expect(try await bench.carryOut("stop") == nil)
            let finished = { (container: JSON?) in container?["State"]?["FinishedAt"]?.string ?? "" }
            let last = try await state(bench, "db")
            let first = try await state(bench, "web")
            #expect(first?["State"]?["Status"] == "exited" && last?["State"]?["Status"] == "exited")
            #expect(finished(first) < finished(last), "what is needed is stopped last")
            #expect(try await bench.carryOut("start") == nil)
            #expect(try await state(bench, "web")?["State"]?["Status"] == "running")

            #expect(try await bench.carryOut("remove") == nil)
            #expect(try await bench.containers().isEmpty)
            #expect(bench.reconciler.statuses.isEmpty)
            #expect(try await bench.engine.request("GET", "/networks/\(project)_front").status == 404)
            #expect(try await bench.engine.request("DELETE", "/volumes/\(project)_data").status == 204, "it is kept")
        }
    }

    @LoopActor
    @Test func `a member that fails ends the instruction and is named; what waits for it says so`() async throws {
        try await withBench { bench in
            let error = try await bench.carryOut("deploy", compose: Self.compose(bench, health: "false"))
            #expect(error?["type"] == "unhealthy")
            #expect(error?["message"]?.string?.hasPrefix("\(bench.service)-db: ") == true, "\(error?.text ?? "")")
            let web = bench.reconciler.statuses.first { $0.service == "\(bench.service)-web" }
            #expect(web?.error?.type == .dependency)
            #expect(web?.status == .pending)
            #expect(try await bench.carryOut("deploy", compose: Self.compose(bench)) == nil)
            #expect(try await bench.carryOut("remove") == nil)
            try await bench.engine.request("DELETE", "/volumes/\(bench.service)_data")
        }
    }

    @LoopActor
    @Test func `however many services of a project end at the same moment, the end of the instruction is told once`()
        async throws
    {
        try await withBench { bench in
            let members = (0..<12).map {
                "  m\($0): {image: '\(bench.registry.image("web", "1"))', network_mode: none}\n"
            }
            let compose = JSON.string("services:\n" + members.joined())
            for round in 0..<4 {
                #expect(try await bench.carryOut("deploy", compose: compose) == nil)
                let id = "remove-\(round)-\(bench.service)"
                try await bench.apply("remove", id: id)
                #expect(try await bench.ending(of: id) == nil)
                let told = try await bench.store.outbox(limit: 1000).filter { $0.instructionID == id }
                #expect(told.count == 1)
            }
        }
    }

    @LoopActor
    @Test func `a project and a service of one container do not take each other's place`() async throws {
        try await withBench { bench in
            let config: JSON = ["image": bench.image("1")]
            #expect(try await bench.carryOut("deploy", config) == nil)
            #expect(try await bench.carryOut("deploy", compose: Self.compose(bench))?["type"] == "name_conflict")
            #expect(bench.status?.running == true)
            #expect(try await bench.carryOut("remove") == nil)
            let small: JSON = .string("services: {a: {image: '\(bench.registry.image("web", "1"))'}}")
            #expect(try await bench.carryOut("deploy", compose: small) == nil)
            #expect(try await bench.carryOut("deploy", config)?["type"] == "name_conflict")
            let broken: JSON = .string("services: {a: {image: x, ports: [99999]}}")
            #expect(try await bench.carryOut("deploy", compose: broken)?["type"] == "invalid_config")
            #expect(try await state(bench, "a")?["State"]?["Status"] == "running", "what runs is left alone")
            // A service that is no longer in the file goes.
            let other: JSON = .string("services: {b: {image: '\(bench.registry.image("web", "1"))'}}")
            #expect(try await bench.carryOut("deploy", compose: other) == nil)
            let gone = try await bench.engine.request("GET", "/containers/\(bench.service)-a-1/json").status
            #expect(gone == 404)
            #expect(try await bench.carryOut("remove") == nil)
        }
    }

    @LoopActor
    @Test func `a wish to restart that comes while the engine restarts the service is carried out too`() async throws {
        try await withProxiedBench { bench, proxy in
            let image = bench.registry.image("web", "1")
            // It does not end when it is told to: the engine waits for a second.
            let compose = JSON.string(
                """
                services:
                  db: {image: '\(image)', network_mode: none}
                  web:
                    image: '\(image)'
                    network_mode: none
                    command: [/bin/sh, -c, "trap '' TERM; while :; do /bin/busybox sleep 1; done"]
                    stop_grace_period: 1s
                    depends_on: {db: {restart: true, condition: service_started}}
                """)
            #expect(try await bench.carryOut("deploy", compose: compose) == nil)
            let web = try ServiceName(bench.service + "-web")
            proxy.forgetRequests()
            let restart: JSON = ["id": .string("w-\(web)"), "action": "restart", "service": .string(web.text)]
            try await bench.reconciler.apply([Instruction.parse(restart)])
            let restarts = { proxy.requests.count { $0.contains("/restart ") || $0.contains("/restart?") } }
            try await eventually("the engine is at it", within: .seconds(60)) { restarts() == 1 }
            try await bench.reconciler.restartUsers(of: ServiceName(bench.service + "-db"))
            try await eventually("it is restarted once more", within: .seconds(60)) { restarts() == 2 }
            #expect(try await bench.ending(of: "w-\(web)") == nil)
            try await eventually("it comes to rest", within: .seconds(60)) {
                bench.reconciler.services[web].map { $0.work == nil && $0.desired.nudge == .none } ?? false
            }
            #expect(restarts() == 2)
        }
    }

    /// `front` needs `web`, which needs `db`, and each is to be restarted with what it needs; `other` only needs `db`.
    @LoopActor
    @Test func `an explicit restart restarts those that ask for it, and theirs; that of a whole project each once`()
        async throws
    {
        try await withProxiedBench { bench, proxy in
            let image = bench.registry.image("web", "1")
            let compose = JSON.string(
                """
                services:
                  db: {image: '\(image)', network_mode: none}
                  web: {image: '\(image)', network_mode: none, depends_on: {db: {restart: true, condition: service_started}}}
                  front: {image: '\(image)', network_mode: none, depends_on: {web: {restart: true, condition: service_started}}}
                  other: {image: '\(image)', network_mode: none, depends_on: [db]}
                """)
            #expect(try await bench.carryOut("deploy", compose: compose) == nil)
            @LoopActor func starts() async throws -> [String: String] {
                var starts: [String: String] = [:]
                for member in ["db", "web", "front", "other"] {
                    starts[member] = try await state(bench, member)?["State"]?["StartedAt"]?.string
                }
                return starts
            }
            @LoopActor func rest() async throws {
                try await eventually("all has come to rest", within: .seconds(60)) {
                    bench.reconciler.services.values.allSatisfy { $0.work == nil && $0.desired.nudge == .none }
                }
            }
            try await rest()
            let before = try await starts()
            let restart: JSON = [
                "id": .string("db-\(bench.service)"), "action": "restart", "service": .string(bench.service + "-db"),
            ]
            try await bench.reconciler.apply([Instruction.parse(restart)])
            #expect(try await bench.ending(of: "db-\(bench.service)") == nil)
            try await eventually("those that need it are restarted after it", within: .seconds(60)) {
                let now = try await starts()
                guard let db = now["db"], let web = now["web"], let front = now["front"] else { return false }
                return db != before["db"] && db < web && web < front
            }
            #expect(try await starts()["other"] == before["other"])

            try await rest()
            proxy.forgetRequests()
            #expect(try await bench.carryOut("restart") == nil)
            try await rest()
            let restarts = proxy.requests.filter { $0.contains("/restart ") }
            #expect(restarts.count == 4 && Set(restarts).count == 4, "\(restarts)")
        }
    }
}
