import EventLoop
import Glibc

/// A network interface whose packets this process receives and sends: Linux's tun driver. Gone when released.
final class TunnelDevice: Sendable {
    let name: String
    let descriptor: Int32

    init(name: String) throws {
        self.name = name
        descriptor = open("/dev/net/tun", O_RDWR | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw SystemError("open", "/dev/net/tun") }
        // struct ifreq: the name in 16 bytes, then the flags. IFF_TUN | IFF_NO_PI of linux/if_tun.h.
        var request = [UInt8](repeating: 0, count: 40)
        request.replaceSubrange(0..<name.utf8.count, with: name.utf8)
        withUnsafeBytes(of: UInt16(0x0001 | 0x1000)) { request.replaceSubrange(16..<18, with: $0) }
        let setInterface: UInt = 0x4004_54CA  // TUNSETIFF
        guard ioctl(descriptor, setInterface, &request) == 0 else {
            defer { close(descriptor) }
            throw SystemError("ioctl", "TUNSETIFF \(name)")
        }
    }

    deinit { close(descriptor) }

    /// The next packet; nil when there is none now.
    func receive() -> [UInt8]? {
        var packet = [UInt8](repeating: 0, count: 65536)
        let count = read(descriptor, &packet, packet.count)
        return count > 0 ? Array(packet.prefix(count)) : nil
    }

    /// A packet that the interface cannot take is lost, as on any link.
    func send(_ packet: [UInt8]) { _ = write(descriptor, packet, packet.count) }
}
