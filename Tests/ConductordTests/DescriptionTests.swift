import Foundation
import TestSupport
import Testing

/// conductord beside docs/conductor-openapi.yaml, which says what both ends do.
@Suite(.testPeers, .timeLimit(.minutes(10)))
struct DescriptionTests {
    private func run(_ program: String, _ arguments: [String], in directory: String) async throws -> (Int32, String) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: TestPeers.program(program))
        process.arguments = arguments
        process.currentDirectoryURL = URL(fileURLWithPath: directory)
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = pipe
        return try await offThread {
            try process.run()
            let output = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
            process.waitUntilExit()
            return (process.terminationStatus, output)
        }
    }

    @Test func `the description is a valid OpenAPI document`() async throws {
        let (status, output) = try await run("openapi-spec-validator", [TestPeers.description], in: "/")
        #expect(status == 0, Comment(rawValue: output))
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
        try await eventually("conductord listens", within: .seconds(30)) {
            (contents(of: directory.file("conductord.log")) ?? []).contains(UInt8(ascii: "\n"))
        }
        // Answers may be held for 25 s.
        let (status, output) = try await run(
            "schemathesis",
            [
                "run", TestPeers.description, "--origin", "http://127.0.0.1:\(port)", "--checks", "all",
                "--seed",
                "1", "--max-examples", "30", "--warnings", "off", "--request-timeout", "90", "--max-response-time",
                "90",
            ], in: directory.path)
        #expect(status == 0, Comment(rawValue: String(output.suffix(6000))))
        #expect(output.contains("Tested: 8"), Comment(rawValue: String(output.suffix(2000))))
        #expect(try await conductord.stop() == 0)
    }
}
