import ContainerOutput
import EventLoop
import NodeProtocol
import Synchronization

/// All output of services that is read from the engine's files, and the thread that reads it.
final class OutputReaders: Sendable {
    static let limit = 32
    /// Whoever asks is given over to deployd after this time.
    private static let patience = Duration.seconds(2)

    private struct State {
        var count = 0
        /// Openings that nobody waits for any more, and that have not ended.
        var late = 0
    }

    /// Where this process sees the root of the engine's host; empty for the machine itself.
    private let hostRoot: String
    private let thread = WorkerThread(name: "output", limit: 4 * limit)
    private let state = Mutex(State())

    init(hostRoot: String) { self.hostRoot = hostRoot }

    var count: Int { state.withLock(\.count) }

    /// Nil where it cannot be read here: another driver's, another machine's, forbidden to this process, more than are read
    /// at a time, or on a disk that does not answer.
    func open(
        _ file: ServiceOutputFile, _ request: ServiceLogs.Request, _ text: OutputText,
        services: @escaping @LoopActor () async -> [ServiceStatus]?
    ) async -> OutputFileStream? {
        let isAdmitted = state.withLock { state in
            guard state.count < Self.limit, state.late == 0 else { return false }
            state.count += 1
            return true
        }
        guard isAdmitted else { return nil }
        let wanted = OutputReading.Request(request, path: hostRoot + file.path)
        let follower = request.follows ? await OutputFollower(file, services: services) : nil
        let watch = await follower?.watch
        return await withCheckedContinuation { continuation in
            let answer = FirstAnswer<OutputFileStream?>(to: continuation)
            let isAccepted = thread.submit {
                guard let reading = try? OutputReading(wanted) else { return self.fail(answer, follower) }
                let stream = OutputFileStream(
                    reading, text, on: self.thread, follower: follower, watch: watch,
                    onEnd: { self.state.withLock { $0.count -= 1 } })
                self.prepare(stream, answer)
            }
            guard isAccepted else { return fail(answer, follower) }
            EventLoop.main.call {
                EventLoop.main.schedule(after: Self.patience) {
                    self.state.withLock { state in if answer.give(nil) { state.late += 1 } }
                }
            }
        }
    }

    // MARK: On the thread

    private func prepare(_ stream: OutputFileStream, _ answer: FirstAnswer<OutputFileStream?>) {
        let isReady = try? stream.prepare()
        if isReady == false, thread.submit({ self.prepare(stream, answer) }) { return }
        let isAnswered = answer.give(isReady == true ? stream : nil)
        if !isAnswered { state.withLock { $0.late -= 1 } }
        if !isAnswered || isReady != true { stream.end() }
    }

    private func fail(_ answer: FirstAnswer<OutputFileStream?>, _ follower: OutputFollower?) {
        let isAnswered = answer.give(nil)
        state.withLock { state in
            state.count -= 1
            if !isAnswered { state.late -= 1 }
        }
        if let follower { EventLoop.main.call { follower.cancel() } }
    }
}

extension OutputReading.Request {
    fileprivate init(_ request: ServiceLogs.Request, path: String) {
        self.init(path: path)
        follows = request.follows
        tail = request.tail
        stream = request.stream
        hasTimes = request.hasTimes
        let seconds = request.since.flatMap { PastTime.unixSeconds($0, now: Timestamp.unixSeconds) }
        since = seconds.map { Int64(min($0, 9e9) * 1e9) }
    }
}
