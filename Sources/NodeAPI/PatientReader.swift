import EventLoop
import NodeProtocol
import StatusCache
import Synchronization

/// Reads the status cache for whoever asks, and lets no read hold anybody up.
///
/// There is one read at a time; of the snapshot, for all who asked before its end. It may take long: SQLite tries for
/// ten seconds, asleep most of the time, to get past a lock held against readers, as by a daemon that was stopped in the
/// middle of recovering the log. Who asks then gets the snapshot before it, whose values tell their true age.
final class PatientReader: Sendable {
    fileprivate struct State {
        var waiting: [CheckedContinuation<StatusSnapshot, Never>] = []
        /// When the read under way began.
        var begin: MonotonicInstant?
        /// It has taken so long that nobody waits for it.
        var isLate = false
        /// Other reads that nobody waits for any more, and that have not ended.
        var lateReads = 0
        var isWatched = false
        var last = StatusSnapshot()
    }

    /// Long against any read of a cache that is well, short for whoever asks.
    private static let patience = Duration.milliseconds(250)

    private let reader: StatusReader
    private let thread = WorkerThread(name: "cache")
    private let state = Mutex(State())

    init(_ reader: StatusReader) { self.reader = reader }

    /// The snapshot of now; when that cannot be had within a quarter of a second, the one before.
    func snapshot() async -> StatusSnapshot {
        await withCheckedContinuation { continuation in
            let (old, mustRead, mustWatch) = state.withLock { $0.ask(continuation) }
            if let old { return continuation.resume(returning: old) }
            // A queue that is full means a disk that hangs.
            if mustRead, !thread.submit({ self.finish(with: self.reader.snapshot()) }) { finish(with: nil) }
            if mustWatch { watch(for: Self.patience) }
        }
    }

    /// The starts of one daemon; none as long as the cache cannot be read.
    func starts(of subsystem: Subsystem) async -> [SubsystemStart] {
        await read { $0.starts(of: subsystem) } ?? []
    }

    /// Why each service is as it is; nil as long as the cache cannot be read.
    func explanations() async -> [ServiceExplanation]? { await read { $0.explanations()?.value } ?? nil }

    /// What each service used when it was last measured; nil as long as the cache cannot be read.
    func statistics() async -> [StatisticsSample]? { await read { $0.statistics()?.value } ?? nil }

    /// Where each service's output lies; nil as long as the cache cannot be read.
    func outputFiles() async -> [ServiceOutputFile]? { await read { $0.outputFiles()?.value } ?? nil }

    /// How the host was; nothing as long as the cache cannot be read.
    func history() async -> [ResourcePoint] { await read { $0.history() } ?? [] }

    /// Whether no read takes so long that nobody waits for it any more.
    var isOnTime: Bool { state.withLock { !$0.isLate && $0.lateReads == 0 } }

    /// What is asked for seldom: nil when it cannot be had within a quarter of a second, or one before it could not.
    private func read<Value: Sendable>(_ body: @escaping @Sendable (StatusReader) -> Value) async -> Value? {
        guard isOnTime else { return nil }
        return await withCheckedContinuation { continuation in
            let answer = FirstAnswer(to: continuation)
            let isAccepted = thread.submit {
                guard !answer.give(body(self.reader)) else { return }
                self.state.withLock { $0.lateReads -= 1 }
            }
            guard isAccepted else {
                _ = answer.give(nil)
                return
            }
            EventLoop.main.call {
                EventLoop.main.schedule(after: Self.patience) {
                    self.state.withLock { state in if answer.give(nil) { state.lateReads += 1 } }
                }
            }
        }
    }

    /// The read under way has ended; nil when it could not begin.
    private func finish(with snapshot: StatusSnapshot?) {
        let (waiting, last) = state.withLock { state in
            defer { state.waiting = [] }
            state.begin = nil
            state.isLate = false
            state.last = snapshot ?? state.last
            return (state.waiting, state.last)
        }
        for continuation in waiting { continuation.resume(returning: last) }
    }

    // MARK: Patience

    /// One timer for however many reads: it looks at the read that is under way when it fires.
    private func watch(for time: Duration) {
        EventLoop.main.call { EventLoop.main.schedule(after: time) { self.look() } }
    }

    private func look() {
        let (rest, last, waiting) = state.withLock { $0.look(patience: Self.patience) }
        if let rest { watch(for: rest) }
        for continuation in waiting { continuation.resume(returning: last) }
    }
}

extension PatientReader.State {
    fileprivate mutating func ask(
        _ continuation: CheckedContinuation<StatusSnapshot, Never>
    ) -> (old: StatusSnapshot?, mustRead: Bool, mustWatch: Bool) {
        if isLate { return (last, false, false) }
        waiting.append(continuation)
        let mustRead = begin == nil
        if mustRead { begin = .now }
        defer { isWatched = true }
        return (nil, mustRead, !isWatched)
    }

    /// How long the read under way may still take, if there is one that is not late yet, and who waits for one that is.
    fileprivate mutating func look(
        patience: Duration
    ) -> (rest: Duration?, last: StatusSnapshot, waiting: [CheckedContinuation<StatusSnapshot, Never>]) {
        guard let begin else {
            isWatched = false
            return (nil, last, [])
        }
        let age = begin.duration(to: .now)
        guard age >= patience else { return (patience - age, last, []) }
        isLate = true
        isWatched = false
        defer { waiting = [] }
        return (nil, last, waiting)
    }
}
