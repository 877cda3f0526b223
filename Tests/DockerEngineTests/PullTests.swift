import DockerEngine
import EventLoop
import Foundation
import HTTPClient
import ImageNames
import TestSupport
import Testing

@Suite(.eventLoop, .dockerEngine, .timeLimit(.minutes(10)))
struct PullTests {
    @LoopActor
    @Test(arguments: EngineKind.available)
    func `a pull tells how far it has come, layer by layer`(kind: EngineKind) async throws {
        let client = try await kind.client()
        let image = try await EngineKind.image("large")
        _ = try await client.removeImage(image.description)
        var seen: [PullProgress] = []
        try await client.pull(image, nil) { seen.append($0) }
        let last = try #require(seen.last)
        #expect(last.layerCount >= 1 && last.order.count == last.layerCount)
        let details = try #require(try await client.image(image))
        #expect(details.size > 64 << 20 && details.platform == ImagePlatform("linux/amd64"))
        #expect(details.tags.contains(image.description))
        #expect(details.digests.first?.contains("@sha256:") == true)
        guard kind == .docker else {
            guard case .unknown = try await client.registryAnswer(for: image, nil) else {
                Issue.record("Podman cannot know")
                return
            }
            return
        }
        let registered = try await client.registryImage(image, nil)
        #expect(details.digests.contains { $0.hasSuffix(registered.digest) })
        #expect(last.layersDone == last.layerCount && last.bytesDone == last.bytes && last.bytes > 64 << 20)
        #expect(seen.contains { $0.layers.values.contains { $0.phase == .downloading && $0.bytesDone < $0.bytes } })
        #expect(seen.contains { $0.layers.values.contains { $0.phase == .extracting && $0.bytesExtracted > 0 } })
        #expect(zip(seen, seen.dropFirst()).allSatisfy { $0.bytesDone <= $1.bytesDone })
        var again: [PullProgress] = []
        try await client.pull(image, nil) { again.append($0) }
        #expect(again.allSatisfy { $0.layers.values.allSatisfy { $0.phase == .present } })
    }

    @LoopActor
    @Test func `a pull that is cancelled stops the engine's, and can be begun again`() async throws {
        let engine = try await TestEngine.start()
        let client = EngineClient(address: .unix(path: engine.socketPath), http: HTTPClient())
        let image = try await EngineKind.image("large")
        var hasBegun = false
        let task = Task { @LoopActor in
            try await client.pull(image, nil) { if $0.bytesDone > 0 || $0.layerCount > 0 { hasBegun = true } }
        }
        try await eventually("the pull has begun", within: .seconds(60)) { hasBegun }
        task.cancel()
        await #expect(throws: EngineError.cancelled) { try await task.value }
        #expect(try await client.image(image) == nil)
        try await client.pull(image, nil) { _ in }
        #expect(try await client.image(image) != nil)
        try await engine.end()
    }

