import EventLoop
import Foundation
import Glibc

/// One of the built programs, run for a test: started, stopped, killed and started again on the same directory.
///
/// However the test process ends, the program is stopped and whatever it left running is killed.
package final class TestProgram: Sendable {
    private let keeper: KeptProcess
    private let directory: TemporaryDirectory

    /// - Parameters:
    ///   - command: The program and its arguments.
    ///   - roleLocks: A directory whose `*.lock` files name processes that must not outlive the test.
    package init(
        directory: TemporaryDirectory, name: String, command: [String], environment: [String: String],
        roleLocks: String? = nil
    ) throws {
        self.directory = directory
        let variables = environment.map { "export \($0.key)='\($0.value)'\n" }.joined()
        try directory.write(Array(variables.utf8), to: "\(name).env", mode: 0o600)
        keeper = try KeptProcess(
            script: Self.script, arguments: [directory.path, name, roleLocks ?? "/nonexistent"] + command,
            log: directory.file("\(name).log"))
    }

    deinit { keeper.end() }

    /// Starts it; the process id.
    @discardableResult
    package func start() async throws -> pid_t {
        let answer = try await offThread { try self.keeper.ask("start") }
        guard let pid = pid_t(answer) else { throw KeptProcess.Failure(description: "start: \(answer)") }
        return pid
    }

    /// SIGTERM, and waits; the exit status (128 + signal when a signal ended it).
    @discardableResult
    package func stop() async throws -> Int { try await end(with: "TERM") }

    /// SIGKILL, and waits until it is gone.
    package func kill() async throws { _ = try await end(with: "KILL") }

    /// Waits until it ends by itself; the exit status.
    package func wait() async throws -> Int { try await status("wait") }

    /// Sends a signal, and waits.
    package func end(with signal: String) async throws -> Int { try await status("end \(signal)") }

    private func status(_ command: String) async throws -> Int {
        let answer = try await offThread { try self.keeper.ask(command) }
        guard let status = Int(answer) else { throw KeptProcess.Failure(description: "\(command): \(answer)") }
        return status
    }

    private static let script = """
        directory=$1 name=$2 locks=$3
        shift 3
        cd "$directory" || exit 1
        trap '' INT TERM HUP
        pid=
        while read -r verb argument; do
            case $verb in
            start)
                # In the background the shell has SIGINT ignored; a program started by hand has not.
                ( . "./$name.env"; exec env --default-signal "$@" >>"$name.log" 2>&1 </dev/null ) &
                pid=$!
                echo $pid ;;
            wait)
                wait $pid; status=$?; pid=
                echo $status ;;
            end)
                kill -$argument $pid; wait $pid; status=$?; pid=
                echo $status ;;
            esac
        done
        if [ -n "$pid" ]; then
            kill -TERM $pid
            waited=0
            while kill -0 $pid 2>/dev/null && [ $waited -lt 150 ]; do sleep 0.1; waited=$((waited + 1)); done
            kill -KILL $pid 2>/dev/null
        fi
        for lock in "$locks"/*.lock; do
            [ -f "$lock" ] || continue
            flock -n "$lock" true || kill -KILL "$(cat "$lock")" 2>/dev/null
        done
        """
}
