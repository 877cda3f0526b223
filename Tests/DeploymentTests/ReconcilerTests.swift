import EventLoop
import Foundation
import Glibc
import JSON
import NodeProtocol
import TestSupport
import Testing

@testable import Deployment

@Suite(.eventLoop, .dockerEngine, .timeLimit(.minutes(10)))
struct ReconcilerTests {
    @LoopActor
    @Test func `a service is pulled, deployed, updated, stopped, started, restarted and removed`() async throws {
        try await withBench { bench in
            let port = try freePort()
            let config: JSON = [
                "image": bench.image("1"), "environment": ["GREETING": "hello world", "DB_PASSWORD": "hush"],
                "ports": ["80/tcp": .string("127.0.0.1:\(port)")],
                "volumes": .array([.string("\(bench.directory.path):/data:ro")]),
                "resources": ["memory": "64m", "cpu_shares": 512, "pids": 50], "labels": ["tier": "front"],
                "restart": "unless-stopped", "networks": .array([.string("net-" + bench.service)]),
            ]
            #expect(try await bench.carryOut("deploy", config) == nil)
            #expect(try await bench.page(port) == "one")
            #expect(try await bench.page(port, "/cgi-bin/env").contains("GREETING=hello world"))
            let first = try await bench.inspect()
            #expect(first["HostConfig"]?["Memory"] == 67_108_864)
            #expect(first["HostConfig"]?["CpuShares"] == 512)
            #expect(first["HostConfig"]?["PidsLimit"] == 50)
            #expect(first["HostConfig"]?["RestartPolicy"]?["Name"] == "no", "deployd restarts it")
            #expect(first["HostConfig"]?["Binds"] == .array([.string("\(bench.directory.path):/data:ro")]))
            #expect(first["Config"]?["Labels"]?["tier"] == "front")
            #expect(first["Config"]?["Labels"]?[OwnershipLabels.service] == .string(bench.service))
            #expect(first["NetworkSettings"]?["Networks"]?["net-" + bench.service] != nil)
            let status = try #require(bench.status)
            #expect(status.status == .running && status.running)
            #expect(status.id == first["Id"]?.string)
            #expect((status.created ?? 0) > 1_700_000_000)
            #expect(status.config?["environment"] == ["GREETING": "hello world", "DB_PASSWORD": "********"])
            // That it is pulling is told too, unless another test has pulled the image first.
            #expect(bench.told.map(\.status).contains(.starting))

            // The same again changes nothing.
            #expect(try await bench.carryOut("deploy", config) == nil)
            #expect(try await bench.inspect()["Id"] == first["Id"])
            #expect(try await bench.inspect()["State"]?["StartedAt"] == first["State"]?["StartedAt"])

            guard case .object(var next) = config else { return }
            next["image"] = bench.image("2")
            #expect(try await bench.carryOut("update", .object(next)) == nil)
            #expect(try await bench.page(port) == "two")
            #expect(try await bench.containers().count == 1)

            #expect(try await bench.carryOut("stop") == nil)
            #expect(try await bench.inspect()["State"]?["Status"] == "exited")
            #expect(bench.status?.status == .stopped)
            await bench.reconciler.reconcileAll()
            #expect(try await bench.inspect()["State"]?["Status"] == "exited")

            #expect(try await bench.carryOut("start") == nil)
            #expect(try await bench.page(port) == "two")
            let started = try await bench.inspect()["State"]?["StartedAt"]
            #expect(try await bench.carryOut("restart") == nil)
            #expect(try await bench.inspect()["State"]?["StartedAt"] != started)
            let restarted = try await bench.reconciler.restartForOperator(bench.service)
            #expect(restarted.running)

            #expect(try await bench.carryOut("remove") == nil)
            #expect(try await bench.containers().isEmpty)
            #expect(bench.status == nil)
            #expect(bench.told.last?.status == .removed)
            #expect(try await bench.engine.request("GET", "/networks/net-\(bench.service)").status == 404)
        }
    }

    @LoopActor
    @Test func `one id is applied once, however often it comes`() async throws {
        try await withBench { bench in
            #expect(try await bench.carryOut("deploy", ["image": bench.image("1")], id: "deploy-1") == nil)
            #expect(try await bench.carryOut("restart", id: "restart-1") == nil)
            let before = try await bench.inspect()["State"]
            for _ in 0..<3 {
                try await bench.apply("deploy", ["image": bench.image("1")], id: "deploy-1")
                try await bench.apply("restart", id: "restart-1")
            }
            try await bench.restart()
            try await bench.apply("restart", id: "restart-1")
            try await eventually("the engine is known", within: .seconds(60)) {
                bench.reconciler.engineStatus.connected
            }
            #expect(await bench.reconciler.settle(try ServiceName(bench.service)) == nil)
            #expect(try await bench.inspect()["State"] == before)
        }
    }

