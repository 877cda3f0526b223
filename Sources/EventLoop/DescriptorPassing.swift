import CLinux
import Glibc

/// Handing descriptors to another process over a Unix socket: SCM_RIGHTS of unix(7).
package enum DescriptorPassing {
    /// Sends `text` and the descriptors in one message; never waits. They stay open here too.
    package static func send(_ text: String, _ descriptors: [Int32], over socket: Int32) throws(SystemError) {
        let bytes = Array(text.utf8)
        let sent = clinux_send_descriptors(socket, bytes, bytes.count, descriptors, Int32(descriptors.count))
        guard sent == bytes.count else { throw SystemError("sendmsg", errno: sent < 0 ? errno : EMSGSIZE) }
    }

    /// Takes one message of at most 4 KiB; nil at the end of the connection. The descriptors are the caller's to
    /// close, and closed on exec. Throws EAGAIN when there is no message yet.
    package static func receive(over socket: Int32) throws(SystemError) -> (text: String, descriptors: [Int32])? {
        var bytes = [UInt8](repeating: 0, count: 4096)
        var descriptors = [Int32](repeating: -1, count: Int(CLINUX_DESCRIPTORS_MAX))
        var count: Int32 = 0
        let received = clinux_receive_descriptors(socket, &bytes, bytes.count, &descriptors, &count)
        guard received >= 0 else { throw SystemError("recvmsg") }
        guard received > 0 else { return nil }
        return (String(decoding: bytes[..<received], as: UTF8.self), Array(descriptors[..<Int(count)]))
    }
}
