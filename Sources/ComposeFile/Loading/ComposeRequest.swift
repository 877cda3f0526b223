/// What is to be read, and with what around it.
package struct ComposeRequest: Sendable {
    /// A compose file: named, or given as it is.
    package enum Input: Sendable {
        /// An absolute path.
        case file(String)
        /// Text that stands in no file; the name is for messages.
        case text([UInt8], name: String)
    }

    /// Later ones are merged into earlier ones.
    package var inputs: [Input]
    /// An absolute path: relative paths of the inputs begin here, and the project is named after it.
    package var directory: String
    /// In place of every other name; it must be right as it is.
    package var projectName: String?
    /// The environment of the process: it wins over environment files.
    package var environment: [String: String] = [:]
    /// Absolute paths, later ones win; nil: `.env` of the directory, if it is there.
    package var environmentFiles: [String]?
    /// Beside those that `COMPOSE_PROFILES` names; `*` is all of them.
    package var profiles: [String] = []
    package var access: FileAccess

    package init(inputs: [Input], directory: String, access: FileAccess) {
        self.inputs = inputs
        self.directory = directory
        self.access = access
    }

    /// The names of compose files in a directory, the preferred first; each with that of its override.
    package static let standardFiles: [(file: String, override: String)] = [
        ("compose.yaml", "compose.override.yaml"), ("compose.yml", "compose.override.yml"),
        ("docker-compose.yml", "docker-compose.override.yml"),
        ("docker-compose.yaml", "docker-compose.override.yaml"),
    ]
}
