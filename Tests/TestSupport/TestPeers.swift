import Foundation
import Testing

/// Foreign programs, in Python, that tests hold ours against: script/test-peers installs them.
package enum TestPeers {
    /// Of this repository.
    package static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().path

    package static let description = root + "/docs/conductor-openapi.yaml"
    package static let nodeDescription = root + "/docs/openapi.yaml"
    package static let describedAnswers = root + "/Tests/Peers/described_answers.py"
    package static let recorder = root + "/Tests/Peers/recorder.py"
    package static let browser = root + "/Tests/Peers/browser.py"
    /// What tests leave for people to look at.
    package static let artefacts = root + "/.build/artefacts"
    package static let slowClients = root + "/Tests/Peers/slow_clients.py"
    package static let manyClients = root + "/Tests/Peers/many_clients.py"
    package static let liveConductor = root + "/Tests/Peers/live_conductor.py"

    package static func program(_ name: String) -> String { root + "/.build/test-peers/bin/" + name }

    /// Runs one of them to its end.
    package static func run(
        _ name: String, _ arguments: [String], in directory: String
    ) async throws -> CommandRun {
        try await CommandRun.of([program(name)] + arguments, in: directory)
    }

    package static var areInstalled: Bool { FileManager.default.isExecutableFile(atPath: program("schemathesis")) }
}

extension Trait where Self == ConditionTrait {
    /// Skips where they are not installed.
    package static var testPeers: Self {
        .enabled("script/test-peers installs what this test needs") { TestPeers.areInstalled }
    }
}
