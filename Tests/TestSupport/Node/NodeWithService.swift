import Glibc
import JSON

/// A node on a real engine with one deployed service that publishes a port.
package struct NodeWithService: Sendable {
    package let node: TestNode
    package let engine: TestEngine
    package let registry: TestRegistry
    package let service: String
    package let servicePort: Int

    package var containerName: String { "aerekos-\(service)" }

    package static func start(
        engine given: TestEngine? = nil, port wanted: Int? = nil, settings: [String: String] = [:],
        launcher: [String] = []
    ) async throws -> NodeWithService {
        let registry = try await TestRegistry.shared()
        let engine: TestEngine
        if let given { engine = given } else { engine = try await TestEngine.shared() }
        let node = try TestNode(
            settings: settings.merging(["DOCKER_HOST": engine.dockerHost]) { given, _ in given }, launcher: launcher)
        let port = try wanted ?? freePort()
        let new = NodeWithService(
            node: node, engine: engine, registry: registry, service: "web-\(port)", servicePort: port)
        try await node.startAndRegister()
        return new
    }

    /// Another service of the same node, not deployed yet.
    package func another(_ name: String) throws -> NodeWithService {
        let port = try freePort()
        return NodeWithService(
            node: node, engine: engine, registry: registry, service: "\(name)-\(port)", servicePort: port)
    }

    package func instruction(_ action: String, tag: String? = nil) -> JSON {
        var members: [String: JSON] = ["action": .string(action), "service": .string(service)]
        if let tag {
            members["config"] = [
                "image": .string(registry.image("web", tag)), "ports": ["80": .int(Int64(servicePort))],
                "environment": ["GREETING": "hello", "DB_PASSWORD": "hunter2"],
            ]
        }
        return .object(members)
    }

    /// Gives the instruction through the conductor and waits for its outcome there.
    @discardableResult
    package func carryOut(_ action: String, tag: String? = nil) async throws -> JSON {
        try await node.outcome(of: try await node.instruct(instruction(action, tag: tag)))
    }

    /// Deploys version 1 and waits until it answers.
    package func deploy() async throws {
        let outcome = try await carryOut("deploy", tag: "1")
        guard outcome["status"] == "success" else { throw Unexpected(outcome.text) }
        try await waitForPage("one")
    }

    package func waitForPage(_ content: String) async throws {
        let port = servicePort
        try await eventually("the service answers \(content)", within: .seconds(60)) {
            try await TestNode.page(port: port) == content
        }
    }

    /// The container's id and the moment it was started: what must not change while nobody asks.
    package func incarnation() async throws -> [String?] {
        let container = try await engine.inspect(containerName)
        return [container?["Id"]?.string, container?["State"]?["StartedAt"]?.string]
    }

    package func containerCount() async throws -> Int {
        try await engine.containers(label: "cloud.aerekos.service=\(service)").count
    }

    package func waitUntilOnline() async throws {
        try await eventually("the node is online", within: .seconds(60)) {
            (try? await node.get("/health").body["status"]) == "online"
        }
    }

    /// Stops the node and removes what the test deployed; the engine is shared.
    package func end() async throws {
        try await node.supervisor.stop()
        try await removeContainers()
    }

    package func removeContainers() async throws {
        for container in try await engine.containers(label: "cloud.aerekos.service=\(service)") {
            if let id = container["Id"]?.string { try await engine.remove(container: id) }
        }
    }

    package struct Unexpected: Error, CustomStringConvertible {
        package let description: String
        package init(_ description: String) { self.description = description }
    }
}

/// Runs a test's body on a node with a service, and cleans up however it ends.
package func withNode(
    engine: TestEngine? = nil, port: Int? = nil, settings: [String: String] = [:],
    _ body: (NodeWithService) async throws -> Void
) async throws {
    let node = try await NodeWithService.start(engine: engine, port: port, settings: settings)
    do {
        try await body(node)
    } catch {
        print("the node's log:\n\(node.node.log.suffix(6000))")
        try? await node.end()
        throw error
    }
    try await node.end()
}
