import DockerEngine
import EventLoop
import HTTPClient
import TestSupport
import Testing

@Suite(.eventLoop, .dockerEngine, .timeLimit(.minutes(10)))
struct EngineTests {
    @LoopActor
    @Test(arguments: EngineKind.available)
    func `an engine tells of itself`(kind: EngineKind) async throws {
        let client = try await kind.client()
        let version = try await client.connect()
        #expect(version.api >= APIVersion(1, 41) && version.maximum >= version.api && version.minimum <= version.api)
        #expect(version.operatingSystem == "linux" && !version.architecture.isEmpty && !version.engine.isEmpty)
        #expect(version.product == (kind == .docker ? "Engine" : "Podman Engine"))
        #expect(client.state == .available(version))
        let information = try await client.information()
        #expect(information.rootDirectory.hasPrefix("/") && !information.storageDriver.isEmpty)
        #expect(information.cpus > 0 && information.memoryBytes > 1 << 20 && information.runtimes.contains("runc"))
        #expect([1, 2].contains(information.cgroupVersion) && information.cgroupDriver == "cgroupfs")
        let space = try #require(try await client.dataRootSpace(on: WorkerThread(name: "disk")))
        #expect(space.total >= space.available && space.total > 0)
    }

    @LoopActor
    @Test(arguments: EngineKind.available)
    func `what images, containers and volumes take is told`(kind: EngineKind) async throws {
        let client = try await kind.client()
        let configuration = try await client.shell("head -c 100000 /dev/zero > /tmp/zeros; sleep 100")
        let image = try #require(try await client.image(configuration.image))
        let volume = uniqueName("df")
        try await client.ensureVolume(VolumeConfiguration(name: volume))
        try await client.withContainer(configuration) { id in
            let usage = try await eventually("the container has written", within: .seconds(60)) {
                let usage = try await Self.diskUsage(client)
                return usage?.containers.contains { $0.id == id && $0.writtenBytes >= 100_000 } == true ? usage : nil
            }
            let used = try #require(usage.images.first { $0.id == image.id }, "\(usage.images), \(image.id)")
            #expect(used.size > 1_000_000 && used.containerCount >= 1)
            #expect(usage.volumes.contains { $0.name == volume && ($0.containerCount ?? 0) == 0 })
        }
        #expect(try await client.removeVolume(volume) == .removed)
    }

    /// Nil when a container was removed meanwhile: Podman answers 500 then.
    @LoopActor
    private static func diskUsage(_ client: EngineClient) async throws -> EngineDiskUsage? {
        do { return try await client.diskUsage() } catch EngineError.refused(_, 500, _) { return nil }
    }

    @LoopActor
    @Test func `an engine behind TLS is spoken to with a certificate, and with none or a wrong one it is unavailable`()
        async throws
    {
        let certificates = try await TestCertificates.make(host: "127.0.0.1")
        let port = try freePort()
        let engine = try await TestEngine.start(arguments: [
            "--host", "tcp://127.0.0.1:\(port)", "--tlsverify", "--tlscacert", certificates.file("ca.pem"), "--tlscert",
            certificates.file("server.pem"), "--tlskey", certificates.file("server-key.pem"),
        ])
        let address = try #require(EngineAddress("tcp://127.0.0.1:\(port)", usesTLS: true))
        let right = TLSFiles(
            authorities: certificates.file("ca.pem"), certificate: certificates.file("cert.pem"),
            key: certificates.file("key.pem"))
        let client = EngineClient(address: address, tls: right, http: HTTPClient())
        #expect(try await client.containers().isEmpty)
        // The disk of an engine on another host cannot be looked at.
        #expect(try await client.dataRootSpace(on: WorkerThread(name: "disk")) == nil)

        let stranger = try await TestCertificates.make(host: "127.0.0.1")
        let wrong: [TLSFiles?] = [
            nil, TLSFiles(authorities: right.authorities), TLSFiles(certificate: right.certificate, key: right.key),
            TLSFiles(
                authorities: right.authorities, certificate: stranger.file("cert.pem"), key: stranger.file("key.pem")),
            TLSFiles(authorities: stranger.file("absent.pem"), certificate: right.certificate, key: right.key),
        ]
        for files in wrong {
            let client = EngineClient(address: address, tls: files, http: HTTPClient())
            await #expect(throws: EngineError.self, "\(String(describing: files))") { try await client.containers() }
            guard case .unavailable = client.state else {
                Issue.record("expected unavailable, got \(client.state)")
                return
            }
        }
        try await engine.end()
    }
}
