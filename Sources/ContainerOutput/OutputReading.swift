import EventLoop
import Faults
import Glibc
import NodeProtocol

/// Reads what a container has written from the file that Docker's `json-file` driver keeps of it, as the engine itself does
/// (moby, daemon/logger/loggerutils/logfile.go and follow.go): from the file and from those that it was before, and on over
/// the changes from one to the next. Each call does a limited piece of work, and may wait for the disk.
package final class OutputReading {
    package struct Request: Sendable {
        package var path: String
        package var follows = false
        /// Entries from the end, of both streams; nil: all.
        package var tail: Int?
        /// From the first entry on that is no older. Nanoseconds since 1970.
        package var since: Int64?
        package var stream: ServiceLogs.Request.Stream?
        package var hasTimes = false

        package init(path: String) { self.path = path }
    }

    package enum Failure: Error, CustomStringConvertible {
        case system(SystemError)
        /// What is wanted reaches back into files that are not read here: compressed ones, or too many.
        case olderFiles

        package var description: String {
            switch self {
            case .system(let error): error.description
            case .olderFiles: "older output lies in files that only the engine reads"
            }
        }
    }

    package enum Step {
        case lines([ServiceLogs.Line])
        /// Nothing yet: ask again.
        case working
        /// There is no more; who follows asks again later, unless the file is gone for good.
        case end(isGone: Bool)
    }

    private static let piece: Int64 = 64 * 1024

    private let request: Request
    /// What is still to be read, the oldest first.
    private var files: [OutputFile]
    private var offset: Int64 = 0
    /// Where the newest file ends for who does not follow: what is written while he reads is not his.
    private let limit: Int64
    private var search: TailSearch?
    private let needsSearchFirst: Bool
    private var entries = EntryLines()
    private var assembler: LogLines
    private var isSinceReached: Bool
    /// The file has been read to its end since another one has its name.
    private var isDrained = false
    private var timesGone = 0

    package init(_ request: Request) throws(Failure) {
        FaultPoint.reached("output.file", request.path)
        self.request = request
        assembler = LogLines(hasTimes: request.hasTimes)
        isSinceReached = request.since == nil
        let rotated: RotatedFiles
        do throws(SystemError) {
            rotated = try RotatedFiles(request.path)
            guard let newest = rotated.files.first else { throw SystemError("open", request.path, errno: ENOENT) }
            limit = try newest.size()
            if let tail = request.tail {
                var sized: [(file: OutputFile, size: Int64)] = [(newest, limit)]
                for file in rotated.files.dropFirst() { sized.append((file, try file.size())) }
                search = TailSearch(sized, lines: tail)
            }
        } catch {
            throw .system(error)
        }
        files = rotated.files.reversed()
        needsSearchFirst = rotated.hasMore
        if rotated.hasMore, request.tail == nil { throw .olderFiles }
    }

    /// Of the file that is read now, to be watched.
    package var descriptor: Int32 { files[0].descriptor }

    /// Whether ``next()`` can begin; false: there is more to find out, so ask again.
    package func prepare() throws(Failure) -> Bool {
        guard needsSearchFirst, search != nil else { return true }
        try look()
        return search == nil
    }

    package func next() throws(Failure) -> Step {
        guard search == nil else {
            try look()
            return .working
        }
        do throws(SystemError) { return try read() } catch { throw .system(error) }
    }

    /// What is left when nothing more comes: it need not end a line.
    package func finish() -> [ServiceLogs.Line] { assembler.end() }

    private func look() throws(Failure) {
        do throws(SystemError) { try search?.step() } catch { throw .system(error) }
        guard let search, let place = search.place else { return }
        if !search.isComplete, needsSearchFirst { throw .olderFiles }
        self.search = nil
        files.removeFirst(files.count - 1 - place.file)
        offset = place.offset
    }

    private func read() throws(SystemError) -> Step {
        let isLimited = files.count == 1 && !request.follows
        let count = isLimited ? min(Self.piece, limit - offset) : Self.piece
        let bytes = count > 0 ? try files[0].read(at: offset, count: Int(count)) : []
        guard !bytes.isEmpty else { return try ended() }
        offset += Int64(bytes.count)
        timesGone = 0
        var lines: [ServiceLogs.Line] = []
        entries.take(bytes) { lines += taken($0) }
        return lines.isEmpty ? .working : .lines(lines)
    }

    private func taken(_ line: ArraySlice<UInt8>) -> [ServiceLogs.Line] {
        guard let entry = OutputEntry(line) else { return [] }
        if !isSinceReached {
            guard let since = request.since, entry.nanoseconds >= since else { return [] }
            isSinceReached = true
        }
        guard request.stream == nil || request.stream == entry.stream else { return [] }
        let text = request.hasTimes ? "\(entry.time) \(entry.text)" : entry.text
        return assembler.take(text.utf8, from: entry.stream)
    }

    /// The end of the present file.
    private func ended() throws(SystemError) -> Step {
        if files.count > 1 { return goOn(in: Array(files.dropFirst())) }
        guard request.follows else { return .end(isGone: false) }
        guard let place = FileIdentity(path: request.path) else {
            // Between two names, or removed with its container.
            timesGone = try files[0].isDeleted() ? timesGone + 1 : 0
            return .end(isGone: timesGone > 3)
        }
        guard place == files[0].identity else { return try rotated() }
        timesGone = 0
        // An engine that keeps one file empties it.
        guard try files[0].size() < offset else { return .end(isGone: false) }
        return goOn(in: files)
    }

    /// Another file has the name.
    private func rotated() throws(SystemError) -> Step {
        // What was written before that may not have been read.
        guard isDrained else {
            isDrained = true
            return .working
        }
        let newer = try RotatedFiles(request.path, after: files[0].identity).files
        return newer.isEmpty ? .end(isGone: false) : goOn(in: newer.reversed())
    }

    private func goOn(in files: [OutputFile]) -> Step {
        self.files = files
        offset = 0
        isDrained = false
        entries.forget()
        return .working
    }
}
