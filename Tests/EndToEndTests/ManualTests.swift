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
        let complete = """
            source \(directory.file("completions/bash/workerctl"))
            COMP_WORDS=(workerctl doc); COMP_CWORD=1; COMP_LINE='workerctl doc'; COMP_POINT=13; COMPREPLY=()
            _workerctl workerctl doc workerctl
            printf '%s\\n' "${COMPREPLY[@]}" | grep -qx doctor
            """
        let script = try directory.write(Array(complete.utf8), to: "complete.sh")
        try await CommandRun.output(of: ["bash", script])
    }

    @Test(.enabled("zsh is not installed") { FileManager.default.isExecutableFile(atPath: "/usr/bin/zsh") })
    func `zsh completes commands as they are typed`() async throws {
        let directory = try await generate()
        try await CommandRun.output(of: ["zsh", "-n", directory.file("completions/zsh/_workerctl")])
        // A shell at a terminal of its own: completion is a matter of its line editor.
        let complete = """
            zmodload zsh/zpty
            zpty shell 'TERM=dumb PS1= zsh -f -i'
            zpty -w shell "fpath=('\(directory.file("completions/zsh"))' \\$fpath); autoload -Uz compinit; compinit -u -D"
            zpty -w shell 'bindkey "^I" complete-word; echo is-"ready"'
            zpty -r -m shell output '*is-ready*' || exit 2
            zpty -w -n shell $'workerctl support-b\\t'
            zpty -r -m shell output '*workerctl support-bundle *' || exit 3
            """
        let script = try directory.write(Array(complete.utf8), to: "complete.zsh")
        try await CommandRun.output(of: ["timeout", "90", "zsh", "-f", script])
    }

    @Test(.enabled("fish is not installed") { FileManager.default.isExecutableFile(atPath: "/usr/bin/fish") })
    func `fish completes commands and options, with what they are for`() async throws {
        let directory = try await generate()
        let file = directory.file("completions/fish/workerctl.fish")
        let home = directory.file("home")
        try FileManager.default.createDirectory(atPath: home, withIntermediateDirectories: true)
        func fish(_ arguments: String...) async throws {
            try await CommandRun.output(
                of: ["timeout", "90", "fish", "--no-config"] + arguments,
                environment: ["HOME": home, "XDG_CONFIG_HOME": home, "XDG_DATA_HOME": home])
        }
        try await fish("--no-execute", file)
        let complete = """
            source \(file)
            complete --do-complete 'workerctl support-b' | string match -q 'support-bundle*'; or exit 2
            complete --do-complete 'workerctl events --fol' | string match -q -- '--follow*'; or exit 3
            """
        try await fish(try directory.write(Array(complete.utf8), to: "complete.fish"))
    }
}
