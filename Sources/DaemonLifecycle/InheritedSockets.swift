import EventLoop
import Glibc
import Settings

/// The listening sockets that whoever started this process has opened for it: sd_listen_fds(3).
///
/// They begin at descriptor 3; `LISTEN_FDS` counts them, `LISTEN_PID` says for which process they are, and
/// `LISTEN_FDNAMES` names them, separated by colons.
package struct InheritedSockets: Sendable, Equatable {
    private let descriptors: [String: Int32]

    package init(environment: (String) -> String?, processID: pid_t) {
        guard let count = environment("LISTEN_FDS").flatMap({ Int32($0) }), (1...64).contains(count),
            environment("LISTEN_PID").flatMap({ pid_t($0) }) == processID
        else {
            descriptors = [:]
            return
        }
        let names = environment("LISTEN_FDNAMES")?.split(separator: ":", omittingEmptySubsequences: false) ?? []
        var found: [String: Int32] = [:]
        for index in 0..<count {
            let name = names.indices.contains(Int(index)) ? String(names[Int(index)]) : "unknown"
            found[name] = 3 + index
        }
        descriptors = found
    }

    package subscript(name: String) -> Int32? { descriptors[name] }

    /// All of them by name.
    var all: [(name: String, descriptor: Int32)] { descriptors.map { ($0.key, $0.value) }.sorted { $0.1 < $1.1 } }

    /// Makes all of them non-blocking and closed on exec.
    package func prepare() {
        for descriptor in descriptors.values {
            _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
            _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK)
        }
    }
}
