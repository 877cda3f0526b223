import EventLoop
import Foundation
import JSON
import NodeProtocol
import TestSupport
import Testing

@testable import Deployment

/// Updates that are proven before they replace anything, and what becomes of those that fail.
@Suite(.eventLoop, .dockerEngine, .timeLimit(.minutes(10)))
struct UpdateTests {
    private static let sick: JSON = ["test": ["CMD", "/bin/busybox", "false"], "interval": "100ms", "retries": 2]
    private static let well: JSON = ["test": ["CMD", "/bin/busybox", "true"], "interval": "100ms", "retries": 2]

    @LoopActor
    @Test(arguments: ["stop-first", "start-first"])
    func `a version that is not healthy is rolled back, and the one before runs on`(order: String) async throws {
        try await withBench { bench in
            let port = try freePort()
            var config: [String: JSON] = ["image": bench.image("1"), "healthcheck": Self.well]
            if order == "stop-first" { config["ports"] = ["80": .string("127.0.0.1:\(port)")] }
            #expect(try await bench.carryOut("deploy", .object(config)) == nil)
            let before = try await bench.inspect()
            config["image"] = bench.image("2")
            config["healthcheck"] = Self.sick
            let error = try await bench.carryOut("update", .object(config))
            #expect(error?["type"] == "unhealthy")
            #expect(error?["message"]?.string?.contains("version before is put back") == true)
            try await eventually("it is told", within: .seconds(60)) {
                bench.status?.status == .rolledBack && bench.status?.running == true
            }
            #expect(bench.status?.error?.type == .unhealthy)
            try await eventually("only the old one is left", within: .seconds(60)) {
                try await bench.containers().count == 1
            }
            let after = try await bench.inspect()
            #expect(after["Id"] == before["Id"])
            #expect(after["Image"] == before["Image"])
            if order == "stop-first" {
                #expect(try await bench.page(port) == "one")
            } else {
                #expect(after["State"]?["StartedAt"] == before["State"]?["StartedAt"], "it was never touched")
            }
            // It stays so, also for the next process.
            try await bench.restart()
            try await eventually("it is told", within: .seconds(60)) { bench.status?.status == .rolledBack }
            #expect(try await bench.inspect()["State"]?["StartedAt"] == after["State"]?["StartedAt"])

            config["healthcheck"] = Self.well
            #expect(try await bench.carryOut("update", .object(config)) == nil)
            #expect(bench.status?.status == .running && bench.status?.error == nil)
            #expect(try await bench.inspect()["Image"] != before["Image"])
        }
    }

    /// As when a deployd before this one was killed: the engine still carries out what that has asked for.
    @LoopActor
    @Test func `an old container that is started behind its back, and takes the port, does not end an update`()
        async throws
    {
        try await withBench { bench in
            let port = try freePort()
            @LoopActor func config(_ tag: String) -> JSON {
                ["image": bench.image(tag), "ports": .object(["80": .string("127.0.0.1:\(port)")])]
            }
            #expect(try await bench.carryOut("deploy", config("1")) == nil)
            var taken = 0
            for round in 0..<4 {
                let old = try #require(try await bench.inspect()["Id"]?.string)
                let id = "\(round)-\(bench.service)"
                try await bench.apply("update", config(round % 2 == 0 ? "2" : "1"), id: id)
                // 304 while it runs, 404 when it is gone.
                var answer = 304
                for _ in 0..<3000 where answer == 304 {
                    answer = try await bench.engine.request("POST", "/containers/\(old)/start").status
                }
                if answer == 204 { taken += 1 }
                #expect(try await bench.ending(of: id) == nil)
            }
            print("the port was taken \(taken) times")
            #expect(try await bench.containers().count == 1)
        }
    }

    /// The container of the version before is stopped meanwhile, for the port.
    @LoopActor
    @Test func `an update that comes while another is being proven takes its port over`() async throws {
        try await withBench { bench in
            let port = try freePort()
            @LoopActor func config(_ tag: String, _ check: JSON) -> JSON {
                ["image": bench.image(tag), "ports": ["80": .string("127.0.0.1:\(port)")], "healthcheck": check]
            }
            #expect(try await bench.carryOut("deploy", config("1", Self.well)) == nil)
            let slow: JSON = ["test": ["CMD", "/bin/busybox", "true"], "interval": "1h"]
            try await bench.apply("update", config("2", slow), id: "second-\(bench.service)")
            try await eventually("it runs", within: .seconds(60)) {
                try await bench.containers().contains {
                    $0["State"] == "running" && $0["Names"]?[0]?.string?.contains("next") == true
                }
            }
            for tag in ["1", "2"] {
                #expect(try await bench.carryOut("update", config(tag, Self.well)) == nil)
                #expect(try await bench.page(port) == (tag == "1" ? "one" : "two"))
            }
            #expect(try await bench.ending(of: "second-\(bench.service)") == nil)
        }
    }

