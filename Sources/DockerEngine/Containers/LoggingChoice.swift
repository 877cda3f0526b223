import JSON

/// Where the container's output goes.
package struct LoggingChoice: Sendable, Equatable {
    /// `json-file`, `local`, `journald`, `none`, …; empty: the engine's own.
    package var driver: String
    package var options: [String: String]

    package init(driver: String, options: [String: String] = [:]) {
        self.driver = driver
        self.options = options
    }

    var json: JSON { .object(["Type": .string(driver), "Config": .strings(options)]) }
}
