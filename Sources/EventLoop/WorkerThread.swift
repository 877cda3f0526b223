import CLinux
import Glibc
import Synchronization

/// A thread beside the loop for calls that may block: SQLite, fsync, a file system that hangs.
///
/// Work runs one piece at a time, in the order it was given. The thread starts with the first piece.
package final class WorkerThread: Sendable {
    private struct Queue {
        var work: [@Sendable () -> Void] = []
        var isStarted = false
    }

    private let queue = Mutex(Queue())
    private let available = Semaphore()
    private let name: String
    /// How many pieces may wait; one more is refused.
    private let limit: Int

    package init(name: String, limit: Int = 1024) {
        self.name = name
        self.limit = limit
    }

    package struct Overloaded: Error, CustomStringConvertible {
        package let thread: String
        package var description: String { "too much work is waiting for the \(thread) thread" }
    }

    /// Runs `body` on the thread and returns what it returns. Throws ``Overloaded`` when the queue is full.
    package func run<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            let accepted = submit { continuation.resume(with: Result(catching: body)) }
            if !accepted { continuation.resume(throwing: Overloaded(thread: name)) }
        }
    }

    /// Runs `body` on the thread without anyone waiting; false when the queue is full.
    @discardableResult
    package func submit(_ body: @escaping @Sendable () -> Void) -> Bool {
        let (accepted, mustStart) = queue.withLock { queue in
            guard queue.work.count < limit else { return (false, false) }
            queue.work.append(body)
            defer { queue.isStarted = true }
            return (true, !queue.isStarted)
        }
        if mustStart { start() }
        if accepted { available.signal() }
        return accepted
    }

    private func start() {
        var attributes = pthread_attr_t()
        pthread_attr_init(&attributes)
        pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
        pthread_attr_setstacksize(&attributes, 512 * 1024)
        var thread = pthread_t()
        let retained = Unmanaged.passRetained(self).toOpaque()
        let code = pthread_create(
            &thread, &attributes,
            { context in
                guard let context else { return nil }
                Unmanaged<WorkerThread>.fromOpaque(context).takeRetainedValue().serve()
                return nil
            }, retained)
        precondition(code == 0, "cannot start the \(name) thread: \(String(cString: strerror(code)))")
        pthread_attr_destroy(&attributes)
    }

    private func serve() {
        clinux_name_thread(name)
        while true {
            available.wait()
            let work = queue.withLock { $0.work.removeFirst() }
            work()
        }
    }
}

/// A counting semaphore, sem_init(3).
private final class Semaphore: @unchecked Sendable {
    // Sendable: sem_t is made for use by many threads; the pointer never changes.
    private let semaphore = UnsafeMutablePointer<sem_t>.allocate(capacity: 1)

    init() { sem_init(semaphore, 0, 0) }

    deinit {
        sem_destroy(semaphore)
        semaphore.deallocate()
    }

    func signal() { sem_post(semaphore) }
    func wait() { while sem_wait(semaphore) != 0 {} }
}
