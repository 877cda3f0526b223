import JSON

/// A device of the host that the container may use.
package struct DeviceMapping: Sendable, Hashable {
    package var hostPath: String
    package var containerPath: String
    /// Of `r`, `w`, `m` (mknod).
    package var permissions: String

    package init(hostPath: String, containerPath: String, permissions: String = "rwm") {
        self.hostPath = hostPath
        self.containerPath = containerPath
        self.permissions = permissions
    }

    var json: JSON {
        .object([
            "PathOnHost": .string(hostPath), "PathInContainer": .string(containerPath),
            "CgroupPermissions": .string(permissions),
        ])
    }
}

/// Devices that a driver of the engine is to find (GPUs); API 1.40.
package struct DeviceRequest: Sendable, Equatable {
    /// `nvidia`; empty for any driver that has the capabilities.
    package var driver = ""
    /// -1: all there are. 0 where ``ids`` says which.
    package var count = 0
    package var ids: [String] = []
    /// Each inner list is one way to be enough: `[["gpu"]]`.
    package var capabilities: [[String]] = []
    package var options: [String: String] = [:]

    package init() {}

    var json: JSON {
        .object([
            "Driver": .string(driver), "Count": .int(Int64(count)), "DeviceIDs": .strings(ids),
            "Capabilities": .array(capabilities.map { .strings($0) }), "Options": .strings(options),
        ])
    }
}
