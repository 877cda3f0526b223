/// Something mounted into the container.
package struct ComposeMount: Sendable, Equatable {
    package enum Kind: Sendable, Equatable {
        /// A directory or file of the host, as an absolute path.
        case bind(source: String, ComposeBindOptions)
        /// Nil: an anonymous volume.
        case volume(source: String?, ComposeVolumeOptions)
        case tmpfs(ComposeTmpfsOptions)
    }
    package var kind: Kind
    /// Absolute, in its shortest form.
    package var target: String
    package var isReadOnly = false
}

package struct ComposeBindOptions: Sendable, Equatable {
    package var propagation: String?
    /// A directory is made where there is nothing.
    package var createsHostPath = true
    package var selinux: String?
}

package struct ComposeVolumeOptions: Sendable, Equatable {
    /// What the image has there is not copied into a new volume.
    package var isNotCopied = false
    package var labels: [String: String] = [:]
}

package struct ComposeTmpfsOptions: Sendable, Equatable {
    package var size: Int64?
    /// Permissions.
    package var mode: Int?
}

/// A secret or config as a file in the container.
package struct ComposeContentMount: Sendable, Equatable {
    /// The name in ``ComposeProject/secrets`` or ``ComposeProject/configs``.
    package var source: String
    /// An absolute path.
    package var target: String
    /// Nil: root.
    package var userID: UInt32?
    package var groupID: UInt32?
    /// Permissions.
    package var mode: Int?
}

package struct ComposeDevice: Sendable, Equatable {
    package var source: String
    package var target: String
    /// Of `r`, `w` and `m`.
    package var permissions: String
}

/// Devices that a driver of the engine provides, GPUs for one.
package struct ComposeDeviceRequest: Sendable, Equatable {
    package var driver: String?
    /// -1: all.
    package var count: Int?
    package var identifiers: [String] = []
    package var capabilities: [String] = []
    package var options: [String: String] = [:]
}

package struct ComposeUlimit: Sendable, Equatable {
    /// -1: no limit.
    package var soft: Int64
    package var hard: Int64
}

/// Limits; nil: none.
package struct ComposeResources: Sendable, Equatable {
    /// CPUs, in billionths.
    package var nanoCPUs: Int64?
    package var cpuShares: Int64?
    package var cpuQuota: Int64?
    package var cpuPeriod: Int64?
    /// `0-3,5`
    package var cpuSet: String?
    package var memoryBytes: Int64?
    package var memoryReservation: Int64?
    /// Memory and swap together; -1: as much swap as there is.
    package var memorySwap: Int64?
    package var memorySwappiness: Int?
    /// -1: no limit.
    package var processes: Int64?
    package var disablesOOMKiller = false
    package var oomScoreAdjustment: Int?
}
