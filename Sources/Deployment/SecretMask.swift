import JSON

/// Hides what looks like a secret in a configuration that is shown.
package enum SecretMask {
    package static let mask = "********"

    private static let words = [
        "password", "passwd", "passphrase", "pwd", "secret", "token", "key", "credential", "auth", "private", "dsn",
        "cert",
    ]

    /// Whether a variable of this name is taken for a secret: its name contains one of the words, in any case.
    package static func looksSecret(_ name: String) -> Bool {
        let name = name.lowercased()
        return words.contains { name.contains($0) }
    }

    /// The configuration with the values of secret-looking environment variables masked, and the registry's password.
    package static func masked(_ config: JSON) -> JSON {
        guard case .object(var members) = config else { return config }
        // What has nothing to be masked is in memory once.
        for name in ["environment", "env"] {
            if let environment = members[name] { members[name] = maskedEnvironment(environment) }
        }
        if members["registry_auth"] != nil { members["registry_auth"] = .string(mask) }
        return .object(members)
    }

    private static func maskedEnvironment(_ environment: JSON) -> JSON {
        switch environment {
        case .object(let variables):
            return .object(
                Dictionary(uniqueKeysWithValues: variables.map { ($0, looksSecret($0) ? .string(mask) : $1) }))
        case .array(let assignments):
            return .array(
                assignments.map { assignment in
                    guard let text = assignment.string, let equals = text.firstIndex(of: "="),
                        looksSecret(String(text[..<equals]))
                    else { return assignment }
                    return .string(text[...equals] + mask)
                })
        case .null, .bool, .int, .double, .string: return environment
        }
    }
}