    @LoopActor
    @Test func `a status says which instruction it comes from, and how that ended`() async throws {
        try await withBench { bench in
            #expect(try await bench.carryOut("deploy", ["image": bench.image("1")], id: "one") == nil)
            try await eventually("its success is shown", within: .seconds(60)) {
                bench.status?.instructionOutcome == .success
            }
            #expect(bench.status?.instructionID == "one")
            #expect(bench.status?.status == .running)
            // From the moment it is taken, and though nothing changes.
            try await bench.apply("deploy", ["image": bench.image("1")], id: "two")
            #expect(bench.status?.instructionID == "two")
            try await eventually("its success is shown", within: .seconds(60)) {
                bench.status?.instructionOutcome == .success
            }
            #expect(try await bench.carryOut("update", ["image": bench.image("none")], id: "three") != nil)
            try await eventually("its failure is shown", within: .seconds(60)) {
                bench.status?.instructionOutcome == .failed
            }
            #expect(bench.status?.instructionID == "three")
            #expect(bench.status?.error?.type == .imageNotFound)
            let early = bench.told.filter { $0.instructionOutcome == .success && $0.status != .running }
            #expect(early.isEmpty)
            // The next process does not know how it ended, and does not claim to.
            try await bench.restart()
            #expect(bench.status?.instructionID == nil)
            #expect(bench.status?.instructionOutcome == nil)
        }
    }

    @LoopActor
    @Test func `an image that does not exist is told apart from a registry that is not there`() async throws {
        try await withBench { bench in
            let missing = try await bench.carryOut("deploy", ["image": bench.image("none")])
            #expect(missing?["type"] == "image_not_found")
            #expect(bench.status?.status == .failed)
            #expect(bench.status?.error?.type == .imageNotFound)
            let unreachable = try await bench.carryOut("deploy", ["image": "127.0.0.1:1/web:1"])
            #expect(unreachable?["type"] == "registry_unreachable")
            #expect(try await bench.carryOut("deploy", ["image": bench.image("1")]) == nil)
            #expect(bench.status?.error == nil)
            #expect(try await bench.carryOut("update", ["image": bench.image("none")])?["type"] == "image_not_found")
            #expect(bench.status?.running == true)
        }
    }

    @LoopActor
    @Test func `a port in use fails the instruction, and the service starts once it is free`() async throws {
        try await withBench { bench in
            let server = try LoopbackListener()
            let config: JSON = [
                "image": bench.image("1"), "ports": .object(["80": .string("127.0.0.1:\(server.port)")]),
            ]
            #expect(try await bench.carryOut("deploy", config)?["type"] == "port_in_use")
            #expect(bench.status?.error?.type == .portInUse, "\(bench.status?.error?.message ?? "")")
            server.close()
            #expect(try await bench.page(server.port) == "one")
            try await eventually("the status says so", within: .seconds(60)) {
                bench.status?.status == .running && bench.status?.error == nil
            }
        }
    }

    @LoopActor
    @Test func `a foreign container with the name is not touched`() async throws {
        try await withBench { bench in
            #expect(try await bench.carryOut("deploy", ["image": bench.image("1")]) == nil)
            #expect(try await bench.carryOut("remove") == nil)
            let name = "aerekos-" + bench.service
            let body = JSON.object(["Image": bench.image("1")]).bytes
            #expect(try await bench.engine.request("POST", "/containers/create?name=\(name)", body: body).status == 201)
            let error = try await bench.carryOut("deploy", ["image": bench.image("1")])
            #expect(error?["type"] == "name_conflict")
            #expect(try await bench.carryOut("remove") == nil)
            #expect(try await bench.engine.remove(container: name))
        }
    }

    /// As when the engine still carries out what a deployd had asked for that was killed meanwhile.
    @LoopActor
    @Test func `a container of the service's own that takes the name under way is replaced, and the update succeeds`()
        async throws
    {
        try await withBench { bench in
            let sleeper: JSON = [
                "image": bench.image("1"), "command": ["/bin/sh", "-c", "trap '' TERM; while :; do sleep 1; done"],
                "stop_grace_period": "3s",
            ]
            #expect(try await bench.carryOut("deploy", sleeper) == nil)
            let name = "aerekos-" + bench.service
            let labels = try #require(try await bench.inspect()["Config"]?["Labels"])
            let updating = Task { @LoopActor in try await bench.carryOut("update", ["image": bench.image("2")]) }
            try await eventually("the next container is there, and the old one is being stopped", within: .seconds(60))
            {
                try await bench.containers().count == 2
            }
            let engine = bench.engine
            #expect(try await engine.request("POST", "/containers/\(name)/rename?name=\(name)-old").status == 204)
            let body = JSON.object(["Image": bench.image("1"), "Labels": labels]).bytes
            #expect(try await engine.request("POST", "/containers/create?name=\(name)", body: body).status == 201)
            #expect(try await updating.value == nil)
            #expect(try await bench.containers().count == 1)
            #expect(try await bench.inspect()["Config"]?["Image"] == bench.image("2"))
        }
    }

