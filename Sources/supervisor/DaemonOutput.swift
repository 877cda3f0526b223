import EventLoop
import LogOutput

/// What daemons write goes on to the supervisor's own standard error, line by line, as it is: each line already has
/// its time, level and origin.
@LoopActor
enum DaemonOutput {
    static func forward(_ line: String) { LogSink.standardError.write(line) }
}
