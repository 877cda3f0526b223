import DockerEngine
import EventLoop
import Glibc
import IPC
import NodeProtocol

/// All readers of services' output.
@LoopActor
package final class LogReaders {
    package static let limit = 32
    /// A reader that is not asked for this long belongs to somebody who has gone without a word.
    private static let patience = Duration.seconds(60)

    private let engine: EngineClient
    private let reconciler: Reconciler
    private let wait: Duration
    private var readings: [String: LogReading] = [:]
    private var opening = 0
    private var timer: RepeatingTimer?

    /// - Parameter wait: How long a question waits for lines.
    package init(engine: EngineClient, reconciler: Reconciler, wait: Duration = ServiceLogs.longestWait) {
        self.engine = engine
        self.reconciler = reconciler
        self.wait = wait
    }

    package var count: Int { readings.count }
    /// What is kept for all readers together.
    package var bytes: Int { readings.values.reduce(0) { $0 + $1.bytes } }

    package func open(_ request: ServiceLogs.Request) async throws -> ServiceLogs.Reader {
        let container = try reconciler.container(of: request.name)
        let logRequest = try Self.logRequest(request)
        guard readings.count + opening < Self.limit else {
            throw RPCError.unavailable("there are \(Self.limit) readers of logs already")
        }
        opening += 1
        defer { opening -= 1 }
        let reading: LogReading
        do throws(EngineError) {
            reading = LogReading(try await engine.logs(of: container, logRequest), hasTimes: request.hasTimes)
        } catch {
            throw error.status.map { $0 < 500 } == true
                ? RPCError.conflict(error.description) : RPCError.unavailable(error.description)
        }
        let id = String(UInt64.random(in: 0 ... .max), radix: 36)
        readings[id] = reading
        reading.start()
        if timer == nil { timer = EventLoop.main.every(.seconds(10)) { [weak self] in self?.closeUnused() } }
        return ServiceLogs.Reader(id: id)
    }

    package func read(_ id: String) async throws -> ServiceLogs.Piece {
        guard let reading = readings[id] else { throw RPCError.notFound("there is no such reader any more") }
        let piece = await reading.next(wait: wait)
        if piece.isEnd { close(id) }
        return piece
    }

    package func close(_ id: String) {
        readings.removeValue(forKey: id)?.end()
        if readings.isEmpty { timer = nil }
    }

    private func closeUnused() {
        for (id, reading) in readings where reading.lastUse.duration(to: .now) > Self.patience { close(id) }
    }

    private static func logRequest(_ request: ServiceLogs.Request) throws -> LogRequest {
        var result = LogRequest()
        result.follows = request.follows
        result.hasTimestamps = request.hasTimes
        result.includesOutput = request.stream != .stderr
        result.includesErrors = request.stream != .stdout
        if let tail = request.tail {
            guard tail >= 0 else { throw RPCError.invalidParams("tail must be a number of lines, 0 or more") }
            result.tail = tail
        }
        guard let since = request.since else { return result }
        var now = timespec()
        clock_gettime(CLOCK_REALTIME, &now)
        guard let seconds = PastTime.unixSeconds(since, now: Double(now.tv_sec) + Double(now.tv_nsec) / 1e9) else {
            throw RPCError.invalidParams("since must be \(PastTime.allowed)")
        }
        result.since = seconds
        return result
    }
}
