/// What a container engine tells of itself and its host, as far as an operator has to know it.
package struct EngineFacts: Codable, Sendable, Equatable {
    /// `overlay2`, `vfs`, …
    package var storageDriver: String
    /// The file system below it (`extfs`), where the driver tells.
    package var backingFileSystem: String?
    /// 1 or 2; absent where the engine does not say (before API 1.41).
    package var cgroupVersion: Int?
    /// What it does with containers' output unless they say otherwise: `json-file`, `local`, `journald`, …
    package var loggingDriver: String
    /// Where images and containers lie on its host.
    package var dataRoot: String
    /// Whether it is on this host.
    package var isLocal: Bool
    package var isPodman: Bool

    package init(
        storageDriver: String, backingFileSystem: String? = nil, cgroupVersion: Int? = nil, loggingDriver: String,
        dataRoot: String, isLocal: Bool, isPodman: Bool = false
    ) {
        self.storageDriver = storageDriver
        self.backingFileSystem = backingFileSystem
        self.cgroupVersion = cgroupVersion
        self.loggingDriver = loggingDriver
        self.dataRoot = dataRoot
        self.isLocal = isLocal
        self.isPodman = isPodman
    }

    private enum CodingKeys: String, CodingKey {
        case storageDriver = "storage_driver"
        case backingFileSystem = "backing_file_system"
        case cgroupVersion = "cgroup_version"
        case loggingDriver = "logging_driver"
        case dataRoot = "data_root"
        case isLocal = "local"
        case isPodman = "podman"
    }
}
