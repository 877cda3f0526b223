import EventLoop
import Foundation
import JSON
import NodeProtocol
import TestSupport
import Testing

@testable import Deployment

/// A compose project ends an update in the new version or in the old one, never in a mixture.
@Suite(.eventLoop, .dockerEngine, .timeLimit(.minutes(10)))
struct ProjectUpdateTests {
    /// `front` needs `db`; `old` is only in the first version, `new` only in the second; `same` is the same in both.
    private static func compose(
        _ bench: DeploymentBench, version: Int, health: String = "true", port: Int? = nil, action: String = "rollback"
    ) -> JSON {
        let image = bench.registry.image("web", "\(version)")
        let extra = version == 1 ? "old" : "new"
        let ports = port.map { "ports: ['127.0.0.1:\($0):80']" } ?? ""
        return .string(
            """
            services:
              db:
                image: \(image)
                healthcheck: {test: [CMD, /bin/busybox, "\(health)"], interval: 200ms, retries: 3}
                deploy: {update_config: {failure_action: \(action)}}
              front: {image: \(image), depends_on: [db]}
              same: {image: "\(bench.registry.image("web", "1"))"}
              \(extra): {image: "\(image)", \(ports)}
            """)
    }

    @LoopActor
    private func ids(_ bench: DeploymentBench, _ members: [String]) async throws -> [String: String] {
        var ids: [String: String] = [:]
        for member in members {
            ids[member] = try await bench.engine.inspect("\(bench.service)-\(member)-1")?["Id"]?.string
        }
        return ids
    }

    @LoopActor
    private func images(_ bench: DeploymentBench) async throws -> [String: JSON] {
        var images: [String: JSON] = [:]
        for container in try await bench.containers() where container["State"] == "running" {
            guard let name = container["Names"]?.array?.first?.string else { continue }
            images[String(name.dropFirst(bench.service.count + 2).dropLast(2))] = container["ImageID"]
        }
        return images
    }

    @LoopActor
    private func isSettled(_ bench: DeploymentBench) -> Bool {
        let statuses = bench.reconciler.statuses
        return statuses.allSatisfy { $0.running && ($0.error == nil || $0.status == .rolledBack) }
            && bench.reconciler.services.values.allSatisfy { $0.desired.previous == nil && $0.work == nil }
    }

    @LoopActor
    @Test func `a service that does not become healthy puts back all that the update has changed`() async throws {
        try await withBench { bench in
            #expect(try await bench.carryOut("deploy", compose: Self.compose(bench, version: 1)) == nil)
            let before = try await ids(bench, ["db", "front", "same", "old"])
            let images = try await images(bench)
            #expect(images.count == 4)

            let error = try await bench.carryOut(
                "update", compose: Self.compose(bench, version: 2, health: "false"))
            #expect(error?["type"] == "unhealthy")
            #expect(error?["message"]?.string?.hasPrefix("\(bench.service)-db: ") == true, "\(error?.text ?? "")")
            #expect(error?["message"]?.string?.contains("project's version before is put back") == true)
            try await eventually("the old version is whole again", within: .seconds(120)) {
                try await self.images(bench) == images && isSettled(bench)
            }
            let after = try await ids(bench, ["db", "same", "old"])
            #expect(after == before.filter { $0.key != "front" }, "what was not replaced was not touched")
            for (member, status) in [("db", "rolled_back"), ("front", "rolled_back"), ("same", "running")] {
                let shown = bench.reconciler.statuses.first { $0.service == "\(bench.service)-\(member)" }
                #expect(shown?.status.rawValue == status, "\(member)")
            }
            #expect(try await ids(bench, ["new"]).isEmpty)

            // The same with a version that is well: nothing of the old one is left.
            #expect(try await bench.carryOut("update", compose: Self.compose(bench, version: 2)) == nil)
            try await eventually("all has come to rest", within: .seconds(60)) { isSettled(bench) }
            #expect(try await ids(bench, ["old"]).isEmpty)
            #expect(try await Set(self.images(bench).keys) == ["db", "front", "same", "new"])
            #expect(try await bench.carryOut("remove") == nil)
        }
    }

    @LoopActor
    @Test func `what has to make way for the new version comes back with the old one`() async throws {
        try await withBench { bench in
            let port = try freePort()
            let old = Self.compose(bench, version: 1, port: port)
            #expect(try await bench.carryOut("deploy", compose: old) == nil)
            let images = try await images(bench)
            let sick = Self.compose(bench, version: 2, health: "false", port: port)
            #expect(try await bench.carryOut("update", compose: sick)?["type"] == "unhealthy")
            try await eventually("the old version is whole again", within: .seconds(120)) {
                try await self.images(bench) == images && isSettled(bench)
            }
            #expect(try await bench.page(port) == "one")
            let well = Self.compose(bench, version: 2, port: port)
            #expect(try await bench.carryOut("update", compose: well) == nil)
            #expect(try await bench.page(port) == "two")
            #expect(try await bench.carryOut("remove") == nil)
        }
    }

    /// As if deployd had been killed after each step in turn.
    @LoopActor
    @Test(arguments: [true, false])
    func `killed at any step of an update, deployd ends with one version`(isWell: Bool) async throws {
        try await withBench { bench in
            let old = Self.compose(bench, version: 1)
            let update = Self.compose(bench, version: 2, health: isWell ? "true" : "false")
            #expect(try await bench.carryOut("deploy", compose: old) == nil)
            let images = try await images(bench)
            let id = UUID().uuidString
            var kills = 0
            @LoopActor func arm() {
                // Longer each time, so that it gets further.
                var left = 1 + kills / 2
                bench.reconciler.afterStep = { _ in
                    left -= 1
                    if left <= 0 { throw CancellationError() }
                }
            }
            arm()
            try await bench.reconciler.apply([
                Instruction.parse([
                    "id": .string(id), "action": "update", "service": .string(bench.service), "compose": update,
                ])
            ])
            while kills < 12 {
                try await eventually("it is killed, or has ended", within: .seconds(120)) {
                    bench.reconciler.services.values.allSatisfy { $0.work == nil }
                }
                kills += 1
                try await bench.restart()
                arm()
                try await eventually("the engine is known", within: .seconds(60)) {
                    bench.reconciler.engineStatus.connected
                }
            }
            bench.reconciler.afterStep = { _ in }
            for name in bench.reconciler.services.keys { bench.reconciler.wake(name) }
            let error = try await bench.ending(of: id)
            #expect((error == nil) == isWell, "\(error?.text ?? "")")
            try await eventually("one version is whole", within: .seconds(120)) {
                guard isSettled(bench) else { return false }
                let now = try await self.images(bench)
                return isWell ? Set(now.keys) == ["db", "front", "same", "new"] : now == images
            }
            #expect(try await bench.carryOut("remove") == nil)
        }
    }

    @LoopActor
    @Test func `an update that is not to be put back goes on being tried`() async throws {
        try await withBench { bench in
            #expect(try await bench.carryOut("deploy", compose: Self.compose(bench, version: 1)) == nil)
            let sick = Self.compose(bench, version: 2, health: "false", action: "pause")
            let error = try await bench.carryOut("update", compose: sick)
            #expect(error?["type"] == "unhealthy")
            #expect(error?["message"]?.string?.contains("put back") == false)
            let well = Self.compose(bench, version: 2, action: "pause")
            #expect(try await bench.carryOut("update", compose: well) == nil)
            try await eventually("all has come to rest", within: .seconds(60)) { isSettled(bench) }
            #expect(try await bench.carryOut("remove") == nil)
        }
    }
}
