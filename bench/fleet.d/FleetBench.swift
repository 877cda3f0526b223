import EventLoop
import Glibc
import Settings

/// Many workers in one process, for bench/fleet: fleet-bench URL TOKEN WORKERS HEARTBEAT-SECONDS
///
/// They start spread over one interval, as workers in the field are. Each call that ends is a line on standard output:
/// monotonic seconds, the worker's number, the call, `ok` or `failed`.
@main
enum FleetBench {
    @LoopActor private static var workers: [FleetWorker] = []

    static func main() {
        let arguments = CommandLine.arguments
        guard arguments.count == 5, let count = Int(arguments[3]), let seconds = Int(arguments[4]), count > 0 else {
            print("usage: fleet-bench URL TOKEN WORKERS HEARTBEAT-SECONDS")
            exit(64)
        }
        EventLoop.main.call {
            start(count, url: arguments[1], token: Secret(arguments[2]), heartbeat: .seconds(seconds))
        }
        EventLoop.main.run()
    }

    @LoopActor
    private static func start(_ count: Int, url: String, token: Secret, heartbeat: Duration) {
        for number in 0..<count {
            let worker = FleetWorker(number, url: url, token: token, heartbeat: heartbeat) { line in
                var time = timespec()
                clock_gettime(CLOCK_MONOTONIC, &time)
                let bytes = Array("\(Double(time.tv_sec) + Double(time.tv_nsec) / 1e9) \(line)\n".utf8)
                // Whole lines, at once: the reader follows what happens. When it is gone, so is the benchmark.
                guard write(STDOUT_FILENO, bytes, bytes.count) == bytes.count else { exit(1) }
            }
            workers.append(worker)
            EventLoop.main.schedule(after: heartbeat * Double(number) / Double(count)) { worker.start() }
        }
    }
}
