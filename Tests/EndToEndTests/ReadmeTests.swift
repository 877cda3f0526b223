import Foundation
import JSON
import TestSupport
import Testing

/// What the README tells a newcomer to type.
@Suite(.dockerEngine, .timeLimit(.minutes(10)))
struct ReadmeTests {
    /// The headings whose shell blocks a test runs, and which that is.
    private static let runners = [
        "Two commands": "ScriptRunTests runs the one, and the other runs this test",
        "A first service": "this suite", "A first failure": "this suite",
        "In a container": "ComposeUpTests", "As a package": "PackageTests",
    ]

    private static func sections() throws -> [(heading: String, blocks: [String])] {
        let readme = try String(contentsOfFile: ScriptRunTests.root + "/README.md", encoding: .utf8)
        return readme.components(separatedBy: "\n## ").map { section in
            let blocks = section.components(separatedBy: "```sh\n").dropFirst().compactMap {
                $0.components(separatedBy: "\n```").first
            }
            return (section.components(separatedBy: "\n")[0], blocks)
        }
    }

    /// The shell blocks below a heading.
    private func blocks(below heading: String) throws -> [String] {
        try #require(try Self.sections().first { $0.heading == heading }).blocks
    }

    @Test func `each section with commands has a test that runs them`() throws {
        let commands = try Self.sections().filter { !$0.blocks.isEmpty }.map(\.heading)
        #expect(Set(commands) == Set(Self.runners.keys))
    }

    /// Runs a block as it stands, but for ports and images.
    /// - Parameter goesOn: As in a shell of a person's: a command that fails does not end it.
    private func run(_ block: String, _ web: NodeWithService, goesOn: Bool = false) async throws -> (
        status: Int32, output: String
    ) {
        let tools = try TemporaryDirectory()
        let script = block.replacingOccurrences(of: "nginx:alpine", with: web.registry.image("web", "1"))
            .replacingOccurrences(of: "nginx:alpnie", with: web.registry.image("web", "one"))
            .replacingOccurrences(of: "$PWD/.build/dist", with: tools.path)
            .replacingOccurrences(
                of: "$HOME/.local/share/aerekos-worker/run", with: web.node.directory.file("run")
            )
            .replacingOccurrences(of: "127.0.0.1:3000", with: "127.0.0.1:\(web.node.conductorPort)")
            .replacingOccurrences(of: "127.0.0.1:3001", with: "127.0.0.1:\(web.node.port)")
            .replacingOccurrences(of: "8080", with: "\(web.servicePort)")
        try FileManager.default.createSymbolicLink(
            atPath: tools.file("workerctl"), withDestinationPath: BuiltPrograms.worker)
        let environment = [
            "PATH=" + tools.path + ":/usr/local/bin:/usr/bin:/bin", "RUNTIME_DIR=" + web.node.directory.file("run"),
        ]
        let run = try await CommandRun.of(
            ["env", "-i"] + environment + ["/bin/bash", goesOn ? "-c" : "-ec", script])
        withExtendedLifetime(tools) {}
        return (run.status, run.output)
    }

    @Test func `the first service and the first failure go as the README says`() async throws {
        try await withNode { web in
            let service = try blocks(below: "A first service")
            #expect(service.count == 2)
            let queued = try await run(
                service[0].replacingOccurrences(of: "\ncurl -s http://127.0.0.1:3001", with: "\n#"), web)
            #expect(queued.status == 0, "\(queued.output)")
            try await web.waitForPage("one")
            let shown = try await run(service[0].components(separatedBy: "\n").last ?? "", web)
            #expect(shown.output.contains("\"running\":true"))
            let again = try await run(service[1], web)
            #expect(again.status == 0, "\(again.output)")

            #expect(again.output.contains("1 of 1 running"), "\(again.output)")

            let failure = try blocks(below: "A first failure")
            #expect(failure.count == 2)
            let killed = try await run(failure[0], web)
            #expect(killed.status == 0, "\(killed.output)")
            try await eventually("deployd is back, with the reason") {
                let deployd = try? await web.node.subsystem("deployd")
                return deployd?["state"] == "ready" && deployd?["last_exit"]?["signal"] == 9
            }
            #expect(try await TestNode.page(port: web.servicePort) == "one")
            let misspelt = try await run(failure[1], web, goesOn: true)
            #expect(misspelt.status == 0, "\(misspelt.output)")
            #expect(misspelt.output.contains("image_not_found"), "\(misspelt.output)")
            #expect(misspelt.output.contains("correct the image's name or tag"), "\(misspelt.output)")
            #expect(misspelt.output.hasSuffix("one"), "the version before answers: \(misspelt.output)")
            for container in try await web.engine.containers(label: "cloud.aerekos.service=web") {
                if let id = container["Id"]?.string { try await web.engine.remove(container: id) }
            }
        }
    }
}
