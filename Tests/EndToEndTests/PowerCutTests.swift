import Glibc
import JSON
import TestSupport
import Testing

/// Engine, containers and deployd end at one moment without a word, as with the power. What is there afterwards is the old
/// version or the new one, whole: never none, never two.
@Suite(.dockerEngine, .timeLimit(.minutes(10)))
struct PowerCutTests {
    /// After which step of an update the power is cut; deployd stands still there until then.
    private struct Cut {
        let point: String
        var order = "start-first"
        /// Whether the new version is any good.
        var isWell = true
    }

    private static let cuts = [
        Cut(point: "created"), Cut(point: "stopped", order: "stop-first"), Cut(point: "started", order: "stop-first"),
        Cut(point: "proven"), Cut(point: "removed"), Cut(point: "promoted"), Cut(point: "started", isWell: false),
        Cut(point: "rolled_back", order: "stop-first", isWell: false),
    ]

    /// One service for each, all on one node.
    private static func settings(_ names: [String]) -> [String: String] {
        let faults = zip(cuts, names).enumerated().map { index, pair in
            "deploy.\(pair.0.point):\(pair.1)#2=stop*\(index + 1)"
        }
        return [
            "AEREKOS_FAULT": faults.joined(separator: ","), "RESTART_BURST": "1000", "WATCHDOG_TIMEOUT_DEPLOYD": "10m",
        ]
    }

    @Test func `an update that the power was cut in, after any step, ends with one container of one version`()
        async throws
    {
        let port = try freePort()
        let names = Self.cuts.indices.map { "cut\($0)-\(port)" }
        let engine = try await TestEngine.start()
        defer { engine.endNow() }
        try await withNode(engine: engine, settings: Self.settings(names)) { web in
            func instruct(_ action: String, _ name: String, _ order: String, _ image: String) async throws -> String {
                let config: JSON = ["image": .string(image), "update_order": .string(order)]
                return try await web.node.instruct([
                    "action": .string(action), "service": .string(name), "config": config,
                ])
            }
            let (old, new) = (web.registry.image("web", "1"), web.registry.image("web", "2"))
            for (index, cut) in Self.cuts.enumerated() {
                let name = names[index]
                let deployed = try await web.node.outcome(of: try await instruct("deploy", name, cut.order, old))
                #expect(deployed["status"] == "success", "\(deployed.text)")
                let image = cut.isWell ? new : web.registry.image("quits", "1")
                let update = try await instruct("update", name, cut.order, image)
                let deployd = try await eventually("deployd stands still after \(cut)") { () -> pid_t? in
                    guard let pid = try? await web.node.pid(of: "deployd") else { return nil }
                    return ProcessFacts.status(pid, "State")?.hasPrefix("T") == true ? pid : nil
                }
                try await engine.kill()
                #expect(kill(deployd, SIGKILL) == 0)
                try await engine.start()
                let outcome = try await web.node.outcome(of: update, within: .seconds(120))
                #expect(outcome["status"] == (cut.isWell ? "success" : "failed"), "\(cut): \(outcome.text)")
                for (name, cut) in zip(names[...index], Self.cuts) {
                    try await expectOne(web, name, of: cut.isWell ? new : old)
                }
            }
        }
    }

    /// The service has one container, which runs, has its name, and is of the image.
    private func expectOne(_ web: NodeWithService, _ name: String, of image: String) async throws {
        try await eventually("\(name) has one container, of \(image)") {
            let containers = try await web.engine.containers(label: "cloud.aerekos.service=\(name)")
            let details = try await web.engine.inspect("aerekos-\(name)")
            return containers.count == 1 && containers[0]["Id"] == details?["Id"]
                && details?["State"]?["Running"] == true && details?["Config"]?["Image"]?.string == image
        }
    }

    @Test func `after a power cut all services are back without a conductor and without a registry`() async throws {
        let engine = try await TestEngine.start()
        defer { engine.endNow() }
        let registry = try await TestRegistry.start(TestRegistry.Manners())
        try await withNode(engine: engine) { web in
            let project = "shop\(web.servicePort)"
            let image = registry.image("web", "1")
            let compose = """
                services:
                  web: {image: '\(image)', pull_policy: always, restart: always, depends_on: [db]}
                  db: {image: '\(image)', pull_policy: always, volumes: ['data:/data']}
                volumes: {data: {}}
                """
            let config: JSON = [
                "image": .string(image), "pull_policy": "always", "ports": ["80": .int(Int64(web.servicePort))],
            ]
            for instruction: JSON in [
                ["action": "deploy", "service": .string(project), "compose": .string(compose)],
                ["action": "deploy", "service": .string(web.service), "config": config],
            ] {
                let outcome = try await web.node.outcome(of: try await web.node.instruct(instruction))
                #expect(outcome["status"] == "success", "\(outcome.text)")
            }
            // Somebody else's, of the same project to docker compose.
            let foreign: JSON = ["Image": .string(image), "Labels": ["com.docker.compose.project": .string(project)]]
            try await engine.request("POST", "/containers/create?name=foreign", body: foreign.bytes)
            let foreignBefore = try #require(try await engine.inspect("foreign"))
            let containers = ["\(project)-web-1", "\(project)-db-1", web.containerName]
            var before: [JSON?] = []
            for name in containers { before.append(try await engine.inspect(name)?["Id"]) }
            try await registry.end()
            let daemons = try await web.node.pids()
            try await web.node.conductor.kill()
            try await engine.kill()
            try await web.node.supervisor.kill()
            for pid in daemons.values { kill(pid, SIGKILL) }

            try await engine.start()
            for name in containers {
                #expect(
                    try await engine.inspect(name)?["State"]?["Running"] == false, "\(name): the engine starts nothing")
            }
            try await web.node.supervisor.start()
            try await web.waitForPage("one")
            for (name, id) in zip(containers, before) {
                try await eventually("\(name) runs, and is what it was") {
                    let container = try await engine.inspect(name)
                    return container?["State"]?["Running"] == true && container?["Id"] == id
                }
            }
            try await eventually("all are well") {
                let services = try await web.node.get("/services").body["services"]?.array ?? []
                return services.count == 3
                    && services.allSatisfy { $0["status"] == "running" && ($0["error"] ?? .null) == .null }
            }
            let foreignAfter = try await engine.inspect("foreign")
            #expect(foreignAfter?["Id"] == foreignBefore["Id"] && foreignAfter?["State"] == foreignBefore["State"])
        }
    }
}
