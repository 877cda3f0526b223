import EventLoop
import Glibc

/// A client of a Unix socket that behaves as badly as it can for a while. Blocks.
struct IPCFlood: Sendable {
    let path: String
    let kind: Fault.Flood

    func run(for duration: Duration) {
        let end = MonotonicInstant.now.advanced(by: duration)
        var descriptors: [Int32] = []
        while MonotonicInstant.now < end {
            if descriptors.isEmpty || kind == .connections && descriptors.count < 300 {
                if let descriptor = connect() { descriptors.append(descriptor) }
            }
            var isOpen = true
            if let descriptor = descriptors.last, kind != .connections { isOpen = flood(descriptor) }
            if !isOpen {  // thrown out: come back
                descriptors.removeLast().closed()
                usleep(1000)
            } else if kind == .connections {
                usleep(1000)
            }
        }
        for descriptor in descriptors { close(descriptor) }
    }

    private func connect() -> Int32? {
        let type = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue)
        let descriptor = socket(AF_UNIX, type, 0)
        guard descriptor >= 0 else { return nil }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8.prefix($0.count - 1)) }
        let code = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Glibc.connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        guard code == 0 else {
            close(descriptor)
            return nil
        }
        return descriptor
    }

    /// Sends as much as the socket takes; false when the peer has closed it.
    private func flood(_ descriptor: Int32) -> Bool {
        let bytes = message
        for _ in 0..<64 {
            let sent = bytes.withUnsafeBytes { send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            guard sent == bytes.count else {
                usleep(1000)
                return sent >= 0 || errno == EAGAIN
            }
        }
        return true
    }

    private var message: [UInt8] {
        switch kind {
        case .requestsNeverRead, .connections: frame(#"{"jsonrpc":"2.0","id":1,"method":"status","params":{}}"#)
        case .garbage: (0..<4096).map { _ in .random(in: 0...255) }
        case .hugeFrames: [0x7f, 0xff, 0xff, 0xff] + [UInt8](repeating: 0x20, count: 4096)
        }
    }

    private func frame(_ text: String) -> [UInt8] {
        withUnsafeBytes(of: UInt32(text.utf8.count).bigEndian) { Array($0) } + Array(text.utf8)
    }
}

extension Int32 {
    fileprivate func closed() { close(self) }
}
