import ContainerOutput
import EventLoop
import HTTPServer
import NodeProtocol
import Synchronization

/// A service's output as an HTTP body, from the engine's file: the next piece is read, on the thread of all of them, when
/// the connection has taken the last one.
final class OutputFileStream: HTTPStreamSource {
    /// So long a piece may take; then the disk hangs.
    private static let patience = Duration.seconds(15)

    private struct State {
        var waiter: CheckedContinuation<[UInt8]?, Never>?
        var isEnded = false
        /// The container has written its last.
        var isOver = false
        /// When the work under way was asked for; nil while there is none.
        var begin: MonotonicInstant?
        /// Somebody looks at that.
        var isTimed = false
    }

    /// What only the thread uses.
    private struct Work {
        let reading: OutputReading
        /// Growth of the file is told, as of before the last read.
        var isWatched = false
    }

    private let thread: WorkerThread
    private let text: OutputText
    private let state = Mutex(State())
    private let work: Mutex<Work>
    /// Nil: what there is, and no more.
    private let follower: OutputFollower?
    private let watch: FileGrowth?
    private let onEnd: @Sendable () -> Void

    /// - Parameters:
    ///   - follower: Of who waits for more; nil: ends with what there is.
    ///   - watch: The follower's.
    ///   - onEnd: Called once.
    init(
        _ reading: sending OutputReading, _ text: OutputText, on thread: WorkerThread, follower: OutputFollower?,
        watch: FileGrowth?, onEnd: @escaping @Sendable () -> Void
    ) {
        work = Mutex(Work(reading: reading))
        self.text = text
        self.thread = thread
        self.follower = follower
        self.watch = watch
        self.onEnd = onEnd
    }

    func next() async -> [UInt8]? {
        await withCheckedContinuation { continuation in
            let (isOpen, mustTime) = state.withLock { state in
                guard !state.isEnded else { return (false, false) }
                state.waiter = continuation
                defer { state.isTimed = true }
                return (true, !state.isTimed)
            }
            guard isOpen else { return continuation.resume(returning: nil) }
            submit()
            if mustTime { EventLoop.main.call { self.watchTime() } }
        }
    }

    func end() {
        let (wasOpen, waiter) = state.withLock { state in
            defer { state = State(isEnded: true) }
            return (!state.isEnded, state.waiter)
        }
        waiter?.resume(returning: nil)
        guard wasOpen else { return }
        onEnd()
        if let follower { EventLoop.main.call { follower.cancel() } }
    }

    private func give(_ bytes: [UInt8], isEnd: Bool = false) {
        let waiter = state.withLock { state in
            defer {
                state.waiter = nil
                state.begin = nil
            }
            return state.waiter
        }
        waiter?.resume(returning: bytes.isEmpty ? nil : bytes)
        if isEnd { end() }
    }
}

// MARK: On the thread

extension OutputFileStream {
    /// Whether ``next()`` can begin; false: ask again.
    func prepare() throws(OutputReading.Failure) -> Bool {
        try work.withLock { (work) throws(OutputReading.Failure) in try work.reading.prepare() }
    }

    private func submit() {
        state.withLock { $0.begin = .now }
        let isAccepted = thread.submit { self.step() }
        if !isAccepted { give(text.bytes(failure: "too much output is being read"), isEnd: true) }
    }

    private func step() {
        guard !state.withLock(\.isEnded) else { return }
        let step: Result<OutputReading.Step, OutputReading.Failure> = work.withLock { work in
            let step = Result { () throws(OutputReading.Failure) in try work.reading.next() }
            switch step {
            case .success(.end), .failure: break
            case .success(.working), .success(.lines): work.isWatched = false
            }
            return step
        }
        switch step {
        case .success(.working): submit()
        case .success(.lines(let lines)): give(text.bytes(lines))
        case .success(.end(let isGone)): ended(isGone)
        case .failure(let error): give(text.bytes(failure: "\(error)"), isEnd: true)
        }
    }

    private func ended(_ isGone: Bool) {
        guard let follower, !isGone, !state.withLock(\.isOver) else {
            return give(text.bytes(work.withLock { $0.reading.finish() }), isEnd: true)
        }
        // Once more when it is watched: it may have grown in between.
        let mustReadAgain = work.withLock { work in
            defer { work.isWatched.toggle() }
            if !work.isWatched { _ = watch?.wait(for: work.reading.descriptor) }
            return !work.isWatched
        }
        if mustReadAgain { return submit() }
        state.withLock { $0.begin = nil }
        EventLoop.main.call { self.rest(follower) }
    }
}

// MARK: On the loop

extension OutputFileStream {
    @LoopActor
    private func rest(_ follower: OutputFollower) {
        guard !state.withLock(\.isEnded) else { return }
        follower.wait { [weak self] isOver in self?.goOn(isOver) }
    }

    @LoopActor
    private func goOn(_ isOver: Bool) {
        state.withLock { $0.isOver = isOver }
        submit()
    }

    /// Ends the stream when a piece takes too long: the one that is waited for now, or the next one.
    @LoopActor
    private func watchTime() {
        let (begin, isEnded) = state.withLock { ($0.begin, $0.isEnded) }
        guard !isEnded else { return }
        let rest = Self.patience - (begin?.duration(to: .now) ?? .zero)
        guard rest <= .zero else {
            EventLoop.main.schedule(after: rest) { [weak self] in self?.watchTime() }
            return
        }
        give(text.bytes(failure: "the disk with the engine's files does not answer"), isEnd: true)
    }
}
