import Glibc

/// A database file that could not be used and was moved out of the way.
package struct DamagedDatabase: Sendable, Equatable {
    /// Where it lies now: its path with `.damaged-<unix time>` appended; `-wal` and `-shm` files moved with it.
    package let movedTo: String
    /// What was wrong with it.
    package let reason: SQLiteError
}

extension SQLiteDatabase {
    /// Opens the database at `path`, checks it and lets `prepare` bring its schema up to date. When it turns out to be
    /// damaged on the way, it is set aside and a new one made; `damaged` then says so, for the caller to tell.
    ///
    /// Everything else that fails, a file that is locked or not permitted for one, is thrown: replacing would lose data.
    package static func openReplacingDamaged(
        path: String, _ options: SQLiteOptions = SQLiteOptions(), prepare: (SQLiteDatabase) throws -> Void
    ) throws -> (database: SQLiteDatabase, damaged: DamagedDatabase?) {
        do {
            return (try openChecked(path, options, prepare), nil)
        } catch let error as SQLiteError where error.isDamage {
            let moved = try setAside(path, suffix: ".damaged-\(time(nil))")
            let database = try openChecked(path, options, prepare)
            return (database, DamagedDatabase(movedTo: moved, reason: error))
        }
    }

    /// A function of its own, so that the connection is closed by the time its error arrives.
    private static func openChecked(
        _ path: String, _ options: SQLiteOptions, _ prepare: (SQLiteDatabase) throws -> Void
    ) throws -> SQLiteDatabase {
        let database = try SQLiteDatabase(path: path, options)
        try database.quickCheck()
        try prepare(database)
        try database.forgetPages()  // the check has read every one
        return database
    }

    private static func setAside(_ path: String, suffix: String) throws(SQLiteError) -> String {
        // Several in one second must not overwrite one another.
        var moved = path + suffix
        var number = 1
        while access(moved, F_OK) == 0, number < 1000 {
            moved = "\(path)\(suffix)-\(number)"
            number += 1
        }
        guard rename(path, moved) == 0 else {
            let reason = "cannot set the damaged file aside: \(String(cString: strerror(errno)))"
            throw SQLiteError(extendedCode: SQLiteError.inputOutput, message: reason, subject: path)
        }
        for tail in ["-wal", "-shm"] { rename(path + tail, moved + tail) }  // often there is none
        return moved
    }
}
