import Foundation
import JSON
import TestSupport
import Testing

/// The API of a live node with a deployed service, held against docs/openapi.yaml, which says what it does.
@Suite(.testPeers, .dockerEngine, .timeLimit(.minutes(15)))
struct DescribedAnswersTests {
    private static let token = "secret-of-the-api"

    /// A node that listens beyond loopback, so that everything that needs a token does.
    private func withDescribedNode(_ body: (NodeWithService) async throws -> Void) async throws {
        try await withNode(settings: ["BIND_ADDRESS": "0.0.0.0", "API_TOKEN": Self.token]) { web in
            try await web.deploy()
            try await eventually("there is something of everything", within: .seconds(60)) {
                let health = try await web.node.get("/health").body
                let points = try await web.node.get("/resources/history").body["points"]?.array
                let use = try await web.node.get("/services/\(web.service)/stats").status
                return health["docker"]?["information"] != nil && points?.isEmpty == false && use == 200
            }
            try await body(web)
        }
    }

    @Test func `the description is a valid OpenAPI document`() async throws {
        let run = try await TestPeers.run("openapi-spec-validator", [TestPeers.nodeDescription], in: "/")
        #expect(run.status == 0, Comment(rawValue: run.output))
    }

    @Test func `every answer of a node, and every example, is as described, and has nothing that is not`() async throws
    {
        try await withDescribedNode { web in
            let run = try await TestPeers.run(
                "python3",
                [
                    TestPeers.describedAnswers, TestPeers.nodeDescription, "http://127.0.0.1:\(web.node.port)",
                    Self.token, web.service,
                ], in: web.node.directory.path)
            #expect(run.status == 0, Comment(rawValue: String(run.output.suffix(3000))))
            let record = try JSON(parsing: run.output)
            #expect(record["findings"] == [], Comment(rawValue: record["findings"]?.prettyText ?? ""))
            #expect((record["answers"]?.object ?? [:]).count > 100)
        }
    }

    /// What never ends is left out: output that is followed, and the stream of events; and cursors, which nobody can make
    /// up. The daemons that answers are asked of stay up, and the service stays: what ends them is tried apart, after
    /// the rest.
    @Test func `Schemathesis finds nothing that is not as described`() async throws {
        try await withDescribedNode { web in
            let left = ["Follow", "Cursor"].map { "{$ref: \"#/components/parameters/\($0)\"}" }
            let whole = String(decoding: try #require(contents(of: TestPeers.nodeDescription)), as: UTF8.self)
            let finite = whole.split(separator: "\n", omittingEmptySubsequences: false)
                .filter { line in !left.contains { line.hasSuffix("- " + $0) } }.joined(separator: "\n")
                .replacingOccurrences(of: "[\(left[0]), ", with: "[")
                .replacingOccurrences(of: "example: web\n", with: "example: \(web.service)\n")
                .replacingOccurrences(
                    of: "schema: {type: string, pattern: \"^[a-zA-Z0-9][a-zA-Z0-9_.-]{0,62}$\"}",
                    with: "schema: {type: string, enum: [\(web.service), nobody]}"
                ).replacingOccurrences(
                    of: "enum: [probed, heartbeatd, deployd, apid]}\n      example",
                    with: "enum: [probed]}\n      example")
            try #require(!left.contains(where: finite.contains) && finite.contains("enum: [\(web.service), nobody]"))
            try web.node.directory.write(Array(finite.utf8), to: "openapi.yaml")
            let ends = ["restartService", "startService", "stopService", "restartSubsystem", "removeService"]
            let readings = ends.flatMap { ["--exclude-operation-id", $0] }
            try await expectNoFinding(of: web, readings, examples: 20, operations: 21)
            let changes = ends.flatMap { ["--include-operation-id", $0] }
            try await expectNoFinding(of: web, changes, examples: 3, operations: 5)
        }
    }

    private func expectNoFinding(
        of web: NodeWithService, _ operations: [String], examples: Int, operations count: Int
    ) async throws {
        let run = try await TestPeers.run(
            "schemathesis",
            [
                "run", web.node.directory.file("openapi.yaml"), "--url", "http://127.0.0.1:\(web.node.port)",
                "--checks", "all", "--seed", "1", "--max-examples", "\(examples)", "--warnings", "off",
                "--request-timeout", "90", "--max-response-time", "90", "-H", "Authorization: Bearer \(Self.token)",
                "-H", "Accept: application/json, text/plain;q=0.9, text/html;q=0.8",
            ] + operations, in: web.node.directory.path)
        #expect(run.status == 0, Comment(rawValue: String(run.output.suffix(8000))))
        #expect(run.output.contains("Tested: \(count)"), Comment(rawValue: String(run.output.suffix(2000))))
        #expect(!web.node.log.contains("request failed"), "no answer was an error of ours")
    }
}
