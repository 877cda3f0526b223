import Foundation
import TestSupport
import Testing

/// conductord beside docs/conductor-openapi.yaml, which says what both ends do.
@Suite(.testPeers, .timeLimit(.minutes(10)))
struct DescriptionTests {
    @Test func `the description is a valid OpenAPI document`() async throws {
        let run = try await TestPeers.run("openapi-spec-validator", [TestPeers.description], in: "/")
        #expect(run.status == 0, Comment(rawValue: run.output))
    }

    @Test func `Schemathesis finds nothing about conductord that is not as described`() async throws {
        let directory = try TemporaryDirectory()
        let port = try freePort()
        let conductord = try TestProgram(
            directory: directory, name: "conductord",
            command: [
                BuiltPrograms.conductord, "--listen", "127.0.0.1:\(port)", "--database", directory.file("conductor.db"),
            ], environment: ["CONDUCTOR_TOKEN": "secret"])
        try await conductord.start()
        try await eventually("conductord listens", within: .seconds(60)) {
            (contents(of: directory.file("conductord.log")) ?? []).contains(UInt8(ascii: "\n"))
        }
        // Answers may be held for 25 s.
        let run = try await TestPeers.run(
            "schemathesis",
            [
                "run", TestPeers.description, "--origin", "http://127.0.0.1:\(port)", "--checks", "all",
                "--seed",
                "1", "--max-examples", "30", "--warnings", "off", "--request-timeout", "90", "--max-response-time",
                "90",
            ], in: directory.path)
        #expect(run.status == 0, Comment(rawValue: String(run.output.suffix(6000))))
        #expect(run.output.contains("Tested: 8"), Comment(rawValue: String(run.output.suffix(2000))))
        #expect(try await conductord.stop() == 0)
    }
}
