import CLinux
import EventLoop
import Glibc

/// What a supervisor that executes itself anew keeps open for the new program: its listening sockets, and its state in
/// a memfd. Two variables tell the numbers: `KEPT_SOCKETS=apid:7:http:9` and `KEPT_STATE=11`.
package struct KeptDescriptors: Sendable, Equatable {
    private static let socketsKey = "KEPT_SOCKETS"
    private static let stateKey = "KEPT_STATE"

    var sockets: [String: Int32]
    var state: Int32?

    init(sockets: [String: Int32], state: Int32?) {
        self.sockets = sockets
        self.state = state
    }

    /// Takes what the program before has kept, closed on exec from here on. Nothing after an ordinary start.
    package static func takeFromEnvironment() -> KeptDescriptors {
        let parts = getenv(socketsKey).map { String(cString: $0) }?.split(separator: ":") ?? []
        var kept = KeptDescriptors(sockets: [:], state: getenv(stateKey).flatMap { Int32(String(cString: $0)) })
        for index in stride(from: 0, to: parts.count - 1, by: 2) {
            guard let descriptor = Int32(parts[index + 1]), descriptor > 2 else { continue }
            kept.sockets[String(parts[index])] = descriptor
        }
        unsetenv(socketsKey)
        unsetenv(stateKey)
        kept.setClosedOnExec(true)
        return kept
    }

    /// Executes `path` in place of this program. Returns only when that failed, with everything as it was before.
    func execute(_ path: String, _ arguments: [String]) -> SystemError {
        setClosedOnExec(false)
        setenv(Self.socketsKey, sockets.map { "\($0.key):\($0.value)" }.joined(separator: ":"), 1)
        if let state { setenv(Self.stateKey, String(state), 1) }
        let strings = CStrings(arguments)
        execv(path, strings.pointer)
        let error = SystemError("execve", path)
        unsetenv(Self.socketsKey)
        unsetenv(Self.stateKey)
        setClosedOnExec(true)
        return error
    }

    private func setClosedOnExec(_ isClosed: Bool) {
        for descriptor in Array(sockets.values) + [state].compactMap({ $0 }) {
            _ = fcntl(descriptor, F_SETFD, isClosed ? FD_CLOEXEC : 0)
        }
    }
}
