import EventLoop
import Glibc
import Synchronization
import TestSupport

/// Asks a port of 127.0.0.1 for `/health` on a new connection every millisecond or so, counts what becomes of it, and
/// measures how long the answers take.
final class Requester: Sendable {
    private enum Outcome: Sendable { case answered, refused, cutOff, notTried }

    private struct Counts {
        var answered = 0
        var refused = 0
        /// Connections that were accepted and ended without an answer.
        var cutOff = 0
        /// Of the answers, in seconds.
        var times: [Double] = []
        var isStopped = false
    }

    private let port: Int
    private let counts = Mutex(Counts())

    init(port: Int) { self.port = port }

    var answered: Int { counts.withLock(\.answered) }
    var refused: Int { counts.withLock(\.refused) }
    var cutOff: Int { counts.withLock(\.cutOff) }
    /// Of the answers so far, in seconds; none: infinity.
    var medianTime: Double {
        let times = counts.withLock(\.times).sorted()
        return times.isEmpty ? .infinity : times[times.count / 2]
    }
    func stop() { counts.withLock { $0.isStopped = true } }

    func run() async {
        while !counts.withLock(\.isStopped) {
            let before = MonotonicClock.seconds
            let outcome = await Task.detached { self.request() }.value
            let time = MonotonicClock.seconds - before
            counts.withLock { counts in
                switch outcome {
                case .answered:
                    counts.answered += 1
                    counts.times.append(time)
                case .refused: counts.refused += 1
                case .cutOff: counts.cutOff += 1
                case .notTried: break
                }
            }
            try? await Task.sleep(for: .milliseconds(1))
        }
    }

    private func request() -> Outcome {
        let descriptor: Int32
        do throws(SystemError) {
            descriptor = try LoopbackSocket.connect(port: port, patience: 60)
        } catch {
            // Anything but a refusal is an affair of this process: out of descriptors, for one.
            return error.errno == ECONNREFUSED || error.errno == ETIMEDOUT ? .refused : .notTried
        }
        defer { close(descriptor) }
        let text = "GET /health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
        _ = send(descriptor, text, text.utf8.count, Int32(MSG_NOSIGNAL))
        var answer = [UInt8](repeating: 0, count: 12)
        let count = recv(descriptor, &answer, answer.count, Int32(MSG_WAITALL))
        return count == 12 && answer.starts(with: Array("HTTP/1.1 200".utf8)) ? .answered : .cutOff
    }
}
