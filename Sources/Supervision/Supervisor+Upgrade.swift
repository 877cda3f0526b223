import CLinux
import EventLoop
import Glibc
import IPC
import Logging
import NodeProtocol

/// Replacing the supervisor's program while the node runs: execve(2) keeps the process id, the children and the
/// listening sockets; the daemons notice the loss of their channels and introduce themselves to the new program, as they
/// would to the successor of one that was killed.
extension Supervisor {
    private static let checkDeadline = Duration.seconds(10)
    /// In which the answer to the operator goes out.
    private static let farewell = Duration.milliseconds(50)

    /// Tries the program at the executable's path (`supervisor --check-config`), tells how that went, and executes it
    /// if it is good. Whatever fails before leaves everything as it is.
    package func upgrade(_ tell: @escaping @LoopActor (Result<SupervisorMethods.Upgrade.Answer, RPCError>) -> Void) {
        guard upgradeCheck == nil, isRunning else {
            return refuse("the node is starting, stopping, or being upgraded already", tell)
        }
        logger.notice(
            "upgrade: the new program is checked", metadata: ["process.executable.path": "\(settings.executable)"])
        let request = LaunchRequest(
            executable: settings.executable, arguments: settings.commandLine + ["--check-config"],
            environment: Self.processEnvironment, sockets: [], watchdogTimeout: .zero)
        do throws(SystemError) {
            let check = try DaemonProcess(request)
            do throws(SystemError) { try check.watch() } catch {
                check.abandon()
                throw error
            }
            upgradeCheck = check
            let deadline = EventLoop.main.schedule(after: Self.checkDeadline) { check.signal(SIGKILL) }
            check.onExit = { [weak self] ended in
                deadline.cancel()
                check.finish()
                self?.upgradeCheck = nil
                self?.checked(ended, check.lastLines, tell)
            }
        } catch {
            refuse("\(error)", tell)
        }
    }

    private func checked(
        _ ended: clinux_exit, _ lines: [String],
        _ tell: @escaping @LoopActor (Result<SupervisorMethods.Upgrade.Answer, RPCError>) -> Void
    ) {
        guard ended.code == CLD_EXITED, ended.status == 0 else {
            let how = ended.code == CLD_EXITED ? "exit status" : "signal"
            return refuse("the new program failed its check: \(how) \(ended.status). \(lines.last ?? "")", tell)
        }
        tell(.success(SupervisorMethods.Upgrade.Answer(pid: getpid(), executable: settings.executable)))
        EventLoop.main.schedule(after: Self.farewell) { [weak self] in self?.execute() }
    }

    private func refuse(
        _ reason: String, _ tell: @LoopActor (Result<SupervisorMethods.Upgrade.Answer, RPCError>) -> Void
    ) {
        logger.error("the upgrade is refused and everything stays as it is", metadata: ["reason": "\(reason)"])
        tell(.failure(.conflict(reason)))
    }

    private func execute() {
        guard isRunning else { return }
        let memory = clinux_memfd("supervisor-state")
        defer { close(memory) }
        do throws(SystemError) {
            guard memory >= 0 else { throw SystemError("memfd_create") }
            try state.write(to: memory)
            guard lseek(memory, 0, SEEK_SET) == 0 else { throw SystemError("lseek") }
            throw KeptDescriptors(sockets: keptSockets, state: memory).execute(
                settings.executable, settings.commandLine)
        } catch {
            logger.error("the upgrade failed and everything stays as it is", metadata: ["error.message": "\(error)"])
        }
    }

    /// As this program was started, without what an upgrade before has added.
    private static var processEnvironment: [String: String] {
        var variables: [String: String] = [:]
        for entry in (SupervisorState.contents(of: "/proc/self/environ") ?? []).split(separator: 0) {
            let text = String(decoding: entry, as: UTF8.self)
            guard let equals = text.firstIndex(of: "="), !text.hasPrefix("KEPT_") else { continue }
            variables[String(text[..<equals])] = String(text[text.index(after: equals)...])
        }
        return variables
    }
}
