/// Cuts a daemon's output into lines and keeps the last of them. A line over the limit is cut into several.
struct OutputTail {
    static let keptLines = 20
    /// No shorter than what the daemons make: `LogLine`.
    static let longestLine = 4000

    private var unfinished: [UInt8] = []
    private(set) var lines: [String] = []

    /// Takes what was read; gives the lines that it completes.
    mutating func append(_ bytes: some Collection<UInt8>) -> [String] {
        var completed: [String] = []
        var rest = bytes[...]
        while !rest.isEmpty {
            let part = rest.prefix(Self.longestLine - unfinished.count)
            if let end = part.firstIndex(of: UInt8(ascii: "\n")) {
                unfinished.append(contentsOf: part[..<end])
                completed.append(takeLine())
                rest = rest[rest.index(after: end)...]
            } else {
                unfinished.append(contentsOf: part)
                if unfinished.count == Self.longestLine { completed.append(takeLine()) }
                rest = rest[part.endIndex...]
            }
        }
        keep(completed)
        return completed
    }

    /// The process has ended: what it left without a line end is a line too.
    mutating func finish() -> [String] {
        guard !unfinished.isEmpty else { return [] }
        let last = [takeLine()]
        keep(last)
        return last
    }

    private mutating func takeLine() -> String {
        defer { unfinished.removeAll(keepingCapacity: true) }
        return String(decoding: unfinished, as: UTF8.self)
    }

    private mutating func keep(_ completed: [String]) {
        lines.append(contentsOf: completed)
        lines.removeFirst(max(0, lines.count - Self.keptLines))
    }
}
