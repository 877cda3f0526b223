import ArgumentParser
import Glibc
import HTTPClient
import NodeProtocol
import TestSupport
import Testing

@testable import workerctl

struct OptionsTests {
    private func options(_ arguments: String...) throws -> NodeOptions {
        try #require(try WorkerctlProgram.parse(["status"] + arguments)).options
    }

    private func remote(_ options: NodeOptions, _ environment: [String: String] = [:]) throws -> RemoteAPI? {
        (try options.node(settingsFile: nil) { environment[$0] } as? RemoteNode)?.api
    }

    @Test func `a URL leads to a node anywhere, and without one it is this machine's`() throws {
        #expect(try remote(options()) == nil)
        #expect(try remote(options("--url", "https://node:3001/"))?.url == "https://node:3001")
        #expect(try remote(options(), ["WORKERCTL_URL": "http://n:1"])?.url == "http://n:1")
        #expect(try remote(options("--url", "http://a:1"), ["WORKERCTL_URL": "http://b:1"])?.url == "http://a:1")
        #expect(try remote(options("--runtime-dir", "/run/x"), ["WORKERCTL_URL": "http://b:1"]) == nil)
    }

    @Test func `a login in the URL is not repeated`() throws {
        #expect(try remote(options("--url", "https://u:p@node:3001"))?.name == "https://***@node:3001")
    }

    @Test func `a node of another user is told as that`() throws {
        let directory = try TemporaryDirectory()
        let (own, absent) = (RuntimeDirectory(directory.path), RuntimeDirectory(directory.file("absent")))
        func find(_ at: RuntimeDirectory, user: UInt32, standard: String = "/run/user/1/aerekos-worker") -> ForeignNode?
        {
            ForeignNode.find(at, user: user, standard: standard, system: directory.path)
        }
        let owner = geteuid()
        let foreign = ForeignNode(directory: directory.path, owner: owner)
        #expect(find(own, user: owner + 1) == foreign)
        #expect(find(absent, user: owner + 1, standard: absent.path) == foreign, "there is none of one's own")
        #expect(find(absent, user: owner + 1) == nil, "another one was asked for")
        #expect(find(own, user: owner) == nil && find(own, user: 0) == nil)
        #expect(foreign.words.contains("\(directory.path) belongs to "))
    }

    @Test func `the token comes from an option, a file or the environment`() throws {
        let directory = try TemporaryDirectory()
        let file = try directory.write(Array("from-file\nrest\n".utf8), to: "token", mode: 0o600)
        let environment = ["WORKERCTL_TOKEN": "from-environment"]
        #expect(try remote(options("--url", "http://n"))?.token == nil)
        #expect(try remote(options("--url", "http://n"), environment)?.token == "from-environment")
        #expect(try remote(options("--url", "http://n", "--token", "given"), environment)?.token == "given")
        #expect(try remote(options("--url", "http://n", "--token-file", file), environment)?.token == "from-file")
    }

    @Test func `the files of TLS come from options or the environment`() throws {
        #expect(try remote(options("--url", "https://n"))?.tls == nil)
        let given = try options(
            "--url", "https://n", "--ca-file", "/ca", "--cert", "/c", "--key", "/k")
        let environment = [
            "WORKERCTL_CA_FILE": "/other-ca", "WORKERCTL_CERT": "/other-c", "WORKERCTL_KEY": "/other-k",
        ]
        let files = TLSFiles(authorities: "/ca", certificate: "/c", key: "/k")
        let others = TLSFiles(authorities: "/other-ca", certificate: "/other-c", key: "/other-k")
        #expect(try remote(given)?.tls == files)
        #expect(try remote(given, environment)?.tls == files)
        #expect(try remote(options("--url", "https://n"), environment)?.tls == others)
        #expect(throws: ValidationError.self) { try remote(options("--url", "https://n", "--cert", "/c")) }
        #expect(throws: ValidationError.self) { try remote(options("--url", "https://n"), ["WORKERCTL_KEY": "/k"]) }
        #expect(throws: ValidationError.self) { try remote(options("--cert", "/c", "--key", "/k")) }
    }

    @Test(arguments: [
        ["--url", "node:3001"], ["--url", "http://n", "--runtime-dir", "/run"],
        ["--url", "http://n", "--token", "a", "--token-file", "b"], ["--color", "sometimes"],
    ])
    func `options that do not go together are refused`(arguments: [String]) {
        #expect(throws: (any Error).self) { try WorkerctlProgram.parse(["status"] + arguments) }
    }

    @Test func `a token without a URL, and a file that is not there, are refused`() throws {
        #expect(throws: ValidationError.self) { try remote(options("--token", "t")) }
        #expect(throws: ValidationError.self) { try remote(options("--url", "http://n", "--token-file", "/nowhere")) }
        #expect(throws: ValidationError.self) { try remote(options(), ["WORKERCTL_URL": "n:1"]) }
    }

    @Test(arguments: [
        (ColourChoice.auto, true, [:], true), (.auto, false, [:], false), (.auto, true, ["NO_COLOR": "1"], false),
        (.auto, true, ["NO_COLOR": ""], true), (.auto, true, ["TERM": "dumb"], false),
        (.always, false, ["NO_COLOR": "1"], true), (.never, true, [:], false),
    ])
    func `colours are for terminals, unless they are wanted or not`(
        choice: ColourChoice, isTerminal: Bool, environment: [String: String], hasColours: Bool
    ) {
        #expect(choice.hasColours(isTerminal: isTerminal, environment: environment) == hasColours)
    }

    @Test func `a painted table is as wide as a plain one`() {
        var table = Table("NAME", "STATE", "REST")
        table.add("a", "ready", "x")
        table.add("bb", "failed: why", "")
        #expect(table.text == "NAME  STATE        REST\na     ready        x\nbb    failed: why")
        let painted = table.text(Paint(isOn: true))
        #expect(painted.contains("\u{1B}[32mready\u{1B}[0m"))
        #expect(painted.contains("\u{1B}[31mfailed: why\u{1B}[0m"))
        var plain = painted
        for code in ["0", "2", "31", "32"] { plain = plain.split(separator: "\u{1B}[\(code)m").joined() }
        #expect(plain.split(separator: "\n").map { $0.trimmed } == table.text.split(separator: "\n").map { $0.trimmed })
    }
}

extension Substring {
    fileprivate var trimmed: Substring {
        var text = self
        while text.last == " " { text.removeLast() }
        return text
    }
}
