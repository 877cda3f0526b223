import Foundation
import SQLite
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(5)))
struct DamagedDatabaseTests {
    private let directory: TemporaryDirectory
    private let path: String

    init() throws {
        directory = try TemporaryDirectory()
        path = directory.file("test.db")
    }

    private func open() throws -> (database: SQLiteDatabase, damaged: DamagedDatabase?) {
        try SQLiteDatabase.openReplacingDamaged(path: path) {
            try $0.execute("CREATE TABLE IF NOT EXISTS t (x)")
        }
    }

    @Test func `a sound file is opened as it is`() throws {
        try open().database.run("INSERT INTO t VALUES (42)")
        let (database, damaged) = try open()
        #expect(damaged == nil)
        #expect(try database.query("SELECT x FROM t").first?[0] == 42)
    }

    @Test func `what is no database is set aside, with its content, and a new one made`() throws {
        let text = Array(String(repeating: "this is not a database. ", count: 100).utf8)
        try directory.write(text, to: "test.db")
        let (database, damaged) = try open()
        let moved = try #require(damaged)
        #expect(moved.movedTo.hasPrefix(path + ".damaged-"))
        #expect(contents(of: moved.movedTo) == text)
        #expect(moved.reason.isDamage)
        try database.run("INSERT INTO t VALUES (1)")
    }

    @Test func `pages of garbage in the middle are found and the file is set aside`() throws {
        do {
            let database = try open().database
            for number in 0..<500 {
                try database.run("INSERT INTO t VALUES (?)", [.text(String(repeating: "\(number)", count: 50))])
            }
            try database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        }
        var bytes = try #require(contents(of: path))
        for index in 8192..<bytes.count { bytes[index] = UInt8(truncatingIfNeeded: index &* 31) }
        try directory.write(bytes, to: "test.db")
        let (database, damaged) = try open()
        #expect(damaged?.reason.isDamage == true)
        #expect(try database.query("SELECT x FROM t").isEmpty)
    }

    @Test func `a truncated file is set aside`() throws {
        do {
            let database = try open().database
            for _ in 0..<500 {
                try database.run("INSERT INTO t VALUES (?)", [.text(String(repeating: "x", count: 99))])
            }
        }
        truncate(path, 10_000)
        #expect(try open().damaged != nil)
    }

    @Test func `two damaged files of one second are both kept`() throws {
        for _ in 0..<2 {
            try directory.write(Array(String(repeating: "garbage", count: 500).utf8), to: "test.db")
            _ = try open()
        }
        let kept = try FileManager.default.contentsOfDirectory(atPath: directory.path).filter { $0.contains("damaged") }
        #expect(kept.count == 2)
    }

    @Test func `a locked file is not taken for a damaged one`() throws {
        let holder = try open().database
        try holder.execute("BEGIN EXCLUSIVE")
        let error = #expect(throws: SQLiteError.self) {
            try SQLiteDatabase.openReplacingDamaged(
                path: path, SQLiteOptions(journal: .delete, busyTimeout: .milliseconds(10))
            ) { try $0.execute("CREATE TABLE u (x)") }
        }
        #expect(error?.isBusy == true)
        try holder.execute("COMMIT")
    }
}
