import DockerEngine
import EventLoop
import Foundation
import HTTPClient
import JSON
import NodeProtocol
import TestSupport
import Testing

@testable import Deployment

/// What engines are like in the field: slow, replaced by another version, on a full disk, behind a registry that stands
/// still. Whatever they are like, what runs goes on running, and what is wanted comes about when they are well.
@Suite(.eventLoop, .dockerEngine, .timeLimit(.minutes(6)))
struct EngineStatesTests {
    @LoopActor
    @Test func `with an engine whose every answer is late a service is deployed and updated, only later`() async throws
    {
        try await withProxiedBench { bench, proxy in
            proxy.behave { $0.delay = 0.5 }
            let deployed = try await bench.carryOut("deploy", ["image": bench.image("1")])
            let updated = try await bench.carryOut("update", ["image": bench.image("2")])
            #expect(deployed == nil && updated == nil)
            let containers = try await bench.containers()
            #expect(containers.count == 1)
            #expect(bench.reconciler.engineStatus.connected)
        }
    }

    @LoopActor
    @Test
    func `a container that has ended is started again by an engine whose answers take longer than the pause before`()
        async throws
    {
        try await withProxiedBench { bench, proxy in
            #expect(try await bench.carryOut("deploy", ["image": bench.image("1")]) == nil)
            try await eventually("it is at rest") {
                bench.reconciler.services.values.allSatisfy { $0.work == nil && $0.rested != nil }
            }
            proxy.behave { $0.delay = 0.3 }
            try await bench.engine.request("POST", "/containers/aerekos-\(bench.service)/kill")
            try await eventually("it runs again", within: .seconds(60)) {
                try await bench.inspect()["State"]?["Running"] == true && bench.status?.restartCount == 1
            }
        }
    }

    @LoopActor
    @Test
    func `an engine that takes 30 s for every answer is told as unresponsive, and what was asked for meanwhile comes`()
        async throws
    {
        try await withProxiedBench(deadline: .seconds(3)) { bench, proxy in
            #expect(try await bench.carryOut("deploy", ["image": bench.image("1")]) == nil)
            let before = try await bench.inspect()["State"]
            proxy.behave { $0.delay = 30 }
            let id = UUID().uuidString
            try await bench.apply("update", ["image": bench.image("2")], id: id)
            try await eventually("it is told", within: .seconds(90)) {
                bench.reconciler.engineStatus.state == .unresponsive
            }
            #expect(try await bench.inspect()["State"] == before, "what runs is left alone")
            proxy.behave { $0.delay = 0 }
            proxy.cut()
            #expect(try await bench.ending(of: id) == nil)
            try await eventually("only the new one is left", within: .seconds(60)) {
                try await bench.containers().count == 1
            }
            #expect(try await bench.inspect()["Image"] != before)
            #expect(bench.reconciler.engineStatus.connected)
        }
    }

    @LoopActor
    @Test func `an engine that was upgraded, and no longer speaks the version agreed on, is spoken to in its own`()
        async throws
    {
        let engine = try await TestEngine.shared()
        let answer = try JSON(parsing: try await engine.request("GET", "/version").body)
        let current = try #require(answer["ApiVersion"]?.string)
        let parts = current.split(separator: ".")
        let minor = try #require(parts.last.flatMap { Int($0) })
        let old = "\(parts[0]).\(minor - 1)"
        try await withProxiedBench { bench, proxy in
            // To begin with an engine of the version before.
            proxy.behave { $0.answers = ["\"ApiVersion\":\"\(current)\"": "\"ApiVersion\":\"\(old)\""] }
            try await bench.restart()
            #expect(try await bench.carryOut("deploy", ["image": bench.image("1")]) == nil)
            #expect(bench.reconciler.engineStatus.apiVersion == old)
            let before = try await bench.inspect()["State"]
            // Its successor refuses that version: what it is asked in it, it is asked in one that is too old.
            proxy.behave {
                $0.answers = [:]
                $0.requests = ["/v\(old)/": "/v1.01/"]
            }
            proxy.cut()
            try await eventually("the new version is agreed on", within: .seconds(60)) {
                bench.reconciler.engineStatus.connected && bench.reconciler.engineStatus.apiVersion == current
            }
            #expect(try await bench.inspect()["State"] == before)
            #expect(try await bench.carryOut("update", ["image": bench.image("2")]) == nil)
            #expect(try await bench.containers().count == 1)
        }
    }

