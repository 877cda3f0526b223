import EventLoop
import Glibc
import NodeProtocol
import SQLite
import TestSupport
import Testing

@testable import StatusCache

/// How the host was, as the status cache keeps it for a day.
@Suite(.eventLoop, .timeLimit(.minutes(5)))
@LoopActor
struct ResourceHistoryTests {
    private let cache: StatusCacheFixture
    /// 2026-01-31T00:00:00Z.
    private let midnight: Int64 = 1_769_817_600

    init() throws { cache = try StatusCacheFixture() }

    private func sample(at: Int64, cpu: Double = 50) -> ResourcePoint {
        ResourcePoint(at: at, cpuPercent: cpu, ramPercent: 25, diskPercent: 10, rxRate: 1000, txRate: 500, load: 0.5)
    }

    /// Adds a sample each ten seconds of a time, to a file of its own.
    private func fill(_ times: some Sequence<Int64>) throws -> SQLiteDatabase {
        let database = try SQLiteDatabase(path: cache.path, SQLiteOptions(synchronous: .off))
        try database.execute(HistoryTable.schema)
        try database.execute("BEGIN")
        for at in times { try HistoryTable.add(sample(at: at, cpu: Double(at % 100)), to: database) }
        try database.execute("COMMIT")
        return database
    }

    @Test func `samples that fall into one time become their mean`() async throws {
        let writer = cache.writer()
        for (second, cpu) in [(0, 10.0), (4, 20), (9, 60), (10, 100)] {
            writer.put(sample: sample(at: midnight + Int64(second), cpu: cpu))
            await writer.flush()
        }
        let points = StatusReader(path: cache.path).history()
        #expect(points.map(\.at) == [midnight, midnight + 10])
        #expect(points.map(\.cpuPercent) == [30, 100])
        #expect(points.allSatisfy { $0.step == 10 && $0.ramPercent == 25 && $0.rxRate == 1000 && $0.load == 0.5 })
        let rows = try cache.otherConnection(.readOnly).query("SELECT cpu FROM resource_history WHERE step = 600")
        #expect(rows.map { $0[0].real } == [47.5])
    }

    @Test func `two days are kept as one, without a gap, finer the nearer, in a bounded number of rows`() throws {
        let end = midnight + 2 * 86400 + 7 * 60 + 30
        let database = try fill(stride(from: midnight, through: end, by: 10))
        let points = try HistoryTable.points(in: database)
        for (earlier, later) in zip(points, points.dropFirst()) {
            #expect(earlier.at + Int64(earlier.step) == later.at)
        }
        let first = try #require(points.first)
        #expect(first.step == 600 && (86400...87600).contains(end - first.at))
        #expect(points.last?.at == end && points.last?.step == 10)
        #expect((60...66).contains(points.count { $0.step == 10 }))
        #expect((110...130).contains(points.count { $0.step == 60 }))
        let rows = try database.query("SELECT count(*) FROM resource_history").first?[0].integer
        #expect(try #require(rows) <= 341)
    }

    @Test func `a time in which nothing was heard is left out, and what was before stays`() throws {
        let before = stride(from: midnight, to: midnight + 1800, by: 10)
        let after = stride(from: midnight + 3600, to: midnight + 3700, by: 10)
        let points = try HistoryTable.points(in: try fill(Array(before) + Array(after)))
        #expect(points.contains { $0.at == midnight + 1740 && $0.step == 60 })
        #expect(!points.contains { (midnight + 1800..<midnight + 3600).contains($0.at) })
        #expect(points.count { $0.step == 10 && $0.at >= midnight + 3600 } == 10)
        #expect(Set(points.map(\.at)).count == points.count)
    }

    @Test func `a clock that is set back leaves nothing in the future`() throws {
        let before = stride(from: midnight + 86400, to: midnight + 87000, by: 10)
        let points = try HistoryTable.points(in: try fill(Array(before) + [midnight + 60]))
        #expect(points.map(\.at) == [midnight + 60])
        #expect(try HistoryTable.points(in: try fill([-5])).map(\.at) == [0])
    }

    @Test func `what somebody else has put into the file is left out`() throws {
        let database = try fill([midnight])
        for (step, at) in [(600, Int64.min), (60, Int64.max), (7, midnight), (Int64.max, midnight)] {
            try database.run(
                "INSERT INTO resource_history VALUES (?, ?, 1, 0, 0, 0, 0, 0, 0)", [.integer(step), .integer(at)])
        }
        #expect(try HistoryTable.points(in: database).map(\.at) == [midnight])
    }

    @Test func `what is no number is kept as nothing`() async throws {
        let writer = cache.writer()
        writer.put(sample: sample(at: midnight, cpu: .nan))
        await writer.flush()
        #expect(StatusReader(path: cache.path).history().map(\.cpuPercent) == [0])
        #expect(cache.events.isEmpty)
    }

    @Test func `it outlives its writer, and begins anew when the file is lost`() async throws {
        let first = cache.writer()
        first.put(sample: sample(at: midnight))
        await first.flush()
        let second = cache.writer(generation: 2)
        second.put(sample: sample(at: midnight + 20))
        await second.flush()
        let reader = StatusReader(path: cache.path)
        #expect(reader.history().map(\.at) == [midnight, midnight + 20])
        unlink(cache.path)
        second.put(sample: sample(at: midnight + 40))
        await second.flush()
        #expect(reader.history().map(\.at) == [midnight + 40])
        #expect(StatusReader(path: "/nonexistent").history().isEmpty)
    }
}
