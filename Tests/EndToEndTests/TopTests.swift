import Foundation
import Glibc
import TestSupport
import Testing

/// `workerctl top` on a real terminal.
@Suite(.timeLimit(.minutes(10)))
struct TopTests {
    private static let entered = "\u{1B}[?1049h"
    private static let left = "\u{1B}[?25h\u{1B}[?1049l"

    /// Runs top on a node until the body ends; it gets the terminal and top's process.
    private func withTop(_ body: (Terminal, TestNode, pid_t) async throws -> Void) async throws {
        let node = try TestNode()
        try await node.startAndRegister()
        let terminal = try Terminal(columns: 120, rows: 40)
        _ = try terminal.run(
            [BuiltPrograms.worker, "workerctl", "top", "--interval", "1", "--runtime-dir", node.directory.file("run")],
            environment: ["TERM": "xterm", "PATH": "/usr/bin:/bin"])
        try await eventually("the node is on the screen") {
            terminal.output.contains("heartbeatd") && terminal.output.contains("conductor  http://")
        }
        #expect(terminal.output.contains(Self.entered))
        #expect(!terminal.isCooked)
        let pid = try await eventually("top is found") { Self.process(of: node.directory.file("run")) }
        try await body(terminal, node, pid)
        try await node.supervisor.stop()
    }

    private static func process(of directory: String) -> pid_t? {
        for name in (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? [] {
            guard let pid = pid_t(name), let line = contents(of: "/proc/\(pid)/cmdline") else { continue }
            let words = line.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
            if words.first?.hasSuffix("setsid") == false, words.contains("top"), words.contains(directory) {
                return pid
            }
        }
        return nil
    }

    private func expectRestored(_ terminal: Terminal) async throws {
        try await eventually("the terminal is as it was before") {
            terminal.output.hasSuffix(Self.left) && terminal.isCooked
        }
    }

    @Test func `q ends it, and the terminal is as it was`() async throws {
        try await withTop { terminal, _, _ in
            terminal.type("q")
            #expect(try await terminal.wait() == 0)
            try await expectRestored(terminal)
        }
    }

    @Test(arguments: [SIGTERM, SIGINT, SIGHUP])
    func `a signal ends it, and the terminal is as it was`(signal: Int32) async throws {
        try await withTop { terminal, _, pid in
            kill(pid, signal)
            #expect(try await terminal.wait() == 0)
            try await expectRestored(terminal)
        }
    }

    @Test func `a killed daemon is seen, and a smaller terminal filled and not overfilled`() async throws {
        try await withTop { terminal, node, _ in
            let before = try #require(try await node.pid(of: "probed"))
            kill(before, SIGKILL)
            try await eventually("probed is shown with its end") { terminal.output.contains("SIGKILL") }
            terminal.resize(columns: 30, rows: 4)
            let mark = terminal.output.count
            try await eventually("a small frame is drawn") {
                let frames = terminal.output.dropFirst(mark).components(separatedBy: "\u{1B}[H").dropFirst()
                return frames.contains { frame in
                    guard frame.contains("\u{1B}[J") else { return false }
                    let lines = frame.components(separatedBy: "\r\n")
                    return lines.count == 4 && lines.allSatisfy { plain($0).count <= 30 }
                }
            }
            // Ctrl-C.
            terminal.type("\u{3}")
            #expect(try await terminal.wait() == 0)
            try await expectRestored(terminal)
        }
    }

    private func plain(_ line: String) -> String {
        line.replacingOccurrences(of: "\u{1B}\\[[0-9;?]*[A-Za-z]", with: "", options: .regularExpression)
    }

    @Test func `without a terminal one frame is printed when that is asked for, and else it is refused`() async throws {
        let node = try TestNode()
        try await node.startAndRegister()
        let once = try await node.workerctl("top", "--once")
        #expect(once.status == 0 && once.output.contains("SUBSYSTEM") && !once.output.contains("\u{1B}"))
        let refused = try await node.workerctl("top")
        #expect(refused.status == 1 && refused.output.contains("--once"))
        let dumb = try Terminal(columns: 80, rows: 24)
        _ = try dumb.run(
            [BuiltPrograms.worker, "workerctl", "top", "--runtime-dir", node.directory.file("run")],
            environment: ["TERM": "dumb", "PATH": "/usr/bin:/bin"])
        #expect(try await dumb.wait() == 1)
        #expect(dumb.output.contains("--once") && !dumb.output.contains("\u{1B}"))
        try await node.supervisor.stop()
    }
}
