import Foundation
import SQLite
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(5)))
struct SQLiteDatabaseTests {
    private let directory: TemporaryDirectory
    private let path: String

    init() throws {
        directory = try TemporaryDirectory()
        path = directory.file("test.db")
    }

    @Test func `every kind of value comes back as it was bound`() throws {
        let database = try SQLiteDatabase(path: path)
        try database.execute("CREATE TABLE t (a, b, c, d, e, f, g)")
        let values: [SQLiteValue] = [.null, .integer(.min), .real(0.1), "über\u{0}'x", .blob([0, 255]), "", .blob([])]
        try database.run("INSERT INTO t VALUES (?, ?, ?, ?, ?, ?, ?)", values)
        let row = try #require(try database.query("SELECT * FROM t").first)
        #expect(row.values == values)
        #expect(row["d"].text == "über\u{0}'x" && row["nothing"].isNull && row[99].isNull)
    }

    @Test func `changes and row ids are told`() throws {
        let database = try SQLiteDatabase(path: path)
        try database.execute("CREATE TABLE t (n INTEGER PRIMARY KEY, x); INSERT INTO t (x) VALUES (1), (2), (3)")
        #expect(database.lastInsertedRowID == 3)
        #expect(try database.run("UPDATE t SET x = 0 WHERE n > ?", [1]) == 2)
        #expect(try database.run("DELETE FROM t WHERE n = ?", [99]) == 0)
    }

    @Test func `a transaction that throws leaves no trace`() throws {
        struct Change: Error {}
        let database = try SQLiteDatabase(path: path)
        try database.execute("CREATE TABLE t (x)")
        #expect(throws: Change.self) {
            try database.transaction {
                try database.run("INSERT INTO t VALUES (1)")
                throw Change()
            }
        }
        #expect(try database.query("SELECT * FROM t").isEmpty)
        let value = try database.transaction { try database.run("INSERT INTO t VALUES (1)") }
        #expect(value == 1)
    }

    @Test func `transactions of several threads do not fall into one another`() async throws {
        let database = try SQLiteDatabase(path: path, SQLiteOptions(synchronous: .off))
        try database.execute("CREATE TABLE t (x); INSERT INTO t VALUES (0)")
        await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    for _ in 0..<50 {
                        try database.transaction {
                            let value = try database.query("SELECT x FROM t").first?[0].integer ?? -1
                            try database.run("UPDATE t SET x = ?", [.integer(value + 1)])
                        }
                    }
                }
            }
        }
        #expect(try database.query("SELECT x FROM t").first?[0] == 400)
    }

    @Test func `wrong SQL, a broken constraint and a second statement are errors with their evidence`() throws {
        let database = try SQLiteDatabase(path: path)
        try database.execute("CREATE TABLE t (x UNIQUE)")
        try database.run("INSERT INTO t VALUES (1)")
        let wrong = #expect(throws: SQLiteError.self) { try database.query("SELEC 1") }
        #expect(wrong?.code == 1 && wrong?.subject == "SELEC 1")
        let constraint = #expect(throws: SQLiteError.self) { try database.run("INSERT INTO t VALUES (?)", [1]) }
        #expect(constraint?.isConstraint == true && constraint?.extendedCode == 2067)
        let two = #expect(throws: SQLiteError.self) { try database.query("SELECT 1; DROP TABLE t") }
        #expect(two?.code == 21)
        #expect(try database.query("SELECT x FROM t WHERE x = ?", [1]).count == 1)
    }

    @Test func `another connection's lock is waited for, then told as busy`() throws {
        let holder = try SQLiteDatabase(path: path)
        try holder.execute("CREATE TABLE t (x); BEGIN IMMEDIATE")
        let other = try SQLiteDatabase(path: path, SQLiteOptions(busyTimeout: .milliseconds(20)))
        let error = #expect(throws: SQLiteError.self) { try other.run("INSERT INTO t VALUES (1)") }
        #expect(error?.isBusy == true && error?.isDamage == false)
        try holder.execute("COMMIT")
        try other.run("INSERT INTO t VALUES (1)")
    }

    @Test func `the schema's version is kept, and a read-only connection changes nothing`() throws {
        let writer = try SQLiteDatabase(path: path)
        #expect(try writer.userVersion == 0)
        try writer.setUserVersion(7)
        let reader = try SQLiteDatabase(path: path, SQLiteOptions(.readOnly))
        #expect(try reader.userVersion == 7)
        #expect(throws: SQLiteError.self) { try reader.execute("CREATE TABLE t (x)") }
    }

    @Test func `an absent file is not made without being asked for`() throws {
        for access in [SQLiteOptions.Access.readOnly, .readWrite] {
            let error = #expect(throws: SQLiteError.self) { try SQLiteDatabase(path: path, SQLiteOptions(access)) }
            #expect(error?.isCannotOpen == true)
        }
        #expect(!FileManager.default.fileExists(atPath: path))
    }

    @Test func `more different statements than are kept prepared still run`() throws {
        let database = try SQLiteDatabase(path: path)
        for number in 0..<200 { #expect(try database.query("SELECT \(number)").first?[0].integer == Int64(number)) }
    }
}