    @LoopActor
    @Test func `a registry that falls silent is a stall, and the pull can be tried again`() async throws {
        let client = try await EngineKind.docker.client()
        let registry = try StallingRegistry()
        let image = try #require(ImageReference(registry.image))
        for _ in 0..<2 {
            var progress = PullProgress()
            let error = await #expect(throws: EngineError.self) {
                try await client.pull(image, nil, inactivity: .seconds(2)) { progress = $0 }
            }
            #expect(error == .stalled(call: "POST /images/create", after: .seconds(2)))
            #expect(error.flatMap { PullFailure(of: $0) } == .stalled)
            #expect(progress.layers.values.first?.phase == .downloading)
        }
    }

    @LoopActor
    @Test func `an engine that hangs during a pull is told apart from its registry`() async throws {
        let engine = try await TestEngine.start()
        let client = EngineClient(address: .unix(path: engine.socketPath), http: HTTPClient(), deadline: .seconds(1))
        let image = try await EngineKind.image("large")
        try await client.connect()
        try await engine.freeze()
        let error = await #expect(throws: EngineError.self) {
            try await client.pull(image, nil, inactivity: .seconds(1)) { _ in }
        }
        #expect(error == .timedOut(call: "GET /_ping"))
        #expect(error.map { PullFailure(of: $0) } == .some(nil))
        try await engine.end()
    }

    @LoopActor
    @Test(arguments: EngineKind.available)
    func `an image that is not there, and a registry that is not there`(kind: EngineKind) async throws {
        let client = try await kind.client()
        #expect(try await failure(client, EngineKind.image("web", "none")) == .notFound)
        #expect(try await failure(client, EngineKind.image("nothing")) == .notFound)
        let port = try freePort()
        let unreachable = try #require(ImageReference("127.0.0.1:\(port)/web:1"))
        #expect(try await failure(client, unreachable) == .registryUnreachable)
        let unknown = try #require(ImageReference("registry.invalid/web:1"))
        #expect(try await failure(client, unknown) == .registryUnreachable)
    }

    @LoopActor
    @Test func `a registry that wants a login gets the right one, and others are unauthorized`() async throws {
        let client = try await EngineKind.docker.client()
        var manners = TestRegistry.Manners()
        manners.user = "ada"
        let registry = try await TestRegistry.start(manners)
        let image = try #require(ImageReference(registry.image("web", "1")))
        #expect(try await failure(client, image) == .unauthorized)
        let wrong = RegistryCredentials(user: "ada", password: "wrong")
        #expect(try await failure(client, image, wrong) == .unauthorized)
        let right = RegistryCredentials(user: "ada", password: TestRegistry.password)
        try await client.pull(image, right) { _ in }
        #expect(try await client.image(image) != nil)
        #expect(try await client.registryAnswer(for: image, wrong) == .denied)
        #expect(try await client.registryAnswer(for: image, right) == .present)
        guard case .removed = try await client.removeImage(image.description) else {
            Issue.record("the image is still there")
            return
        }
        let login =
            #"{"auths": {"\#(registry.address)": {"auth": "\#(Data("ada:\(TestRegistry.password)".utf8).base64EncodedString())"}}}"#
        let logins = try RegistryLogins(parsing: Array(login.utf8))
        try await client.pull(image, try logins.credentials(for: image)) { _ in }
        _ = try await client.removeImage(image.description)
        try await registry.end()
    }

    @LoopActor
    @Test func `a certificate that cannot be trusted, and plain HTTP where TLS is due, are failures of TLS`()
        async throws
    {
        let client = try await EngineKind.docker.client()
        // Loopback is trusted whatever it speaks; the engine's own bridge is another address of this host.
        let host = try #require(try await client.network(named: "bridge")?.pools.first?.gateway)
        let certificates = try await TestCertificates.make(host: host)
        var manners = TestRegistry.Manners()
        manners.host = host
        let plain = try await TestRegistry.start(manners)
        manners.certificate = (certificates.file("server.pem"), certificates.file("server-key.pem"))
        let secure = try await TestRegistry.start(manners)
        for registry in [plain, secure] {
            let image = try #require(ImageReference(registry.image("web", "1")))
            #expect(try await failure(client, image) == .tls)
            try await registry.end()
        }
    }

    @LoopActor
    @Test func `a disk that is full is told as that`() async throws {
        let engine = try await TestEngine.start(dataMegabytes: 48)
        let client = EngineClient(address: .unix(path: engine.socketPath), http: HTTPClient())
        #expect(try await failure(client, EngineKind.image("large")) == .noSpace)
        let space = try #require(try await client.dataRootSpace(on: WorkerThread(name: "disk")))
        // Its data root is of another mount namespace: what is seen here is the directory below.
        #expect(space.total > 0 && space.available > 0 && space.usedFraction < 1)
        try await engine.end()
    }

    /// Why the image cannot be pulled; nil when that is not known.
    @LoopActor
    private func failure(
        _ client: EngineClient, _ image: ImageReference, _ credentials: RegistryCredentials? = nil
    ) async throws -> PullFailure? {
        let error = await #expect(throws: EngineError.self) { try await client.pull(image, credentials) { _ in } }
        let failure = error.flatMap { PullFailure(of: $0) }
        return failure
    }
}
