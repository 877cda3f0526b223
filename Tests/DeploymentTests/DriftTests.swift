import EventLoop
import Foundation
import JSON
import NodeProtocol
import TestSupport
import Testing

@testable import Deployment

/// What happens to a service behind deployd's back is told by the engine's events and undone.
@Suite(.eventLoop, .dockerEngine, .timeLimit(.minutes(10)))
struct DriftTests {
    @LoopActor
    private func expectRunning(_ bench: DeploymentBench, _ what: String) async throws {
        try await eventually("it runs again, alone, under its name after: \(what)", within: .seconds(120)) {
            let containers = try await bench.containers()
            return containers.count == 1 && containers[0]["State"] == "running"
                && containers[0]["Names"] == .array([.string("/aerekos-" + bench.service)])
        }
    }

    @LoopActor
    @Test func `a container that was stopped, killed, paused, renamed or removed by hand is put right`() async throws {
        try await withBench { bench in
            #expect(try await bench.carryOut("deploy", ["image": bench.image("1")]) == nil)
            let name = "aerekos-" + bench.service
            for action in ["stop?t=0", "kill", "pause", "rename?name=x-\(bench.service)"] {
                let before = try await bench.inspect()["Id"]
                #expect(try await bench.engine.request("POST", "/containers/\(name)/\(action)").status == 204)
                try await expectRunning(bench, action)
                #expect(try await bench.inspect()["Id"] == before, "\(action)")
            }
            let removed = try await bench.inspect()["Id"]?.string
            try await bench.engine.remove(container: name)
            try await eventually("what is gone is shown no more") { bench.status?.id != removed }
            try await expectRunning(bench, "removal")
        }
    }

    /// What somebody does by hand, and then whether it is undone, beside that one container runs under its name.
    private enum Hand: String, CaseIterable, CustomTestStringConvertible {
        case stop, kill, pause, rename, remove, limits, network, twin

        var testDescription: String { rawValue }

        @LoopActor
        func act(on bench: DeploymentBench, _ attempt: Int) async throws {
            let name = "aerekos-" + bench.service
            let other = "x\(attempt)-\(bench.service)"
            func post(_ path: String, _ body: JSON? = nil) async throws {
                let answer = try await bench.engine.request("POST", path, body: body?.bytes ?? [])
                #expect(answer.status < 300, "\(path)")
            }
            switch self {
            case .stop: try await post("/containers/\(name)/stop?t=0")
            case .kill, .pause: try await post("/containers/\(name)/\(rawValue)")
            case .rename: try await post("/containers/\(name)/rename?name=\(other)")
            case .remove: try await bench.engine.remove(container: name)
            case .limits: try await post("/containers/\(name)/update", ["PidsLimit": 60])
            case .network:
                try await post(
                    "/networks/net-\(bench.service)/disconnect", ["Container": .string(name), "Force": true])
            case .twin:
                let labels = try #require(try await bench.inspect()["Config"]?["Labels"])
                try await post("/containers/create?name=\(other)", ["Image": bench.image("1"), "Labels": labels])
                try await post("/containers/\(other)/start")
            }
        }

        @LoopActor
        func isUndone(on bench: DeploymentBench) async throws -> Bool {
            let container = try await bench.engine.inspect("aerekos-" + bench.service)
            return switch self {
            case .limits: container?["HostConfig"]?["PidsLimit"] == 50
            case .network: container?["NetworkSettings"]?["Networks"]?["net-" + bench.service] != nil
            case .stop, .kill, .pause, .rename, .remove, .twin: true
            }
        }
    }

    /// The promise is five seconds, of which half a second is needed on an idle machine. The best of a few times counts,
    /// for what the machine takes is no fault of ours.
    @LoopActor
    @Test(arguments: Hand.allCases)
    private func `what was done by hand is undone within five seconds of the engine's event`(hand: Hand) async throws {
        try await withBench { bench in
            let config: JSON = [
                "image": bench.image("1"), "resources": ["pids": 50],
                "networks": .array([.string("net-" + bench.service)]),
            ]
            #expect(try await bench.carryOut("deploy", config) == nil)
            var best = Duration.seconds(1000)
            for attempt in 0..<5 where best > .seconds(5) {
                try await hand.act(on: bench, attempt)
                let begun = MonotonicInstant.now
                try await eventually("it is undone", within: .seconds(120)) { try await hand.isUndone(on: bench) }
                try await expectRunning(bench, hand.rawValue)
                best = min(best, begun.duration(to: .now))
            }
            #expect(best <= .seconds(5))
            #expect(try await bench.carryOut("remove") == nil)
        }
    }

