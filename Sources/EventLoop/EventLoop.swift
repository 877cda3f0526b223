import CConcurrency
import CLinux
import Glibc
import Synchronization

/// One thread waiting for everything a daemon can wait for: descriptors, timers, signals, child exits, and jobs of Swift
/// concurrency.
///
/// A process has one loop, ``main``. It serves ``LoopActor``, so everything isolated to that actor runs on the loop's
/// thread, between two waits: such code needs no locks, and must not block.
///
/// Descriptors are known to epoll(7) by a number that is never used twice rather than by themselves. An event for a
/// descriptor that has been closed meanwhile, also one whose last duplicate still lives in another process, therefore
/// finds nobody, instead of the next descriptor with the same value.
package final class EventLoop: SerialExecutor {
    /// The loop of this process.
    package static let main = EventLoop()

    private let epoll: Int32
    private let wakeUp: Int32
    private let inbox = Mutex(Inbox())
    /// The rest of the state. Only the loop's thread touches it.
    private let state = UnsafeSingleThreadState()

    private struct Inbox {
        var jobs: [UnownedJob] = []
        var calls: [@LoopActor () -> Void] = []
        var isWoken = false
        var thread: pthread_t?
        var isStopping = false
        var hasOwnThread = false
    }

    private init() {
        epoll = epoll_create1(Int32(EPOLL_CLOEXEC))
        wakeUp = clinux_eventfd()
        precondition(epoll >= 0 && wakeUp >= 0, "no descriptors left for the event loop")
        var event = epoll_event(events: EPOLLIN.rawValue, data: epoll_data_t(u64: 0))
        epoll_ctl(epoll, EPOLL_CTL_ADD, wakeUp, &event)
    }

    // MARK: Running

    /// Serves until ``stop()``. Call once, on the thread that is to be the loop's.
    package func run() {
        inbox.withLock {
            precondition($0.thread == nil, "the event loop already has a thread")
            $0.thread = pthread_self()
        }
        while !isStopping { turn() }
    }

    /// Calls `body` on the loop as soon as it runs; from any thread, before or after ``run()``.
    package func call(_ body: @escaping @LoopActor () -> Void) {
        inbox.withLock { $0.calls.append(body) }
        wake()
    }

    /// Makes ``run()`` return after what is under way; from any thread.
    package func stop() {
        inbox.withLock { $0.isStopping = true }
        wake()
    }

    /// Whether the caller is on the loop's thread.
    package var isOnThread: Bool {
        inbox.withLock { $0.thread.map { pthread_equal($0, pthread_self()) != 0 } ?? false }
    }

    private var isStopping: Bool { inbox.withLock(\.isStopping) }

    /// One round: wait, then descriptors, timers and jobs, each with what was due when it began; in a round that brought
    /// none of these, what was left for later.
    private func turn() {
        var events = [epoll_event](repeating: epoll_event(), count: 64)
        let hasJobs = inbox.withLock { !$0.jobs.isEmpty || !$0.calls.isEmpty }
        let mustNotWait = hasJobs || !state.leisure.isEmpty
        let timeout = mustNotWait ? 0 : LoopActor.assumeIsolated { state.timers.millisecondsUntilNext(now: .now) }
        let count = epoll_wait(epoll, &events, Int32(events.count), timeout)
        precondition(count >= 0 || errno == EINTR, "the event loop has lost its epoll descriptor")
        runJobs()
        for event in events.prefix(Int(max(0, count))) { dispatch(event) }
        let timers = state.timers.popDue(now: .now)
        for timer in timers { assumingIsolation { timer.fire() } }
        runJobs()
        for body in state.leisure.take(isBusy: hasJobs || count > 0 || !timers.isEmpty) { assumingIsolation(body) }
    }

    private func dispatch(_ event: epoll_event) {
        guard event.data.u64 != 0 else {
            var counter: UInt64 = 0
            read(wakeUp, &counter, 8)
            inbox.withLock { $0.isWoken = false }
            return
        }
        guard let watch = state.watches[event.data.u64] else { return }
        assumingIsolation { watch.handler(DescriptorEvents(rawValue: event.events)) }
    }

    private func runJobs() {
        let (calls, jobs) = inbox.withLock { inbox in
            defer {
                inbox.jobs.removeAll(keepingCapacity: true)
                inbox.calls = []
            }
            return (inbox.calls, inbox.jobs)
        }
        for call in calls { assumingIsolation(call) }
        for job in jobs { job.runSynchronously(on: asUnownedSerialExecutor()) }
    }

    private func wake() {
        let mustWrite = inbox.withLock { inbox in
            defer { inbox.isWoken = true }
            return !inbox.isWoken
        }
        guard mustWrite else { return }
        var one: UInt64 = 1
        write(wakeUp, &one, 8)
    }

    // MARK: SerialExecutor

    package func enqueue(_ job: consuming ExecutorJob) { take(UnownedJob(job)) }

    private func take(_ job: UnownedJob) {
        let isRunning = inbox.withLock { inbox in
            inbox.jobs.append(job)
            return inbox.thread != nil
        }
        if !isRunning, clinux_is_main_thread() == 0 { runOnOwnThread() }
        if !isOnThread { wake() }
    }

    /// Makes this the only thread of Swift concurrency in the process: jobs without an executor of their own, a resumed
    /// continuation for one, come here too instead of to the runtime's pool, which then never starts its threads.
    package static func takeAllTasks() {
        cconcurrency_take_global_jobs { job in
            guard let job else { return }
            EventLoop.main.take(unsafeBitCast(job, to: UnownedJob.self))
        }
    }

    /// In a process whose main thread has other things to do (a test runner), the loop gets a thread of its own with
    /// the first job from elsewhere. A program calls ``run()`` on its main thread before it has any other.
    private func runOnOwnThread() {
        let isFirst = inbox.withLock { inbox in
            defer { inbox.hasOwnThread = true }
            return !inbox.hasOwnThread
        }
        guard isFirst else { return }
        var thread = pthread_t()
        let code = pthread_create(
            &thread, nil,
            { _ in
                EventLoop.main.run()
                return nil
            }, nil)
        precondition(code == 0, "cannot start the event loop's thread")
    }

    package func asUnownedSerialExecutor() -> UnownedSerialExecutor { UnownedSerialExecutor(ordinary: self) }

    package func checkIsolated() {
        precondition(isOnThread, "this code belongs to the event loop's thread")
    }

    package func isIsolatingCurrentContext() -> Bool? { isOnThread }

    private func assumingIsolation(_ body: @LoopActor () -> Void) { LoopActor.assumeIsolated(body) }
}

