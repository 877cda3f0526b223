import EventLoop
import Foundation
import JSON
import TestSupport
import Testing

@testable import Deployment

/// Compose projects as docker-compose and the engine see them.
@Suite(.eventLoop, .dockerEngine, .timeLimit(.minutes(10)))
struct HardenedProjectTests {
    @LoopActor
    @Test func `a service with a read-only root, and one with a tmpfs at /run, get their secrets and configs`()
        async throws
    {
        try await withBench { bench in
            let image = bench.registry.image("web", "1")
            let check = "test $(cat /run/secrets/key) = hunter2 && test $(cat /run/configs/motd) = hello"
            let contents = "secrets: [key], configs: [{source: motd, target: /run/configs/motd}], restart: 'no'"
            let compose: JSON = [
                "inputs": [
                    [
                        "name": "compose.yml",
                        "text": .string(
                            """
                            services:
                              hard: {image: \(image), read_only: true, command: [/bin/sh, -c, '\(check)'], \(contents)}
                              soft: {image: \(image), tmpfs: [/run], command: [/bin/sh, -c, '\(check)'], \(contents)}
                            secrets: {key: {environment: KEY}}
                            configs: {motd: {content: hello}}
                            """),
                    ]
                ],
                "environment": ["KEY": "hunter2"],
            ]
            #expect(try await bench.carryOut("deploy", compose: compose) == nil)
            var volumes: [String] = []
            for member in ["hard", "soft"] {
                let container = try #require(try await bench.engine.inspect("\(bench.service)-\(member)-1"))
                #expect(container["State"]?["Status"] == "exited" && container["State"]?["ExitCode"] == 0, "\(member)")
                volumes += container["Mounts"]?.array?.compactMap { $0["Name"]?.string } ?? []
            }
            #expect(volumes.count == 4)
            #expect(try await bench.carryOut("remove") == nil)
            for volume in volumes {
                #expect(
                    try await bench.engine.request("GET", "/volumes/\(volume)").status == 404, "it goes with its secret"
                )
            }
        }
    }

    @LoopActor
    @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/docker-compose")))
    func `docker-compose ps lists the containers of a project that the node has deployed`() async throws {
        try await withBench { bench in
            let image = bench.registry.image("web", "1")
            let text = "version: '3'\nservices: {a: {image: '\(image)'}, b: {image: '\(image)'}}\n"
            #expect(try await bench.carryOut("deploy", compose: .string(text)) == nil)
            let file = bench.directory.file("docker-compose.yml")
            try text.write(toFile: file, atomically: true, encoding: .utf8)
            let listed = try await CommandRun.output(
                of: ["/usr/bin/docker-compose", "-f", file, "-p", bench.service, "ps", "-q"],
                environment: ["DOCKER_HOST": bench.engine.dockerHost])
            let ids = try await bench.containers().compactMap { $0["Id"]?.string }
            #expect(ids.count == 2)
            #expect(Set(listed.split(separator: "\n").map { String($0) }) == Set(ids))
            #expect(try await bench.carryOut("remove") == nil)
        }
    }
}
