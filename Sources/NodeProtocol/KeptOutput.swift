import EventLoop
import Glibc

/// What is kept of the output of a daemon's processes, or of the supervisor's own: the content of a small file of text in
/// the runtime directory, which the supervisor writes and whoever may, reads, without asking it.
///
/// The first line is `aerekos-worker output 1 POSITION`, the rest lines as they were written. A position counts all bytes
/// of lines that were ever kept under that name, so that a reader who comes back knows where it was; that of the header
/// is the first line's. A file is only ever appended to, and replaced as a whole by rename(2), which begins it with the
/// newest of its lines. No byte of it is zero. So each byte that is read is either as it stays, or zero where the kernel
/// shows the file's new size before its content: of what comes before the first zero, whole lines are true.
package struct KeptOutput: Sendable, Equatable {
    /// Under this name the supervisor's own lines are kept, under theirs those of the daemons.
    package static let supervisor = "supervisor"
    package static var programs: [String] { [supervisor] + Subsystem.allCases.map(\.rawValue) }

    /// No file of the supervisor's is larger.
    package static let largestFile = 32 * 1024
    private static let longestHeader = 64
    private static let headerBegin = "aerekos-worker output 1 "

    /// The position of the first line.
    package let start: Int
    /// Whole lines, each with its end.
    package let text: ArraySlice<UInt8>

    /// The position after the last line.
    package var end: Int { start + text.count }

    package init(start: Int, text: ArraySlice<UInt8>) {
        self.start = start
        self.text = text
    }

    /// Nil for what is no such file.
    package init?(parsing bytes: [UInt8]) {
        let begin = Array(Self.headerBegin.utf8)
        guard bytes.starts(with: begin),
            let newline = bytes.prefix(Self.longestHeader).firstIndex(of: UInt8(ascii: "\n")),
            let start = Int(String(decoding: bytes[begin.count..<newline], as: UTF8.self)), start >= 0, start < 1 << 62
        else { return nil }
        let written = bytes[(newline + 1)...].prefix { $0 != 0 }
        let end = written.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? written.startIndex
        self.init(start: start, text: written[..<end])
    }

    /// As the file has it.
    package var bytes: [UInt8] { Array((Self.headerBegin + "\(start)\n").utf8) + text }

    // MARK: Reading

    /// Why nothing can be read.
    package enum Unreadable: Error, Equatable, CustomStringConvertible {
        case failed(SystemError)
        /// There is something that the supervisor has not made.
        case foreign(path: String, reason: String)

        package var description: String {
            switch self {
            case .failed(let error): "\(error)"
            case .foreign(let path, let reason): "\(path) is not what the supervisor has written: \(reason)"
            }
        }
    }

    /// Of one program, by name. Waits for nobody.
    package static func read(of name: String, in directory: RuntimeDirectory) throws(Unreadable) -> KeptOutput {
        let path = directory.output(of: name)
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
        guard descriptor >= 0 else { throw .failed(SystemError("open", path)) }
        defer { close(descriptor) }
        var (file, parent) = (stat(), stat())
        guard fstat(descriptor, &file) == 0 else { throw .failed(SystemError("fstat", path)) }
        guard stat(directory.path, &parent) == 0 else { throw .failed(SystemError("stat", directory.path)) }
        guard file.st_mode & S_IFMT == S_IFREG else { throw .foreign(path: path, reason: "it is no file") }
        guard file.st_uid == parent.st_uid else {
            throw .foreign(path: path, reason: "it is the user \(file.st_uid)'s")
        }
        guard let bytes = contents(of: descriptor) else { throw .failed(SystemError("read", path)) }
        guard bytes.count <= largestFile else { throw .foreign(path: path, reason: "it is too large") }
        guard let kept = KeptOutput(parsing: bytes) else {
            throw .foreign(path: path, reason: "its first line is none of that kind")
        }
        return kept
    }

    /// The bytes of the file, and if it is too large one more than it may have; nil, with errno, when it cannot be read.
    package static func contents(of descriptor: Int32) -> [UInt8]? {
        var failure: Int32 = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: largestFile + 1) { buffer, count in
            while count < buffer.count {
                let added = pread(
                    descriptor, buffer.baseAddress?.advanced(by: count), buffer.count - count, off_t(count))
                if added < 0 { failure = errno }
                guard added > 0 else { return }
                count += added
            }
        }
        errno = failure
        return failure == 0 ? bytes : nil
    }

    /// Some of the lines, for one who reads on.
    package struct Piece: Sendable, Equatable {
        package var lines: [String]
        /// Where to go on.
        package var next: Int
        /// Whether lines before these were asked for and are not kept any more.
        package var isCut: Bool

        package init(lines: [String], next: Int, isCut: Bool) {
            self.lines = lines
            self.next = next
            self.isCut = isCut
        }
    }

    /// The lines from `position` on; without it the last `tail`, all for nil. A position that is not kept, whatever it
    /// is, means all that is.
    package func piece(after position: Int?, tail: Int?) -> Piece {
        let isKnown = position.map { (start...end).contains($0) } ?? false
        let first = isKnown ? (position ?? start) - start : 0
        let lines = text.dropFirst(first).split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
            .dropLast()
        let wanted = position == nil ? tail.map { lines.suffix(max(0, $0)) } ?? lines : lines
        return Piece(
            lines: wanted.map { String(decoding: $0, as: UTF8.self) }, next: end, isCut: position != nil && !isKnown)
    }
}

extension RuntimeDirectory {
    /// What is kept of the output of a daemon, or of the supervisor, see ``KeptOutput``.
    package func output(of name: String) -> String { path + "/\(name).log" }
}
