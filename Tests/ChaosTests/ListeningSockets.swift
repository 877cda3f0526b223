import TestSupport

/// The kernel's table of TCP sockets: /proc/net/tcp of proc(5).
enum ListeningSockets {
    private static let listen = "0A"

    /// The inode of the socket that listens on this port; nil when there is none.
    static func inode(port: Int) -> String? {
        let table = String(decoding: contents(of: "/proc/net/tcp") ?? [], as: UTF8.self)
        let hexadecimal = String(port, radix: 16, uppercase: true)
        let suffix = ":" + String(repeating: "0", count: 4 - hexadecimal.count) + hexadecimal
        // sl, local address, remote address, state, queues, timer, retransmissions, uid, time-out, inode
        for line in table.split(separator: "\n") {
            let fields = line.split(separator: " ")
            if fields.count > 9, fields[1].hasSuffix(suffix), fields[3] == listen { return String(fields[9]) }
        }
        return nil
    }
}
