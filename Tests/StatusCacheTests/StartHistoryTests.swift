import EventLoop
import Glibc
import JSON
import NodeProtocol
import SQLite
import StatusCache
import TestSupport
import Testing

/// The daemons' starts in the status cache.
@Suite(.eventLoop, .timeLimit(.minutes(5)))
@LoopActor
struct StartHistoryTests {
    private let cache: StatusCacheFixture

    init() throws { cache = try StatusCacheFixture() }

    private func start(_ name: Subsystem, _ generation: Int) -> SubsystemStart {
        let report = ExitReport(
            cause: .signalled, signal: 9, signalName: "SIGKILL", at: "2026-01-31T08:05:09.031Z", requested: false,
            uptimeSeconds: 56.2, stderr: [])
        return SubsystemStart(
            name: name, generation: generation, pid: Int32(4000 + generation), bootID: "b",
            startedAt: "2026-01-31T08:05:09.042Z", monotonicSeconds: 100 + Double(generation) / 1000,
            previousExit: generation == 1
                ? nil : PreviousExit(generation: generation - 1, pid: Int32(3999 + generation), report: report))
    }

    @Test func `each process writes its own start, and the newest fifty of each daemon are kept`() async throws {
        let other = cache.writer()
        other.put(start: start(.apid, 1))
        await other.flush()
        for generation in 1...60 {
            let writer = cache.writer(generation: generation)
            writer.put(start: start(.probed, generation))
            writer.put(resources: ["n": .int(Int64(generation))])
            await writer.flush()
        }
        let reader = StatusReader(path: cache.path)
        #expect(reader.starts(of: .probed).map(\.generation) == Array((11...60).reversed()))
        #expect(reader.starts(of: .probed)[0] == start(.probed, 60))
        #expect(reader.starts(of: .apid) == [start(.apid, 1)])
        #expect(reader.starts(of: .deployd).isEmpty)
        #expect(reader.snapshot().resources?.generation == 60)
    }

    @Test func `of a file that is lost, those that run write their own start again`() async throws {
        let first = cache.writer()
        first.put(start: start(.probed, 1))
        await first.flush()
        let probed = cache.writer(generation: 2, check: .milliseconds(20))
        let apid = cache.writer(generation: 1, check: .milliseconds(25))
        probed.put(start: start(.probed, 2))
        apid.put(start: start(.apid, 1))
        await probed.flush()
        await apid.flush()
        let reader = StatusReader(path: cache.path)
        #expect(reader.starts(of: .probed).map(\.generation) == [2, 1])
        unlink(cache.path)
        try await eventually("both are there again") {
            reader.starts(of: .probed).map(\.generation) == [2] && reader.starts(of: .apid).map(\.generation) == [1]
        }
        try cache.otherConnection().execute("DELETE FROM starts")
        try await eventually("both are there again") {
            reader.starts(of: .probed).map(\.generation) == [2] && reader.starts(of: .apid).map(\.generation) == [1]
        }
    }

    @Test func `a file of a version without starts is read, and gets its table from the next writer`() async throws {
        let writer = cache.writer()
        writer.put(engine: cache.engine)
        await writer.flush()
        try cache.otherConnection().execute("DROP TABLE starts")
        let reader = StatusReader(path: cache.path)
        #expect(reader.starts(of: .probed).isEmpty)
        #expect(reader.snapshot().engine != nil)
        let next = cache.writer(generation: 2)
        next.put(start: start(.probed, 2))
        await next.flush()
        #expect(reader.starts(of: .probed).map(\.generation) == [2])
        #expect(reader.snapshot().engine != nil && cache.events.isEmpty)
    }

    @Test func `a row that cannot be understood is left out`() async throws {
        let writer = cache.writer()
        writer.put(start: start(.probed, 1))
        writer.put(engine: cache.engine)
        await writer.flush()
        try cache.otherConnection().execute("INSERT INTO starts VALUES ('probed', 1, '{}'), ('probed', 2, 'x')")
        #expect(StatusReader(path: cache.path).starts(of: .probed).map(\.generation) == [1])
        #expect(StatusReader(path: "/nonexistent").starts(of: .probed).isEmpty)
    }
}
