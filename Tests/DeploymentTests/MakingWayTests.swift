import EventLoop
import Foundation
import JSON
import NodeProtocol
import TestSupport
import Testing

@testable import Deployment

/// What only one container can have goes from one service of this node to another without either failing for it.
@Suite(.eventLoop, .dockerEngine, .timeLimit(.minutes(10)))
struct MakingWayTests {
    /// A member whose container takes two seconds to stop, so that nothing goes well by chance.
    private static func slow(_ bench: DeploymentBench, _ name: String, _ version: Int, _ rest: String) -> String {
        """
          \(name):
            image: \(bench.registry.image("web", "\(version)"))
            command: [/bin/busybox, httpd, -f, -p, "80", -h, /www]
            stop_grace_period: 2s
            \(rest)

        """
    }

    private static func sick(_ isSick: Bool) -> String {
        "healthcheck: {test: [CMD, /bin/busybox, \"\(!isSick)\"], interval: 200ms, retries: 3}"
    }

    @LoopActor
    private func rest(_ bench: DeploymentBench) async throws {
        try await eventually("all has come to rest", within: .seconds(120)) {
            bench.reconciler.services.values.allSatisfy {
                $0.desired.previous == nil && $0.work == nil && ($0.error == nil || $0.desired.rolledBack != nil)
                    && $0.status.running
            }
        }
    }

    /// The gateway is another service in the second version, needs the one that had the port before, and goes back.
    @LoopActor
    @Test func `a port goes from one service of a project to another that needs it, and back`() async throws {
        try await withBench { bench in
            let port = try freePort()
            let ports = "ports: ['127.0.0.1:\(port):80']"
            let first = "services:\n" + Self.slow(bench, "a", 1, ports)
            @LoopActor func second(isSick: Bool) -> JSON {
                .string(
                    "services:\n" + Self.slow(bench, "a", 1, "depends_on: {b: {condition: service_healthy}}")
                        + Self.slow(bench, "b", 2, "\(ports)\n    \(Self.sick(isSick))"))
            }
            #expect(try await bench.carryOut("deploy", compose: .string(first)) == nil)
            #expect(try await bench.page(port) == "one")
            #expect(try await bench.carryOut("update", compose: second(isSick: true))?["type"] == "unhealthy")
            try await rest(bench)
            #expect(try await bench.page(port) == "one")
            #expect(try await bench.carryOut("update", compose: second(isSick: false)) == nil)
            #expect(try await bench.page(port) == "two")
            try await rest(bench)
            #expect(try await bench.carryOut("update", compose: .string(first)) == nil)
            #expect(try await bench.page(port) == "one")
        }
    }

    @LoopActor
    @Test func `two services of a project change their ports with each other`() async throws {
        try await withBench { bench in
            let (one, two) = (try freePort(), try freePort())
            @LoopActor func compose(_ a: Int, _ b: Int, sick: Bool = false) -> JSON {
                .string(
                    "services:\n"
                        + Self.slow(bench, "a", 1, "ports: ['127.0.0.1:\(a):80']\n    \(Self.sick(sick))")
                        + Self.slow(bench, "b", 2, "ports: ['127.0.0.1:\(b):80']"))
            }
            #expect(try await bench.carryOut("deploy", compose: compose(one, two)) == nil)
            #expect(try await bench.carryOut("update", compose: compose(two, one)) == nil)
            #expect(try await bench.page(two) == "one")
            #expect(try await bench.page(one) == "two")
            try await rest(bench)
            let error = try await bench.carryOut("update", compose: compose(one, two, sick: true))
            #expect(error?["type"] == "unhealthy", "\(error?.text ?? "")")
            try await rest(bench)
            #expect(try await bench.page(two) == "one")
            #expect(try await bench.page(one) == "two")
        }
    }

    /// `old` cannot stop before `user` has, which has nothing of its own that anybody wants.
    @LoopActor
    @Test func `whoever needs what has to make way makes way, too`() async throws {
        try await withBench { bench in
            let port = try freePort()
            let ports = "ports: ['127.0.0.1:\(port):80']"
            let first =
                "services:\n" + Self.slow(bench, "old", 1, ports) + Self.slow(bench, "user", 1, "depends_on: [old]")
            let second = "services:\n" + Self.slow(bench, "new", 2, ports)
            #expect(try await bench.carryOut("deploy", compose: .string(first)) == nil)
            #expect(try await bench.carryOut("update", compose: .string(second)) == nil)
            #expect(try await bench.page(port) == "two")
            try await rest(bench)
            #expect(try await bench.containers().count == 1)
        }
    }

