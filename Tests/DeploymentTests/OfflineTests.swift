import EventLoop
import JSON
import NodeProtocol
import TestSupport
import Testing

@testable import Deployment

/// Without conductor and registry a node has its database and the images on the host, and needs no more.
@Suite(.eventLoop, .dockerEngine, .timeLimit(.minutes(10)))
struct OfflineTests {
    @LoopActor
    @Test func `after a reboot without a registry every service is back, as it was and of the same image`() async throws
    {
        let engine = try await TestEngine.start()
        let registry = try await TestRegistry.start(TestRegistry.Manners())
        try await withBench(on: engine) { bench in
            let image = registry.image("web", "1")
            let project = JSON.string(
                """
                services:
                  always: {image: "\(image)", restart: always, pull_policy: always}
                  newer: {image: "\(image)", restart: unless-stopped, pull_policy: if_newer, depends_on: [always]}
                  removed: {image: "\(image)", restart: always}
                """)
            #expect(try await bench.carryOut("deploy", compose: project) == nil)
            func container(_ name: String) async throws -> JSON? {
                try await bench.engine.inspect("\(bench.service)-\(name)-1")
            }
            let before = try #require(try await container("removed"))["Image"]
            try await registry.end()
            // Also what was lost with the power: a container.
            await bench.reconciler.stop()
            #expect(try await engine.remove(container: "\(bench.service)-removed-1"))
            try await engine.stop()
            try await engine.start()
            try await bench.restart()
            try await eventually("all run", within: .seconds(120)) {
                for name in ["always", "newer", "removed"] {
                    guard try await container(name)?["State"]?["Running"] == true else { return false }
                }
                return true
            }
            #expect(try await container("removed")?["Image"] == before)
            try await eventually("all are well", within: .seconds(60)) {
                bench.reconciler.statuses.allSatisfy { $0.error == nil }
            }
            #expect(try await bench.carryOut("remove") == nil)
        }
        try await engine.end()
    }
}
