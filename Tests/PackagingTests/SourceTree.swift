import Foundation
import Glibc
import Testing

/// The package's own files, and the Debian trees that script/test-base makes.
enum SourceTree {
    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().path

    static func debian(_ name: String) -> String { root + "/.build/test-base/\(name).tar" }

    /// The shell blocks of the README below a heading.
    static func commands(below heading: String) throws -> [String] {
        let section = try text("README.md").components(separatedBy: "\n## ").first { $0.hasPrefix(heading + "\n") }
        return (section ?? "").components(separatedBy: "```sh\n").dropFirst().compactMap {
            $0.components(separatedBy: "\n```").first
        }
    }

    static func text(_ path: String) throws -> String {
        try String(contentsOfFile: root + "/" + path, encoding: .utf8)
    }
}

extension Trait where Self == ConditionTrait {
    /// For tests that unpack a Debian tree: they need root and what script/test-base makes. In CI they fail without.
    static var debianTrees: Self {
        .enabled("this test needs root and script/test-base") {
            let isSkippable = (ProcessInfo.processInfo.environment["CI"] ?? "").isEmpty
            return !isSkippable
                || (geteuid() == 0 && FileManager.default.fileExists(atPath: SourceTree.debian("systemd")))
        }
    }
}
