import JSON
import TestSupport
import Testing

/// The real deployd is killed right after each step of what is not a new version: what operators ask for of a service, and
/// what somebody has done to its container by hand. What follows goes on from there.
@Suite(.dockerEngine, .timeLimit(.minutes(10)))
struct ActionBoundaryTests {
    /// What happens to a service that runs.
    private enum Act {
        case none, restart, stop, start, remove
        case killed, paused, disconnected, restartedByEngine

        /// What the container is afterwards; nil: there is none.
        var state: JSON? {
            switch self {
            case .stop: "exited"
            case .remove: nil
            case .none, .restart, .start, .killed, .paused, .disconnected, .restartedByEngine: "running"
            }
        }
    }

    /// Where deployd is killed, with the revision that the service has then if that is told there.
    private static let boundaries: [(point: String, revision: Int?, act: Act)] = [
        ("instruction.applied", nil, .none), ("deploy.begun", 1, .none), ("deploy.restarted", 2, .restart),
        ("deploy.proven", 2, .restart), ("deploy.stopped", 2, .stop), ("deploy.started", 3, .start),
        ("deploy.proven", 3, .start), ("deploy.stopped", 2, .remove), ("deploy.removed", 2, .remove),
        ("deploy.forgotten", 2, .remove), ("deploy.revived", 1, .killed), ("deploy.resumed", 1, .paused),
        ("deploy.attached", 1, .disconnected), ("deploy.taken_over", 1, .restartedByEngine),
    ]

    @Test func `whatever is asked for or done by hand, deployd goes on after every step`() async throws {
        let port = try freePort()
        let names = Self.boundaries.indices.map { "act\($0)-\(port)" }
        let faults = zip(Self.boundaries, names).enumerated().map { index, pair in
            let revision = pair.0.revision.map { "#\($0)" } ?? ""
            return "\(pair.0.point):\(pair.1)\(revision)=kill*\(index + 1)"
        }
        let settings = ["AEREKOS_FAULT": faults.joined(separator: ","), "RESTART_BURST": "1000"]
        try await withNode(settings: settings) { web in
            for (index, name) in names.enumerated() {
                let (point, _, act) = Self.boundaries[index]
                let config: JSON = [
                    "image": .string(web.registry.image("web", "1")), "networks": .array([.string("net-\(port)")]),
                ]
                try await instruct(web, "deploy", name, config)
                try await perform(act, web, name)
                try await eventually("deployd was killed: \(point)") {
                    (try? await web.node.subsystem("deployd")["restarts"]) == .int(Int64(index + 1))
                }
                try await eventually("\(name) is as it is to be after \(point)") {
                    let containers = try await web.engine.containers(label: "cloud.aerekos.service=\(name)")
                    guard containers.count == (act.state == nil ? 0 : 1) else { return false }
                    guard let container = containers.first else { return true }
                    let details = try await web.engine.inspect("aerekos-\(name)")
                    return container["State"] == act.state
                        && container["NetworkSettings"]?["Networks"]?["net-\(port)"] != nil
                        && details?["HostConfig"]?["RestartPolicy"]?["Name"] == "no"
                }
            }
            for (name, boundary) in zip(names, Self.boundaries) where boundary.act != .remove {
                try await instruct(web, "remove", name)
            }
        }
    }

    private func instruct(_ web: NodeWithService, _ action: String, _ name: String, _ config: JSON? = nil) async throws
    {
        var instruction: [String: JSON] = ["action": .string(action), "service": .string(name)]
        instruction["config"] = config
        let outcome = try await web.node.outcome(of: try await web.node.instruct(.object(instruction)))
        #expect(outcome["status"] == "success", "\(action) \(name): \(outcome.text)")
    }

    private func perform(_ act: Act, _ web: NodeWithService, _ name: String) async throws {
        func post(_ path: String, _ body: JSON? = nil) async throws {
            let answer = try await web.engine.request("POST", path, body: body?.bytes ?? [])
            #expect(answer.status < 300, "\(path)")
        }
        let container = "/containers/aerekos-\(name)"
        switch act {
        case .none: break
        case .restart: try await instruct(web, "restart", name)
        case .stop: try await instruct(web, "stop", name)
        case .start:
            try await instruct(web, "stop", name)
            try await instruct(web, "start", name)
        case .remove: try await instruct(web, "remove", name)
        case .killed: try await post("\(container)/kill")
        case .paused: try await post("\(container)/pause")
        case .disconnected:
            let network = try await web.engine.inspect("aerekos-\(name)")?["NetworkSettings"]?["Networks"]?.object?
                .first
            let body: JSON = ["Container": .string("aerekos-\(name)"), "Force": true]
            try await post("/networks/\(network?.key ?? "")/disconnect", body)
        case .restartedByEngine:
            try await post("\(container)/update", ["RestartPolicy": ["Name": "unless-stopped"]])
        }
    }
}
