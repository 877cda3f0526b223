import Foundation
import TestSupport

/// The image that the Dockerfile makes, on the tests' engine, with a Debian tree in the place of both base images: no
/// container of the tests has a network to get packages or a toolchain from, so the programs come ready.
enum NodeImage {
    static let name = "aerekos-worker:test"
    static let base = "debian-tree:test"

    /// What the Dockerfile and the compose file take for arguments here.
    static let arguments = ["BUILD_IMAGE": base, "RUNTIME_IMAGE": base, "PROGRAMS": "ready"]

    /// Builds it, once in this process.
    static func onSharedEngine() async throws -> TestEngine { try await built.value }
    // Whoever calls onSharedEngine() waits for this task.
    private static let built = Task {
        let engine = try await TestEngine.shared()
        try await docker(engine, ["import", SourceTree.debian("base"), base])
        let options = arguments.flatMap { ["--build-arg", "\($0.key)=\($0.value)"] }
        try await docker(engine, ["build", "--target", "runtime", "--tag", name] + options + [SourceTree.root])
        return engine
    }

    /// Runs Debian's docker(1), with the builder that is part of the engine.
    @discardableResult
    static func docker(_ engine: TestEngine, _ arguments: [String]) async throws -> String {
        try await CommandRun.output(of: ["/usr/bin/docker"] + arguments, environment: environment(engine))
    }

    static func environment(_ engine: TestEngine) -> [String: String] {
        ["DOCKER_HOST": engine.dockerHost, "DOCKER_BUILDKIT": "0", "COMPOSE_DOCKER_CLI_BUILD": "0"]
    }
}
