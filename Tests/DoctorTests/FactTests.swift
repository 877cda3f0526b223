import EventLoop
import Glibc
import NodeProtocol
import StatusCache
import TestSupport
import Testing

@testable import Doctor

/// What is seen of a real machine.
@Suite(.eventLoop, .timeLimit(.minutes(5)))
struct FactTests {
    @Test func `this machine's facts are seen`() throws {
        let directory = try TemporaryDirectory()
        chmod(directory.path, 0o700)
        let env = try directory.write(Array("A=1".utf8), to: "worker.env", mode: 0o644)
        var plan = NodePlan(stateDirectory: directory.path, runtimeDirectory: directory.file("absent"))
        plan.secretFiles = [env]
        plan.port = try freePort()
        let facts = LocalFacts(plan, engine: nil, supervisor: nil)
        #expect(facts.now > ClockCheck.leastCredible)
        #expect(try #require(facts.memory).totalBytes > 1 << 20)
        guard case .seen(let disk) = facts.state else { throw Missing() }
        #expect(disk.bytes > disk.availableBytes && disk.availableBytes > 0)
        #expect(facts.runtime == .unanswered("\(plan.runtimeDirectory) is not there"))
        #expect(
            facts.items.map(\.look).prefix(3) == [
                .seen(mode: 0o700, owner: geteuid(), isWritable: true), .absent,
                .seen(mode: 0o644, owner: geteuid(), isWritable: true),
            ])
        #expect(facts.port == .nobody)
        #expect(facts.cgroupVersion != .unknown)
    }

    @Test func `a full file system is seen as such`() throws {
        try #require(geteuid() == 0)
        let small = try SmallFileSystem(megabytes: 2)
        let path = small.path + "/fill"
        let descriptor = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
        let zeros = [UInt8](repeating: 0, count: 65536)
        while write(descriptor, zeros, zeros.count) > 0 {}
        close(descriptor)
        let finding = DiskCheck.finding(.diskState, LocalFacts.disk(small.path), reserve: 1 << 20, remedy: "make room")
        #expect(finding.verdict == .problem)
        #expect(finding.evidence.contains("0 KiB of 2048 KiB"))
        unlink(path)
    }

    @Test func `who listens on a port is found`() throws {
        let listener = try LoopbackListener()
        let port = listener.port
        #expect(PortHolder.find(address: "127.0.0.1", port: port, supervisor: getpid()) == .node)
        guard case .other(let who) = PortHolder.find(address: "127.0.0.1", port: port, supervisor: nil) else {
            throw Missing()
        }
        #expect(who.contains("\(getpid())"))
        withExtendedLifetime(listener) {}
    }

    @Test func `listeners on another address do not hold the port`() {
        let table = """
              sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
               0: 0100007F:0BB9 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 11 1 0 100 0 0 10 0
               1: 0200007F:0BB9 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 12 1 0 100 0 0 10 0
               2: 00000000:0BB9 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 13 1 0 100 0 0 10 0
               3: 0100007F:0BB9 0100007F:9999 01 00000000:00000000 00:00000000 00000000     0        0 14 1 0 100 0 0 10 0
            """
        #expect(PortHolder.listeners(in: table, port: 3001, address: "127.0.0.1") == ["11", "13"])
        #expect(PortHolder.listeners(in: table, port: 3001, address: "0.0.0.0") == ["11", "12", "13"])
        #expect(PortHolder.listeners(in: table, port: 3002, address: "127.0.0.1") == [])
    }

    @Test func `names are looked up, and those that have no address are told`() async {
        let lookup = NameLookup()
        guard case .found(_, let addresses) = await lookup.look(up: "localhost", within: .seconds(20)) else {
            Issue.record("localhost has no address")
            return
        }
        #expect(addresses.contains("127.0.0.1") || addresses.contains("::1"))
        switch await lookup.look(up: "no-such-name.invalid", within: .seconds(20)) {
        case .notFound(let host, _): #expect(host == "no-such-name.invalid")
        case .slow: break  // name servers that do not answer at all
        case let other: Issue.record("\(other)")
        }
    }

    @Test func `an outcome that does not come is not waited for`() async {
        #expect(await FirstOf.outcome(within: .milliseconds(10), otherwise: "late") { _ in } == "late")
        #expect(await FirstOf.outcome(within: .seconds(30), otherwise: "late") { $0("here") } == "here")
    }

    @Test func `an examination has every check once, in order`() {
        let plan = NodePlan(stateDirectory: "/nowhere", runtimeDirectory: "/nowhere")
        let examination = Examination(
            plan: plan, snapshot: StatusSnapshot(), subsystems: nil, supervisorFailure: "no such file", local: nil,
            name: .noConductor)
        let diagnosis = examination.diagnosis(at: .now)
        #expect(diagnosis.findings.map(\.check) == CheckName.allCases)
        #expect(diagnosis.verdict == .problem && !diagnosis.nodeRuns)
    }

    @Test func `what was written too long ago is not relied on`() {
        let plan = NodePlan(stateDirectory: "/nowhere", runtimeDirectory: "/nowhere")
        var snapshot = StatusSnapshot()
        let written = MonotonicInstant.now
        snapshot.engine = Cached(value: EngineStatus(connected: true, version: "20.10"), generation: 1, stamp: written)
        let examination = Examination(
            plan: plan, snapshot: snapshot, subsystems: [], local: nil, name: .noConductor)
        func engine(_ age: Duration) -> Finding.Verdict? {
            examination.diagnosis(at: written.advanced(by: age)).findings.first { $0.check == .engine }?.verdict
        }
        #expect(engine(.seconds(1)) == .ok)
        #expect(engine(.seconds(100)) == .unknown)
    }

    private struct Missing: Error {}
}
