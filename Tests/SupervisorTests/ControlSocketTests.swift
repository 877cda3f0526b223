import Foundation
import Glibc
import JSON
import TestSupport
import Testing

/// The control socket answers whatever its clients and the daemons do.
@Suite(.serialized, .timeLimit(.minutes(10)))
struct ControlSocketTests {
    /// The slowest but one of a hundred calls, in seconds; of several hundreds, taken until one is within `bound`, the
    /// best: what a busy machine adds by itself does not count.
    private func slowest(_ daemons: ScriptedDaemons, hundreds: Int = 30, within bound: Double = 0) async throws
        -> Double
    {
        let path = daemons.socket
        return try await offThread {
            var best = Double.infinity
            for _ in 0..<hundreds where best > bound {
                let times = try (0..<100).map { _ in
                    let before = MonotonicClock.seconds
                    _ = try PlainIPC.call(path, "ping")
                    return MonotonicClock.seconds - before
                }
                best = min(best, times.sorted()[98])
            }
            return best
        }
    }

    @Test func `a hundred thousand frames of rubbish during a storm: every call is answered, nothing is lost`()
        async throws
    {
        let daemons = try ScriptedDaemons()
        let supervisor = try await daemons.start("say READY=1; [ $1 = probed ] && exit 1; rest")
        let descriptors = ProcessFacts.descriptorCount(supervisor)
        let path = daemons.socket
        let seed = UInt64.random(in: 0 ... .max)
        print("the seed of the frames: \(seed)")
        let fuzz = Task {
            try await offThread {
                var random = SplitMix(state: seed)
                var connection = try PlainIPC(socket: path)
                for _ in 0..<100_000 {
                    let frame = Rubbish.frame(&random)
                    do {
                        try connection.send(bytes: frame)
                    } catch {
                        // It has closed the connection, as it may.
                        connection = try PlainIPC(socket: path)
                        try connection.send(bytes: frame)
                    }
                }
            }
        }
        for _ in 0..<50 {
            let status = try await daemons.call("supervisor.status")
            #expect(status["result"]?["subsystems"]?.array?.count == 4)
        }
        try await fuzz.value
        #expect(try await daemons.call("ping")["result"]?["name"] == "supervisor")
        let restarts = try await daemons.restarts()
        try await eventually("the storm goes on") { try await daemons.restarts()[0] > restarts[0] }
        #expect(restarts.dropFirst().allSatisfy { $0 == 0 })
        try await eventually("no connection is left open") {
            // Four for the next start of each daemon that is ready.
            ProcessFacts.descriptorCount(supervisor) <= descriptors + 4 * 4 + 8
        }
        try await daemons.supervisor.stop()
    }

    @Test func `a thousand idle clients, half frames, and one that never reads keep nobody out`() async throws {
        let daemons = try ScriptedDaemons()
        let supervisor = try await daemons.start("say READY=1; [ $1 = probed ] && exit 1; rest")
        let deaf = try PlainIPC(socket: daemons.socket)
        try deaf.send(["jsonrpc": "2.0", "id": 1, "method": "supervisor.subscribe"])
        // In a process of their own: the tests beside this one need descriptors too.
        let text = """
            use IO::Socket::UNIX;
            $SIG{PIPE} = "IGNORE";
            my @idle;
            for my $i (1 .. 1000) {
                my $socket = IO::Socket::UNIX->new(Peer => $ARGV[0]) or next;
                syswrite $socket, "\\0\\0\\1" if $i % 3 == 0;  # the beginning of a frame
                push @idle, $socket;
            }
            print STDERR scalar(@idle), " have connected\\n";
            sleep 1000;
            """
        let idle = try TestProgram(
            directory: daemons.directory, name: "idle", command: ["perl", "-e", text, daemons.socket], environment: [:])
        try await idle.start()
        try await eventually("a thousand have connected", within: .seconds(60)) {
            daemons.text(of: "idle.log").contains("1000 have connected")
        }
        let time = try await slowest(daemons, within: 0.05)
        print("99 of 100 calls within \(time * 1000) ms beside a thousand clients and a storm")
        #expect(time <= 0.05)
        #expect(ProcessFacts.descriptorCount(supervisor) < 400, "256 connections and what it needs itself")
        // 1 MiB of changes must have been kept for it before that. The log may leave the line out: clients that stop in
        // the midst of a frame are many, and their end is told by the same words.
        try await eventually("who does not read is let go", within: .seconds(300)) { deaf.isClosedByPeer }
        #expect(try await daemons.call("ping")["result"] != nil)
        try await idle.kill()
        try await daemons.supervisor.stop()
    }

