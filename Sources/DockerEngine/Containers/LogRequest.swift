/// Which part of a container's output is wanted, and for how long.
package struct LogRequest: Sendable, Equatable {
    /// Whether to go on with what is still to come, until the container ends.
    package var follows = false
    /// How many lines from the end to begin with; nil: all.
    package var tail: Int?
    /// Unix times, with a fraction.
    package var since: Double?
    package var until: Double?
    /// Whether each line begins with its time, RFC 3339 with nanoseconds.
    package var hasTimestamps = false
    package var includesOutput = true
    package var includesErrors = true

    package init() {}

    var query: [(String, String)] {
        var query = [
            ("stdout", includesOutput ? "1" : "0"), ("stderr", includesErrors ? "1" : "0"),
            ("follow", follows ? "1" : "0"), ("timestamps", hasTimestamps ? "1" : "0"),
            ("tail", tail.map { String(max(0, $0)) } ?? "all"),
        ]
        if let since { query.append(("since", Self.time(since))) }
        if let until { query.append(("until", Self.time(until))) }
        return query
    }

    /// Seconds with nine digits behind the point.
    private static func time(_ seconds: Double) -> String {
        guard seconds.isFinite, abs(seconds) < 9e9 else { return "0" }
        let nanoseconds = Int64(seconds * 1e9)
        let digits = String(nanoseconds.magnitude % 1_000_000_000)
        return "\(nanoseconds / 1_000_000_000).\(String(repeating: "0", count: 9 - digits.utf8.count))\(digits)"
    }
}

/// A piece of a container's output, as it came: it may begin and end in the middle of a line.
package struct LogChunk: Sendable, Equatable {
    package enum Source: UInt8, Sendable { case input = 0, output = 1, errors = 2 }
    package let source: Source
    package let bytes: [UInt8]

    package init(source: Source, bytes: [UInt8]) {
        self.source = source
        self.bytes = bytes
    }
}
