import DockerEngine
import EventLoop
import Foundation
import HTTPClient
import ImageNames
import JSON
import Logging
import NodeProtocol
import TestSupport
import Testing

@testable import Deployment

@Suite(.timeLimit(.minutes(10)))
struct ImageCollectionTests {
    private static let day = Duration.seconds(86400)
    private static let disk = ImageCollection.Disk(total: 1000, available: 500)

    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        var unused: [String: Duration] = ["a": .zero]
        var present: [String: Int64] = ["a": 100, "b": 100, "c": 100]
        var foreign: Set<String> = []
        var used: Set<String> = []
        var elapsed = Duration.seconds(600)
        var available: Int64? = 500
        var removed: [String] = []
        var forgotten: [String] = []
    }

    private static let cases: [Case] = [
        Case(testDescription: "one that was just used stays"),
        Case(testDescription: "one that is old goes", unused: ["a": day * 7], removed: ["a"]),
        Case(testDescription: "its time comes", unused: ["a": day * 7 - .seconds(600)], removed: ["a"]),
        Case(testDescription: "one second before it stays", unused: ["a": day * 7 - .seconds(601)]),
        Case(testDescription: "one that is used stays, however old", unused: ["a": day * 70], used: ["a"]),
        Case(
            testDescription: "one with a foreign name is left", unused: ["a": day * 70], foreign: ["a"],
            forgotten: ["a"]),
        Case(testDescription: "one that is gone is forgotten", unused: ["z": day], forgotten: ["z"]),
        Case(
            testDescription: "a full disk takes the longest unused first", unused: ["a": day, "b": day * 2],
            available: 150, removed: ["b"]),
        Case(
            testDescription: "and as many as it needs", unused: ["a": day, "b": day * 2], available: 100,
            removed: ["b", "a"]),
        Case(
            testDescription: "a full disk takes none that is used", unused: ["a": day, "b": day], used: ["a", "b"],
            available: 0),
        Case(testDescription: "nor one that was used a moment ago", elapsed: .seconds(60), available: 0),
        Case(testDescription: "below the mark nothing is taken", unused: ["a": day], available: 151),
        Case(testDescription: "a disk that is not known takes nothing", unused: ["a": day], available: nil),
        Case(testDescription: "nothing was pulled", unused: [:], available: 0),
    ]

    @Test(arguments: cases)
    func `what is removed`(example: Case) {
        let present = Dictionary(
            uniqueKeysWithValues: example.present.map { id, size in
                let image = ImageCollection.Present(
                    id: id, size: size, tags: [id + ":1"], hasForeignName: example.foreign.contains(id))
                return (id, image)
            })
        let pulled = example.unused.keys.sorted().map {
            PulledImage(id: $0, references: [$0 + ":1"], unused: example.unused[$0] ?? .zero)
        }
        let collection = ImageCollection(
            pulled, present, used: example.used, elapsed: example.elapsed,
            disk: example.available.map { ImageCollection.Disk(total: 1000, available: $0) }, CollectionSettings())
        #expect(collection.removals.map(\.id) == example.removed)
        #expect(collection.forgotten == example.forgotten)
        for id in example.used { #expect(collection.unused[id] ?? .zero == .zero) }
    }
}

