import Foundation
import Glibc
import JSON
import Testing

/// A real browser, Chromium driven by its driver (Tests/Peers/browser.py).
///
/// It has process ids of its own: whatever happens to the test process or the driver, the kernel ends all of it together.
package final class TestBrowser: Sendable {
    package struct Refused: Error, CustomStringConvertible {
        package let description: String
    }

    private let directory: TemporaryDirectory
    private let keeper: KeptProcess

    /// - Parameter certificate: Of a server, in PEM: it is trusted, whoever issued it.
    package init(trusting certificate: String? = nil) throws {
        directory = try TemporaryDirectory()
        keeper = try KeptProcess(
            script: """
                trap '' INT TERM HUP
                export TMPDIR="$3" HOME="$3"
                exec unshare --pid --fork --kill-child --mount-proc "$@"
                """,
            arguments: [TestPeers.program("python3"), TestPeers.browser, directory.path]
                + [certificate].compactMap(\.self), log: directory.file("log"))
    }

    deinit { keeper.end() }

    package func open(_ url: String) async throws { _ = try await carryOut(["open": .string(url)]) }

    /// The value of a function's body, run in the page.
    @discardableResult
    package func run(_ script: String, _ arguments: JSON...) async throws -> JSON {
        try await carryOut(["script": .string(script), "arguments": .array(arguments)])
    }

    /// What is seen of the first element that a selector finds; nil when there is none.
    package func text(_ selector: String) async throws -> String? {
        try await run("return document.querySelector(arguments[0])?.innerText ?? null", .string(selector)).string
    }

    package func click(_ selector: String) async throws { _ = try await carryOut(["click": .string(selector)]) }

    /// Names of keys in capitals, or text.
    package func press(_ keys: String...) async throws {
        _ = try await carryOut(["press": .array(keys.map { .string($0) })])
    }

    package func screen(width: Int, height: Int = 1400, isDark: Bool = false, isPhone: Bool = false) async throws {
        let screen: JSON = [
            "width": .int(Int64(width)), "height": .int(Int64(height)), "isDark": .bool(isDark),
            "isPhone": .bool(isPhone),
        ]
        _ = try await carryOut(["screen": screen])
    }

    /// A picture of the page, kept as `.build/artefacts/page/NAME.png`.
    package func picture(_ name: String) async throws {
        _ = try await carryOut(["picture": .string(TestPeers.artefacts + "/page/\(name).png")])
    }

    /// What axe-core finds amiss, as text; empty when nothing is.
    package func axe() async throws -> String {
        let findings = try await carryOut(["axe": true]).array ?? []
        return findings.map(\.text).joined(separator: "\n")
    }

    /// The errors in the console since the last time.
    package func faults() async throws -> [String] {
        try await carryOut(["faults": true]).array?.compactMap(\.string) ?? []
    }

    /// The addresses that have been asked for since the last time.
    package func requests() async throws -> [String] {
        try await carryOut(["requests": true]).array?.compactMap(\.string) ?? []
    }

    private func carryOut(_ command: JSON) async throws -> JSON {
        let keeper = keeper
        let answer: String
        do {
            answer = try await offThread { try keeper.ask(command.text) }
        } catch {
            let log = contents(of: directory.file("log")).map { String(decoding: $0.suffix(2000), as: UTF8.self) } ?? ""
            throw Refused(description: "\(error)\n\(log)")
        }
        let parsed = try JSON(parsing: answer)
        if let error = parsed["error"]?.string { throw Refused(description: "\(command.text): \(error)") }
        return parsed["value"] ?? .null
    }

    package static var isInstalled: Bool {
        let programs = ["/usr/bin/chromium", "/usr/bin/chromedriver", TestPeers.program("schemathesis")]
        return getuid() == 0 && programs.allSatisfy { FileManager.default.isExecutableFile(atPath: $0) }
    }
}

extension Trait where Self == ConditionTrait {
    /// Skips where there is none, or where it cannot be given process ids of its own.
    package static var browser: Self {
        .enabled("this test needs root, script/test-peers, and the packages chromium and chromium-driver") {
            TestBrowser.isInstalled
        }
    }
}
