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
struct LeftoverContainersTests {
    private static let day = Duration.seconds(86400)

    private func leftovers(
        _ state: ContainerState, service: String?, unused: Duration = .zero, elapsed: Duration = .seconds(600),
        isDiskFull: Bool = false
    ) throws -> LeftoverContainers {
        let labels = service.map { [OwnershipLabels.service: $0] } ?? [:]
        return LeftoverContainers(
            [ContainerSummary(id: "c", name: "c", state: state, labels: labels)], services: [try ServiceName("web")],
            unused: ["c": unused, "gone": .zero], elapsed: elapsed, isDiskFull: isDiskFull, CollectionSettings())
    }

    @Test(arguments: [ContainerState.created, .exited, .dead])
    func `what does not run and belongs to no service goes with its time`(state: ContainerState) throws {
        for service in [nil, "gone", "no name"] {
            #expect(try leftovers(state, service: service, unused: Self.day * 7).removals.map(\.id) == ["c"])
            let young = try leftovers(state, service: service, unused: Self.day)
            #expect(young.removals.isEmpty && young.unused == ["c": Self.day + .seconds(600)])
        }
    }

    @Test func `on a full disk it goes after ten minutes`() throws {
        #expect(try leftovers(.exited, service: nil, isDiskFull: true).removals.count == 1)
        #expect(try leftovers(.exited, service: nil, elapsed: .seconds(60), isDiskFull: true).removals.isEmpty)
    }

    @Test(arguments: [ContainerState.running, .paused, .restarting, .removing])
    func `what runs is never touched`(state: ContainerState) throws {
        let found = try leftovers(state, service: nil, unused: Self.day * 70, isDiskFull: true)
        #expect(found.removals.isEmpty && found.unused.isEmpty)
    }

    @Test func `a service's container is never touched`() throws {
        let found = try leftovers(.exited, service: "web", unused: Self.day * 70, isDiskFull: true)
        #expect(found.removals.isEmpty && found.unused.isEmpty)
    }
}

/// Containers of a real engine.
@Suite(.eventLoop, .dockerEngine, .timeLimit(.minutes(10)))
struct LeftoverContainerCollectionTests {
    @LoopActor
    @Test func `a left-over container of the node's goes with its time, also over a restart, and others stay`()
        async throws
    {
        try await withBench { bench in
            let engine = try bench.client()
            #expect(try await bench.carryOut("deploy", ["image": bench.image("1")]) == nil)
            #expect(try await bench.carryOut("stop") == nil)
            @LoopActor func make(_ name: String, _ labels: [String: String], isStarted: Bool = false) async throws
                -> String
            {
                let image = try #require(ImageReference(bench.registry.image("web", "1")))
                var configuration = ContainerConfiguration(image: image)
                configuration.labels = labels
                let id = try await engine.createContainer(name: "\(name)-\(bench.service)", configuration)
                if isStarted { try await engine.start(id) }
                return id
            }
            let own = [OwnershipLabels.worker: bench.node]
            let left = try await make("left", own)
            let late = try await make("late", own.merging([OwnershipLabels.service: "removed-before"]) { $1 })
            let runs = try await make("runs", own, isStarted: true)
            let foreign = try await make("foreign", ["mine": "yes"])
            @LoopActor func exists(_ id: String) async throws -> Bool { try await engine.container(id) != nil }

            try await bench.collect(.seconds(6 * 86400))
            for id in [left, late, runs, foreign] { #expect(try await exists(id)) }
            try await bench.restart()
            try await eventually("the engine is known", within: .seconds(60)) {
                bench.reconciler.engineStatus.connected
            }
            try await bench.collect(.seconds(2 * 86400))
            for id in [left, late] { #expect(try await !exists(id)) }
            for id in [runs, foreign] { #expect(try await exists(id)) }
            #expect(try await exists("aerekos-" + bench.service), "a stopped service's container is its own")
            try await engine.remove(foreign)
        }
    }
}