    @LoopActor
    @Test func `what the engine refuses to start is a wrong configuration`() async throws {
        try await withBench { bench in
            let config: JSON = ["image": bench.image("1"), "command": ["/no/such/program"]]
            let unstartable = try await bench.carryOut("deploy", config)
            #expect(unstartable?["type"] == "invalid_config")
            let tiny: JSON = ["image": bench.image("1"), "resources": ["memory": 1000]]
            let refused = try await bench.carryOut("deploy", tiny)
            #expect(refused?["type"] == "invalid_config")
        }
    }

    @LoopActor
    @Test func `a container that ends by itself is shown with its exit code and not started again`() async throws {
        try await withBench { bench in
            let image = JSON.string(bench.registry.image("quits", "1"))
            #expect(try await bench.carryOut("deploy", ["image": image, "restart": "no"])?["type"] == "exited")
            try await eventually("it has failed", within: .seconds(60)) {
                bench.status?.status == .failed && bench.status?.exitCode == 3
            }
            let started = try await bench.inspect()["State"]?["StartedAt"]
            await bench.reconciler.reconcileAll()
            #expect(await bench.reconciler.settle(try ServiceName(bench.service)) == nil)
            #expect(try await bench.inspect()["State"]?["StartedAt"] == started)
        }
    }

    @LoopActor
    @Test func `cut off after any step, the next process ends with exactly one container`() async throws {
        try await withBench { bench in
            let port = try freePort()
            let ports: JSON = .object(["80": .string("127.0.0.1:\(port)")])
            var cuts = 0
            for round in 0..<12 {
                #expect(try await bench.carryOut("deploy", ["image": bench.image("1"), "ports": ports]) == nil)
                var left = round
                var wasCut = false
                bench.reconciler.afterStep = { _ in
                    defer { left -= 1 }
                    // What the engine tells afterwards must not wake it.
                    if left <= 0 {
                        wasCut = true
                        throw CancellationError()
                    }
                }
                let id = UUID().uuidString
                try await bench.apply("update", ["image": bench.image("2"), "ports": ports], id: id)
                if round < 7 {
                    try await eventually("it is cut off", within: .seconds(60)) { wasCut }
                } else {
                    _ = try await bench.ending(of: id)
                }
                try await bench.restart()
                #expect(try await bench.ending(of: id) == nil)
                #expect(try await bench.page(port) == "two")
                let containers = try await bench.containers()
                #expect(containers.count == 1)
                #expect(containers.first?["Names"] == .array([.string("/aerekos-" + bench.service)]))
                cuts += wasCut ? 1 : 0
                guard wasCut else { break }
            }
            #expect(cuts == 7)
        }
    }

    @LoopActor
    @Test func `a lost store is rebuilt from the containers' labels, which run on`() async throws {
        try await withBench { bench in
            #expect(try await bench.carryOut("deploy", ["image": bench.image("1"), "env": ["A=1"]]) == nil)
            let before = try await bench.inspect()["State"]
            let name = try ServiceName(bench.service)
            let token = try await bench.store.token(of: name)
            try await bench.restart(forgetting: true)
            try await eventually("the service is known again", within: .seconds(60)) {
                bench.status?.status == .running
            }
            #expect(bench.status?.config?["env"] == ["A=1"])
            #expect(try await bench.inspect()["State"] == before)
            #expect(try await bench.store.token(of: name) == token, "the container still shows it")
            #expect(try await bench.carryOut("stop") == nil)
        }
    }

    @LoopActor
    @Test func `an engine that goes and comes back is noticed, and the service runs again`() async throws {
        let engine = try await TestEngine.start()
        try await withBench(on: engine) { bench in
            let config: JSON = ["image": bench.image("1"), "restart": "always"]
            #expect(try await bench.carryOut("deploy", config) == nil)
            try await engine.stop()
            try await eventually("it is noticed", within: .seconds(60)) { !bench.reconciler.engineStatus.connected }
            #expect(bench.reconciler.engineStatus.state == .unavailable)
            try await bench.apply("restart", id: "later")
            try await engine.start()
            try await eventually("the engine is known again", within: .seconds(60)) {
                bench.reconciler.engineStatus.connected
            }
            #expect(try await bench.ending(of: "later") == nil)
            #expect(bench.status?.running == true)
        }
        try await engine.end()
    }
}
