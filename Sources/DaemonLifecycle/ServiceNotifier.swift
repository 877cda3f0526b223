import EventLoop
import Glibc

/// Tells whoever started this process how it is, in the words of sd_notify(3).
///
/// The supervisor hands down one end of a socket pair, its number in `NOTIFY_FD`; systemd names a socket in
/// `NOTIFY_SOCKET`. Without either, words go nowhere. Telling never blocks: what is not taken at once is dropped, as
/// the next `WATCHDOG=1` says all that matters.
@LoopActor
package final class ServiceNotifier {
    private var descriptor: Int32
    private let systemdSocket: String?
    /// How often the other side wants `WATCHDOG=1`: half of `WATCHDOG_USEC`, as sd_watchdog_enabled(3) advises.
    package let watchdogInterval: Duration?

    package init(environment: (String) -> String?) {
        let inherited = environment("NOTIFY_FD").flatMap { Int32($0) }
        systemdSocket = inherited == nil ? environment("NOTIFY_SOCKET") : nil
        if let inherited {
            descriptor = inherited
            _ = fcntl(inherited, F_SETFD, FD_CLOEXEC)
        } else if systemdSocket != nil {
            descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        } else {
            descriptor = -1
        }
        let microseconds = environment("WATCHDOG_USEC").flatMap { Int64($0) }
        watchdogInterval = microseconds.flatMap { $0 > 0 ? .microseconds($0 / 2) : nil }
    }

    /// Whether ``ready(_:)`` has been said, and the last status told: what a new supervisor has to know.
    private(set) var isReady = false
    private(set) var lastStatus: String?
    /// The end of the supervisor's socket pair; nil when systemd or nobody started this process.
    var supervisorDescriptor: Int32? { systemdSocket == nil && descriptor >= 0 ? descriptor : nil }

    /// Speaks to another supervisor from now on, and closes the old descriptor.
    func turn(to other: Int32) {
        close(descriptor)
        descriptor = other
    }

    package func ready(_ status: String) {
        isReady = true
        lastStatus = status
        tell("READY=1\nSTATUS=\(status)")
    }
    package func alive() { tell("WATCHDOG=1") }
    /// Settings are being read again; ``ready(_:)`` follows.
    package func reloading() { tell("RELOADING=1\nMONOTONIC_USEC=\(MonotonicInstant.now.nanoseconds / 1000)") }
    package func stopping() { tell("STOPPING=1") }
    package func status(_ text: String) {
        lastStatus = text
        tell("STATUS=\(text)")
    }

    private func tell(_ words: String) {
        guard descriptor >= 0 else { return }
        let bytes = Array(words.utf8)
        guard let systemdSocket else {
            _ = bytes.withUnsafeBytes { send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL | MSG_DONTWAIT)) }
            return
        }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        var path = Array(systemdSocket.utf8.prefix(107))
        if path.first == UInt8(ascii: "@") { path[0] = 0 }  // an abstract socket
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path) }
        let length = socklen_t(MemoryLayout<sa_family_t>.size + path.count)
        _ = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { target in
                bytes.withUnsafeBytes {
                    sendto(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL | MSG_DONTWAIT), target, length)
                }
            }
        }
    }
}
