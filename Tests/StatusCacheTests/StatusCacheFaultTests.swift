import EventLoop
import Glibc
import JSON
import NodeProtocol
import SQLite
import StatusCache
import TestSupport
import Testing

@Suite(.eventLoop, .timeLimit(.minutes(5)))
@LoopActor
struct StatusCacheFaultTests {
    private let cache: StatusCacheFixture

    init() throws { cache = try StatusCacheFixture() }

    @Test func `without a file, or with one that is no database, the snapshot is empty`() throws {
        let reader = StatusReader(path: cache.path)
        #expect(reader.snapshot() == StatusSnapshot())
        try cache.directory.write(Array(String(repeating: "garbage ", count: 1000).utf8), to: "status.db")
        #expect(reader.snapshot() == StatusSnapshot())
        try cache.directory.write([], to: "status.db")
        #expect(reader.snapshot() == StatusSnapshot())
    }

    @Test func `a row that is not what its table promises reads as never written`() async throws {
        let writer = cache.writer()
        writer.put(engine: cache.engine)
        writer.put(resources: ["n": 1])
        await writer.flush()
        let other = try cache.otherConnection()
        try other.run("UPDATE engine SET body = ?", ["{\"connected\": 7}"])
        let snapshot = StatusReader(path: cache.path).snapshot()
        #expect(snapshot.engine == nil && snapshot.resources != nil)
    }

    enum Fault: CaseIterable, Sendable {
        case deleted, deletedWithLog, indexDeleted, truncated, emptied, garbage, rowsDeleted, tablesDropped, replaced
    }

    private func inflict(_ fault: Fault) throws {
        switch fault {
        case .deleted: unlink(cache.path)
        case .deletedWithLog: for tail in ["", "-wal", "-shm"] { unlink(cache.path + tail) }
        case .indexDeleted: unlink(cache.path + "-shm")
        case .truncated: truncate(cache.path, 5000)
        case .emptied: truncate(cache.path, 0)
        case .garbage:
            try cache.directory.write((0..<40_000).map { UInt8(truncatingIfNeeded: $0 &* 37) }, to: "status.db")
        case .rowsDeleted:
            try cache.otherConnection().execute("DELETE FROM engine")
        case .tablesDropped:
            try cache.otherConnection().execute("DROP TABLE engine")
        case .replaced:
            let other = try TemporaryDirectory()
            try SQLiteDatabase(path: other.file("new.db"), SQLiteOptions(journal: .delete)).execute(
                "CREATE TABLE x (y)")
            #expect(rename(other.file("new.db"), cache.path) == 0)
        }
    }

    @Test(arguments: Fault.allCases)
    func `whatever happens to the file in use, its writers fill it again by themselves`(fault: Fault) async throws {
        let probed = cache.writer(generation: 3, check: .milliseconds(20))
        let deployd = cache.writer(generation: 4, check: .milliseconds(25))
        let reader = StatusReader(path: cache.path)
        probed.put(resources: ["n": 1])
        deployd.put(engine: cache.engine)
        deployd.put(services: cache.services)
        await probed.flush()
        await deployd.flush()
        #expect(reader.snapshot().engine != nil)
        // So that the database itself matters, not only its log.
        try cache.otherConnection().execute("PRAGMA wal_checkpoint(TRUNCATE)")

        try inflict(fault)
        try await eventually("a new reader and the old one see everything again") {
            for reader in [reader, StatusReader(path: cache.path)] {
                let snapshot = reader.snapshot()
                guard snapshot.resources?.value == ["n": 1], snapshot.engine?.value == cache.engine,
                    snapshot.services?.value == cache.services, snapshot.services?.generation == 4
                else { return false }
            }
            return true
        }
        probed.put(resources: ["n": 2])
        await probed.flush()
        try await eventually("new values arrive") { reader.snapshot().resources?.value == ["n": 2] }
        try await eventually("the file is sound") {
            (try? cache.otherConnection(.readOnly).quickCheck()) != nil
        }
    }

    @Test func `a file of garbage that was there first is replaced`() async throws {
        try cache.directory.write(Array(String(repeating: "garbage ", count: 1000).utf8), to: "status.db")
        let writer = cache.writer()
        writer.put(engine: cache.engine)
        await writer.flush()
        #expect(StatusReader(path: cache.path).snapshot().engine?.value == cache.engine)
        try await eventually("it was told") { cache.events.count == 1 }
    }

    @Test func `a file of an earlier boot counts for nothing`() async throws {
        let first = cache.writer()
        first.put(engine: cache.engine)
        first.put(resources: ["n": 1])
        await first.flush()
        try cache.otherConnection().execute("UPDATE boot SET id = 'another'")
        #expect(StatusReader(path: cache.path).snapshot() == StatusSnapshot())
        let second = cache.writer(generation: 2)
        second.put(engine: cache.engine)
        await second.flush()
        let snapshot = StatusReader(path: cache.path).snapshot()
        #expect(snapshot.engine?.generation == 2 && snapshot.resources == nil)
    }

    @Test func `while the file is locked the reader keeps the last values, and a lasting lock is got rid of`()
        async throws
    {
        let writer = cache.writer(check: .milliseconds(50), patience: .seconds(3))
        let reader = StatusReader(path: cache.path)
        writer.put(resources: ["n": 1])
        await writer.flush()
        #expect(reader.snapshot().resources?.value == ["n": 1])
        let holder = try cache.otherConnection()
        try holder.execute("BEGIN IMMEDIATE")
        writer.put(resources: ["n": 2])
        #expect(reader.snapshot().resources?.value == ["n": 1])
        try await eventually("the writer has made another file") { reader.snapshot().resources?.value == ["n": 2] }
        #expect(cache.events.contains(.repaired("it was locked for too long")))
        try holder.execute("ROLLBACK")
    }

    @Test func `a directory that is not there is told once, and writing goes on when it comes`() async throws {
        let inner = cache.directory.file("run")
        let writer = cache.writer(inner + "/status.db", check: .milliseconds(10))
        writer.put(engine: cache.engine)
        try await eventually("it is told") { cache.events.count == 1 }
        writer.put(engine: cache.engine)
        await writer.flush()
        try await LoopActor.sleep(for: .milliseconds(50))
        #expect(cache.events.count == 1)
        #expect(mkdir(inner, 0o700) == 0)
        try await eventually("the value is there") {
            StatusReader(path: inner + "/status.db").snapshot().engine?.value == cache.engine
        }
        try await eventually("it is told that all is well") { cache.events.last == .writable }
        #expect(cache.events.count == 2)
    }
}
