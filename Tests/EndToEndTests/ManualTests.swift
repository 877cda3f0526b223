import Foundation
import TestSupport
import Testing

/// What script/generate-docs makes for the package.
@Suite(.timeLimit(.minutes(10)))
struct ManualTests {
    private func generate() async throws -> TemporaryDirectory {
        let directory = try TemporaryDirectory()
        try await CommandRun.output(
            of: [ScriptRunTests.root + "/script/generate-docs", directory.path],
            environment: ["AEREKOS_WORKER": BuiltPrograms.worker])
        return directory
    }

    private func text(_ path: String) throws -> String { try String(contentsOfFile: path, encoding: .utf8) }

    @Test func `the manual pages have every command and every setting, and man finds nothing wrong with them`()
        async throws
    {
        let directory = try await generate()
        // Each of man's warnings is a line.
        for page in ["workerctl.1", "aerekos-worker.8"] {
            let page = directory.file("man/" + page)
            let warnings = try await CommandRun.output(
                of: ["sh", "-c", "man --warnings -E UTF-8 -l -Tutf8 -Z \(page) 2>&1 >/dev/null"],
                environment: ["LC_ALL": "C.UTF-8", "MANWIDTH": "80"])
            #expect(warnings.isEmpty)
        }
        let commands = try text(directory.file("man/workerctl.1"))
        for command in ["status", "top", "doctor", "support\\-bundle", "service stop", "config", "logs"] {
            #expect(commands.contains(".SS \(command)\n"), "\(command)")
        }
        #expect(commands.contains("\\-\\-token\\-file"))
        let node = try text(directory.file("man/aerekos-worker.8"))
        for words in ["CONDUCTOR_URL", "SIGHUP", "identity.json", "EX_CONFIG"] {
            #expect(node.contains(words), "\(words)")
        }
    }

    @Test func `the completions are read by their shells`() async throws {
        let directory = try await generate()
        try await CommandRun.output(of: ["bash", "-n", directory.file("completions/bash/workerctl")])
        #expect(try text(directory.file("completions/zsh/_workerctl")).hasPrefix("#compdef workerctl"))
        #expect(try text(directory.file("completions/fish/workerctl.fish")).contains("support-bundle"))
        let complete = """
            source \(directory.file("completions/bash/workerctl"))
            COMP_WORDS=(workerctl doc); COMP_CWORD=1; COMP_LINE='workerctl doc'; COMP_POINT=13; COMPREPLY=()
            _workerctl workerctl doc workerctl
            printf '%s\\n' "${COMPREPLY[@]}" | grep -qx doctor
            """
        let script = try directory.write(Array(complete.utf8), to: "complete.sh")
        try await CommandRun.output(of: ["bash", script])
    }
}