    @LoopActor
    @Test func `a version that ends at once, or cannot be started, is rolled back`() async throws {
        try await withBench { bench in
            #expect(try await bench.carryOut("deploy", ["image": bench.image("1")]) == nil)
            let before = try await bench.inspect()["State"]
            let ends: JSON = ["image": .string(bench.registry.image("quits", "1"))]
            #expect(try await bench.carryOut("update", ends)?["type"] == "exited")
            let unstartable: JSON = ["image": bench.image("2"), "command": ["/no/such/program"]]
            #expect(try await bench.carryOut("update", unstartable)?["type"] == "invalid_config")
            let absent: JSON = ["image": bench.image("none")]
            #expect(try await bench.carryOut("update", absent)?["type"] == "image_not_found")
            try await eventually("it is told", within: .seconds(60)) { bench.status?.status == .rolledBack }
            try await eventually("only the old one is left", within: .seconds(60)) {
                try await bench.containers().count == 1
            }
            #expect(try await bench.inspect()["State"] == before)
        }
    }

    @LoopActor
    @Test func `a version that is not ready in time is given up, and the one before runs on`() async throws {
        try await withBench { bench in
            #expect(try await bench.carryOut("deploy", ["image": bench.image("1")]) == nil)
            let before = try await bench.inspect()
            bench.startTimeout = .seconds(1)
            try await bench.restart()
            // Its first verdict would come in an hour.
            let config: JSON = [
                "image": bench.image("2"),
                "healthcheck": ["test": ["CMD", "/bin/busybox", "true"], "interval": "1h"],
            ]
            let error = try await bench.carryOut("update", config)
            #expect(error?["type"] == "unhealthy")
            let message = error?["message"]?.string ?? ""
            #expect(message.contains("is not healthy 1 s after its start"), "\(message)")
            #expect(message.contains("version before is put back"), "\(message)")
            try await eventually("it is told, and only the old one is left", within: .seconds(60)) {
                let count = try await bench.containers().count
                return count == 1 && bench.status?.status == .rolledBack && bench.status?.running == true
            }
            #expect(bench.status?.error?.message.contains("after its start") == true)
            let after = try await bench.inspect()
            #expect(after["Id"] == before["Id"] && after["State"] == before["State"], "it was never touched")
        }
    }

    @LoopActor
    @Test func `a first version that never becomes healthy fails, is shown as such and is tried again`() async throws {
        try await withBench { bench in
            let config: JSON = ["image": bench.image("1"), "healthcheck": Self.sick]
            #expect(try await bench.carryOut("deploy", config)?["type"] == "unhealthy")
            try await eventually("it is restarted", within: .seconds(60)) { (bench.status?.restartCount ?? 0) > 1 }
            try await eventually("when comes next is shown", within: .seconds(60)) { bench.status?.nextAttempt != nil }
            #expect(bench.status?.error?.type == .unhealthy)
            let well: JSON = ["image": bench.image("1"), "healthcheck": Self.well]
            #expect(try await bench.carryOut("deploy", well) == nil)
            #expect(bench.status?.status == .running && bench.status?.nextAttempt == nil)
        }
    }

    @LoopActor
    @Test func `when the registry has another image by the same name, the pull policy says which is used`() async throws
    {
        let shared = try await TestEngine.shared()
        let engine = try await TestEngine.start()
        try await withBench(on: engine) { bench in
            for (policy, isNewer) in [("always", true), ("if_newer", true), ("missing", false), ("never", false)] {
                let name = "\(bench.registry.address)/moving-\(bench.service)-\(policy)"
                try await TestImages.copy(bench.registry.image("web", "1"), as: name, tag: "1", through: shared)
                #expect(try await bench.carryOut("deploy", ["image": .string(name + ":1")]) == nil)
                let before = try await bench.inspect()["Image"]
                try await TestImages.copy(bench.registry.image("web", "2"), as: name, tag: "1", through: shared)
                let config: JSON = [
                    "image": .string(name + ":1"), "pull_policy": .string(policy), "env": [.string("POLICY=\(policy)")],
                ]
                #expect(try await bench.carryOut("deploy", config) == nil, "\(policy)")
                let after = try await bench.inspect()["Image"]
                #expect((after != before) == isNewer, "\(policy)")
            }
        }
        try await engine.end()
    }

    @LoopActor
    @Test func `without a registry an image that is here is enough`() async throws {
        let engine = try await TestEngine.start()
        try await withBench(on: engine) { bench in
            // Known here by the name of a registry that nobody serves.
            #expect(try await bench.carryOut("deploy", ["image": bench.image("1")]) == nil)
            let lost = "127.0.0.1:1/web"
            let name = try #require(bench.image("1").string)
            try await engine.request("POST", "/images/\(name)/tag?repo=\(lost)&tag=1")
            for policy in ["always", "if_newer", "missing", "never"] {
                let config: JSON = ["image": .string(lost + ":1"), "pull_policy": .string(policy)]
                #expect(try await bench.carryOut("deploy", config) == nil, "\(policy)")
            }
        }
        try await engine.end()
    }
}
