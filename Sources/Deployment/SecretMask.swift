import JSON
import URIText

/// Hides what looks like a secret in a configuration that is shown.
package enum SecretMask {
    package static let mask = "********"

    private static let words = [
        "pass", "pwd", "secret", "token", "key", "credential", "auth", "private", "dsn", "cert",
    ]

    /// Whether a variable, label or option of this name is taken for a secret: its name contains one of the words, in
    /// any case.
    package static func looksSecret(_ name: String) -> Bool {
        let name = name.lowercased()
        return words.contains { name.contains($0) }
    }

    /// The configuration without values of secret-looking variables, labels and options, also of a command's; without logins
    /// in URLs, wherever they stand; and without the registry's password.
    package static func masked(_ config: JSON) -> JSON {
        guard case .object(var members) = config else { return config }
        for (name, value) in members {
            // What has nothing to be masked is in memory once.
            let shown = name == "registry_auth" ? .string(mask) : masked(value, named: values.contains(name))
            if shown != value { members[name] = shown }
        }
        return .object(members)
    }

    /// Members whose own members have names that the service's author has chosen.
    private static let values: Set = ["environment", "env", "labels", "annotations"]

    /// - Parameter isNamed: Whether members are named by the author, so that their names tell of secrets.
    private static func masked(_ value: JSON, named isNamed: Bool) -> JSON {
        switch value {
        case .object(let members):
            return .object(
                Dictionary(
                    uniqueKeysWithValues: members.map { name, value in
                        guard isNamed, looksSecret(name), !value.isNull else {
                            // Options of drivers are named by others than us.
                            let isOptions = name == "options" || name == "driver_opts"
                            return (name, masked(value, named: isNamed || isOptions || values.contains(name)))
                        }
                        return (name, .string(mask))
                    }))
        case .array(let items): return .array(isNamed ? items.map(maskedAssignment) : masked(items))
        case .string(let text): return .string(maskedWords(text))
        case .null, .bool, .int, .double: return value
        }
    }

    /// `NAME=value`, where the value is all that follows.
    private static func maskedAssignment(_ item: JSON) -> JSON {
        guard let text = item.string, let equals = text.firstIndex(of: "="), looksSecret(String(text[..<equals])) else {
            return masked(item, named: false)
        }
        return .string(text[...equals] + mask)
    }

    /// Of `--password hunter2` the second one.
    private static func masked(_ items: [JSON]) -> [JSON] {
        var isSecret = false
        return items.map { item in
            defer { isSecret = item.string.map(isSecretOption) ?? false }
            return isSecret && item.string?.hasPrefix("-") == false ? .string(mask) : masked(item, named: false)
        }
    }

    /// Of each word `NAME=value` the value, where the name looks secret; of `--password hunter2` in one text likewise.
    private static func maskedWords(_ text: String) -> String {
        var isSecret = false
        let words = text.split(separator: " ", omittingEmptySubsequences: false).map { word -> String in
            guard !word.isEmpty else { return "" }
            defer { isSecret = isSecretOption(String(word)) }
            guard !isSecret || word.hasPrefix("-") else { return mask }
            guard let equals = word.firstIndex(of: "="), looksSecret(String(word[..<equals])) else {
                return String(word)
            }
            return word[...equals] + mask
        }
        return URLLogin.masked(words.joined(separator: " "), with: mask)
    }

    private static func isSecretOption(_ text: String) -> Bool {
        text.hasPrefix("-") && !text.contains("=") && looksSecret(text)
    }
}
