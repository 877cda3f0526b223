import EventLoop
import Foundation
import JSON
import TestSupport
import Testing

/// The Dockerfile as it is by default, with PROGRAMS=compile: the node is compiled in the engine's builder.
///
/// In the place of swift's own image, which the tests cannot pull, is a Debian tree with this machine's toolchain. Where
/// that image asks the network for the sources of packages it has copies of those that the tests were built from. What
/// script/build installs comes from where this machine's apt has it.
@Suite(.dockerEngine, .debianTrees, .timeLimit(.minutes(20)))
struct CompileStageTests {
    private static let toolchain = "toolchain:test"
    private static let image = "aerekos-worker:compiled"

    @Test func `a node that the image's build stage has compiled comes up healthy, and a conductor is beside it`()
        async throws
    {
        let engine = try await NodeImage.onSharedEngine()
        try await Self.buildToolchain(engine)
        let built = try await NodeImage.docker(
            engine,
            [
                "build", "--network", "host", "--target", "runtime", "--tag", Self.image, "--build-arg",
                "BUILD_IMAGE=\(Self.toolchain)", "--build-arg", "RUNTIME_IMAGE=\(NodeImage.base)", SourceTree.root,
            ])
        for product in ["aerekos-worker", "conductord"] {
            #expect(built.contains("Build of product '\(product)' complete!"), "\(built.suffix(4000))")
        }
        for (program, here) in [("workerctl", BuiltPrograms.worker), ("conductord", BuiltPrograms.conductord)] {
            let version = try await CommandRun.output(of: [here, "--version"])
            let compiled = try await NodeImage.docker(
                engine, ["run", "--rm", "--entrypoint", "/usr/bin/" + program, Self.image, "--version"])
            #expect(compiled.split(separator: " ").last == version.split(separator: " ").last, "\(compiled)")
        }
        let name = "compiled-\(try freePort())"
        try await NodeImage.docker(
            engine, ["run", "--detach", "--name", name, "--health-interval", "1s", "--network", "none", Self.image])
        do {
            try await ContainerisedNode(engine: engine, container: name).waitUntilHealthy()
        } catch {
            _ = try? await engine.remove(container: name)
            throw error
        }
        try await engine.remove(container: name)
        for image in [Self.image, Self.toolchain] { try await NodeImage.docker(engine, ["rmi", image]) }
    }

    /// What of a toolchain it takes to compile, and what of that is left out.
    private static let parts = [
        "bin/swift*", "bin/clang*", "bin/*lld", "bin/llvm-ar", "lib/clang", "lib/lib*", "lib/swift", "lib/swift_static",
        "libexec/swift", "share/pm", "share/swift",
    ]
    private static let unneeded = [
        "bin/swift-format", "bin/clangd", "lib/swift/embedded", "lib/swift/FrameworkABIBaseline", "lib/libclang*",
        "lib/liblldb*", "lib/libsourcekit*",
    ]

    /// The toolchain goes to the builder as it lies here, without a copy of it in between.
    private static func buildToolchain(_ engine: TestEngine) async throws {
        let directory = try TemporaryDirectory()
        let instructions = """
            FROM \(NodeImage.base)
            RUN apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
            git g++ libncurses6 libxml2 >/dev/null
            COPY repositories /repositories
            COPY gitconfig /etc/gitconfig
            COPY usr /usr

            """
        try directory.write(instructions.utf8, to: "Dockerfile")
        try directory.write(try Self.gitConfiguration().utf8, to: "gitconfig")
        let script = """
            toolchain=$(dirname "$(dirname "$(dirname "$(readlink -f "$(command -v swiftc)")")")")
            cd "$toolchain"
            set -- $(ls -d \(parts.map { "usr/" + $0 }.joined(separator: " ")) 2>/dev/null || true)
            tar -c \(unneeded.map { "--exclude=usr/" + $0 }.joined(separator: " ")) "$@" -C "$directory" Dockerfile gitconfig \
            -C "$root/.build" repositories | /usr/bin/docker build --network host --tag \(toolchain) -
            """
        try await CommandRun.output(
            of: ["/bin/sh", "-ec", script],
            environment: NodeImage.environment(engine).merging([
                "directory": directory.path, "root": SourceTree.root,
            ]) { $1 })
    }

    /// Leads git from the addresses of the packages to the copies of them that lie in .build/repositories.
    private static func gitConfiguration() throws -> String {
        let resolved = try JSON(parsing: Array(try SourceTree.text("Package.resolved").utf8))
        let copies = try FileManager.default.contentsOfDirectory(atPath: SourceTree.root + "/.build/repositories")
        var lines = "[safe]\n    directory = *\n"
        for pin in resolved["pins"]?.array ?? [] {
            var address = try #require(pin["location"]?.string)
            if address.hasSuffix(".git") { address.removeLast(4) }
            let name = try #require(address.split(separator: "/").last)
            let copy = try #require(copies.first { $0.dropLast(9) == name }, "no copy of \(name) in \(copies)")
            lines += "[url \"/repositories/\(copy)\"]\n"
            lines += "    insteadOf = \(address)\n    insteadOf = \(address).git\n"
        }
        return lines
    }
}
