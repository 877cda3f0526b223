import Foundation
import JSON
import TestSupport
import Testing

/// docker-compose.yml as it stands, brought up by Debian's docker-compose.
@Suite(.dockerEngine, .debianTrees, .timeLimit(.minutes(10)))
struct ComposeUpTests {
    /// docker compose builds the services of a file side by side; on an engine that keeps images in containerd the second
    /// build of one name fails: "already exists".
    @Test func `the compose file builds its image once, for both services`() throws {
        let lines = try SourceTree.text("docker-compose.yml").components(separatedBy: "\n")
        #expect(lines.filter { $0.hasPrefix("    build:") }.count == 1)
        #expect(lines.filter { $0.hasPrefix("    image: ${AEREKOS_IMAGE") }.count == 2)
    }

    @Test func `the compose file brings up a node and a conductor, whose services outlive the node's container`()
        async throws
    {
        let engine = try await NodeImage.onSharedEngine()
        let registry = try await TestRegistry.shared()
        let directory = try TemporaryDirectory()
        let ports = (conductor: try freePort(), api: try freePort(), web: try freePort(), site: try freePort())
        let project = "node\(ports.api)"
        let node = ContainerisedNode(engine: engine, container: project + "_node_1")
        let settings = NodeImage.arguments.merging([
            "AEREKOS_IMAGE": "aerekos-worker:compose", "DOCKER_SOCKET": engine.socketPath,
            "SERVICES_DIR": directory.file("services"), "CONDUCTOR_URL": "http://127.0.0.1:\(ports.conductor)",
            "CONDUCTOR_PORT": "\(ports.conductor)", "CONDUCTOR_TOKEN": TestNode.token, "PORT": "\(ports.api)",
            "WORKER_HOSTNAME": project, "WORKER_IP": "192.0.2.1", "SERVICE_STABLE_TIME": "200ms",
            "AEREKOS_ENV_FILE": directory.file("others.env"),
        ]) { $1 }
        // Files of the host are below /host.
        let certificates = try await TestCertificates.make(host: "127.0.0.1")
        let others = [
            "RESTART_BURST=7", "API_TLS_CERT=/host" + certificates.file("server.pem"),
            "API_TLS_KEY=/host" + certificates.file("server-key.pem"),
        ]
        try directory.write(others.map { $0 + "\n" }.joined().utf8, to: "others.env")
        try directory.write(settings.map { "\($0.key)=\($0.value)\n" }.joined().utf8, to: "settings.env")
        let composeCommand = [
            "/usr/bin/docker-compose", "--project-name", project, "--env-file", directory.file("settings.env"),
        ]
        @discardableResult
        func shell(_ script: String) async throws -> String {
            try await CommandRun.output(
                of: ["/bin/sh", "-ec", script], environment: NodeImage.environment(engine), in: SourceTree.root)
        }
        func compose(_ arguments: String...) async throws {
            try await shell((composeCommand + ["--profile", "conductor"] + arguments).joined(separator: " "))
        }
        // A project in the directory of services mounts a page that lies beside its file, on the host.
        let site = directory.file("services/site")
        try FileManager.default.createDirectory(atPath: site, withIntermediateDirectories: true)
        try directory.write("from the host".utf8, to: "services/site/index.html")
        let file = """
            services:
              www:
                image: \(registry.image("web", "1"))
                ports: ["\(ports.site):80"]
                volumes: ["./index.html:/www/index.html:ro"]

            """
        try directory.write(file.utf8, to: "services/site/docker-compose.yml")
        let services = ["web-\(ports.web)", "site-www"]
        do {
            // As the README has it, but for ports, the token, and the name of this test's project.
            let readme = try #require(try SourceTree.commands(below: "In a container").first)
            let lines = readme.replacingOccurrences(of: "127.0.0.1:3000", with: "127.0.0.1:\(ports.conductor)")
                .replacingOccurrences(of: "choose-a-token", with: TestNode.token)
                .replacingOccurrences(of: "docker compose exec", with: "docker compose exec -T")
                .replacingOccurrences(of: "docker compose", with: composeCommand.joined(separator: " "))
                .components(separatedBy: "\n")
            try #require(lines.count == 3)
            try await shell(lines[0] + "\n" + lines[1])
            try await node.waitUntilHealthy()
            try await waitForPage("from the host", port: ports.site)

            let worker = try await eventually("the conductor knows the node", within: .seconds(60)) {
                let (_, body) = try await offThread {
                    try PlainHTTP.request(port: ports.conductor, "GET", "/api/workers")
                }
                return try JSON(parsing: body)["workers"]?.array?.first?["id"]?.string
            }
            let instruction: JSON = [
                "action": "deploy", "service": .string(services[0]),
                "config": [
                    "image": .string(registry.image("web", "1")), "ports": ["80": .int(Int64(ports.web))],
                ],
            ]
            let (status, _) = try await offThread {
                try PlainHTTP.request(
                    port: ports.conductor, "POST", "/api/workers/\(worker)/instructions", body: instruction.bytes)
            }
            #expect(status == 201)
            try await waitForPage("one", port: ports.web)
            #expect(try await shell(lines[2]).contains("registered as \(worker)"))
            let given = try await node.json("config")["settings"]?.array?.first { $0["key"] == "RESTART_BURST" }
            #expect(given?["value"] == 7, "a setting that docker-compose.yml does not name")
            try await expectNoProblems(
                with: ["settings", "permissions", "cgroup", "conductor", "engine", "port", "api_tls"], node)
            let health = try await CommandRun.output(of: [
                "curl", "--silent", "--fail", "--cacert", certificates.file("ca.pem"),
                "https://127.0.0.1:\(ports.api)/health",
            ])
            #expect(try JSON(parsing: Array(health.utf8))["status"] == "online", "\(health)")
            let before = try await node.incarnation(of: services[0])

            try await compose("up", "--detach", "--force-recreate", "node")
            try await node.waitUntilHealthy()
            try await eventually("the new container has the old one's identity", within: .seconds(60)) {
                let status = try await node.json("status")
                return status["conductor"]?["registered"] == true
                    && status["conductor"]?["worker_id"]?.string == worker
            }
            #expect(try await node.incarnation(of: services[0]) == before)
            try await compose("down", "--volumes")
            #expect(try await engine.inspect(node.container) == nil)
            #expect(try await TestNode.page(port: ports.web) == "one")
        } catch {
            try? await compose("down", "--volumes")
            try? await remove(services, node)
            throw error
        }
        try await remove(services, node)
    }

    /// What the doctor says of how the node is set up; disks and memory are the test machine's.
    private func expectNoProblems(with checks: [String], _ node: ContainerisedNode) async throws {
        let text = try await NodeImage.docker(
            node.engine, ["exec", node.container, "sh", "-c", "workerctl doctor --json || true"])
        let findings = try JSON(parsing: Array(text.utf8))["findings"]?.array ?? []
        for check in checks {
            let finding = findings.first { $0["check"]?.string == check }
            #expect(finding != nil && finding?["verdict"] != "problem", "\(check): \(text)")
        }
    }

    private func remove(_ services: [String], _ node: ContainerisedNode) async throws {
        for container in try await node.engine.containers(label: "com.docker.compose.project=site") {
            if let id = container["Id"]?.string { try await node.engine.remove(container: id) }
        }
        try await node.remove(services: services)
    }
}
