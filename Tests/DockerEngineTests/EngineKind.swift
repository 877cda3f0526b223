import DockerEngine
import EventLoop
import Foundation
import HTTPClient
import ImageNames
import TestSupport
import Testing

/// The engines that a test runs against.
enum EngineKind: String, Sendable, CaseIterable, CustomTestStringConvertible {
    case docker, podman

    var testDescription: String { rawValue }

    /// Those that can run here.
    static var available: [EngineKind] { TestPodman.obstacle == nil ? allCases : [.docker] }

    @LoopActor
    func client(deadline: Duration = .seconds(30)) async throws -> EngineClient {
        let socket =
            switch self {
            case .docker: try await TestEngine.shared().socketPath
            case .podman: try await TestPodman.shared().socketPath
            }
        return EngineClient(address: .unix(path: socket), http: HTTPClient(), deadline: deadline)
    }

    /// `10.100.77`, the first three numbers of a subnet that nobody uses and that goes with the test engine.
    @LoopActor
    func freeSubnet() async throws -> String {
        // Podman is in a network namespace of its own, with 10.88 and 10.89 taken.
        guard self == .docker else { return "10.98.\(Int.random(in: 1...250))" }
        // The test engine's own bridge has 10.x.0, its networks 10.x.128 to 10.x.255.
        let gateway = try #require(try await client().network(named: "bridge")?.pools.first?.gateway)
        let numbers = gateway.split(separator: ".")
        return "\(numbers[0]).\(numbers[1]).\(Int.random(in: 64...127))"
    }

    static func image(_ name: String, _ tag: String = "1") async throws -> ImageReference {
        try #require(ImageReference(try await TestRegistry.shared().image(name, tag)))
    }
}

/// A name that no other test has.
func uniqueName(_ what: String) -> String { "\(what)-\(UUID().uuidString.prefix(8).lowercased())" }

extension EngineClient {
    /// A configuration of the image `web:1`, which is on the host then, running a shell script.
    @LoopActor
    func shell(_ script: String) async throws -> ContainerConfiguration {
        let image = try await EngineKind.image("web")
        try await pull(image, nil) { _ in }
        var configuration = ContainerConfiguration(image: image)
        configuration.command = ["/bin/sh", "-c", script]
        configuration.stopGraceSeconds = 1
        return configuration
    }

    /// Makes a container for `body`, which gets its id, and removes it afterwards however that ended.
    @LoopActor
    func withContainer(
        _ configuration: ContainerConfiguration, isStarted: Bool = true,
        _ body: @LoopActor (String) async throws -> Void
    ) async throws {
        let id = try await createContainer(name: uniqueName("test"), configuration)
        do {
            if isStarted { try await start(id) }
            try await body(id)
        } catch {
            try await remove(id)
            throw error
        }
        try await remove(id)
    }

    /// All that a container has written to its standard output.
    @LoopActor
    func output(of id: String) async throws -> String {
        let logs = try await logs(of: id)
        var bytes: [UInt8] = []
        while let chunk = try await logs.next() { if chunk.source == .output { bytes += chunk.bytes } }
        return String(decoding: bytes, as: UTF8.self)
    }
}
