import Glibc

/// What tells one machine from another that was copied from its disk: machine-id(5), made anew at the first start of a
/// copy that was prepared as one. It stays on this machine.
package enum MachineIdentifier {
    /// Blocks for one small file. Nil where there is none: on a system without, on one whose first start is not over, and
    /// in a container, whose image may bring one that is the same everywhere, or another with each version.
    /// - Parameter hostRoot: Where a containerised node sees the host's root; empty otherwise.
    package static func current(hostRoot: String) -> String? {
        let marks: [String] = ["/.dockerenv", "/run/.containerenv"]
        let isContained = hostRoot.isEmpty && marks.contains { access($0, F_OK) == 0 }
        return isContained ? nil : read(hostRoot + "/etc/machine-id")
    }

    static func read(_ path: String) -> String? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: 64)
        let count = Glibc.read(descriptor, &bytes, bytes.count)
        let digits = bytes.prefix(max(0, count)).prefix { $0 > 0x20 }
        let text = String(decoding: digits, as: UTF8.self)
        return text.utf8.count == 32 && text.allSatisfy(\.isHexDigit) ? text : nil
    }
}
