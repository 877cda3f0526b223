import EventLoop
import JSON
import TestSupport

/// A node in a container of the tests' engine, and services beside it on that engine.
struct ContainerisedNode: Sendable {
    let engine: TestEngine
    let container: String

    /// Runs workerctl in it; what it printed.
    @discardableResult
    func workerctl(_ arguments: String...) async throws -> String {
        try await NodeImage.docker(engine, ["exec", container, "workerctl"] + arguments)
    }

    func json(_ arguments: String...) async throws -> JSON {
        let text = try await NodeImage.docker(engine, ["exec", container, "workerctl"] + arguments + ["--json"])
        return try JSON(parsing: Array(text.utf8))
    }

    func waitUntilHealthy() async throws {
        do {
            try await eventually("the container is healthy", within: .seconds(90)) {
                try await engine.inspect(container)?["State"]?["Health"]?["Status"] == "healthy"
            }
        } catch {
            let log = try? await NodeImage.docker(engine, ["logs", container])
            throw NodeWithService.Unexpected("\(error)\n\(log ?? "")")
        }
    }

    /// A service's container and the moment it was started: what must not change while nobody asks.
    func incarnation(of service: String) async throws -> [String?] {
        let container = try await engine.inspect("aerekos-" + service)
        return [container?["Id"]?.string, container?["State"]?["StartedAt"]?.string]
    }

    func remove(services: [String]) async throws {
        for service in services {
            for container in try await engine.containers(label: "cloud.aerekos.service=\(service)") {
                if let id = container["Id"]?.string { try await engine.remove(container: id) }
            }
        }
    }
}

/// Waits until a published port answers with the page.
func waitForPage(_ content: String, port: Int) async throws {
    try await eventually("the service answers \(content)", within: .seconds(60)) {
        try await TestNode.page(port: port) == content
    }
}
