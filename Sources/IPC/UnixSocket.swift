import CLinux
import EventLoop
import Glibc

/// Unix stream sockets: listening, connecting, and who is at the other end.
package enum UnixSocket {
    /// The longest path an address holds, without its final zero: unix(7).
    package static let maximumPathLength = 107

    /// Binds and listens at `path`, mode 0600. A file left there by an earlier process is replaced.
    package static func listen(at path: String, backlog: Int32 = 128) throws(SystemError) -> Int32 {
        let address = try address(path)
        let descriptor = try make()
        unlink(path)
        guard call(bind, descriptor, address) == 0, chmod(path, 0o600) == 0, Glibc.listen(descriptor, backlog) == 0
        else {
            let error = SystemError("listen", path)
            close(descriptor)
            throw error
        }
        return descriptor
    }

    /// Connects to `path` without blocking: a Unix socket connects at once, or says EAGAIN when the backlog is full.
    package static func connect(to path: String) throws(SystemError) -> Int32 {
        let address = try address(path)
        let descriptor = try make()
        guard call(Glibc.connect, descriptor, address) == 0 else {
            let error = SystemError("connect", path)
            close(descriptor)
            throw error
        }
        return descriptor
    }

    /// The process and user at the other end, as they were when it connected.
    package static func peer(of descriptor: Int32) throws(SystemError) -> PeerCredentials {
        var credentials = PeerCredentials(processID: 0, userID: 0, groupID: 0)
        let code = clinux_peer_credentials(
            descriptor, &credentials.processID, &credentials.userID, &credentials.groupID)
        guard code == 0 else { throw SystemError("getsockopt", "SO_PEERCRED") }
        return credentials
    }

    private static func make() throws(SystemError) -> Int32 {
        let type = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue)
        let descriptor = socket(AF_UNIX, type, 0)
        guard descriptor >= 0 else { throw SystemError("socket") }
        return descriptor
    }

    private static func address(_ path: String) throws(SystemError) -> sockaddr_un {
        let bytes = Array(path.utf8)
        guard !bytes.isEmpty, bytes.count <= maximumPathLength, !bytes.contains(0) else {
            throw SystemError("socket address", path, errno: ENAMETOOLONG)
        }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
        return address
    }

    /// bind(2) or connect(2).
    private static func call(
        _ function: (Int32, UnsafePointer<sockaddr>, socklen_t) -> Int32, _ descriptor: Int32, _ address: sockaddr_un
    ) -> Int32 {
        withUnsafePointer(to: address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                function(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
    }
}

/// Who is at the other end of a Unix socket, in the kernel's word.
package struct PeerCredentials: Equatable, Sendable {
    package var processID: pid_t
    package var userID: uid_t
    package var groupID: gid_t

    package init(processID: pid_t, userID: uid_t, groupID: gid_t) {
        self.processID = processID
        self.userID = userID
        self.groupID = groupID
    }

    /// Whether this peer may speak to a daemon that runs as `owner`: the same user, or root.
    package func mayTalk(toDaemonOf owner: uid_t) -> Bool { userID == owner || userID == 0 }
}
