import EventLoop
import Glibc
import IPC
import Logging
import NodeProtocol

/// Somebody removes sockets, or the whole runtime directory, under the running node (a cleaner of old files, a hand):
/// what is missing is made again. A daemon whose socket was removed is restarted in order with the new one; the API's
/// port is not in the directory and stays open throughout.
extension Supervisor {
    /// In which whoever removes many files has come to an end.
    private static let settlingTime = Duration.milliseconds(100)
    private static let retryTime = Duration.seconds(1)

    func watchRuntimeDirectory() {
        directoryWatch?.cancel()
        directoryWatch = nil
        do throws(SystemError) {
            directoryWatch = try RuntimeDirectoryWatch(settings.runtimeDirectory.path) { [weak self] in
                self?.lookAtRuntimeDirectory(in: Self.settlingTime)
            }
        } catch {
            logger.warning(
                "the runtime directory cannot be watched: if it is removed, the node has to be restarted",
                metadata: ["error.message": "\(error)"])
        }
    }

    private func lookAtRuntimeDirectory(in wait: Duration) {
        directoryLook?.cancel()
        directoryLook = EventLoop.main.schedule(after: wait) { [weak self] in self?.lookAtRuntimeDirectory() }
    }

    /// Makes what is missing; harmless at any time.
    func lookAtRuntimeDirectory() {
        guard isRunning else { return }
        do throws(SystemError) {
            try mendRuntimeDirectory()
        } catch {
            logger.error("the runtime directory cannot be made anew", metadata: ["error.message": "\(error)"])
            lookAtRuntimeDirectory(in: Self.retryTime)
        }
    }

    private func mendRuntimeDirectory() throws(SystemError) {
        let directory = settings.runtimeDirectory
        if let directoryWatch, !directoryWatch.isInPlace {
            logger.warning(
                "the runtime directory was removed and is made anew", metadata: ["file.directory": "\(directory.path)"])
            try takeRuntimeDirectory()
            watchRuntimeDirectory()
            save()
        }
        if access(directory.supervisorSocket, F_OK) != 0 {
            logger.warning("the control socket was removed and is made anew")
            try listenForControl(on: UnixSocket.listen(at: directory.supervisorSocket))
        }
        if access(directory.adoptionSocket, F_OK) != 0 {
            try listenForAdoption(on: UnixSocket.listen(at: directory.adoptionSocket))
        }
        for history in [ownOutput] + subsystems.values.map(\.history) where !history.mend() {
            lookAtRuntimeDirectory(in: Self.retryTime)
        }
        for subsystem in Subsystem.allCases where access(directory.socket(of: subsystem), F_OK) != 0 {
            logger.warning(
                "a daemon's socket was removed and is made anew", metadata: ["subsystem": "\(subsystem.rawValue)"])
            try sockets.bindAnew(subsystem)
            if let supervised = subsystems[subsystem], supervised.pid != nil { supervised.restart() }
        }
    }
}
