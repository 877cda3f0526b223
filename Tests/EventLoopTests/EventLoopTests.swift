import EventLoop
import Glibc
import TestSupport
import Testing

@Suite(.eventLoop, .timeLimit(.minutes(5)))
@LoopActor
struct EventLoopTests {
    @Test func `isolated code runs on the loop's thread, also after a wait`() async throws {
        #expect(EventLoop.main.isOnThread)
        try await LoopActor.sleep(for: .milliseconds(1))
        #expect(EventLoop.main.isOnThread)
    }

    @Test func `timers fire in the order of their deadlines and a cancelled one does not`() async throws {
        var fired: [Int] = []
        for delay in [30, 10, 20] {
            EventLoop.main.schedule(after: .milliseconds(delay)) { fired.append(delay) }
        }
        EventLoop.main.schedule(after: .milliseconds(15)) { fired.append(-1) }.cancel()
        try await eventually("three timers have fired") { fired.count == 3 }
        #expect(fired == [10, 20, 30])
    }

    @Test func `a loop that is never idle comes to it all the same`() async throws {
        var isDone = false
        var turns = 0
        func keepBusy() {
            turns += 1
            if !isDone { EventLoop.main.schedule(after: .zero) { keepBusy() } }
        }
        keepBusy()
        EventLoop.main.whenIdle { isDone = true }
        try await eventually("it is done") { isDone }
        #expect(turns <= 64)
    }

    @Test func `a cancelled sleep ends at once`() async throws {
        let task = Task { @LoopActor in try await LoopActor.sleep(for: .seconds(1000)) }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
    }

    @Test func `a cancelled watch hears nothing more, also when its number is used again`() async throws {
        var pair: [Int32] = [0, 0]
        #expect(pipe(&pair) == 0)
        var heard = 0
        let watch = try EventLoop.main.watch(pair[0], for: .readable) { _ in heard += 1 }
        let duplicate = dup(pair[0])  // keeps the old registration alive in the kernel, as a forked child would
        watch.cancel()
        close(pair[0])
        write(pair[1], "x", 1)
        try await LoopActor.sleep(for: .milliseconds(10))
        #expect(heard == 0)
        close(duplicate)
        close(pair[1])
    }

    @Test func `a worker thread does its work in order, beside the loop`() async throws {
        let worker = WorkerThread(name: "test")
        var results: [Int] = []
        for number in 0..<100 { results.append(try await worker.run { number }) }
        #expect(results == Array(0..<100))
        let isOnLoop = try await worker.run { EventLoop.main.isOnThread }
        #expect(!isOnLoop)
    }

    @Test func `a worker thread whose queue is full refuses`() async throws {
        let worker = WorkerThread(name: "full", limit: 1)
        let gate = DispatchGate()
        worker.submit { gate.wait() }
        try await eventually("the first piece has begun") { worker.submit {} }
        await #expect(throws: WorkerThread.Overloaded.self) { try await worker.run {} }
        gate.open()
    }
}

/// Holds a thread until opened.
private final class DispatchGate: Sendable {
    private let ends: (read: Int32, write: Int32)

    init() {
        var pair: [Int32] = [0, 0]
        pipe(&pair)
        ends = (pair[0], pair[1])
    }

    deinit {
        close(ends.read)
        close(ends.write)
    }

    func open() { write(ends.write, "x", 1) }

    func wait() {
        var byte: UInt8 = 0
        read(ends.read, &byte, 1)
    }
}
