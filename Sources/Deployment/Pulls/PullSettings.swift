import DockerEngine

/// How images are pulled.
package struct PullSettings: Sendable {
    /// How long a pull may come no further.
    package var inactivity = Duration.seconds(120)
    /// How many bytes of the file system with the engine's data a pull has to leave free.
    package var reserve: Int64 = 1 << 30
    /// The directory with Docker's `config.json`, read before each pull; nil: there are only the instructions' own logins.
    package var loginsDirectory: String?
    /// Tells the space at the engine's data directory; nil where that is not on this machine. It may block, and throws
    /// where it cannot be told: then nothing is checked.
    package var space: (@Sendable (_ dataDirectory: String) throws -> FileSystemSpace)?

    package init() {}
}