/// Images of a real engine.
@Suite(.eventLoop, .dockerEngine, .timeLimit(.minutes(10)))
struct ImageCollectorTests {
    @LoopActor
    private func collector(
        _ bench: DeploymentBench, space: (@Sendable (String) throws -> FileSystemSpace)? = nil
    ) throws -> (LeftoverCollector, EngineClient) {
        let address = try #require(EngineAddress(bench.engine.dockerHost))
        let engine = EngineClient(address: address, http: HTTPClient(), deadline: .seconds(20))
        let collector = LeftoverCollector(
            engine: engine, store: bench.store, reconciler: bench.reconciler, settings: CollectionSettings(),
            space: space, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        return (collector, engine)
    }

    @LoopActor
    @Test func `an image that nobody needs goes with its time, and foreign ones stay`() async throws {
        let engine = try await TestEngine.start()
        try await withBench(on: engine) { bench in
            let (collector, client) = try collector(bench)
            func has(_ name: String) async throws -> Bool {
                try await client.image(try #require(ImageReference(name))) != nil
            }
            let one = bench.registry.image("web", "1")
            let two = bench.registry.image("web", "2")
            let foreign = bench.registry.image("quits", "1")
            try await client.pull(try #require(ImageReference(foreign)), nil) { _ in }
            #expect(try await bench.carryOut("deploy", ["image": .string(one)]) == nil)
            #expect(try await bench.carryOut("update", ["image": .string(two)]) == nil)
            #expect(try await bench.store.pulledImages().flatMap(\.references).sorted() == [one, two])
            // A good version is needed as long as it is the one to go back to.
            try await eventually("the new one is proven") {
                bench.reconciler.neededImages.references.map(\.description) == [two]
            }
            try await collector.collect(elapsed: .seconds(86400))
            for image in [one, two, foreign] { #expect(try await has(image), "\(image)") }
            try await collector.collect(elapsed: .seconds(7 * 86400))
            #expect(try await !has(one))
            #expect(try await has(two), "it is in use")
            #expect(try await has(foreign), "it is not this node's")
            #expect(bench.status?.running == true && collector.removed == 1)
            // A stopped service needs its image too; a removed one needs none.
            #expect(try await bench.carryOut("stop") == nil)
            try await collector.collect(elapsed: .seconds(30 * 86400))
            #expect(try await has(two))
            #expect(try await bench.carryOut("remove") == nil)
            try await client.tag(two, as: try #require(ImageReference("mine:1")))
            try await collector.collect(elapsed: .seconds(30 * 86400))
            #expect(try await has(two), "somebody has given it a name")
            #expect(try await has("mine:1"))
            #expect(try await bench.store.pulledImages().isEmpty)
        }
        try await engine.end()
    }

    @LoopActor
    @Test func `an image that was here before the node wanted it is never its own`() async throws {
        let engine = try await TestEngine.start()
        try await withBench(on: engine) { bench in
            let (collector, client) = try collector(bench)
            let image = try #require(ImageReference(bench.registry.image("web", "1")))
            try await client.pull(image, nil) { _ in }
            let config: JSON = ["image": .string(image.description), "pull_policy": "always"]
            #expect(try await bench.carryOut("deploy", config) == nil)
            #expect(try await bench.carryOut("remove") == nil)
            try await collector.collect(elapsed: .seconds(70 * 86400))
            #expect(try await client.image(image) != nil)
        }
        try await engine.end()
    }

    /// An engine whose data lie on a small file system of their own.
    @LoopActor
    @Test func `on a disk that is nearly full what nobody needs goes early, and what is in use stays`() async throws {
        let engine = try await TestEngine.start(dataMegabytes: 400)
        let root = try await engine.root()
        try await withBench(on: engine) { bench in
            let (collector, client) = try collector(bench) { try FileSystemSpace(path: root + $0) }
            let directory = try await client.information().rootDirectory
            func space() throws -> FileSystemSpace { try FileSystemSpace(path: root + directory) }
            func has(_ name: String, _ tag: String) async throws -> Bool {
                try await client.image(try #require(ImageReference(bench.registry.image(name, tag)))) != nil
            }
            let foreign = try #require(ImageReference(bench.registry.image("quits", "1")))
            try await client.pull(foreign, nil) { _ in }
            let large = JSON.string(bench.registry.image("large", "1"))
            #expect(try await bench.carryOut("deploy", ["image": large]) == nil)
            #expect(try await bench.carryOut("update", ["image": bench.image("1")]) == nil)
            try await eventually("the new one is proven") {
                bench.reconciler.neededImages.references.map(\.description) == [bench.registry.image("web", "1")]
            }
            #expect(try space().usedFraction < 0.85)
            try await collector.collect(elapsed: .seconds(600))
            #expect(try await has("large", "1"), "there is room")

            // Somebody else fills it up to nine tenths.
            let now = try space()
            let megabytes = (now.available - now.total / 10) >> 20
            let filler: JSON = [
                "Image": bench.image("1"),
                "Cmd": ["/bin/sh", "-c", .string("/bin/busybox dd if=/dev/zero of=/fill bs=1M count=\(megabytes)")],
            ]
            let made = try await engine.request("POST", "/containers/create?name=filler", body: filler.bytes)
            #expect(made.status == 201)
            #expect(try await engine.request("POST", "/containers/filler/start").status == 204)
            try await eventually("the disk is nearly full", within: .seconds(60)) {
                try await engine.inspect("filler")?["State"]?["Status"] == "exited"
            }
            let full = try space()
            #expect(full.usedFraction > 0.85)
            let before = try await bench.inspect()["State"]
            try await collector.collect(elapsed: .seconds(1))
            #expect(try await !has("large", "1"))
            #expect(try space().available - full.available > 60 << 20, "its room is free")
            #expect(try await has("web", "1"), "a container is made of it")
            #expect(try await has("quits", "1"), "it is not this node's")
            #expect(try await bench.inspect()["State"] == before && collector.removed == 1)
            #expect(try await engine.inspect("filler") != nil, "nor is that container")
        }
        try await engine.end()
    }
}
