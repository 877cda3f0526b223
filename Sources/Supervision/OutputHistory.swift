import EventLoop
import Glibc
import NodeProtocol

/// Keeps the newest lines of one daemon's processes, or of the supervisor itself, in a small file, see ``KeptOutput``. It
/// outlives this process, whose successor goes on with it, and is read without this process's help.
///
/// Nothing that happens to the file is an obstacle: what cannot be written is counted, and told in its place when it can
/// again; a file that was removed, cut or replaced is made anew. Written with write(2), so that no fault of a mapping ends
/// the supervisor.
@LoopActor
package final class OutputHistory {
    /// So much is kept at least.
    static let kept = 16 * 1024
    /// At this size a file is replaced by one with the newest ``kept``.
    static let largestFile = 24 * 1024
    private static let longestLine = 4096
    /// How often the file is looked at while lines come, and after how long another is tried again that could not be made.
    private static let interval = Duration.seconds(1)

    private var path: String?
    private var descriptor: Int32 = -1
    private var identity: FileIdentity?
    /// Of the file.
    private var size = 0
    /// The position after the last line; nil as long as there has been no file.
    private var end: Int?
    private var nextLook = MonotonicInstant.now
    /// Set while there is no file that can be written to.
    private var nextTry: MonotonicInstant?
    /// Lines that could not be kept.
    private var missing = 0

    package init() {}

    isolated deinit { letGo() }

    /// Goes on with the file at this path, if it is one, or begins one. Until then nothing is kept.
    package func keep(at path: String) {
        self.path = path
        let found = open(path, O_RDWR | O_APPEND | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
        var info = stat()
        guard found >= 0, fstat(found, &info) == 0, info.st_mode == S_IFREG | 0o600, info.st_uid == geteuid(),
            info.st_nlink == 1, let bytes = KeptOutput.contents(of: found), let output = KeptOutput(parsing: bytes)
        else {
            if found >= 0 { close(found) }
            return _ = replace(adding: [])
        }
        (descriptor, identity, size, end) = (found, FileIdentity(info), bytes.count, output.end)
        // What another process has added, or an earlier one could not finish, is left behind.
        if output.bytes != bytes || size > Self.largestFile { _ = replace(adding: []) }
    }

    /// - Parameter lines: Without their ends.
    package func append(_ lines: [String]) {
        guard path != nil, isWritable else { return missing += lines.count }
        var bytes: [UInt8] = []
        if missing > 0 { bytes += Array("(\(missing) lines are missing here: they could not be kept)\n".utf8) }
        for line in lines {
            for byte in line.utf8.prefix(Self.longestLine) { bytes.append(byte == 0 || byte == 0x0A ? 0x20 : byte) }
            bytes.append(0x0A)
        }
        let rest = write(bytes)
        if rest.count == bytes.count { missing += lines.count } else { missing = rest.count { $0 == 0x0A } }
    }

    /// Makes the file anew if it was removed; harmless at any time. Whether it is there.
    func mend() -> Bool {
        guard path != nil, !isInPlace else { return true }
        if let nextTry, nextTry > .now { return false }
        return replace(adding: [])
    }

    /// Whether there is a file; one that is not as it should be is made anew.
    private var isWritable: Bool {
        let now = MonotonicInstant.now
        if let nextTry { return nextTry <= now && replace(adding: []) }
        guard nextLook <= now else { return true }
        nextLook = now.advanced(by: Self.interval)
        return isInPlace || replace(adding: [])
    }

    /// Whether the file is at its path, and as long as it should be.
    private var isInPlace: Bool {
        var info = stat()
        guard let path, lstat(path, &info) == 0 else { return false }
        return FileIdentity(info) == identity && Int(info.st_size) == size
    }

    /// Returns what could not be kept of these lines, from the beginning of a line on.
    private func write(_ bytes: [UInt8]) -> ArraySlice<UInt8> {
        guard size + bytes.count <= Self.largestFile else { return replace(adding: bytes[...]) ? [] : bytes[...] }
        let count = max(0, Glibc.write(descriptor, bytes, bytes.count))
        size += count
        guard count < bytes.count else {
            end = end.map { $0 + count }
            return []
        }
        // Nothing may follow half a line. The whole ones before it may have been read already.
        let rest = bytes[((bytes.prefix(count).lastIndex(of: 0x0A) ?? -1) + 1)...]
        end = end.map { $0 + rest.startIndex }
        return replace(adding: rest) ? [] : rest
    }

    /// Puts another file in the place of the present one, with the newest of its lines and these. Whether that could be
    /// done; if not, the present one stays as it is.
    private func replace(adding added: ArraySlice<UInt8>) -> Bool {
        guard let path else { return false }
        let old = descriptor < 0 ? nil : KeptOutput.contents(of: descriptor).flatMap(KeptOutput.init(parsing:))
        // No position comes twice, whatever has become of the file, nor one of a file that nobody knows any more.
        let newEnd = max(end ?? 0, old?.end ?? end ?? Int(MonotonicInstant.now.nanoseconds)) + added.count
        var text = (old?.text ?? []) + added
        if text.count > Self.kept { text = text.suffix(Self.kept).drop { $0 != 0x0A }.dropFirst() }
        let bytes = KeptOutput(start: newEnd - text.count, text: text).bytes
        guard let (new, info) = Self.makeFile(bytes, path) else {
            nextTry = .now.advanced(by: Self.interval)
            return false
        }
        letGo()
        (descriptor, identity, size, end, nextTry) = (new, FileIdentity(info), bytes.count, newEnd, nil)
        return true
    }

    /// Replaces what has the path by a new file.
    private static func makeFile(_ bytes: [UInt8], _ path: String) -> (Int32, stat)? {
        let temporary = path + ".new"
        let flags = O_RDWR | O_APPEND | O_CREAT | O_EXCL | O_CLOEXEC
        var descriptor = open(temporary, flags, 0o600)
        if descriptor < 0, errno == EEXIST {
            unlink(temporary)
            descriptor = open(temporary, flags, 0o600)
        }
        guard descriptor >= 0 else { return nil }
        var info = stat()
        guard Glibc.write(descriptor, bytes, bytes.count) == bytes.count, rename(temporary, path) == 0,
            fstat(descriptor, &info) == 0
        else {
            unlink(temporary)
            close(descriptor)
            return nil
        }
        return (descriptor, info)
    }

    private func letGo() {
        if descriptor >= 0 { close(descriptor) }
        descriptor = -1
    }
}
