import DockerEngine
import EventLoop
import Foundation
import JSON
import NodeProtocol
import TestSupport
import Testing

@testable import Deployment

@Suite(.timeLimit(.minutes(10)))
struct PullErrorTests {
    private static let call = "POST /images/create"
    private static let table: [(EngineError, ServiceError.Kind)] = [
        (.refused(call: call, status: 404, message: "manifest unknown"), .imageNotFound),
        (.refused(call: call, status: 401, message: "no"), .registryUnauthorized),
        (.refused(call: call, status: 429, message: "slow down"), .imagePullFailed),
        (.refused(call: call, status: 400, message: "invalid reference format"), .invalidConfig),
        (.refused(call: call, status: 500, message: "x509: certificate signed by unknown authority"), .registryTLS),
        (.refused(call: call, status: 500, message: "dial tcp: connect: connection refused"), .registryUnreachable),
        (.failedInStream(call: call, message: "write /x: no space left on device"), .noSpace),
        (.failedInStream(call: call, message: "words that nobody knows"), .imagePullFailed),
        (.stalled(call: call, after: .seconds(120)), .pullStalled),
        (.unavailable("gone"), .engineUnavailable),
    ]

    @Test(arguments: table)
    func `what failed in a pull is told apart`(error: EngineError, kind: ServiceError.Kind) {
        #expect(ServiceError(error, during: .pull).type == kind)
    }

    @Test func `no space is told as that also while a container is made`() {
        let error = EngineError.refused(call: "POST /containers", status: 500, message: "no space left on device")
        #expect(ServiceError(error, during: .create(.own)).type == .noSpace)
    }
}

@Suite(.timeLimit(.minutes(10)))
struct PullTellingTests {
    /// A pull of a minute, of which the engine tells fifty times a second.
    @Test func `progress is shown every second and logged every ten seconds at most, however often it is told`() {
        let begun = MonotonicInstant.now
        var telling = PullTelling(begun: begun)
        var shown: [Int] = []
        var logged: [Int] = []
        for step in 0...3000 {
            let due = telling.due(at: begun.advanced(by: .milliseconds(20 * step)))
            if due.shows { shown.append(step / 50) }
            if due.logs { logged.append(step / 50) }
        }
        #expect(shown == Array(0...60))
        #expect(logged == [10, 20, 30, 40, 50, 60])
        let last = begun.advanced(by: .seconds(60))
        #expect(telling.untilNextShowing(at: last.advanced(by: .milliseconds(300))) == .milliseconds(700))
        #expect(telling.untilNextShowing(at: last.advanced(by: .seconds(5))) == .zero)
    }
}

/// Pulls from real registries by a real engine.
@Suite(.eventLoop, .dockerEngine, .timeLimit(.minutes(10)))
struct ImagePullTests {
    @LoopActor
    @Test func `the layers of a pull are shown`() async throws {
        let engine = try await TestEngine.start()
        try await withBench(on: engine) { bench in
            let image = JSON.string(bench.registry.image("large", "1"))
            #expect(try await bench.carryOut("deploy", ["image": image]) == nil)
            let progress = bench.told.compactMap(\.progress).last { $0["layers"]?.array?.isEmpty == false }
            let layer = try #require(progress?["layers"]?[0])
            #expect(layer["id"]?.string?.isEmpty == false && layer["status"]?.string != nil)
            #expect(layer["current"]?.int != nil && layer["total"]?.int != nil)
            #expect(progress?["layers_count"]?.int == progress?["layers"]?.array?.count)
            #expect(bench.status?.progress == nil, "it is over")
        }
        try await engine.end()
    }

    @LoopActor
    @Test func `an image is pulled for the platform that its service names`() async throws {
        #if arch(arm64)
            let platform = "linux/arm64"
        #else
            let platform = "linux/amd64"
        #endif
        try await withProxiedBench { bench, proxy in
            let image = bench.registry.image("web", "1")
            let compose = JSON.string(
                "services: {web: {image: '\(image)', platform: \(platform), pull_policy: always, network_mode: none}}")
            let error = try await bench.carryOut("deploy", compose: compose)
            #expect(error == nil)
            let pulls = proxy.requests.filter { $0.contains("/images/create?") }
            let named = pulls.filter { ($0.removingPercentEncoding ?? $0).contains("platform=\(platform)") }
            #expect(pulls.count == 1 && named == pulls, "\(pulls)")
        }
    }

    @LoopActor
    @Test func `an image that does not fit is not pulled, and one that is here is used`() async throws {
        let disk = try SmallFileSystem(megabytes: 100)
        var settings = PullSettings()
        settings.space = { [path = disk.path] _ in try FileSystemSpace(path: path) }
        settings.reserve = 200 << 20
        let engine = try await TestEngine.start()
        try await withBench(on: engine, pulls: settings) { bench in
            let refused = try await bench.carryOut("deploy", ["image": bench.image("1")])
            #expect(refused?["type"] == "no_space")
            #expect(refused?["message"]?.string?.contains("are to stay free") == true)
        }
        settings.reserve = 1 << 20
        try await withBench(on: engine, pulls: settings) { bench in
            // Twice 64 MB are more than there are, which only the layers tell.
            let large: JSON = ["image": .string(bench.registry.image("large", "1"))]
            let refused = try await bench.carryOut("deploy", large)
            #expect(refused?["type"] == "no_space")
            #expect(refused?["message"]?.string?.contains("at least") == true)
            #expect(try await bench.carryOut("deploy", ["image": bench.image("1")]) == nil)
        }
        settings.reserve = 200 << 20
        try await withBench(on: engine, pulls: settings) { bench in
            let error = try await bench.carryOut("deploy", ["image": bench.image("1"), "pull_policy": "always"])
            #expect(error == nil)
        }
        try await engine.end()
    }

    @LoopActor
    @Test func `space that cannot be told stops no pull`() async throws {
        var settings = PullSettings()
        settings.space = { _ in try FileSystemSpace(path: "/no/such/directory") }
        let engine = try await TestEngine.start()
        try await withBench(on: engine, pulls: settings) { bench in
            let error = try await bench.carryOut("deploy", ["image": bench.image("1")])
            #expect(error == nil)
        }
        try await engine.end()
    }

    @LoopActor
    @Test func `a registry's login is taken from the login file, and read anew for each pull`() async throws {
        var manners = TestRegistry.Manners()
        manners.user = "worker"
        let registry = try await TestRegistry.start(manners)
        let directory = try TemporaryDirectory()
        var settings = PullSettings()
        settings.loginsDirectory = directory.path
        let engine = try await TestEngine.start()
        try await withBench(on: engine, pulls: settings) { bench in
            let image: JSON = ["image": .string(registry.image("web", "1"))]
            #expect(try await bench.carryOut("deploy", image)?["type"] == "registry_unauthorized")
            try directory.write(Array("{\"auths\":".utf8), to: "config.json")
            let malformed = try await bench.carryOut("deploy", image)
            #expect(malformed?["type"] == "registry_unauthorized")
            #expect(malformed?["message"]?.string?.contains("not JSON") == true)
            let login = Data("worker:\(TestRegistry.password)".utf8).base64EncodedString()
            let file = #"{"auths":{"\#(registry.address)":{"auth":"\#(login)"}}}"#
            try directory.write(Array(file.utf8), to: "config.json")
            #expect(try await bench.carryOut("deploy", image) == nil)
            let shown = try #require(try bench.status.map { try JSON(encoding: $0).text })
            #expect(!shown.contains(login) && !shown.contains(TestRegistry.password))
        }
        try await engine.end()
        try await registry.end()
    }
}
