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

    private static let firstSteps =
        all(["made", "created", "started", "proven"], of: "web", 1)
        + all(["created", "started", "proven"], of: "old", 1)

    /// What the operator asks for, one after the other, and where deployd is killed meanwhile.
    private static let actions: [(action: String, state: String?, boundary: Boundary)] = [
        ("restart", "running", Boundary(point: "restarted", member: "web", revision: 2)),
        ("stop", "exited", Boundary(point: "stopped", member: "old", revision: 3)),
        ("start", "running", Boundary(point: "started", member: "web", revision: 4)),
        ("restart", "running", Boundary(point: "proven", member: "old", revision: 5)),
        ("stop", "exited", Boundary(point: "stopped", member: "web", revision: 6)),
        ("start", "running", Boundary(point: "proven", member: "old", revision: 7)),
        ("remove", nil, Boundary(point: "removed", member: "old", revision: 8)),
    ]

    /// The settings of a node whose first process is killed at the first of these, and so on.
    private static func settings(_ boundaries: [(project: String, boundary: Boundary)]) -> [String: String] {
        let faults = boundaries.enumerated().map { index, pair in
            let revision = pair.boundary.revision.map { "#\($0)" } ?? ""
            return "deploy.\(pair.boundary.point):\(pair.project)-\(pair.boundary.member)\(revision)=kill*\(index + 1)"
        }
        return ["AEREKOS_FAULT": faults.joined(separator: ","), "RESTART_BURST": "1000"]
    }

    /// One project for each boundary, all on one node. The first process is killed by the first project, and so on.
    private func kill(
        at boundaries: [Boundary], _ body: (NodeWithService, _ project: String) async throws -> Void
    ) async throws {
        let port = try freePort()
        let names = boundaries.indices.map { "p\($0)x\(port)" }
        try await withNode(settings: Self.settings(Array(zip(names, boundaries)))) { web in
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

    @Test func `a first deployment goes on after every step, and so do a restart, a stop, a start and a removal`()
        async throws
    {
        let port = try freePort()
        let first = Self.firstSteps.enumerated().map { (project: "f\($0)x\(port)", boundary: $1) }
        let last = try #require(first.last?.project)
        let later = Self.actions.map { (project: last, boundary: $0.boundary) }
        try await withNode(settings: Self.settings(first + later)) { web in
            var killed = 0
            func expectKilled(_ what: String) async throws {
                killed += 1
                try await eventually("deployd was killed: \(what)") {
                    (try? await web.node.subsystem("deployd")["restarts"]) == .int(Int64(killed))
                }
            }
            func instruct(_ action: String, _ project: String) async throws {
                let id = try await web.node.instruct(["action": .string(action), "service": .string(project)])
                let outcome = try await web.node.outcome(of: id, within: .seconds(180))
                #expect(outcome["status"] == "success", "\(action): \(outcome.text)")
            }
            for (project, boundary) in first {
                let outcome = try await carryOut(web, "deploy", project, Self.compose(web, version: 1))
                #expect(outcome["status"] == "success", "\(outcome.text)")
                try await expectWhole(web, project, version: 1)
                try await expectKilled("\(boundary.member) \(boundary.point)")
                if project != last { try await instruct("remove", project) }
            }
            for (action, state, boundary) in Self.actions {
                try await instruct(action, last)
                try await expectKilled("\(action): \(boundary.member) \(boundary.point)")
                let containers = try await web.engine.containers(label: "com.docker.compose.project=\(last)")
                #expect(containers.count == (state == nil ? 0 : 2), "\(action)")
                #expect(containers.allSatisfy { $0["State"]?.string == state }, "\(action)")
            }
        }
    }
}
