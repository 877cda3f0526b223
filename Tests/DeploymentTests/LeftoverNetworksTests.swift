import DockerEngine
import EventLoop
import HTTPClient
import JSON
import Logging
import NodeProtocol
import TestSupport
import Testing

@testable import Deployment

@Suite(.timeLimit(.minutes(5)))
struct LeftoverNetworksTests {
    private static let day = Duration.seconds(86400)

    private func leftovers(_ unused: [String: Duration], elapsed: Duration = .seconds(600)) -> LeftoverNetworks {
        LeftoverNetworks(Array(unused.keys), unused: unused, elapsed: elapsed, CollectionSettings())
    }

    @Test func `what no service wants goes with its time`() {
        let found = leftovers([
            "new": .zero, "young": Self.day * 7 - .seconds(601), "old": Self.day * 7 - .seconds(600),
        ])
        #expect(found.removals == ["old"])
        #expect(found.unused == ["new": .seconds(600), "young": Self.day * 7 - .seconds(1)])
    }

    @Test func `one that is not left over any more is forgotten`() {
        let found = LeftoverNetworks([], unused: ["a": Self.day * 70], elapsed: .seconds(600), CollectionSettings())
        #expect(found.removals.isEmpty && found.unused.isEmpty)
    }

    @Test func `of very many those that were left over first go earlier, none within ten minutes`() {
        let many = (0..<12).map { ("n\($0)", Duration.seconds($0 * 60)) }
        let found = leftovers(Dictionary(uniqueKeysWithValues: many), elapsed: .seconds(10))
        #expect(found.removals == ["n11", "n10"])
        #expect(found.unused.count == 10)
    }
}

/// Networks of a real engine.
@Suite(.eventLoop, .dockerEngine, .timeLimit(.minutes(10)))
struct LeftoverNetworkCollectionTests {
    @LoopActor
    @Test func `a left-over network of the node's goes with its time, also over a restart, and others stay`()
        async throws
    {
        try await withBench { bench in
            let client = try bench.client()
            @LoopActor func exists(_ name: String) async throws -> Bool { try await client.network(named: name) != nil }
            let (left, foreign, wanted) = (
                "left-\(bench.service)", "foreign-\(bench.service)", "wanted-\(bench.service)"
            )
            try await client.createNetwork(left, labels: [OwnershipLabels.worker: bench.node])
            try await client.createNetwork(foreign, labels: [OwnershipLabels.worker: "somebody else"])
            let config: JSON = ["image": bench.image("1"), "network": .string(wanted)]
            #expect(try await bench.carryOut("deploy", config) == nil)
            #expect(try await bench.carryOut("stop") == nil)

            try await bench.collect(.seconds(6 * 86400))
            for name in [left, foreign, wanted] { #expect(try await exists(name)) }
            try await bench.restart()
            try await eventually("the engine is known", within: .seconds(60)) {
                bench.reconciler.engineStatus.connected
            }
            try await bench.collect(.seconds(2 * 86400))
            #expect(try await !exists(left))
            for name in [foreign, wanted] { #expect(try await exists(name)) }
            try await client.removeUnusedNetwork(foreign)
            #expect(try await bench.carryOut("remove") == nil)
        }
    }
}
