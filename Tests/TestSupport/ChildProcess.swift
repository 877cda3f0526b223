import CLinux
import EventLoop
import Foundation
import Glibc
import Synchronization

/// A program that a test has started: it has the standard descriptors and no other, and no signal is blocked or ignored
/// in it, whatever the thread that starts it has. Any number of them may be started at once.
package final class ChildProcess: Sendable {
    package let pid: pid_t
    private let status = Mutex<Int32?>(nil)

    /// - Parameters:
    ///   - command: The program, looked for in `PATH`, and its arguments.
    ///   - environment: All its variables; nil: those of this process.
    ///   - directory: Where it runs; nil: where this process does.
    ///   - input: Its standard input, output and error output are these descriptors; nil: /dev/null.
    ///   - ownSession: It gets a session of its own: Ctrl-C does not reach it.
    package init(
        _ command: [String], environment: [String: String]? = nil, in directory: String? = nil, input: Int32? = nil,
        output: Int32? = nil, errors: Int32? = nil, ownSession: Bool = false
    ) throws {
        signal(SIGPIPE, SIG_IGN)  // as every program of the node does; not so the child
        let null = open("/dev/null", O_RDWR | O_CLOEXEC)
        defer { close(null) }
        // env(1) looks for the program.
        let words = ["env"] + (directory.map { ["-C", $0] } ?? []) + command
        let variables = environment ?? ProcessInfo.processInfo.environment
        let arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
        let settings: [UnsafeMutablePointer<CChar>?] = variables.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { for text in arguments + settings { free(text) } }
        let descriptors = [input ?? null, output ?? null, errors ?? null]
        let code = "/usr/bin/env".withCString { path in
            descriptors.withUnsafeBufferPointer { descriptors in
                arguments.withUnsafeBufferPointer { arguments in
                    settings.withUnsafeBufferPointer { settings in
                        withUnsafePointer(to: Int32(-1)) { noLimits in
                            var request = clinux_spawn_request()
                            request.path = path
                            request.arguments = arguments.baseAddress
                            request.environment = settings.baseAddress
                            request.descriptors = descriptors.baseAddress
                            request.descriptor_count = Int32(descriptors.count)
                            request.umask_value = 0o022
                            request.limit_resources = noLimits
                            request.new_session = ownSession ? 1 : 0
                            return clinux_spawn(&request)
                        }
                    }
                }
            }
        }
        guard code > 0 else {
            errno = -code
            throw SystemError("spawn", command[0])
        }
        pid = code
    }

    /// Waits until it has ended; its exit status, 128 + signal when a signal ended it. Blocks.
    @discardableResult
    package func wait() -> Int32 { reap(0) ?? -1 }

    /// Its exit status, once it has ended.
    package var exitStatus: Int32? { reap(WNOHANG) }

    private func reap(_ options: Int32) -> Int32? {
        status.withLock { status in
            if status != nil { return status }
            var raw: Int32 = 0
            var code: pid_t
            repeat { code = waitpid(pid, &raw, options) } while code == -1 && errno == EINTR
            if code == pid { status = raw & 0x7f == 0 ? raw >> 8 & 0xff : 128 + raw & 0x7f }
            return status
        }
    }
}
