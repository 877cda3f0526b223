import EventLoop
import JSON

/// Takes a stream of JSON values apart, one a line, as the engine sends progress and events.
struct LineReader {
    private var pending: [UInt8] = []
    /// Where in ``pending`` the first line begins that has not been read, and how far its end has been looked for.
    private var start = 0
    private var searched = 0
    /// No line of the engine is near that.
    private static let limit = 1 << 20

    struct Malformed: Error, Equatable { let reason: String }

    mutating func take(_ bytes: [UInt8]) {
        pending.removeSubrange(..<start)
        searched -= start
        start = 0
        pending.append(contentsOf: bytes)
    }

    /// The next value whose line is complete; nil when there is none yet.
    mutating func next() throws(Malformed) -> JSON? {
        while let end = pending[searched...].firstIndex(of: UInt8(ascii: "\n")) {
            let line = pending[start..<end]
            start = end + 1
            searched = start
            if let value = try Self.value(line) { return value }
        }
        searched = pending.count
        guard pending.count - start <= Self.limit else {
            throw Malformed(reason: "a line is longer than \(Self.limit) bytes")
        }
        return nil
    }

    /// The last line, which may lack its end.
    mutating func last() throws(Malformed) -> JSON? {
        defer { self = LineReader() }
        return try Self.value(pending[start...])
    }

    private static func value(_ line: ArraySlice<UInt8>) throws(Malformed) -> JSON? {
        guard line.contains(where: { $0 > 0x20 }) else { return nil }
        do throws(JSONParseError) { return try JSON(parsing: line) } catch {
            throw Malformed(reason: error.description)
        }
    }
}
