import EventLoop
import Glibc
import Synchronization

/// A descriptor that takes lines without ever blocking the writer.
package final class LogSink: Sendable {
    package static let standardError = LogSink(descriptor: STDERR_FILENO)

    private static let longestLine = 4096
    private let descriptor: Int32
    private let dropped = Mutex(0)
    private let repetitions = Mutex(RepetitionLimit())

    package init(descriptor: Int32) { self.descriptor = descriptor }

    /// Whether a line of this event is to be written, and what to tell before it.
    func take(
        _ event: RepetitionLimit.Event, at now: MonotonicInstant = .now
    ) -> (isWritten: Bool, omissions: [RepetitionLimit.Omission]) {
        repetitions.withLock { $0.take(event, at: now) }
    }

    /// Writes one line, its end added; cut at 4096 bytes.
    package func write(_ line: String) {
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
        var poll = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        guard Glibc.poll(&poll, 1, 0) == 1, poll.revents & Int16(POLLOUT) != 0 else { return false }
        return bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) } > 0
    }
}