/// The loop's own tables. `@unchecked Sendable` holds because every access is from the loop's thread: the accessors
/// below are isolated to ``LoopActor``, and ``EventLoop/run()`` is that thread.
private final class UnsafeSingleThreadState: @unchecked Sendable {
    var watches: [UInt64: DescriptorWatch] = [:]
    var lastWatchNumber: UInt64 = 0
    var timers = TimerQueue()
    var leisure = Leisure()
}

extension EventLoop {
    /// Calls `handler` whenever `descriptor` is ready for one of `interest`, until the watch is cancelled.
    ///
    /// Level-triggered; errors and hang-ups are always told. The descriptor stays the caller's: cancel the watch
    /// before closing it. Throws when epoll refuses the descriptor (a regular file, for example).
    @LoopActor
    package func watch(
        _ descriptor: Int32, for interest: DescriptorEvents, _ handler: @escaping @LoopActor (DescriptorEvents) -> Void
    ) throws(SystemError) -> DescriptorWatch {
        state.lastWatchNumber += 1
        let number = state.lastWatchNumber
        var event = epoll_event(events: interest.rawValue, data: epoll_data_t(u64: number))
        guard epoll_ctl(epoll, EPOLL_CTL_ADD, descriptor, &event) == 0 else { throw SystemError("epoll_ctl") }
        let watch = DescriptorWatch(loop: self, descriptor: descriptor, number: number, handler: handler)
        state.watches[number] = watch
        return watch
    }

    @LoopActor
    fileprivate func change(_ watch: DescriptorWatch, to interest: DescriptorEvents) {
        guard state.watches[watch.number] != nil else { return }
        var event = epoll_event(events: interest.rawValue, data: epoll_data_t(u64: watch.number))
        epoll_ctl(epoll, EPOLL_CTL_MOD, watch.descriptor, &event)
    }

    @LoopActor
    fileprivate func remove(_ watch: DescriptorWatch) {
        guard state.watches.removeValue(forKey: watch.number) != nil else { return }
        var event = epoll_event()
        epoll_ctl(epoll, EPOLL_CTL_DEL, watch.descriptor, &event)
    }

    /// Calls `body` once, on the loop, not before `delay` has passed.
    @LoopActor
    @discardableResult
    package func schedule(after delay: Duration, _ body: @escaping @LoopActor () -> Void) -> LoopTimer {
        state.timers.add(deadline: .now.advanced(by: delay), body)
    }

    /// Calls `body` once, on the loop, when nothing else is to be done, but at the latest after
    /// ``Leisure/longestWait`` turns.
    @LoopActor
    package func whenIdle(_ body: @escaping @LoopActor () -> Void) { state.leisure.add(body) }

    /// Calls `body` every `interval`, first after one interval. Turns that were missed are not made up for.
    @LoopActor
    package func every(_ interval: Duration, _ body: @escaping @LoopActor () -> Void) -> RepeatingTimer {
        RepeatingTimer(loop: self, interval: interval, body)
    }
}

/// What a descriptor is ready for, or what is wanted of it; the EPOLL bits.
package struct DescriptorEvents: OptionSet, Sendable {
    package let rawValue: UInt32
    package init(rawValue: UInt32) { self.rawValue = rawValue }
    package static let readable = DescriptorEvents(rawValue: EPOLLIN.rawValue)
    package static let writable = DescriptorEvents(rawValue: EPOLLOUT.rawValue)
    package static let hungUp = DescriptorEvents(rawValue: EPOLLHUP.rawValue)
    package static let failed = DescriptorEvents(rawValue: EPOLLERR.rawValue)
}

/// A descriptor under watch. Cancelling is final; it may happen inside the handler.
@LoopActor
package final class DescriptorWatch {
    nonisolated let descriptor: Int32
    nonisolated let number: UInt64
    nonisolated let handler: @LoopActor (DescriptorEvents) -> Void
    private nonisolated let loop: EventLoop

    fileprivate init(
        loop: EventLoop, descriptor: Int32, number: UInt64, handler: @escaping @LoopActor (DescriptorEvents) -> Void
    ) {
        self.loop = loop
        self.descriptor = descriptor
        self.number = number
        self.handler = handler
    }

    package func change(to interest: DescriptorEvents) { loop.change(self, to: interest) }

    package func cancel() { loop.remove(self) }

    /// Whether this watch is for `descriptor`.
    package func isWatching(_ descriptor: Int32) -> Bool { self.descriptor == descriptor }
}
