import Foundation
import JSON
import TestSupport
import Testing

@testable import ComposeFile

/// The same files read by docker-compose 1.29 and by us. What it prints is a compose file again; read by us, it must
/// come to the same project, so that short and long forms, and the spelling of times and sizes, make no difference.
@Suite(.timeLimit(.minutes(10)), .enabled(if: DockerCompose.isInstalled, "docker-compose is not installed"))
struct DockerComposeTests {
    /// The fixtures that only have what docker-compose 1.29 knows.
    private static let comparable: Set = [
        "anchors", "camera-recorder", "extends", "external-resources", "fixed-addresses", "git-server", "health",
        "home-automation", "links", "message-queue", "monitoring", "mqtt-stack", "reverse-proxy", "search-cluster",
        "static-site", "two-files", "vpn", "wordpress",
    ]

    @Test(arguments: Fixture.all.filter { comparable.contains($0.name) })
    func `docker-compose reads a file in the same way`(_ fixture: Fixture) async throws {
        let directory = try TemporaryDirectory()
        let place = directory.path + "/" + fixture.name
        try FileManager.default.copyItem(atPath: fixture.directory, toPath: place)
        var request = ComposeRequest(
            inputs: try fixture.fileNames.map { .file("\(place)/\($0)") }, directory: place, access: .disk)
        request.environment = try fixture.environment
        let ours = try ComposeLoader.load(request)

        let printed = try await DockerCompose.config(
            files: try fixture.fileNames, in: place, environment: try fixture.environment)
        request.inputs = [.text(Array(printed.utf8), name: "docker-compose config")]
        request.environment = [:]
        request.environmentFiles = []
        let theirs = try ComposeLoader.load(request)
        #expect(Self.comparable(ours.resolved).prettyText == Self.comparable(theirs.resolved).prettyText)
    }

    @Test func `every fixture that is named exists`() {
        #expect(Self.comparable.isSubset(of: Set(Fixture.all.map(\.name))))
    }

    /// Without the known differences: docker-compose 1.29 leaves out networks and volumes that nobody uses, and sorts the
    /// volumes of services that were merged.
    private static func comparable(_ resolved: JSON) -> JSON {
        guard case .object(var project) = resolved, let services = project["services"]?.object else { return resolved }
        var networks: Set<String> = []
        var volumes: Set<String> = []
        for service in services.values {
            networks.formUnion(service["networks"]?.object?.keys.map { $0 } ?? [])
            volumes.formUnion(service["volumes"]?.array?.compactMap { $0["source"]?.string } ?? [])
        }
        project["services"] = .object(
            services.mapValues { service in
                guard case .object(var members) = service, let mounts = members["volumes"]?.array else {
                    return service
                }
                let targets = mounts.sorted { ($0["target"]?.string ?? "") < ($1["target"]?.string ?? "") }
                members["volumes"] = .array(targets)
                return .object(members)
            })
        for (key, used) in [("networks", networks), ("volumes", volumes)] {
            let kept = project[key]?.object?.filter { used.contains($0.key) } ?? [:]
            project[key] = kept.isEmpty ? nil : .object(kept)
        }
        return .object(project)
    }
}

private enum DockerCompose {
    static let path = "/usr/bin/docker-compose"

    static var isInstalled: Bool { FileManager.default.isExecutableFile(atPath: path) }

    /// What `docker-compose config` prints.
    static func config(
        files: [String], in directory: String, environment: [String: String]
    ) async throws -> String {
        let variables = environment.merging(["PATH": "/usr/bin:/bin", "HOME": "/root"]) { own, _ in own }
        // What it complains of is no part of the file.
        let errors = directory + "/.complaints"
        let run = try await CommandRun.of(
            ["env", "-i"] + variables.map { "\($0)=\($1)" } + [path] + files.flatMap { ["-f", $0] } + ["config"],
            in: directory, errors: errors)
        let complaints = String(decoding: contents(of: errors) ?? [], as: UTF8.self)
        try #require(run.status == 0, Comment(rawValue: complaints))
        return run.output
    }
}
