import Foundation
import JSON
import TestSupport
import Testing

/// The Dockerfile's image, run as a container without anything of Docker's in it but the mounted socket.
@Suite(.dockerEngine, .debianTrees, .timeLimit(.minutes(10)))
struct ImageTests {
    private static let host = try? String(contentsOfFile: "/etc/hostname", encoding: .utf8)
        .trimmingCharacters(in: .whitespacesAndNewlines)

    @Test func `a node in a container deploys services beside it, which its death, stop and replacement do not touch`()
        async throws
    {
        let engine = try await NodeImage.onSharedEngine()
        let registry = try await TestRegistry.shared()
        let (apiPort, servicePort) = (try freePort(), try freePort())
        let name = "node-\(apiPort)"
        let service = "web-\(servicePort)"
        let node = ContainerisedNode(engine: engine, container: name)
        // A network of its own, so that what is the host's and what is the container's differ.
        func run() async throws {
            try await NodeImage.docker(
                engine,
                [
                    "run", "--detach", "--name", name, "--health-interval", "1s", "--cap-drop", "ALL", "--read-only",
                    "--tmpfs", "/run/aerekos-worker:mode=0700", "--volume", "state-\(name):/var/lib/aerekos-worker",
                    "--volume", "\(engine.socketPath):/var/run/docker.sock", "--volume", "/:/host:ro",
                    "--env", "HOST_ROOT=/host", "--env", "BIND_ADDRESS=0.0.0.0", "--env", "API_TOKEN=open-sesame",
                    "--env", "SERVICE_STABLE_TIME=200ms", "--env", "RESOURCE_CHECK_INTERVAL=1s",
                    "--publish", "127.0.0.1:\(apiPort):3001", NodeImage.name,
                ])
            try await node.waitUntilHealthy()
        }
        do {
            try await run()
            try await node.workerctl(
                "deploy", service, "--image", registry.image("web", "1"), "--port", "\(servicePort):80")
            try await waitForPage("one", port: servicePort)
            let before = try await node.incarnation(of: service)

            // What it reports is the host's.
            let resources = try await node.json("resources")
            let own = try await engine.inspect(name)?["NetworkSettings"]?["IPAddress"]?.string
            #expect(own != nil && resources["network"]?["ip4"]?.string != own, "\(resources.text)")
            let memory = try #require(resources["ram"]?["total_bytes"]?.int)
            #expect(memory == Int64(try Self.totalMemory()))
            let health = try await Self.health(port: apiPort)
            #expect(health["hostname"]?.string == Self.host && health["docker_connected"] == true)

            // Killed.
            try await NodeImage.docker(engine, ["kill", "--signal", "KILL", name])
            #expect(try await TestNode.page(port: servicePort) == "one")
            try await NodeImage.docker(engine, ["start", name])
            try await node.waitUntilHealthy()
            try await self.shows(service, node)
            #expect(try await node.incarnation(of: service) == before)

            // Stopped in order within ten seconds: after that the engine would have killed it, which is status 137.
            try await NodeImage.docker(engine, ["stop", "--time", "10", name])
            let state = try await engine.inspect(name)?["State"]
            #expect(state?["ExitCode"]?.int == 0 && state?["Running"] == false, "\(state?.text ?? "")")
            #expect(try await NodeImage.docker(engine, ["logs", name]).contains("the node is stopping"))
            #expect(try await node.incarnation(of: service) == before)

            // Replaced by another container on the same state.
            try await NodeImage.docker(engine, ["rm", name])
            try await run()
            try await self.shows(service, node)
            #expect(try await node.incarnation(of: service) == before)
            try await node.workerctl("remove", service)
            #expect(try await engine.inspect("aerekos-" + service) == nil)
        } catch {
            try? await end(node, service)
            throw error
        }
        try await end(node, service)
    }

    @Test func `its health is that of the node's own parts, not that of a conductor or an engine that is away`()
        async throws
    {
        let engine = try await NodeImage.onSharedEngine()
        let name = "alone-\(try freePort())"
        let node = ContainerisedNode(engine: engine, container: name)
        do {
            try await NodeImage.docker(
                engine,
                [
                    "run", "--detach", "--name", name, "--health-interval", "1s", "--health-timeout", "2s",
                    "--health-retries", "2", "--env", "CONDUCTOR_URL=http://127.0.0.1:9", "--env", "CONDUCTOR_TOKEN=t",
                    NodeImage.name,
                ])
            try await node.waitUntilHealthy()
            // A supervisor that hangs is something that a new container mends.
            try await NodeImage.docker(engine, ["kill", "--signal", "STOP", name])
            try await eventually("the container is unhealthy", within: .seconds(60)) {
                try await engine.inspect(name)?["State"]?["Health"]?["Status"] == "unhealthy"
            }
            try await NodeImage.docker(engine, ["kill", "--signal", "CONT", name])
            try await node.waitUntilHealthy()
        } catch {
            _ = try? await engine.remove(container: name)
            throw error
        }
        try await engine.remove(container: name)
    }

    private func shows(_ service: String, _ node: ContainerisedNode) async throws {
        try await eventually("the node knows the service as running", within: .seconds(60)) {
            let list = try await node.json("services")
            let services = list.array ?? list["services"]?.array ?? []
            return services.contains { $0["service"]?.string == service && $0["running"] == true }
        }
    }

    private func end(_ node: ContainerisedNode, _ service: String) async throws {
        try await node.engine.remove(container: node.container)
        try await node.remove(services: [service])
        try await node.engine.request("DELETE", "/volumes/state-\(node.container)")
    }

    private static func health(port: Int) async throws -> JSON {
        let (_, body) = try await offThread { try PlainHTTP.request(port: port, "GET", "/health") }
        return try JSON(parsing: body)
    }

    private static func totalMemory() throws -> Int {
        let line = try String(contentsOfFile: "/proc/meminfo", encoding: .utf8).split(separator: "\n").first ?? ""
        let kilobytes = line.split(separator: " ").compactMap { Int($0) }.first
        return try #require(kilobytes) * 1024
    }
}
