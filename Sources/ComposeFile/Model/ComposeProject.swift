/// A compose application, read, merged, with all defaults and variables in place, and consistent in itself.
package struct ComposeProject: Sendable, Equatable {
    /// Lower case letters, digits, `-` and `_`; begins with a letter or digit.
    package var name: String
    /// Absolute.
    package var directory: String
    /// The files it was read from, in order, as they were named.
    package var files: [String]
    /// What is to run, by name.
    package var services: [String: ComposeService] = [:]
    /// Names of services that no active profile asks for, with their profiles.
    package var disabledServices: [String: [String]] = [:]
    /// By the names that services use; `default` only if it is used or declared.
    package var networks: [String: ComposeNetwork] = [:]
    package var volumes: [String: ComposeVolume] = [:]
    package var secrets: [String: ComposeContent] = [:]
    package var configs: [String: ComposeContent] = [:]
    /// What has no effect here, variables that are not set, and the like.
    package var warnings: [ComposeMistake] = []

    package init(name: String, directory: String, files: [String]) {
        self.name = name
        self.directory = directory
        self.files = files
    }
}

/// A network of the project or outside of it.
package struct ComposeNetwork: Sendable, Equatable {
    /// Its name at the engine.
    package var name: String
    /// Made by others: it must be there.
    package var isExternal = false
    /// Nil: the engine's default, `bridge`.
    package var driver: String?
    package var driverOptions: [String: String] = [:]
    package var isInternal = false
    package var isAttachable = false
    /// Nil: as the engine has it.
    package var enablesIPv6: Bool?
    package var ipam: ComposeIPAM?
    package var labels: [String: String] = [:]

    package init(name: String) { self.name = name }
}

/// How addresses of a network are given out.
package struct ComposeIPAM: Sendable, Equatable {
    package struct Pool: Sendable, Equatable {
        package var subnet: String?
        package var addressRange: String?
        package var gateway: String?
        package var auxiliaryAddresses: [String: String] = [:]
    }
    package var driver: String?
    package var options: [String: String] = [:]
    package var pools: [Pool] = []
}

/// A named volume.
package struct ComposeVolume: Sendable, Equatable {
    /// Its name at the engine.
    package var name: String
    package var isExternal = false
    /// Nil: the engine's default, `local`.
    package var driver: String?
    package var driverOptions: [String: String] = [:]
    package var labels: [String: String] = [:]

    package init(name: String) { self.name = name }
}

/// What a secret or a config is.
package struct ComposeContent: Sendable, Equatable {
    package enum Source: Sendable, Equatable {
        /// An absolute path on the host.
        case file(String)
        /// A variable of the project's environment.
        case environment(String)
        /// Written in the compose file; configs only.
        case inline
    }
    package var name: String
    package var source: Source
    /// What services get to see. Never printed, and no part of a resolved form.
    package var bytes: [UInt8]
    package var labels: [String: String] = [:]
}
