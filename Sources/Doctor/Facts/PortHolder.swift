/// Who listens on a TCP port: proc(5), /proc/net/tcp and /proc/PID/fd.
enum PortHolder {
    /// - Parameters:
    ///   - port: 0 is whatever the supervisor listens on.
    ///   - supervisor: Whose sockets the node's are.
    static func find(address: String, port: Int, supervisor: Int32?) -> PortCheck.Holder {
        guard port != 0 else { return supervisor == nil ? .nobody : .node }
        let files = ["/proc/net/tcp", "/proc/net/tcp6"].compactMap(FactFiles.text)
        guard !files.isEmpty else { return .unknown("/proc/net/tcp cannot be read") }
        let inodes = Set(files.flatMap { listeners(in: $0, port: port, address: address) })
        guard !inodes.isEmpty else { return .nobody }
        if let supervisor {
            guard let own = sockets(of: supervisor) else {
                return .unknown("the supervisor's descriptors cannot be read")
            }
            if !own.isDisjoint(with: inodes) { return .node }
        }
        for name in FactFiles.names(in: "/proc") {
            guard let pid = Int32(name), let own = sockets(of: pid), !own.isDisjoint(with: inodes) else { continue }
            let program = FactFiles.text("/proc/\(pid)/comm")?.prefix { $0 != "\n" } ?? "a process"
            return .other("\(program) (\(pid))")
        }
        return .other("a process that is not seen from here")
    }

    /// The sockets that listen on the port, at this address or at any.
    static func listeners(in text: String, port: Int, address: String) -> [String] {
        let hex = String(port, radix: 16, uppercase: true)
        let suffix = ":" + String(repeating: "0", count: max(0, 4 - hex.count)) + hex
        return text.split(separator: "\n").dropFirst().compactMap { line in
            let fields = line.split(separator: " ")
            guard fields.count > 9, fields[1].hasSuffix(suffix), fields[3] == "0A" else { return nil }
            let bound = fields[1].dropLast(suffix.count)
            guard isAny(bound) || address == "0.0.0.0" || address == "::" || bound == words(of: address) else {
                return nil
            }
            return String(fields[9])
        }
    }

    private static func isAny(_ address: Substring) -> Bool { address.allSatisfy { $0 == "0" } }

    /// An IPv4 address as /proc/net/tcp has it on a little-endian machine; of IPv6 no more than that it may be.
    private static func words(of address: String) -> Substring {
        let bytes = address.split(separator: ".").compactMap { UInt8($0) }
        guard bytes.count == 4 else { return "" }
        return bytes.reversed().map { ($0 < 16 ? "0" : "") + String($0, radix: 16, uppercase: true) }.joined()[...]
    }

    /// The inodes of a process's sockets; nil when they cannot be seen.
    private static func sockets(of pid: Int32) -> Set<String>? {
        let names = FactFiles.names(in: "/proc/\(pid)/fd")
        guard !names.isEmpty else { return nil }
        return Set(
            names.compactMap { name -> String? in
                guard let link = FactFiles.link("/proc/\(pid)/fd/\(name)"), link.hasPrefix("socket:[") else {
                    return nil
                }
                return String(link.dropFirst(8).dropLast())
            })
    }
}
