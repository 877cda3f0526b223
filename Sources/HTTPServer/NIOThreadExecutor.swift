import NIOCore

/// Runs the tasks that prefer it on one NIO thread (SE-0417), so that serving HTTP takes one thread and no pool.
final class NIOThreadExecutor: TaskExecutor {
    private let loop: any NIOCore.EventLoop

    init(_ loop: any NIOCore.EventLoop) { self.loop = loop }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        loop.execute { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }
}
