import JSON
import TestSupport
import Testing

/// The real deployd is killed right after each step of a deployment, an update and a rollback; what follows goes on from
/// there, and ends with exactly one container.
@Suite(.dockerEngine, .timeLimit(.minutes(10)))
struct StepBoundaryTests {
    /// One service for each fault point, all on one node. The first process is killed by the first service, the second by
    /// the second, and so on.
    private func kill(
        at points: [String], revision: Int, _ body: (NodeWithService, _ service: String) async throws -> Void
    ) async throws {
        let port = try freePort()
        let names = points.indices.map { "step\($0)-\(port)" }
        let faults = zip(points, names).enumerated().map { index, pair in
            "deploy.\(pair.0):\(pair.1)#\(revision)=kill*\(index + 1)"
        }
        let settings = ["AEREKOS_FAULT": faults.joined(separator: ","), "RESTART_BURST": "1000"]
        try await withNode(settings: settings) { web in
            for (index, name) in names.enumerated() {
                try await body(web, name)
                let restarts = try await web.node.subsystem("deployd")["restarts"]
                #expect(restarts == .int(Int64(index + 1)), "deployd was killed at \(points[index])")
            }
            for name in names {
                let id = try await web.node.instruct(["action": "remove", "service": .string(name)])
                #expect(try await web.node.outcome(of: id)["status"] == "success")
            }
        }
    }

    private func carryOut(
        _ web: NodeWithService, _ action: String, _ service: String, image: String, _ more: [String: JSON] = [:]
    ) async throws -> JSON {
        var config = more
        config["image"] = .string(image)
        let id = try await web.node.instruct([
            "action": .string(action), "service": .string(service), "config": .object(config),
        ])
        return try await web.node.outcome(of: id, within: .seconds(180))
    }

    private func expectOne(_ web: NodeWithService, _ service: String, image: String) async throws {
        try await eventually("\(service) has one container, of \(image)", within: .seconds(120)) {
            let containers = try await web.engine.containers(label: "cloud.aerekos.service=\(service)")
            guard containers.count == 1, containers[0]["State"] == "running" else { return false }
            let isNamed = containers[0]["Names"] == .array([.string("/aerekos-\(service)")])
            let details = try await web.engine.inspect("aerekos-\(service)")
            return isNamed && details?["Config"]?["Image"]?.string == image
        }
    }

    @Test func `a deployment goes on after every step`() async throws {
        try await kill(at: ["pulled", "created", "started", "proven"], revision: 1) { web, service in
            let image = web.registry.image("web", "1")
            let outcome = try await carryOut(web, "deploy", service, image: image, ["pull_policy": "always"])
            #expect(outcome["status"] == "success", "\(outcome.text)")
            try await expectOne(web, service, image: image)
        }
    }

    @Test(arguments: ["stop-first", "start-first"])
    func `an update goes on after every step`(order: String) async throws {
        let points = ["pulled", "created", "stopped", "started", "proven", "removed", "promoted"]
        try await kill(at: points, revision: 2) { web, service in
            let more: [String: JSON] = ["update_order": .string(order)]
            let old = web.registry.image("web", "1")
            #expect(try await carryOut(web, "deploy", service, image: old, more)["status"] == "success")
            let new = web.registry.image("web", "2")
            let outcome = try await carryOut(web, "update", service, image: new, more)
            #expect(outcome["status"] == "success", "\(outcome.text)")
            try await expectOne(web, service, image: new)
        }
    }

    @Test(arguments: ["stop-first", "start-first"])
    func `an update that fails is rolled back after every step`(order: String) async throws {
        try await kill(at: ["created", "started", "rolled_back"], revision: 2) { web, service in
            let more: [String: JSON] = ["update_order": .string(order)]
            let old = web.registry.image("web", "1")
            #expect(try await carryOut(web, "deploy", service, image: old, more)["status"] == "success")
            let bad = web.registry.image("quits", "1")
            let outcome = try await carryOut(web, "update", service, image: bad, more)
            #expect(outcome["error"]?["type"] == "exited", "\(outcome.text)")
            try await expectOne(web, service, image: old)
        }
    }
}
