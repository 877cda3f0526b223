/// How the node is meant to be, as far as the checks need it.
package struct NodePlan: Sendable, Equatable {
    /// Without passwords; empty without a conductor.
    package var conductorURLs: [String] = []
    /// The file with the authorities that are trusted; nil: the system's.
    package var conductorAuthorities: String?
    /// Whether a proxy is on the way to an https conductor.
    package var hasProxy = false
    package var bindAddress = "127.0.0.1"
    package var port = 3001
    /// The file with the API's certificate; nil: plain HTTP.
    package var apiCertificate: String?
    /// Whether clients have to show one too.
    package var apiAsksForCertificates = false
    package var stateDirectory: String
    package var runtimeDirectory: String
    /// Where the host's root is seen; empty for `/`.
    package var hostRoot = ""
    /// What a pull leaves free on the engine's disk, in bytes.
    package var diskReserve: Int64 = 1 << 30
    /// Whether the engine is on this host; nil when that is not known.
    package var engineIsLocal: Bool?
    /// Files with secrets: the settings file, token and key files.
    package var secretFiles: [String] = []
    /// What is wrong with the settings, a line each.
    package var mistakes: [String] = []
    /// From which age on what the daemons wrote is not relied on, in seconds.
    package var heartbeatLimit: Double = 90
    package var serviceLimit: Double = 90

    package init(stateDirectory: String, runtimeDirectory: String) {
        self.stateDirectory = stateDirectory
        self.runtimeDirectory = runtimeDirectory
    }
}
