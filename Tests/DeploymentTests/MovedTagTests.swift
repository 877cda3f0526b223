import EventLoop
import JSON
import NodeProtocol
import TestSupport
import Testing

@testable import Deployment

/// A name of an image that means another one in the registry by now: what is gone back to is the image that was good.
@Suite(.eventLoop, .dockerEngine, .timeLimit(.minutes(10)))
struct MovedTagTests {
    /// A name in the registry, which then means the image.
    @LoopActor
    private func point(_ name: String, to image: String, _ bench: DeploymentBench) async throws {
        try await TestImages.copy(image, as: name, tag: "1", through: bench.engine)
    }

    @LoopActor
    @Test func `a service goes back to the image that was good, though its name means another by now`() async throws {
        try await withBench { bench in
            let name = "\(bench.registry.address)/moved-\(bench.service)"
            try await point(name, to: bench.registry.image("web", "1"), bench)
            let config: JSON = ["image": .string(name + ":1"), "pull_policy": "always"]
            #expect(try await bench.carryOut("deploy", config) == nil)
            let before = try await bench.inspect()
            try await point(name, to: bench.registry.image("quits", "1"), bench)
            #expect(try await bench.carryOut("update", config)?["type"] == "exited")
            try await eventually("only the old one is left", within: .seconds(60)) {
                let count = try await bench.containers().count
                return count == 1 && bench.status?.status == .rolledBack
            }
            let after = try await bench.inspect()
            #expect(after["Id"] == before["Id"] && after["State"] == before["State"], "it was never touched")
            // Also when it has to be made anew.
            try await bench.engine.remove(container: "aerekos-" + bench.service)
            let anew = try await eventually("it is made anew", within: .seconds(60)) { () -> JSON? in
                let container = try await bench.engine.inspect("aerekos-" + bench.service)
                return container?["State"]?["Running"] == true ? container : nil
            }
            #expect(anew["Id"] != before["Id"] && anew["Image"] == before["Image"])
        }
    }

    @LoopActor
    @Test func `a project goes back to the images that were good, also of services that were replaced already`()
        async throws
    {
        try await withBench { bench in
            let name = "\(bench.registry.address)/moved-\(bench.service)"
            @LoopActor func compose(_ check: String) -> JSON {
                .string(
                    """
                    services:
                      web: {image: "\(name):1", pull_policy: always, network_mode: none}
                      last:
                        image: "\(bench.registry.image("web", "1"))"
                        network_mode: none
                        depends_on: [web]
                        healthcheck: {test: [CMD, /bin/busybox, '\(check)'], interval: 1s, retries: 2}
                    """)
            }
            try await point(name, to: bench.registry.image("web", "1"), bench)
            #expect(try await bench.carryOut("deploy", compose: compose("true")) == nil)
            func web() async throws -> JSON? { try await bench.engine.inspect("\(bench.service)-web-1") }
            let before = try #require(try await web())
            try await point(name, to: bench.registry.image("web", "2"), bench)
            let replaced = Task { @LoopActor in
                try await eventually("the new image runs meanwhile", within: .seconds(60)) {
                    let container = try await web()
                    return container?["State"]?["Running"] == true && container?["Image"] != before["Image"]
                }
            }
            #expect(try await bench.carryOut("update", compose: compose("false"))?["type"] == "unhealthy")
            try await replaced.value
            try await eventually("all is as it was", within: .seconds(60)) {
                let container = try await web()
                let isRunning = container?["State"]?["Running"] == true && container?["Image"] == before["Image"]
                let count = try await bench.containers().count
                return isRunning && count == 2
            }
            #expect(try await bench.carryOut("remove") == nil)
        }
    }
}
