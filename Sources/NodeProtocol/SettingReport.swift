import IPC
import JSON

/// A setting as the node runs with it.
package struct SettingReport: Codable, Sendable, Equatable {
    package enum Source: String, Codable, Sendable, CaseIterable {
        /// A variable of the supervisor's environment.
        case environment
        /// The settings file.
        case file
        /// Nobody says; the node has its own.
        case standard = "default"
    }
    package var key: String
    /// A text, a number in `unit`, or null for none. Of a secret that is set, `***`.
    package var value: JSON
    /// What it is when nobody says; null for none.
    package var standard: JSON
    /// Of both: `s`, `bytes`, `percent`; null for what has none.
    package var unit: String?
    package var source: Source
    package var isSecret: Bool

    package init(
        key: String, value: JSON, standard: JSON, unit: String? = nil, source: Source, isSecret: Bool = false
    ) {
        self.key = key
        self.value = value
        self.standard = standard
        self.unit = unit
        self.source = source
        self.isSecret = isSecret
    }

    private enum CodingKeys: String, CodingKey {
        case key, value, unit, source
        case standard = "default"
        case isSecret = "secret"
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(key, forKey: .key)
        try container.encode(value, forKey: .value)
        try container.encode(standard, forKey: .standard)
        try container.encode(unit, forKey: .unit)  // null too: every setting has the same members
        try container.encode(source, forKey: .source)
        try container.encode(isSecret, forKey: .isSecret)
    }
}

extension SupervisorMethods {
    /// The settings that the node runs with, in the order of the documentation, without what is secret in them.
    package enum Settings: RPCMethod {
        package typealias Params = Nothing
        package struct Answer: Codable, Sendable, Equatable {
            package var settings: [SettingReport]
            package init(settings: [SettingReport]) { self.settings = settings }
        }
        package static let name = "supervisor.settings"
    }
}
