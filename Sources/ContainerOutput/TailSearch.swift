import EventLoop

/// Looks for the place from which on there are so many lines to the end of some files, from the end backwards. As the
/// engine does it, what stands behind the last end of a line counts as none.
struct TailSearch {
    /// Of one step.
    static let piece: Int64 = 256 * 1024

    struct Place: Equatable {
        /// Of the file in which it lies, the newest being 0.
        var file: Int
        var offset: Int64
    }

    private let files: [(file: OutputFile, size: Int64)]
    private var missing: Int
    private var index = 0
    private var position: Int64
    /// Ends of lines in the present file.
    private var found = 0
    private(set) var place: Place?
    /// There are as many lines.
    private(set) var isComplete = false

    /// - Parameter files: The newest first, at least one, with the sizes up to which they are looked at.
    init(_ files: [(file: OutputFile, size: Int64)], lines: Int) {
        self.files = files
        missing = lines
        position = files[0].size
        if lines <= 0 { end(at: files[0].size) }
    }

    /// Reads one piece. ``place`` stands at the end of the search.
    mutating func step() throws(SystemError) {
        guard place == nil else { return }
        let begin = max(0, position - Self.piece)
        let bytes = try files[index].file.read(at: begin, count: Int(position - begin))
        for index in bytes.indices.reversed() where bytes[index] == UInt8(ascii: "\n") {
            if found == missing { return end(at: begin + Int64(index) + 1) }
            found += 1
        }
        position = begin
        guard position == 0 else { return }
        missing -= found
        found = 0
        if missing == 0 { return end(at: 0) }
        guard index + 1 < files.count else {
            place = Place(file: index, offset: 0)
            return
        }
        index += 1
        position = files[index].size
    }

    private mutating func end(at offset: Int64) {
        place = Place(file: index, offset: offset)
        isComplete = true
    }
}
