import DockerEngine
import EventLoop
import HTTPClient
import JSON
import NodeProtocol
import TestSupport
import Testing

@testable import Deployment

/// What is deployed on podman's socket, from its first version to its end.
@Suite(.eventLoop, .enabled(if: TestPodman.obstacle == nil), .timeLimit(.minutes(6)))
struct PodmanDeploymentTests {
    @LoopActor
    @Test func `a service is deployed, updated, rolled back, kept running and removed`() async throws {
        let podman = try await TestPodman.shared()
        let client = EngineClient(address: .unix(path: podman.socketPath), http: HTTPClient(), deadline: .seconds(30))
        try await withBench(host: "unix://" + podman.socketPath) { bench in
            let name = "aerekos-" + bench.service
            #expect(try await bench.carryOut("deploy", ["image": bench.image("1")]) == nil)
            let first = try #require(try await client.container(name))
            #expect(first.state == .running)
            #expect(try await bench.carryOut("update", ["image": bench.image("2")]) == nil)
            let second = try #require(try await client.container(name))
            #expect(second.id != first.id && second.imageID != first.imageID)
            let ends: JSON = ["image": .string(bench.registry.image("quits", "1"))]
            #expect(try await bench.carryOut("update", ends)?["type"] == "exited")
            try await eventually("only the one before is left", within: .seconds(60)) {
                try await client.containers(labels: ["\(OwnershipLabels.worker)=\(bench.node)"]).map(\.id) == [
                    second.id
                ]
            }
            try await client.stop(second.id, grace: .zero)
            try await eventually("it is started again", within: .seconds(60)) {
                try await client.container(name)?.state == .running
            }
            try await client.remove(second.id)
            try await eventually("it is made anew", within: .seconds(60)) {
                try await client.container(name)?.state == .running
            }
            #expect(try await bench.carryOut("remove") == nil)
            #expect(try await client.containers(labels: ["\(OwnershipLabels.worker)=\(bench.node)"]).isEmpty)
        }
    }

    /// The container as podman's own API has it, in Docker's form.
    private func inspect(_ name: String) async throws -> JSON? {
        let answer = try await request("GET", "/containers/\(name)/json")
        guard answer.status == 200 else { return nil }
        return try JSON(parsing: answer.body)
    }

    private func request(_ method: String, _ path: String) async throws -> (status: Int, body: [UInt8]) {
        let socket = try await TestPodman.shared().socketPath
        return try await offThread {
            try PlainHTTP.request(socket: socket, method, path, body: [], type: "application/json")
        }
    }

    /// Carries out health checks, again and again, as systemd's timers do where Podman is at home. What fails comes again.
    private func check(_ containers: [String]) async throws {
        while !Task.isCancelled {
            for container in containers {
                _ = try? await request("GET", "/v4.0.0/libpod/containers/\(container)/healthcheck")
            }
            try await Task.sleep(for: .milliseconds(200))
        }
    }

    @LoopActor
    @Test func `a project with networks, volumes and dependencies is deployed, updated, put back and removed`()
        async throws
    {
        let podman = try await TestPodman.shared()
        try await withBench(host: "unix://" + podman.socketPath) { bench in
            let project = bench.service
            let checking = Task { try await check(["\(project)-db-1", "\(project)-last-1"]) }
            defer { checking.cancel() }
            @LoopActor func compose(_ tag: String, check: String = "true") -> JSON {
                .string(
                    """
                    services:
                      web:
                        image: \(bench.registry.image("web", tag))
                        networks: {front: {aliases: [shop]}}
                        volumes: ["data:/data"]
                        configs: [motd]
                        depends_on:
                          db: {condition: service_healthy}
                          job: {condition: service_completed_successfully}
                      db:
                        image: \(bench.registry.image("web", "1"))
                        networks: [front, back]
                        healthcheck: {test: [CMD, /bin/busybox, "true"], interval: 500ms, retries: 3}
                      job: {image: \(bench.registry.image("web", "1")), command: [/bin/sh, -c, exit 0], restart: "no"}
                      last:
                        image: \(bench.registry.image("web", "1"))
                        depends_on: [web]
                        healthcheck: {test: [CMD, /bin/busybox, "\(check)"], interval: 500ms, retries: 2}
                    networks: {front: {}, back: {internal: true}}
                    volumes: {data: {}}
                    configs: {motd: {content: "hello"}}
                    """)
            }
            func member(_ name: String) async throws -> JSON { try #require(try await inspect("\(project)-\(name)-1")) }
            let deployed = try await bench.carryOut("deploy", compose: compose("1"))
            try #require(deployed == nil, "\(deployed?.text ?? "")")
            let (web, db, job) = (try await member("web"), try await member("db"), try await member("job"))
            let started = { (container: JSON) in container["State"]?["StartedAt"]?.string ?? "" }
            #expect(started(db) < started(web) && started(job) < started(web))
            #expect(web["Config"]?["Labels"]?["com.docker.compose.project"]?.string == project)
            let networks = db["NetworkSettings"]?["Networks"]?.object ?? [:]
            #expect(Set(networks.keys) == ["\(project)_front", "\(project)_back"])
            #expect(web["Mounts"]?.array?.contains { $0["Name"]?.string == "\(project)_data" } == true)
            #expect(try await request("HEAD", "/containers/\(project)-web-1/archive?path=/motd").status == 200)

            let updated = try await bench.carryOut("update", compose: compose("2"))
            #expect(updated == nil, "\(updated?.text ?? "")")
            let second = try await member("web")
            #expect(second["Image"] != web["Image"])
            #expect(try await member("db")["Id"] == db["Id"], "what is the same is not touched")
            let sick = try await bench.carryOut("update", compose: compose("1", check: "false"))
            #expect(sick?["type"] == "unhealthy", "\(sick?.text ?? "")")
            try await eventually("it is put back", within: .seconds(60)) {
                let container = try await inspect("\(project)-web-1")
                return container?["Image"] == second["Image"] && container?["State"]?["Running"] == true
            }

            for action in ["stop", "start", "restart"] {
                let error = try await bench.carryOut(action)
                #expect(error == nil, "\(action): \(error?.text ?? "")")
                #expect(try await member("web")["State"]?["Running"] == .bool(action != "stop"), "\(action)")
            }
            #expect(try await bench.carryOut("remove") == nil)
            #expect(bench.reconciler.statuses.isEmpty)
            #expect(try await request("GET", "/containers/\(project)-web-1/json").status == 404)
            #expect(try await request("GET", "/networks/\(project)_front").status == 404)
            #expect(try await request("DELETE", "/volumes/\(project)_data").status == 204, "it is kept")
        }
    }
}
