import DockerEngine
import EventLoop
import HTTPClient
import ImageNames
import JSON
import NodeProtocol
import TestSupport
import Testing

@testable import Deployment

/// Stopping services with the node, on a real engine.
@Suite(.eventLoop, .dockerEngine, .timeLimit(.minutes(10)))
struct ServicesStopTests {
    @LoopActor
    @Test func `what runs with the node's label and belongs to no service is stopped too, after the services`()
        async throws
    {
        try await withBench { bench in
            #expect(try await bench.carryOut("deploy", ["image": bench.image("1")]) == nil)
            let address = try #require(EngineAddress(bench.engine.dockerHost))
            let engine = EngineClient(address: address, http: HTTPClient(), deadline: .seconds(60))
            let image = try #require(ImageReference(bench.registry.image("web", "1")))
            @LoopActor func run(_ name: String, _ labels: [String: String]) async throws -> String {
                var configuration = ContainerConfiguration(image: image)
                configuration.labels = labels
                let id = try await engine.createContainer(name: "\(name)-\(bench.service)", configuration)
                try await engine.start(id)
                return id
            }
            let unknown = try await run("unknown", [OwnershipLabels.worker: bench.node])
            let foreign = try await run("foreign", ["mine": "yes"])

            await bench.reconciler.stopServices(within: .seconds(60))
            let service = try await bench.inspect()["State"]
            let state = try #require(try await bench.engine.inspect(unknown))["State"]
            #expect(service?["Status"] == "exited" && state?["Status"] == "exited")
            #expect(service?["FinishedAt"]?.string ?? "" < state?["FinishedAt"]?.string ?? "")
            #expect(try await bench.engine.inspect(foreign)?["State"]?["Status"] == "running")
            try await bench.engine.remove(container: foreign)
        }
    }
}
