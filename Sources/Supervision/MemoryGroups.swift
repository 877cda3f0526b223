import EventLoop
import Glibc
import NodeProtocol

/// Control groups that bound the memory of daemons, one for each, below the supervisor's own: cgroups(7). Version 1 or
/// 2, where this process may make them.
struct MemoryGroups {
    private enum Version { case one, two }

    /// Into which the supervisor moves in version 2: there a group has either processes or groups with limits.
    private static let leaf = "aerekos-supervisor"

    private let directory: String
    private let version: Version
    private let prefix: String

    /// Nil where memory cannot be bounded in this way.
    /// - Parameters:
    ///   - node: Tells nodes on one machine apart; part of the groups' names.
    ///   - membership: The text of /proc/self/cgroup.
    ///   - mounts: The text of /proc/self/mountinfo.
    init?(node: String, membership: String, mounts: String) {
        prefix = "aerekos-\(node)-"
        guard let found = Self.find(membership, mounts) else { return nil }
        (directory, version) = found
        guard access(directory, W_OK) == 0 else { return nil }
        if version == .two, !enableForChildren() { return nil }
    }

    /// Makes the daemon's group with this limit in bytes; the path of the group's cgroup.procs.
    func prepare(_ subsystem: Subsystem, limit: Int64) throws(SystemError) -> String {
        let group = path(of: subsystem)
        guard mkdir(group, 0o755) == 0 || errno == EEXIST else { throw SystemError("mkdir", group) }
        switch version {
        case .one: try Self.write(String(limit), to: group + "/memory.limit_in_bytes")
        case .two: try Self.write(String(limit), to: group + "/memory.max")
        }
        return group + "/cgroup.procs"
    }

    /// How many processes of the daemon's group the kernel has killed for want of memory.
    func killCount(_ subsystem: Subsystem) -> Int {
        let file: String
        switch version {
        case .one: file = "/memory.oom_control"
        case .two: file = "/memory.events"
        }
        let lines = ProcessStat.contents(path(of: subsystem) + file)?.split(separator: "\n") ?? []
        return lines.compactMap { $0.hasPrefix("oom_kill ") ? Int($0.dropFirst(9)) : nil }.first ?? 0
    }

    /// Kills every process of the daemon's group, whatever session or process group it has put itself into: version 2,
    /// from Linux 5.14 on. Harmless when there is none.
    func endAll(_ subsystem: Subsystem) {
        guard version == .two else { return }
        // Where there is no such file the daemon's process group has been killed all the same.
        try? Self.write("1", to: path(of: subsystem) + "/cgroup.kill")
    }

    /// Removes a group in which nothing runs any more; harmless when there is none.
    func remove(_ subsystem: Subsystem) { rmdir(path(of: subsystem)) }

    private func path(of subsystem: Subsystem) -> String { directory + "/" + prefix + subsystem.rawValue }

    // MARK: Finding

    private static func find(_ membership: String, _ mounts: String) -> (String, Version)? {
        var unified: String?
        for line in membership.split(separator: "\n") {
            // number:controllers:path
            let fields = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
            guard fields.count == 3 else { continue }
            if fields[1].split(separator: ",").contains("memory") {
                return directory(String(fields[2]), mounts, type: "cgroup", option: "memory").map { ($0, .one) }
            }
            if fields[0] == "0", fields[1].isEmpty { unified = String(fields[2]) }
        }
        guard var path = unified else { return nil }
        if path.hasSuffix("/" + leaf) { path = String(path.dropLast(leaf.count + 1)) }
        return directory(path, mounts, type: "cgroup2", option: nil).map { ($0, .two) }
    }

    /// Where a group of a hierarchy is to be seen: proc_pid_mountinfo(5).
    private static func directory(_ path: String, _ mounts: String, type: String, option: String?) -> String? {
        for line in mounts.split(separator: "\n") {
            let halves = line.split(separator: " ")
            guard let dash = halves.firstIndex(of: "-"), dash > 4, halves.count > dash + 3, halves[dash + 1] == type,
                option.map({ halves[dash + 3].split(separator: ",").contains(Substring($0)) }) ?? true
            else { continue }
            let root = String(halves[3])
            let mountPoint = String(halves[4])
            // In a container the mount may show only a part of the hierarchy.
            let inside = root != "/" && path.hasPrefix(root) ? String(path.dropFirst(root.count)) : path
            let candidate = mountPoint + (inside == "/" ? "" : inside)
            return access(candidate, F_OK) == 0 ? candidate : mountPoint
        }
        return nil
    }

    /// Version 2: passes the memory controller on to the groups below.
    private func enableForChildren() -> Bool {
        func lists(_ file: String) -> Bool {
            ProcessStat.contents(directory + file)?.split { $0 == " " || $0 == "\n" }.contains("memory") ?? false
        }
        guard lists("/cgroup.controllers") else { return false }
        if lists("/cgroup.subtree_control") { return true }
        do throws(SystemError) {
            if access(directory + "/cgroup.type", F_OK) == 0 {  // not the root of the hierarchy
                let leaf = directory + "/" + Self.leaf
                guard mkdir(leaf, 0o755) == 0 || errno == EEXIST else { throw SystemError("mkdir", leaf) }
                try Self.write("0", to: leaf + "/cgroup.procs")
            }
            try Self.write("+memory", to: directory + "/cgroup.subtree_control")
            return true
        } catch {
            return false  // others live in the group: RLIMIT_AS has to do
        }
    }

    private static func write(_ text: String, to path: String) throws(SystemError) {
        let descriptor = open(path, O_WRONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw SystemError("open", path) }
        defer { close(descriptor) }
        guard Glibc.write(descriptor, text, text.utf8.count) == text.utf8.count else {
            throw SystemError("write", path)
        }
    }
}
