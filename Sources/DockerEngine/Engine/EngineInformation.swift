import JSON

/// What `GET /info` tells.
package struct EngineInformation: Sendable, Equatable {
    /// The engine's own id; it changes when the engine's data are removed. Podman gives its host's name or nothing.
    package let id: String
    /// The host's name.
    package let name: String
    /// Where images and containers lie.
    package let rootDirectory: String
    /// `overlay2`, `vfs`, …
    package let storageDriver: String
    /// The file system below it (`extfs`, `tmpfs`), where the driver tells.
    package let backingFileSystem: String?
    /// 1 or 2; nil where the engine does not say (before API 1.41).
    package let cgroupVersion: Int?
    /// `cgroupfs`, `systemd`.
    package let cgroupDriver: String
    package let operatingSystem: String
    /// As uname(1) has it: `x86_64`, `aarch64`.
    package let architecture: String
    package let cpus: Int
    package let memoryBytes: Int64
    package let loggingDriver: String
    /// `runc`, …
    package let runtimes: [String]
    package let securityOptions: [String]
    /// What the engine itself thinks its administrator should know, in its words.
    package let warnings: [String]
    package let containers: Int
    package let containersRunning: Int
    package let images: Int

    init?(_ json: JSON) {
        guard let root = json["DockerRootDir"]?.string else { return nil }
        rootDirectory = root
        id = json["ID"]?.string ?? ""
        name = json["Name"]?.string ?? ""
        storageDriver = json["Driver"]?.string ?? ""
        let status = json["DriverStatus"]?.array ?? []
        backingFileSystem = status.first { $0[0]?.string == "Backing Filesystem" }?[1]?.string
        cgroupVersion = json["CgroupVersion"]?.string.flatMap { Int($0) }
        cgroupDriver = json["CgroupDriver"]?.string ?? ""
        operatingSystem = json["OperatingSystem"]?.string ?? ""
        architecture = json["Architecture"]?.string ?? ""
        cpus = json["NCPU"]?.int ?? 0
        memoryBytes = json["MemTotal"]?.int64 ?? 0
        loggingDriver = json["LoggingDriver"]?.string ?? ""
        runtimes = (json["Runtimes"]?.object ?? [:]).keys.sorted()
        securityOptions = json["SecurityOptions"]?.strings ?? []
        warnings = json["Warnings"]?.strings ?? []
        containers = json["Containers"]?.int ?? 0
        containersRunning = json["ContainersRunning"]?.int ?? 0
        images = json["Images"]?.int ?? 0
    }
}
