import EventLoop
import Glibc
import Synchronization

/// A descriptor that takes lines without ever blocking the writer.
package final class LogSink: Sendable {
    package static let standardError = LogSink(descriptor: STDERR_FILENO)

    private static let longestLine = 4096
    private let descriptor: Int32
    private let way: Way
    private let copy: (@Sendable (String) -> Void)?
    private let dropped = Mutex(0)
    private let repetitions = Mutex(RepetitionLimit())

    /// How a line is written without waiting for a reader.
    private enum Way {
        /// A file: nobody has to read it.
        case write
        /// A socket, of the journal for one.
        case send
        /// A pipe or a terminal, which others may share: it is asked first whether it has room.
        case writeWhenThereIsRoom
    }

    /// - Parameter copy: Gets each line too, whether it could be written or not.
    package init(descriptor: Int32, copy: (@Sendable (String) -> Void)? = nil) {
        self.descriptor = descriptor
        self.copy = copy
        var info = stat()
        switch fstat(descriptor, &info) == 0 ? info.st_mode & S_IFMT : 0 {
        case S_IFREG: way = .write
        case S_IFSOCK: way = .send
        default: way = .writeWhenThereIsRoom
        }
    }

    /// Whether a line of this event is to be written, and what to tell before it.
    func take(
        _ event: RepetitionLimit.Event, at now: MonotonicInstant = .now
    ) -> (isWritten: Bool, omissions: [RepetitionLimit.Omission]) {
        repetitions.withLock { $0.take(event, at: now) }
    }

    /// Writes one line, its end added; cut at 4096 bytes.
    package func write(_ line: String) {
        copy?(line)
        dropped.withLock { dropped in
            if dropped > 0 {
                guard put("(\(dropped) log lines were dropped: the log was not read)") else { return dropped += 1 }
                dropped = 0
            }
            if !put(line) { dropped += 1 }
        }
    }

    private func put(_ line: String) -> Bool {
        var bytes = Array(line.utf8.prefix(Self.longestLine - 1))
        bytes.append(UInt8(ascii: "\n"))
        return bytes.withUnsafeBytes { bytes in
            switch way {
            case .write: break
            case .send:
                return Glibc.send(
                    descriptor, bytes.baseAddress, bytes.count, Int32(MSG_DONTWAIT | MSG_NOSIGNAL))
                    > 0
            case .writeWhenThereIsRoom: guard hasRoom else { return false }
            }
            return Glibc.write(descriptor, bytes.baseAddress, bytes.count) > 0
        }
    }

    private var hasRoom: Bool {
        var poll = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        return Glibc.poll(&poll, 1, 0) == 1 && poll.revents & Int16(POLLOUT) != 0
    }
}
