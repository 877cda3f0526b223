import CLinux
import EventLoop
import Glibc
import JSON
import NodeProtocol

/// What this machine's own files tell. Collecting blocks for as long as a file system does.
package struct LocalFacts: Sendable, Equatable {
    package var now: Int64
    package var memory: MemoryCheck.Evidence?
    package var cgroupVersion: CgroupCheck.Evidence.Version
    package var cgroupControllers: Set<String>
    package var state: DiskCheck.Look
    package var runtime: DiskCheck.Look
    package var engine: DiskCheck.Look
    package var items: [PermissionCheck.Item]
    /// Who owns the node's files.
    package var user: UInt32
    package var logMaxSize: String?
    package var nodeLog: LogRotationCheck.NodeLog?
    package var port: PortCheck.Holder
    package var apiCertificate: APITLSCheck.Certificate

    /// - Parameters:
    ///   - engine: What is known of it; nil leaves its disk out.
    ///   - supervisor: Its process id, when it runs.
    ///   - hasPort: Whether the asking process serves the API itself.
    package init(_ plan: NodePlan, engine facts: EngineFacts?, supervisor: Int32?, hasPort: Bool = false) {
        now = Int64(time(nil))
        memory = Self.memory(plan.hostRoot)
        (cgroupVersion, cgroupControllers) = Self.cgroups(plan.hostRoot)
        state = Self.disk(plan.stateDirectory)
        runtime = Self.disk(plan.runtimeDirectory)
        if let facts, facts.isLocal {
            engine = Self.disk(plan.hostRoot + facts.dataRoot)
        } else if facts != nil || plan.engineIsLocal == false {
            engine = .notHere("the engine is on another host")
        } else {
            engine = .unanswered("the engine has not told where its data lie")
        }
        items = [plan.stateDirectory, plan.runtimeDirectory].map { Self.item(.directory, $0) }
        for path in plan.secretFiles + [StateDirectory(plan.stateDirectory).identity] {
            items.append(Self.item(.secret, path))
        }
        user = supervisor.flatMap(Self.owner) ?? geteuid()
        logMaxSize = Self.maxSize(plan.hostRoot)
        nodeLog = supervisor.flatMap(Self.log)
        port = hasPort ? .node : PortHolder.find(address: plan.bindAddress, port: plan.port, supervisor: supervisor)
        apiCertificate = plan.apiCertificate.map { CertificateFile.look($0) } ?? .none
    }

    static func memory(_ root: String) -> MemoryCheck.Evidence? {
        guard let text = FactFiles.text(root + "/proc/meminfo") ?? FactFiles.text("/proc/meminfo") else { return nil }
        var kilobytes: [Substring: Int64] = [:]
        for line in text.split(separator: "\n") {
            let parts = line.split(separator: ":", maxSplits: 1)
            guard parts.count == 2, let number = parts[1].split(separator: " ").first.flatMap({ Int64($0) }) else {
                continue
            }
            kilobytes[parts[0]] = min(max(number, 0), .max / 1024)
        }
        guard let total = kilobytes["MemTotal"], let available = kilobytes["MemAvailable"] ?? kilobytes["MemFree"]
        else {
            return nil
        }
        return MemoryCheck.Evidence(totalBytes: total * 1024, availableBytes: available * 1024)
    }

    /// CGROUP2_SUPER_MAGIC and TMPFS_MAGIC of statfs(2).
    private static let cgroup2Kind = 0x6367_7270
    private static let tmpfsKind = 0x0102_1994

    private static func cgroups(_ root: String) -> (CgroupCheck.Evidence.Version, Set<String>) {
        let base = root + "/sys/fs/cgroup"
        switch clinux_file_system_kind(base) {
        case cgroup2Kind:
            let controllers = FactFiles.text(base + "/cgroup.controllers") ?? ""
            return (.v2, Set(controllers.split { $0 == " " || $0 == "\n" }.map { String($0) }))
        case -1: return (.unknown, [])
        case tmpfsKind:
            let names = FactFiles.names(in: base).flatMap { $0.split(separator: ",").map { String($0) } }
            return names.isEmpty ? (.none, []) : (.v1, Set(names))
        default: return (.none, [])  // the empty directory of sysfs
        }
    }

    static func disk(_ path: String) -> DiskCheck.Look {
        var status = statvfs()
        guard statvfs(path, &status) == 0 else {
            if errno == ENOENT { return .unanswered("\(path) is not there") }
            return .failed(path, String(cString: strerror(errno)))
        }
        let unit = Int64(clamping: status.f_frsize)
        func bytes(_ blocks: UInt) -> Int64 {
            let (product, overflow) = Int64(clamping: blocks).multipliedReportingOverflow(by: unit)
            return overflow ? .max : product
        }
        return .seen(
            DiskCheck.Evidence(
                path: path, bytes: bytes(status.f_blocks), availableBytes: bytes(status.f_bavail),
                files: status.f_files == 0 ? nil : Int64(clamping: status.f_files),
                availableFiles: status.f_files == 0 ? nil : Int64(clamping: status.f_favail)))
    }

    static func item(_ kind: PermissionCheck.Item.Kind, _ path: String) -> PermissionCheck.Item {
        var status = stat()
        guard stat(path, &status) == 0 else {
            let code = errno
            return PermissionCheck.Item(
                kind, path, code == ENOENT || code == ENOTDIR ? .absent : .failed(String(cString: strerror(code))))
        }
        // access(2) tells of file systems that are mounted read-only, also to root.
        let isWritable = kind == .secret || access(path, W_OK) == 0
        return PermissionCheck.Item(
            kind, path, .seen(mode: status.st_mode & 0o7777, owner: status.st_uid, isWritable: isWritable))
    }

    private static func owner(of pid: Int32) -> UInt32? {
        var status = stat()
        return stat("/proc/\(pid)", &status) == 0 ? status.st_uid : nil
    }

    /// `max-size` in the engine's settings: https://docs.docker.com/config/containers/logging/json-file/
    private static func maxSize(_ root: String) -> String? {
        guard let text = FactFiles.text(root + "/etc/docker/daemon.json"), let json = try? JSON(parsing: text) else {
            return nil
        }
        return json["log-opts"]?["max-size"]?.string
    }

    private static func log(of pid: Int32) -> LogRotationCheck.NodeLog? {
        guard let target = FactFiles.link("/proc/\(pid)/fd/2") else { return nil }
        var status = stat()
        guard target.hasPrefix("/"), stat("/proc/\(pid)/fd/2", &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            return .stream
        }
        return .file(path: target, bytes: Int64(status.st_size))
    }
}