    @Test func `changes are numbered without a gap, from the picture that the subscriber was given`() async throws {
        let daemons = try ScriptedDaemons()
        try await daemons.start("say READY=1; [ $1 = probed ] && { sleep 0.02; exit 1; }; rest")
        let subscriber = try PlainIPC(socket: daemons.socket)
        try subscriber.send(["jsonrpc": "2.0", "id": 1, "method": "supervisor.subscribe"])
        let numbers = try await offThread {
            var numbers: [Int] = []
            while numbers.count < 100 {
                let message = try subscriber.receive()
                if let picture = message["result"] {
                    guard picture["subsystems"]?.array?.count == 4 else { throw PlainIPC.Malformed() }
                    numbers.append(picture["sequence"]?.int ?? -1)
                } else {
                    numbers.append(message["params"]?["sequence"]?.int ?? -1)
                }
            }
            return numbers
        }
        #expect(numbers == Array(numbers[0]..<(numbers[0] + 100)))
        try await daemons.supervisor.stop()
    }

    @Test func `a daemon that floods with words slows no call and no other daemon`() async throws {
        let daemons = try ScriptedDaemons(settings: ["WATCHDOG_TIMEOUT": "3s"])
        let beating = "while :; do say WATCHDOG=1; sleep 0.5; done"
        try await daemons.start("say READY=1; \(beating)")
        try await daemons.allReady()
        // First one that only uses the processor, as the flood does too.
        let busy = "i=0; while :; do i=$((i+1)); [ $((i % 100000)) = 0 ] && say WATCHDOG=1; done"
        try daemons.write("say READY=1; [ $1 = probed ] && { \(busy); }; \(beating)")
        _ = try await daemons.call("supervisor.restart", "probed")
        try await daemons.allReady()
        let quiet = try await slowest(daemons, hundreds: 3)
        let bound = max(quiet * 10, 0.05)
        try daemons.write("say READY=1; [ $1 = probed ] && while :; do say WATCHDOG=1; done; \(beating)")
        _ = try await daemons.call("supervisor.restart", "probed")
        let pids = try await daemons.allReady()
        let flooded = try await slowest(daemons, within: bound)
        print("99 of 100 calls within \(quiet * 1000) ms, and \(flooded * 1000) ms beside a flood")
        // A call gets its turn after at most 64 words of each daemon. What it takes is measured by bench/control.
        #expect(flooded <= bound)
        try await Task.sleep(for: .seconds(4))  // longer than the others' deadlines
        #expect(try await daemons.allReady() == pids)
        #expect(try await daemons.restarts().allSatisfy { $0 == 0 })
        try await daemons.supervisor.stop()
    }

    @Test(arguments: ["the sockets", "the directory", "the directory, and another is put in its place"])
    func `what is removed of the runtime directory is made again, and control works`(what: String) async throws {
        let node = try TestNode()
        try await node.startAndRegister()
        let run = node.directory.file("run")
        let control = run + "/supervisor.sock"
        let prober = Requester(port: node.port)
        let probing = Task { await prober.run() }
        if what == "the sockets" {
            for name in ["supervisor", "adoption"] + ScriptedDaemons.names { unlink("\(run)/\(name).sock") }
        } else if what == "the directory" {
            try await eventually("it is removed, though the daemons write into it") {
                (try? FileManager.default.removeItem(atPath: run)) != nil
            }
        } else {
            rename(run, run + ".old")
            mkdir(run, 0o700)
        }
        do {
            try await eventually("control works and every daemon is ready on a new socket", within: .seconds(60)) {
                guard let all = try? await offThread({ try PlainIPC.call(control, "supervisor.status") }) else {
                    return false
                }
                for name in ScriptedDaemons.names {
                    let answer = try? await offThread { try PlainIPC.call("\(run)/\(name).sock", "ping") }
                    guard answer?["result"]?["name"]?.string == name else { return false }
                }
                return all["result"]?["subsystems"]?.array?.allSatisfy { $0["state"] == "ready" } == true
            }
        } catch {
            Issue.record("\(node.log.suffix(4000))")
            throw error
        }
        let answer = try await offThread { try PlainIPC.call(control, "supervisor.restart", ["name": "probed"]) }
        #expect(answer["result"]?["name"] == "probed")
        prober.stop()
        await probing.value
        #expect(prober.refused == 0 && prober.answered > 0)
        for name in ["supervisor"] + ScriptedDaemons.names {
            try await eventually("\(name) holds its role in the new directory") { isLocked("\(run)/\(name).lock") }
        }
        try await node.supervisor.kill()
        try await node.supervisor.start()
        try await eventually("the next supervisor finds its daemons there", within: .seconds(60)) {
            node.log.contains("a daemon of an earlier supervisor is adopted")
        }
        try await node.supervisor.stop()
    }
}

/// Whether somebody holds the lock of flock(2) on a file.
private func isLocked(_ path: String) -> Bool {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    return flock(descriptor, LOCK_SH | LOCK_NB) != 0
}