    @LoopActor
    @Test func `a container's name goes from one service of a project to another`() async throws {
        try await withBench { bench in
            let name = "container_name: \(bench.service)-named"
            @LoopActor func compose(_ member: String, sick: Bool = false) -> JSON {
                .string("services:\n" + Self.slow(bench, member, 1, "\(name)\n    \(Self.sick(sick))"))
            }
            #expect(try await bench.carryOut("deploy", compose: compose("old")) == nil)
            let error = try await bench.carryOut("update", compose: compose("new", sick: true))
            #expect(error?["type"] == "unhealthy", "\(error?.text ?? "")")
            try await rest(bench)
            #expect(bench.reconciler.statuses.map(\.service) == ["\(bench.service)-old"])
            #expect(try await bench.carryOut("update", compose: compose("new")) == nil)
            try await rest(bench)
            #expect(try await bench.engine.inspect("\(bench.service)-named")?["State"]?["Status"] == "running")
            #expect(bench.reconciler.statuses.map(\.service) == ["\(bench.service)-new"])
        }
    }

    @LoopActor
    @Test func `a service that has the port of one that is removed at the same time waits for that`() async throws {
        try await withBench { bench in
            let port = try freePort()
            let other = bench.service + "b"
            @LoopActor func instruction(_ service: String, _ action: String, _ tag: String?) -> JSON {
                var json: [String: JSON] = ["id": .string(UUID().uuidString), "action": .string(action)]
                json["service"] = .string(service)
                json["config"] = tag.map {
                    [
                        "image": bench.image($0), "ports": .object(["80": .string("127.0.0.1:\(port)")]),
                        "command": ["/bin/busybox", "httpd", "-f", "-p", "80", "-h", "/www"],
                        "stop_grace_period": "2s",
                    ]
                }
                return .object(json)
            }
            let deploy = instruction(bench.service, "deploy", "1")
            try await bench.reconciler.apply([Instruction.parse(deploy)])
            #expect(try await bench.ending(of: deploy["id"]?.string ?? "") == nil)
            let both = [instruction(other, "deploy", "2"), instruction(bench.service, "remove", nil)]
            try await bench.reconciler.apply(both.map { Instruction.parse($0) })
            for one in both { #expect(try await bench.ending(of: one["id"]?.string ?? "") == nil) }
            #expect(try await bench.page(port) == "two")
        }
    }

    /// The engine goes on with what a process before has asked for: it may start one container while the next process
    /// has begun with another.
    @LoopActor
    @Test func `an update of a service with a port succeeds whenever deployd is killed in it`() async throws {
        try await withBench { bench in
            let port = try freePort()
            @LoopActor func config(_ tag: String) -> JSON {
                ["image": bench.image(tag), "ports": .object(["80": .string("127.0.0.1:\(port)")])]
            }
            #expect(try await bench.carryOut("deploy", config("1")) == nil)
            for round in 0..<16 {
                let id = "\(round)-\(bench.service)"
                try await bench.apply("update", config(round % 2 == 0 ? "2" : "1"), id: id)
                for kill in 0..<3 {
                    try await LoopActor.sleep(for: .milliseconds(round * 40 + kill * 15))
                    try await bench.restart()
                }
                let error = try await bench.ending(of: id)
                #expect(error == nil, "round \(round): \(error?.text ?? "")")
                #expect(try await bench.page(port) == (round % 2 == 0 ? "two" : "one"))
            }
            try await eventually("one container is left", within: .seconds(60)) {
                try await bench.containers().count == 1
            }
        }
    }

    /// As when the engine lets go of the port of what was stopped only after a while.
    @LoopActor
    @Test func `a port that was the service's own and is free again some seconds later is waited for`() async throws {
        try await withBench { bench in
            let port = try freePort()
            @LoopActor func config(_ tag: String) -> JSON {
                ["image": bench.image(tag), "ports": .object(["80": .string("127.0.0.1:\(port)")])]
            }
            #expect(try await bench.carryOut("deploy", config("1")) == nil)
            #expect(try await bench.carryOut("stop") == nil)
            let holder = try LoopbackListener(port: port)
            try await bench.apply("update", config("2"), id: "update-\(bench.service)")
            try await eventually("it is tried", within: .seconds(60)) {
                try await bench.containers().contains { $0["State"] == "created" }
            }
            try await LoopActor.sleep(for: .seconds(4))
            holder.close()
            #expect(try await bench.ending(of: "update-\(bench.service)") == nil)
            #expect(try await bench.page(port) == "two")
        }
    }
}
