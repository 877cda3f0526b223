import CSQLite

/// A prepared statement. Its database finalizes it, and calls it under its mutex only.
struct SQLiteStatement {
    private let handle: OpaquePointer
    private let columns: [String]

    init(_ handle: OpaquePointer) {
        self.handle = handle
        columns = (0..<sqlite3_column_count(handle)).map { String(cString: sqlite3_column_name(handle, $0)) }
    }

    func finalize() { sqlite3_finalize(handle) }

    /// Ends the run, so that no lock stays held, and lets go of the bound values.
    func reset() {
        sqlite3_reset(handle)
        sqlite3_clear_bindings(handle)
    }

    func step() -> Int32 { sqlite3_step(handle) }

    /// False when SQLite refused one; too many or too few parameters are the caller's mistake.
    func bind(_ parameters: [SQLiteValue]) -> Bool {
        precondition(Int(sqlite3_bind_parameter_count(handle)) == parameters.count, "wrong number of SQL parameters")
        return parameters.enumerated().allSatisfy { bind($1, at: Int32($0 + 1)) == SQLITE_OK }
    }

    private func bind(_ value: SQLiteValue, at index: Int32) -> Int32 {
        switch value {
        case .null: return sqlite3_bind_null(handle, index)
        case .integer(let integer): return sqlite3_bind_int64(handle, index, integer)
        case .real(let real): return sqlite3_bind_double(handle, index, real)
        case .text(var text):
            return text.withUTF8 { utf8 in
                // A null pointer would bind NULL; the empty text has to be a text too.
                guard let start = utf8.baseAddress else { return csqlite_bind_text(handle, index, "", 0) }
                return start.withMemoryRebound(to: CChar.self, capacity: utf8.count) {
                    csqlite_bind_text(handle, index, $0, UInt64(utf8.count))
                }
            }
        case .blob(let bytes):
            guard !bytes.isEmpty else { return sqlite3_bind_zeroblob(handle, index, 0) }
            return bytes.withUnsafeBytes { csqlite_bind_blob(handle, index, $0.baseAddress, UInt64($0.count)) }
        }
    }

    /// The row that ``step()`` has arrived at.
    var row: SQLiteRow { SQLiteRow(values: columns.indices.map { value(at: Int32($0)) }, columns: columns) }

    private func value(at index: Int32) -> SQLiteValue {
        switch sqlite3_column_type(handle, index) {
        case SQLITE_INTEGER: return .integer(sqlite3_column_int64(handle, index))
        case SQLITE_FLOAT: return .real(sqlite3_column_double(handle, index))
        case SQLITE_TEXT:
            let start = sqlite3_column_text(handle, index)
            let bytes = UnsafeBufferPointer(start: start, count: Int(sqlite3_column_bytes(handle, index)))
            return .text(String(decoding: bytes, as: UTF8.self))
        case SQLITE_BLOB:
            let start = sqlite3_column_blob(handle, index)
            let bytes = UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(handle, index)))
            return .blob([UInt8](bytes))
        default: return .null  // SQLITE_NULL, the fifth and last
        }
    }
}
