import DaemonLifecycle
import DockerEngine
import EventLoop
import HTTPClient
import ImageNames
import JSON
import Logging
import NodeProtocol
import TestSupport
import Testing

@testable import Deployment

@Suite(.eventLoop, .timeLimit(.minutes(5)))
struct ReconcilerNeedsTests {
    private func version(_ number: Int) throws -> DesiredService {
        let spec = try ServiceSpec(
            name: ServiceName("shop-db"),
            config: ["image": .string("db:\(number)"), "networks": .array([.string("net-\(number)")])])
        var desired = DesiredService(spec: spec, wanted: .running)
        desired.imageID = "sha256:\(number)"
        return desired
    }

    /// It is proven itself, and so its last good version is the new one; the others of its project may still fail.
    @LoopActor
    @Test func `what a service goes back to with its project is needed, beside what it is and what was last good`()
        async throws
    {
        let directory = try TemporaryDirectory()
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let address = try #require(EngineAddress("unix://" + directory.file("no-engine.sock")))
        let reconciler = Reconciler(
            engine: EngineClient(address: address, http: HTTPClient(), deadline: .seconds(20)),
            store: try await DeploymentStore.open(path: directory.file("deployd.db")), node: "node",
            marks: InputMarks(path: nil, previous: nil, logger: logger), logger: logger)
        var desired = try version(3)
        desired.good = GoodVersion(of: try version(2))
        desired.previous = .version(GoodVersion(of: try version(1)))
        reconciler.services[desired.name] = ServiceEntry(desired)
        let (ids, references) = reconciler.neededImages
        #expect(ids == ["sha256:1", "sha256:2", "sha256:3"])
        #expect(references == Set(["db:1", "db:2", "db:3"].compactMap { ImageReference($0) }))
        #expect(reconciler.wantedNetworks == ["net-1", "net-2", "net-3"])
    }
}
