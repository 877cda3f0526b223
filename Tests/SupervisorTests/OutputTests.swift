import Foundation
import Glibc
import JSON
import TestSupport
import Testing

/// What a daemon writes never holds it up, whatever becomes of the log; and what can be kept is kept whole.
@Suite(.timeLimit(.minutes(10)))
struct OutputTests {
    /// Writes numbered lines, a thousand at a time, and tells how far it has come.
    private static let writer = """
        say READY=1
        [ $1 = probed ] || rest
        i=0
        while :; do
            i=$((i+1)); echo "progress $i of a daemon that writes and writes"
            [ $((i % 1000)) = 0 ] && echo $i >$own/progress
        done
        """

    private func expectProgress(_ daemons: ScriptedDaemons) async throws {
        func progress() -> Int {
            Int(daemons.text(of: "own/progress").trimmingCharacters(in: .whitespacesAndNewlines)) ?? 0
        }
        let before = progress()
        try await eventually("the daemon comes on", within: .seconds(60)) { progress() >= before + 20_000 }
        #expect(try await daemons.restarts().allSatisfy { $0 == 0 })
    }

    @Test func `the log's file is deleted: the daemons go on`() async throws {
        let daemons = try ScriptedDaemons()
        try await daemons.start(Self.writer)
        unlink(daemons.directory.file("node.log"))
        try await expectProgress(daemons)
        try await daemons.supervisor.stop()
    }

    @Test(.enabled(if: geteuid() == 0, "mounting a file system needs root"))
    func `the log's file system is full: the daemons go on, and when there is room the log says what is missing`()
        async throws
    {
        let daemons = try ScriptedDaemons()
        let mount = try Tmpfs(at: daemons.directory.file("small"), size: "256k")
        defer { mount.end() }
        symlink(mount.path + "/node.log", daemons.directory.file("node.log.link"))
        rename(daemons.directory.file("node.log.link"), daemons.directory.file("node.log"))
        try await daemons.start(Self.writer)
        try await expectProgress(daemons)
        truncate(mount.path + "/node.log", 0)
        try await eventually("the log counts what it could not take") {
            daemons.log.contains("log lines were dropped")
        }
        try await daemons.supervisor.stop()
    }

    @Test func `nobody reads the log: the daemons go on, and its reader learns later how much is missing`() async throws
    {
        let daemons = try ScriptedDaemons()
        let path = daemons.directory.file("node.log")
        unlink(path)
        #expect(mkfifo(path, 0o600) == 0)
        let reader = open(path, O_RDWR | O_CLOEXEC | O_NONBLOCK)
        defer { close(reader) }
        try await daemons.start(Self.writer)
        try await expectProgress(daemons)
        var text = ""
        try await eventually("what is read again tells of what was dropped") {
            var buffer = [UInt8](repeating: 0, count: 65536)
            let count = read(reader, &buffer, buffer.count)
            text += String(decoding: buffer.prefix(max(0, count)), as: UTF8.self)
            return text.contains("log lines were dropped: the log was not read)")
        }
        try await daemons.supervisor.stop()
    }

    @Test func `all that a daemon wrote before it killed itself is in the log, each line whole`() async throws {
        let daemons = try ScriptedDaemons()
        try await daemons.start(
            """
            say READY=1
            [ $1 = probed ] && [ ! -e $own/done ] || rest
            touch $own/done
            i=0; while [ $i -lt 5000 ]; do echo "numbered line $i."; i=$((i+1)); done
            kill -9 $$
            """)
        try await eventually("it has killed itself") {
            try await daemons.state(of: "probed")["last_exit"]?["signal"] == 9
        }
        let lines = daemons.log.split(separator: "\n").filter { $0.hasPrefix("numbered line") }
        #expect(lines.count == 5000)
        #expect(lines.enumerated().allSatisfy { $1 == "numbered line \($0)." })
        let tail = try await daemons.state(of: "probed")["last_exit"]?["stderr"]?.array?.compactMap(\.string)
        #expect(tail == (4980..<5000).map { "numbered line \($0)." })
        try await daemons.supervisor.stop()
    }
}
