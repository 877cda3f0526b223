import JSON

/// Something the container sees at a path, in the long form: what is not there is an error instead of being made.
package struct Mount: Sendable, Equatable {
    package enum Kind: Sendable, Equatable {
        /// A path of the host. `propagation` is one of `rprivate`, `shared`, `rslave` and so on.
        case bind(source: String, propagation: String?)
        /// A named volume, or one without a name that goes with the container. It is made where it is not there.
        case volume(name: String?, VolumeOptions)
        /// Memory. `mode` is that of the directory.
        case tmpfs(sizeBytes: Int64?, mode: UInt32?)
    }

    package struct VolumeOptions: Sendable, Equatable {
        /// What the image has at the path is not copied into the empty volume.
        package var leavesEmpty = false
        package var labels: [String: String] = [:]
        package var driver: String?
        package var driverOptions: [String: String] = [:]

        package init() {}
    }

    package var kind: Kind
    package var target: String
    package var isReadOnly: Bool

    package init(_ kind: Kind, at target: String, isReadOnly: Bool = false) {
        self.kind = kind
        self.target = target
        self.isReadOnly = isReadOnly
    }

    var json: JSON {
        var members: [String: JSON] = ["Target": .string(target), "ReadOnly": .bool(isReadOnly)]
        switch kind {
        case .bind(let source, let propagation):
            members["Type"] = "bind"
            members["Source"] = .string(source)
            members["BindOptions"] = propagation.map { .object(["Propagation": .string($0)]) }
        case .volume(let name, let options):
            members["Type"] = "volume"
            members["Source"] = name.map { .string($0) }
            members["VolumeOptions"] = options.json
        case .tmpfs(let size, let mode):
            members["Type"] = "tmpfs"
            var options: [String: JSON] = [:]
            options["SizeBytes"] = size.map { .int($0) }
            options["Mode"] = mode.map { .int(Int64($0)) }
            if !options.isEmpty { members["TmpfsOptions"] = .object(options) }
        }
        return .object(members)
    }
}

extension Mount.VolumeOptions {
    fileprivate var json: JSON {
        var members: [String: JSON] = ["NoCopy": .bool(leavesEmpty), "Labels": .strings(labels)]
        if driver != nil || !driverOptions.isEmpty {
            members["DriverConfig"] = .object([
                "Name": .string(driver ?? "local"), "Options": .strings(driverOptions),
            ])
        }
        return .object(members)
    }
}
