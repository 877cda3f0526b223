import JSON

/// Everything a volume is created with.
package struct VolumeConfiguration: Sendable, Equatable {
    package var name: String
    package var driver = "local"
    package var options: [String: String] = [:]
    package var labels: [String: String] = [:]

    package init(name: String) { self.name = name }

    var json: JSON {
        .object([
            "Name": .string(name), "Driver": .string(driver), "DriverOpts": .strings(options),
            "Labels": .strings(labels),
        ])
    }
}

/// What the engine tells of a volume.
package struct VolumeDetails: Sendable, Equatable {
    package let name: String
    package let driver: String
    package let options: [String: String]
    package let labels: [String: String]
    /// On the engine's host.
    package let mountPoint: String
    /// RFC 3339; empty where the driver does not tell.
    package let created: String

    init?(_ json: JSON) {
        guard let name = json["Name"]?.string else { return nil }
        self.name = name
        driver = json["Driver"]?.string ?? ""
        options = json["Options"]?.texts ?? [:]
        labels = json["Labels"]?.texts ?? [:]
        mountPoint = json["Mountpoint"]?.string ?? ""
        created = json["CreatedAt"]?.string ?? ""
    }
}

/// What became of a volume that was to be removed.
package enum VolumeRemoval: Sendable, Equatable {
    case removed
    case absent
    /// A container uses it, running or not; the engine's words say which.
    case inUse(String)
}
