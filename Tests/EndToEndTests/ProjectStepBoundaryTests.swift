import JSON
import TestSupport
import Testing

/// The real deployd is killed right after each step of the update of a compose project. What follows goes on from there,
/// and ends with one version, whole: each container with its files.
@Suite(.dockerEngine, .timeLimit(.minutes(10)))
struct ProjectStepBoundaryTests {
    /// Where deployd is killed: after a step for a member. `old` goes with the update, `new` comes with it.
    struct Boundary: Sendable {
        let point: String
        let member: String
        /// Of the member at that time; nil: not told there.
        var revision: Int?
    }

    private static func all(_ points: [String], of member: String, _ revision: Int?) -> [Boundary] {
        points.map { Boundary(point: $0, member: member, revision: revision) }
    }

    private static let steps =
        all(["pulled", "created", "started", "proven", "stopped", "removed", "promoted"], of: "web", 2)
        + all(["created", "started", "proven"], of: "new", 1) + all(["stopped", "removed", "forgotten"], of: "old", 2)
        + all(["made"], of: "web", 2) + all(["made"], of: "new", 1)

    private static let stepsBack =
        all(["created", "started"], of: "new", 1) + all(["rolled_back"], of: "new", nil)
        + all(["created", "promoted"], of: "web", 3) + all(["removed", "forgotten"], of: "new", 2)

    /// One project for each boundary, all on one node. The first process is killed by the first project, and so on.
    private func kill(
        at boundaries: [Boundary], _ body: (NodeWithService, _ project: String) async throws -> Void
    ) async throws {
        let port = try freePort()
        let names = boundaries.indices.map { "p\($0)x\(port)" }
        let faults = zip(boundaries, names).enumerated().map { index, pair in
            let (boundary, name) = pair
            let revision = boundary.revision.map { "#\($0)" } ?? ""
            return "deploy.\(boundary.point):\(name)-\(boundary.member)\(revision)=kill*\(index + 1)"
        }
        let settings = ["AEREKOS_FAULT": faults.joined(separator: ","), "RESTART_BURST": "1000"]
        try await withNode(settings: settings) { web in
            for (index, name) in names.enumerated() {
                let outcome = try await carryOut(web, "deploy", name, Self.compose(web, version: 1))
                #expect(outcome["status"] == "success", "\(outcome.text)")
                try await body(web, name)
                let restarts = try await web.node.subsystem("deployd")["restarts"]
                let boundary = boundaries[index]
                #expect(
                    restarts == .int(Int64(index + 1)), "deployd was killed: \(boundary.member) \(boundary.point)")
                let id = try await web.node.instruct(["action": "remove", "service": .string(name)])
                #expect(try await web.node.outcome(of: id, within: .seconds(180))["status"] == "success")
            }
        }
    }

    private static func compose(_ web: NodeWithService, version: Int, sick: Bool = false) -> JSON {
        let image = web.registry.image("web", "\(version)")
        let extra = version == 1 ? "old" : "new"
        // Sick late enough for the other service to have taken the place of its old version by then.
        let check = sick ? "healthcheck: {test: [CMD, /bin/busybox, 'false'], interval: 1500ms, retries: 2}, " : ""
        return .string(
            """
            services:
              web: {image: "\(image)", configs: [motd], restart: always}
              \(extra):
                {image: "\(image)", configs: [motd], \(check)restart: always, depends_on: {web: {condition: service_healthy}}}
            configs: {motd: {content: "version \(version)"}}
            """)
    }

    private func carryOut(
        _ web: NodeWithService, _ action: String, _ project: String, _ compose: JSON
    ) async throws -> JSON {
        let id = try await web.node.instruct([
            "action": .string(action), "service": .string(project), "compose": compose,
        ])
        return try await web.node.outcome(of: id, within: .seconds(180))
    }

    /// That version runs, whole, and nothing else is left.
    private func expectWhole(_ web: NodeWithService, _ project: String, version: Int) async throws {
        let members = ["web", version == 1 ? "old" : "new"].map { "\(project)-\($0)-1" }
        let label = "com.docker.compose.project=\(project)"
        try await eventually("\(project) is in version \(version)", within: .seconds(120)) {
            let containers = try await web.engine.containers(label: label)
            let names = containers.filter { $0["State"] == "running" }.compactMap { $0["Names"]?[0]?.string }
            guard containers.count == 2, Set(names) == Set(members.map { "/" + $0 }) else { return false }
            let image = web.registry.image("web", "\(version)")
            for member in members {
                guard try await web.engine.inspect(member)?["Config"]?["Image"]?.string == image else { return false }
            }
            return true
        }
        for member in members {
            let file = try await web.engine.request("GET", "/containers/\(member)/archive?path=/motd")
            #expect(file.status == 200, "\(member) has its file")
            #expect(String(decoding: file.body, as: UTF8.self).contains("version \(version)"), "\(member)")
        }
    }

    @Test func `the update of a project goes on after every step`() async throws {
        try await kill(at: Self.steps) { web, project in
            let outcome = try await carryOut(web, "update", project, Self.compose(web, version: 2))
            #expect(outcome["status"] == "success", "\(outcome.text)")
            try await expectWhole(web, project, version: 2)
        }
    }

    @Test func `the update of a project that fails is put back after every step`() async throws {
        try await kill(at: Self.stepsBack) { web, project in
            let sick = Self.compose(web, version: 2, sick: true)
            let outcome = try await carryOut(web, "update", project, sick)
            #expect(outcome["error"]?["type"] == "unhealthy", "\(outcome.text)")
            try await expectWhole(web, project, version: 1)
        }
    }
}