    @LoopActor
    @Test func `when the stream of events broke, one list tells what has changed, and nothing else is asked about`()
        async throws
    {
        try await withProxiedBench { bench, proxy in
            let image = bench.registry.image("web", "1")
            let compose = JSON.string(
                "services: {a: {image: '\(image)'}, b: {image: '\(image)'}, c: {image: '\(image)'}}")
            #expect(try await bench.carryOut("deploy", compose: compose) == nil)
            try await eventually("all are at rest", within: .seconds(60)) {
                bench.reconciler.services.values.allSatisfy { $0.work == nil && $0.rested != nil }
            }
            func container(_ name: String) async throws -> JSON {
                try #require(try await bench.engine.inspect("\(bench.service)-\(name)-1"))
            }
            let untouched = [try await container("a"), try await container("c")]
            let before = try await container("b")["State"]?["StartedAt"]
            proxy.forgetRequests()
            proxy.cut()
            try await eventually("it is listened to again", within: .seconds(60)) {
                proxy.requests.contains { $0.contains("/events") }
                    && proxy.requests.contains { $0.contains("/containers/json") }
            }
            try await bench.engine.request("POST", "/containers/\(bench.service)-b-1/kill")
            try await eventually("what has changed is seen", within: .seconds(60)) {
                let state = try await container("b")["State"]
                return state?["Running"] == true && state?["StartedAt"] != before
            }
            for container in untouched {
                let names = [container["Id"], container["Name"]].compactMap(\.?.string).map { $0.drop { $0 == "/" } }
                let asked = proxy.requests.filter { line in names.contains { line.contains("/containers/\($0)/") } }
                #expect(asked.isEmpty)
            }
            #expect(try await bench.carryOut("remove") == nil)
        }
    }

    @LoopActor
    @Test func `on a full disk an update fails as no_space, what runs goes on, and when there is room it succeeds`()
        async throws
    {
        let engine = try await TestEngine.start(dataMegabytes: 400)
        try await withBench(on: engine) { bench in
            #expect(try await bench.carryOut("deploy", ["image": bench.image("1")]) == nil)
            let before = try await bench.inspect()["State"]
            // Somebody else fills it up.
            let filler: JSON = [
                "Image": bench.image("1"),
                "Cmd": ["/bin/sh", "-c", "/bin/busybox dd if=/dev/zero of=/fill bs=1M; exit 5"],
            ]
            let made = try await engine.request("POST", "/containers/create?name=filler", body: filler.bytes)
            #expect(made.status == 201)
            #expect(try await engine.request("POST", "/containers/filler/start").status == 204)
            try await eventually("the disk is full", within: .seconds(60)) {
                try await engine.inspect("filler")?["State"]?["Status"] == "exited"
            }
            let large: JSON = ["image": .string(bench.registry.image("large", "1"))]
            #expect(try await bench.carryOut("update", large)?["type"] == "no_space")
            #expect(try await bench.inspect()["State"] == before, "what runs goes on")
            #expect(bench.status?.running == true)

            #expect(try await engine.remove(container: "filler"))
            #expect(try await bench.carryOut("update", large) == nil)
            #expect(try await bench.containers().count == 1)
        }
        try await engine.end()
    }

    @LoopActor
    @Test func `a pull from a registry that stands still stalls, and is carried out when it goes on`() async throws {
        let engine = try await TestEngine.start()
        let registry = try await TestRegistry.start(TestRegistry.Manners())
        var pulls = PullSettings()
        pulls.inactivity = .seconds(2)
        try await withBench(on: engine, pulls: pulls) { bench in
            #expect(try await bench.carryOut("deploy", ["image": bench.image("1")]) == nil)
            let before = try await bench.inspect()["State"]
            try await registry.freeze()
            let large: JSON = ["image": .string(registry.image("large", "1"))]
            let error = try await bench.carryOut("update", large)
            #expect(error?["type"] == "pull_stalled", "\(error?.text ?? "")")
            #expect(try await bench.inspect()["State"] == before, "what runs goes on")
            let id = UUID().uuidString
            try await bench.apply("update", large, id: id)
            try await eventually("it stalls", within: .seconds(60)) { bench.status?.error?.type == .pullStalled }
            try await registry.thaw()
            #expect(try await bench.ending(of: id) == nil, "one of its attempts comes through")
            #expect(bench.status?.running == true)
        }
        try await registry.end()
        try await engine.end()
    }
}

@Suite(.eventLoop, .dockerEngine, .timeLimit(.minutes(10)))
struct PatienceTests {
    @LoopActor
    @Test func `an update is given up for want of a registry only after many attempts, and the version before runs on`()
        async throws
    {
        let registry = try await TestRegistry.start(TestRegistry.Manners())
        try await withBench { bench in
            #expect(try await bench.carryOut("deploy", ["image": bench.image("1")]) == nil)
            let before = try await bench.inspect()["State"]
            let address = registry.address
            let name = try ServiceName(bench.service)
            try await registry.end()
            let id = UUID().uuidString
            try await bench.apply("update", ["image": .string("\(address)/web:2")], id: id)
            try await eventually("more attempts have failed than a first version gets", within: .seconds(60)) {
                bench.reconciler.services[name]?.failures ?? 0 > 4
            }
            #expect(bench.status?.error?.type == .registryUnreachable)
            #expect(try await bench.inspect()["State"] == before, "what runs goes on")
            #expect(try await bench.ending(of: id)?["type"] == "registry_unreachable", "in the end it is given up")
            try await eventually("it is told what would help", within: .seconds(60)) {
                guard let entry = bench.reconciler.services[name] else { return false }
                return Explanation.of(entry, bench.reconciler.engineStatus).help?.contains("ask for the new version")
                    == true
            }
            #expect(try await bench.inspect()["State"] == before)
        }
    }
}
