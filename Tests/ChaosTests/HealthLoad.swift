import EventLoop
import Foundation
import Glibc
import Synchronization
import TestSupport

/// Fifty requests a second for `GET /health`, each on a connection of its own and at its time, whatever became of those
/// before.
final class HealthLoad: Sendable {
    struct Counts: Sendable {
        var sent = 0
        var answered = 0
        /// Answers with another status than 200, by status.
        var otherStatuses: [Int: Int] = [:]
        /// Nobody listened.
        var refused = 0
        /// Broken off after the connection was made: the process behind it ended.
        var broken = 0
        /// Connected, and nothing came for ten seconds.
        var silent = 0
        /// What else went wrong, on our side for one.
        var failures: [String] = []
        var slowest = Duration.zero
        /// When the last one was refused.
        var lastRefusal: MonotonicInstant?
        fileprivate var underWay = 0
        fileprivate var isStopped = false
    }

    private static let interval: useconds_t = 20_000
    /// Below apid's own limit of connections.
    private static let limit = 230

    private let port: Int
    private let state = Mutex(Counts())

    init(port: Int) { self.port = port }

    var counts: Counts { state.withLock { $0 } }

    func start() {
        Thread.detachNewThread {
            while !self.state.withLock(\.isStopped) {
                self.sendOne()
                usleep(Self.interval)
            }
        }
    }

    /// Returns when the last answer has come.
    func stop() async throws {
        state.withLock { $0.isStopped = true }
        try await eventually("all requests have ended", within: .seconds(60)) {
            self.state.withLock { $0.underWay == 0 }
        }
    }

    private func sendOne() {
        let mayGo = state.withLock { state in
            guard state.underWay < Self.limit else { return false }
            state.underWay += 1
            state.sent += 1
            return true
        }
        guard mayGo else { return }
        Thread.detachNewThread {
            let begin = MonotonicInstant.now
            let result = Result { try PlainHTTP.request(port: self.port, "GET", "/health", patience: 10).status }
            let time = begin.duration(to: .now)
            self.state.withLock { $0.take(result, time) }
        }
    }
}

extension HealthLoad.Counts {
    fileprivate mutating func take(_ result: Result<Int, any Error>, _ time: Duration) {
        underWay -= 1
        switch result {
        case .success(let status):
            answered += 1
            slowest = max(slowest, time)
            if status != 200 { otherStatuses[status, default: 0] += 1 }
        case .failure(let error as SystemError) where error.errno == ECONNREFUSED:
            refused += 1
            lastRefusal = .now
        case .failure(let error as SystemError) where error.errno == EAGAIN: silent += 1
        case .failure(let error as SystemError) where error.errno == ECONNRESET || error.errno == EPIPE:
            broken += 1
        case .failure(is PlainHTTP.Malformed): broken += 1
        case .failure(let error): if failures.count < 20 { failures.append("\(error)") }
        }
    }
}
