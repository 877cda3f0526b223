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

    private func progress(of daemons: ScriptedDaemons) async throws {
        func progress() -> Int {
            Int(daemons.text(of: "own/progress").trimmingCharacters(in: .whitespacesAndNewlines)) ?? 0
        }
        let before = progress()
        try await eventually("the daemon comes on", within: .seconds(60)) { progress() >= before + 20_000 }
    }

    private func expectProgress(_ daemons: ScriptedDaemons) async throws {
        try await progress(of: daemons)
        #expect(try await daemons.restarts().allSatisfy { $0 == 0 })
    }

    @Test(arguments: ["deleted", "replaced by another", "made one that nobody may write", "all that can be opened"])
    func `the log's file is no longer what it was: the daemons go on`(mishap: String) async throws {
        let daemons = try ScriptedDaemons()
        let supervisor = try await daemons.start(Self.writer)
        let path = daemons.directory.file("node.log")
        func limit(_ count: Int) async throws {
            try await CommandRun.output(of: ["prlimit", "--pid", "\(supervisor)", "--nofile=\(count):4096"])
        }
        switch mishap {
        case "deleted": unlink(path)
        case "replaced by another":
            try daemons.directory.write(Array("another\n".utf8), to: "another.log")
            #expect(rename(daemons.directory.file("another.log"), path) == 0)
        case "made one that nobody may write": chmod(path, 0)
        default: try await limit(3)  // whatever it opens gets the lowest free number, and none below 3 is free
        }
        try await progress(of: daemons)
        try await limit(1024)
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

    @Test(.enabled(if: geteuid() == 0, "mounting a file system needs root"))
    func `the runtime directory is full: the daemons go on, and what is kept says later how many lines it lacks`()
        async throws
    {
        let daemons = try ScriptedDaemons()
        let mount = try Tmpfs(at: daemons.directory.file("run"), size: "4m")
        defer { mount.end() }
        try await daemons.start(
            "say READY=1; [ $1 = probed ] || rest; "
                + "while :; do i=$((i+1)); echo \"progress $i of a daemon that writes\"; sleep 0.02; done")
        try await daemons.allReady()
        func kept() -> [Substring] {
            daemons.text(of: "run/probed.log").split(separator: "\n").filter { !$0.hasPrefix("aerekos-worker output") }
        }
        try await eventually("what it writes is kept") { kept().contains { $0.hasPrefix("progress") } }
        let filler = open(mount.path + "/filler", O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
        defer { close(filler) }
        for size in [65536, 4096] { while write(filler, [UInt8](repeating: 0, count: size), size) > 0 {} }
        try await eventually("no more can be kept", within: .seconds(60)) {
            let last = kept().last
            try await Task.sleep(for: .milliseconds(200))
            return kept().last == last && last?.hasPrefix("progress") == true
        }
        ftruncate(filler, 0)
        try await eventually("it is told that lines are missing, and more are kept", within: .seconds(60)) {
            kept().last?.hasPrefix("progress") == true && kept().contains { $0.contains("lines are missing here") }
        }
        var next: Int?
        for line in kept().dropLast() {
            if line.hasPrefix("("), let count = line.dropFirst().split(separator: " ").first.flatMap({ Int($0) }) {
                next = next.map { $0 + count }
            } else if line.hasPrefix("progress") {
                let number = next ?? Int(line.split(separator: " ")[1]) ?? 0
                try #require(line == "progress \(number) of a daemon that writes", "\(kept())")
                next = number + 1
            }
        }
        #expect(try await daemons.restarts().allSatisfy { $0 == 0 })
        try await daemons.supervisor.stop()
    }

    /// The log is a pipe, whose reader stands still, or goes away and comes again.
    @Test(arguments: ["stands still", "goes away"])
    func `nobody reads the log: the daemons go on, and its reader learns later how much is missing, to the line`(
        reader what: String
    ) async throws {
        let daemons = try ScriptedDaemons()
        let path = daemons.directory.file("node.log")
        unlink(path)
        #expect(mkfifo(path, 0o600) == 0)
        var reader = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        defer { close(reader) }
        var buffer = [UInt8](repeating: 0, count: 65536)
        func readSome() -> String {
            let count = read(reader, &buffer, buffer.count)
            return String(decoding: buffer.prefix(max(0, count)), as: UTF8.self)
        }
        try await daemons.start(
            "[ $1 = probed ] && until [ -e $own/go ]; do say READY=1; sleep 0.1; done; \(Self.writer)")
        try await daemons.allReady()
        while !readSome().isEmpty {}
        if what == "goes away" { close(reader) }
        try daemons.directory.write([], to: "own/go")
        try await progress(of: daemons)
        if what == "goes away" { reader = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK) }
        var text = ""
        try await eventually("what is read again tells of what was dropped, and goes on") {
            text += readSome()
            return text.components(separatedBy: "log lines were dropped: the log was not read)\nprogress").count > 1
        }
        // Every line is there, or among those counted in its place.
        var next = 1
        for line in text.split(separator: "\n", omittingEmptySubsequences: false).dropLast() {
            if line.hasPrefix("(") {
                next += line.dropFirst().split(separator: " ").first.flatMap { Int($0) } ?? 0
            } else {
                try #require(line == "progress \(next) of a daemon that writes and writes")
                next += 1
            }
        }
        #expect(next > 20_000)
        #expect(try await daemons.restarts().allSatisfy { $0 == 0 })
        try await daemons.supervisor.stop()
    }

    @Test func `a gigabyte that a daemon writes, while nobody reads the log, takes no memory and nobody's turn`()
        async throws
    {
        let daemons = try ScriptedDaemons(settings: ["WATCHDOG_TIMEOUT": "5s"])
        let path = daemons.directory.file("node.log")
        unlink(path)
        #expect(mkfifo(path, 0o600) == 0)
        let reader = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        defer { close(reader) }
        let supervisor = try await daemons.start(
            """
            say READY=1
            beat() { while :; do say WATCHDOG=1; sleep 0.5; done; }
            [ $1 = probed ] || beat
            beat & perl -e '$line = "x" x 999 . "\n"; print $line for 1 .. 1 << 20' && touch $own/written
            wait
            """)
        let memory = ProcessFacts.residentKilobytes(supervisor)
        let start = MonotonicClock.seconds
        try await eventually("all is written, and control answers meanwhile", within: .seconds(300)) {
            let restarts = try await daemons.restarts()
            #expect(restarts.allSatisfy { $0 == 0 })
            return access(daemons.directory.file("own/written"), F_OK) == 0
        }
        print("a gigabyte took \(MonotonicClock.seconds - start) s")
        #expect(ProcessFacts.residentKilobytes(supervisor) <= memory + 4096)
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

    @Test(arguments: ["a daemon", "the node"])
    func `all that daemons write before their stop and while they stop is in the log, each line whole`(
        stopped what: String
    ) async throws {
        let daemons = try ScriptedDaemons()
        try await daemons.start(
            """
            write() { i=0; while [ $i -lt 3000 ]; do echo "$1 $2 line $i."; i=$((i+1)); done; }
            trap "write $1 last; exit 0" TERM
            write $1 first
            say READY=1; while :; do sleep 0.05; done
            """)
        try await daemons.allReady()
        var names = ScriptedDaemons.names
        if what == "a daemon" {
            names = ["deployd"]
            _ = try await daemons.call("supervisor.stop", "deployd")
            try await eventually("it has stopped") { try await daemons.state(of: "deployd")["state"] == "stopped" }
            let tail = try await daemons.state(of: "deployd")["last_exit"]?["stderr"]?.array?.compactMap(\.string)
            #expect(tail == (2980..<3000).map { "deployd last line \($0)." })
        }
        #expect(try await daemons.supervisor.stop() == 0)
        let lines = daemons.log.split(separator: "\n")
        for name in names {
            for part in ["first", "last"] {
                let own = lines.filter { $0.hasPrefix("\(name) \(part) line ") }.map(String.init)
                #expect(own == (0..<3000).map { "\(name) \(part) line \($0)." })
            }
        }
    }
}
