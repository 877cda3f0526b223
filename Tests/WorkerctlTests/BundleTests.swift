import Foundation
import JSON
import NodeProtocol
import Settings
import TestSupport
import Testing

@testable import workerctl

struct BundleTests {
    @Test func `tar reads what is written`() async throws {
        let directory = try TemporaryDirectory()
        var tar = TarFile(modified: 1_767_225_600)
        let sizes = [0, 1, 511, 512, 513, 100_000]
        for size in sizes { tar.add("d/f\(size)", [UInt8](repeating: 0x61, count: size)) }
        let path = try directory.write(tar.finished, to: "a.tar")
        try await CommandRun.output(of: ["tar", "-xf", path], in: directory.path)
        let names = try await CommandRun.output(of: ["tar", "-tf", path])
        #expect(names.split(separator: "\n").count == sizes.count)
        for size in sizes {
            #expect(contents(of: directory.file("d/f\(size)")) == [UInt8](repeating: 0x61, count: size))
        }
    }

    @Test(arguments: [
        (["abcd"], "xabcdy", "x<redacted>y"), (["abcd", "abcdef"], "abcdef abcd", "<redacted> <redacted>"),
        (["abc"], "abc", "abc"), (["aaaa"], "aaaaaaaaa", "<redacted><redacted>a"), ([], "abcd", "abcd"),
        (["abcd"], "abc", "abc"), (["abcd"], "http://u:p@c/abcd", "http://<redacted>@c/<redacted>"),
    ])
    func `secrets are taken out, the longest first`(secrets: [String], text: String, result: String) {
        #expect(String(decoding: Redaction(secrets)(Array(text.utf8)), as: UTF8.self) == result)
    }

    private func source(_ file: String, _ environment: [String: String] = [:]) throws -> (
        SettingsSource, TemporaryDirectory
    ) {
        let directory = try TemporaryDirectory()
        let path = try directory.write(Array(file.utf8), to: "worker.env", mode: 0o600)
        return (SettingsSource(environment: environment, file: path), directory)
    }

    @Test func `of what a service's author may have put a secret into, a bundle tells only that it is there`() {
        var status = ServiceStatus.some("web", .running)
        status.config = [
            "image": "web:1", "ports": ["8080:80"], "environment": ["TOK=hunter2", "BARE"],
            "command": ["serve", "hunter2"], "labels": ["a": "hunter2"], "x-new": ["deep": [["hunter2", 1, true]]],
        ]
        #expect(
            ServiceConfigMask.masked(status).config == [
                "image": "web:1", "ports": ["8080:80"], "environment": ["TOK=<redacted>", "<redacted>"],
                "command": ["<redacted>", "<redacted>"], "labels": ["a": "<redacted>"],
                "x-new": ["deep": [["<redacted>", 1, true]]],
            ])
    }

    @Test func `settings are shown with where they come from, and secrets masked`() throws {
        let (source, directory) = try source(
            "PORT=1\nCONDUCTOR_TOKEN=secret-1\nHTTPS_PROXY=http://u:secret-2@p\n",
            ["PORT": "2", "API_TOKEN": "secret-3"])
        let text = source.masked.text
        #expect(!text.contains("secret-"))
        let settings = try #require(source.masked["settings"]?.array)
        func setting(_ key: String) -> [JSON?] {
            let setting = settings.first { $0["key"]?.string == key }
            return [setting?["value"], setting?["source"]]
        }
        #expect(setting("PORT") == [2, "environment"])
        #expect(setting("CONDUCTOR_TOKEN") == ["***", "file"])
        #expect(setting("API_TOKEN") == ["***", "environment"])
        #expect(setting("HTTPS_PROXY") == ["***", "file"])
        #expect(setting("BIND_ADDRESS") == ["127.0.0.1", "default"])
        for secret in ["secret-1", "secret-2", "secret-3"] { #expect(source.secrets.contains(secret)) }
        withExtendedLifetime(directory) {}
    }

    @Test func `a settings file in a process's own directory is told by the directory's name`() async throws {
        let directory = try TemporaryDirectory()
        try directory.write([], to: "node.env", mode: 0o600)
        let child = try ChildProcess(
            ["python3", "-c", "import time; time.sleep(600)", "--env-file", "node.env"], in: directory.path)
        defer {
            kill(child.pid, SIGKILL)
            _ = child.wait()
        }
        try await eventually("the program runs") {
            RunningProcess(child.pid)?.settingsFile == directory.file("node.env")
        }
    }

    @Test func `each of several tokens is a secret, also in a file`() throws {
        let tokens = try TemporaryDirectory()
        let file = try tokens.write(Array("# tokens\nadmin:token-of-admin\nread:token-of-reader\n".utf8), to: "tokens")
        let (source, directory) = try source("API_TOKEN=admin:token-1,token-2\nCONDUCTOR_TOKEN_FILE=\(file)\n")
        for secret in ["token-1", "token-2", "token-of-admin", "token-of-reader"] {
            #expect(source.secrets.contains(secret), "\(source.secrets)")
        }
        withExtendedLifetime(directory) {}
    }

    @Test func `a settings file with mistakes has all of them`() throws {
        let (source, directory) = try source("PORT=x\nHEARTBEAT_INTERVAL=soon\n")
        guard case .failure(let error) = source.configuration else { throw Missing() }
        #expect(error.mistakes.count == 2)
        withExtendedLifetime(directory) {}
    }

    private struct Missing: Error {}
}
