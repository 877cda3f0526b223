import NodeProtocol
import SQLite

/// The table of how the host was, and its SQL: means over 10 s for ten minutes, over a minute for two hours and over ten
/// minutes for a day, 341 rows at most, some 30 kB. Written by probed.
///
/// Each sample is reckoned into the three rows that it falls into, so there is nothing to be lost with the process and
/// nothing to be condensed later. The times are the wall clock's, for people; when it is set back, what would lie in the
/// future is dropped.
enum HistoryTable {
    /// A step in seconds, and for how long its rows are kept.
    struct Resolution {
        let step: Int64
        let kept: Int64
        /// Rows are dropped in blocks as long as a row of the next resolution: so no gap is left between the two.
        let block: Int64
    }

    /// The finest first.
    static let resolutions = [
        Resolution(step: 10, kept: 600, block: 60), Resolution(step: 60, kept: 7200, block: 600),
        Resolution(step: 600, kept: 86400, block: 600),
    ]

    /// Until the end of the year 9999: what else is in the file has been put there by somebody else.
    private static let times = Int64(0)...253_402_300_799

    private static let values = ["cpu", "ram", "disk", "rx", "tx", "load"]

    /// Run at every opening, as that of ``StartTable``.
    static let schema = """
        CREATE TABLE IF NOT EXISTS resource_history (
            step INTEGER NOT NULL, at INTEGER NOT NULL, samples INTEGER NOT NULL,
            \(values.map { "\($0) REAL NOT NULL" }.joined(separator: ", ")), PRIMARY KEY (step, at)
        ) WITHOUT ROWID
        """

    /// Parameters: step, at, the values.
    private static let add = """
        INSERT INTO resource_history (step, at, samples, \(values.joined(separator: ", ")))
            VALUES (?, ?, 1, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (step, at) DO UPDATE SET samples = samples + 1,
            \(values.map { "\($0) = \($0) + (excluded.\($0) - \($0)) / (samples + 1)" }.joined(separator: ", "))
        """

    /// Parameters: step, the oldest and the newest beginning that is kept.
    private static let trim = "DELETE FROM resource_history WHERE step = ? AND (at < ? OR at > ?)"

    private static let read = "SELECT step, at, \(values.joined(separator: ", ")) FROM resource_history ORDER BY at"

    static func add(_ sample: ResourcePoint, to database: SQLiteDatabase) throws(SQLiteError) {
        let numbers = [
            sample.cpuPercent, sample.ramPercent, sample.diskPercent, sample.rxRate, sample.txRate, sample.load,
        ].map { SQLiteValue.real($0.isFinite ? $0 : 0) }
        for resolution in resolutions {
            let step = SQLiteValue.integer(resolution.step)
            let at = sample.at.floor(to: resolution.step)
            try database.run(add, [step, .integer(at)] + numbers)
            let oldest = sample.at.floor(to: resolution.block) - resolution.kept
            try database.run(trim, [step, .integer(oldest), .integer(at)])
        }
    }

    /// Every time once, in the finest resolution that there is of it; the oldest first.
    static func points(in database: SQLiteDatabase) throws(SQLiteError) -> [ResourcePoint] {
        let isThere = try database.query("SELECT 1 FROM sqlite_master WHERE name = 'resource_history'")
        guard !isThere.isEmpty else { return [] }
        return finest(try database.query(read).compactMap(point))
    }

    private static func point(_ row: SQLiteRow) -> ResourcePoint? {
        let numbers = (2..<8).compactMap { row[$0].real }
        guard let step = row[0].integer, resolutions.contains(where: { $0.step == step }), let at = row[1].integer,
            times.contains(at), numbers.count == 6
        else { return nil }
        return ResourcePoint(
            at: at, step: Int(step), cpuPercent: numbers[0], ramPercent: numbers[1], diskPercent: numbers[2],
            rxRate: numbers[3], txRate: numbers[4], load: numbers[5])
    }

    /// - Parameter points: The oldest first.
    static func finest(_ points: [ResourcePoint]) -> [ResourcePoint] {
        var chosen: [ResourcePoint] = []
        var begin = Int64.max
        for resolution in resolutions {
            let earlier = points.filter { Int64($0.step) == resolution.step && $0.at <= begin - resolution.step }
            chosen = earlier + chosen
            begin = chosen.first?.at ?? begin
        }
        return chosen
    }
}

extension Int64 {
    /// The multiple of `step` at or below; of what lies before 1970, 0.
    fileprivate func floor(to step: Int64) -> Int64 { self < 0 ? 0 : self / step * step }
}
