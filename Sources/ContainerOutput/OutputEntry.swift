import JSON
import NodeProtocol

/// One line of a file that Docker's `json-file` driver writes: `{"log":"…\n","stream":"stdout","time":"…"}`, perhaps with
/// `attrs`. Of output without an end of line an entry has 16 kB, and the next one goes on with it.
struct OutputEntry: Equatable {
    let stream: ServiceLogs.Request.Stream
    let text: String
    /// Of RFC 3339 in UTC, with nine digits behind the point, as the engine tells it.
    let time: String
    /// Since 1970.
    let nanoseconds: Int64

    /// Nil for anything else: the engine was killed while it wrote, or the disk lost power.
    init?(_ line: some Collection<UInt8>) {
        guard let json = try? JSON(parsing: line),
            let stream = json["stream"]?.string.flatMap(ServiceLogs.Request.Stream.init(rawValue:)),
            let time = json["time"]?.string, let nanoseconds = CalendarTime.unixNanoseconds(time)
        else { return nil }
        let digits = time.dropFirst(20).dropLast().prefix(9)
        self.stream = stream
        text = json["log"]?.string ?? ""
        self.time = "\(time.prefix(19)).\(digits)\(String(repeating: "0", count: 9 - digits.count))Z"
        self.nanoseconds = nanoseconds
    }
}

/// Takes bytes apart into lines. One that is longer than ``limit`` is left out.
struct EntryLines {
    /// An entry has 16 kB of output, of which each byte may be written as six, and what labels were asked for with it.
    static let limit = 1 << 20

    private var rest: [UInt8] = []
    private var isTooLong = false

    mutating func take(_ bytes: [UInt8], _ body: (ArraySlice<UInt8>) -> Void) {
        var piece = bytes[...]
        while let end = piece.firstIndex(of: UInt8(ascii: "\n")) {
            if rest.isEmpty, !isTooLong {
                body(piece[..<end])
            } else {
                append(piece[..<end])
                if !isTooLong { body(rest[...]) }
                forget()
            }
            piece = piece[(end + 1)...]
        }
        append(piece)
    }

    /// Begins anew, in another file or place.
    mutating func forget() {
        rest = []
        isTooLong = false
    }

    private mutating func append(_ piece: ArraySlice<UInt8>) {
        guard !isTooLong, rest.count + piece.count <= Self.limit else {
            isTooLong = true
            rest = []
            return
        }
        rest += piece
    }
}