    @LoopActor
    @Test func `a network that was taken away or removed is put back`() async throws {
        try await withBench { bench in
            let network = "net-" + bench.service
            let config: JSON = ["image": bench.image("1"), "networks": .array([.string(network)])]
            #expect(try await bench.carryOut("deploy", config) == nil)
            let name = "aerekos-" + bench.service
            let body = JSON.object(["Container": .string(name), "Force": true]).bytes
            #expect(
                try await bench.engine.request("POST", "/networks/\(network)/disconnect", body: body).status == 200)
            try await eventually("it is in its network again", within: .seconds(120)) {
                try await bench.inspect()["NetworkSettings"]?["Networks"]?[network] != nil
            }
            #expect(try await bench.carryOut("stop") == nil)
            #expect(try await bench.engine.request("DELETE", "/networks/\(network)").status == 204)
            #expect(try await bench.carryOut("start") == nil)
            try await expectRunning(bench, "a removed network")
            #expect(try await bench.inspect()["NetworkSettings"]?["Networks"]?[network] != nil)
            #expect(try await bench.carryOut("remove") == nil)
        }
    }

    @LoopActor
    @Test func `a service that was stopped through us stays stopped, also when started by hand`() async throws {
        try await withBench { bench in
            #expect(try await bench.carryOut("deploy", ["image": bench.image("1"), "restart": "always"]) == nil)
            #expect(try await bench.carryOut("stop") == nil)
            try await bench.restart()
            let name = "aerekos-" + bench.service
            try await eventually("the engine is known", within: .seconds(120)) {
                bench.reconciler.engineStatus.connected
            }
            #expect(try await bench.engine.request("POST", "/containers/\(name)/start").status == 204)
            try await eventually("it is stopped again", within: .seconds(120)) {
                try await bench.inspect()["State"]?["Status"] == "exited"
            }
        }
    }

    @LoopActor
    @Test func `a container of an earlier version is taken over without being restarted`() async throws {
        try await withBench { bench in
            #expect(try await bench.carryOut("deploy", ["image": bench.image("1")]) == nil)
            let before = try await bench.inspect()
            let name = "aerekos-" + bench.service
            let update: JSON = ["RestartPolicy": ["Name": "unless-stopped"]]
            #expect(
                try await bench.engine.request("POST", "/containers/\(name)/update", body: update.bytes).status == 200)
            try await eventually("the engine restarts it no more", within: .seconds(120)) {
                try await bench.inspect()["HostConfig"]?["RestartPolicy"]?["Name"] == "no"
            }
            #expect(try await bench.inspect()["State"] == before["State"])
        }
    }

    @LoopActor
    @Test func `a service that keeps ending is started again and again, each time later`() async throws {
        try await withBench { bench in
            // It runs long enough to count as started, and ends then.
            let config: JSON = [
                "image": bench.image("1"), "command": ["/bin/sh", "-c", "/bin/busybox sleep 1; exit 7"],
                "restart": "on-failure:3",
            ]
            #expect(try await bench.carryOut("deploy", config) == nil)
            try await eventually("it has been started three times more", within: .seconds(120)) {
                bench.status?.restartCount == 3 && bench.status?.status == .failed
            }
            #expect(bench.status?.error?.type == .exited)
            #expect(bench.status?.error?.message.contains("7") == true)
            // A crash does not make the count begin anew.
            let name = try ServiceName(bench.service)
            try await eventually("the count is saved", within: .seconds(60)) {
                try await bench.store.memories()[name]?.restarts == 3
            }
            let last = try await bench.inspect()["State"]?["StartedAt"]
            try await bench.restart()
            try await eventually("the service is looked at", within: .seconds(60)) {
                bench.status?.status == .failed && bench.status?.error?.type == .exited
            }
            #expect(bench.status?.restartCount == 3)
            #expect(try await bench.inspect()["State"]?["StartedAt"] == last, "it is not started a fourth time")
        }
    }

    @LoopActor
    @Test func `an engine that hangs is told as unresponsive and found again`() async throws {
        let engine = try await TestEngine.start()
        try await withBench(on: engine) { bench in
            #expect(try await bench.carryOut("deploy", ["image": bench.image("1")]) == nil)
            let before = try await bench.inspect()["Id"]
            try await engine.freeze()
            try await eventually("it is unresponsive", within: .seconds(120)) {
                bench.reconciler.engineStatus.state == .unresponsive
            }
            try await bench.apply("restart", id: "later")
            try await engine.thaw()
            #expect(try await bench.ending(of: "later") == nil)
            #expect(bench.reconciler.engineStatus.state == .available)
            #expect(try await bench.inspect()["Id"] == before)
            #expect(try await bench.containers().count == 1)
        }
        try await engine.end()
    }
}
