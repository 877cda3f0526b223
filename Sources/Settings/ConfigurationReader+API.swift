/// The settings of who may call the node's API, and in whose name.
extension ConfigurationReader {
    /// - Parameter isRead: Otherwise only the path is looked at: apid reads the file itself, and again when it changes.
    package mutating func apiTokens(isRead: Bool) -> (tokens: [APIToken], file: String?) {
        let list = secretText("API_TOKEN", allowed: APIToken.allowed + ", with commas between") {
            APIToken.list($0) != nil
        }
        let path = path("API_TOKEN_FILE")
        if let list { return (APIToken.list(list.reveal()) ?? [], nil) }
        if isRead, let path, APIToken.read(path) == nil {
            let allowed = "a file that this user can read, with " + APIToken.allowed + ", one a line"
            reject("API_TOKEN_FILE", path, allowed: allowed)
        }
        return ([], path)
    }

    /// Host names: letters, digits, `-`, `_` and dots, in small letters.
    package mutating func hosts(_ key: String) -> [String] {
        list(key, allowed: "host names with commas between", where: Self.isHostName).map { $0.lowercased() }
    }

    /// Origins as browsers send them: `https://name`, `http://name:8080`; without a path.
    package mutating func origins(_ key: String) -> [String] {
        list(key, allowed: "origins with commas between, as in https://panel.example:8443") { text in
            guard let scheme = ["http://", "https://"].first(where: { text.hasPrefix($0) }) else { return false }
            let authority = text.dropFirst(scheme.count)
            return !authority.isEmpty
                && authority.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && !"/?#@,\"".utf8.contains($0) }
        }.map { $0.lowercased() }
    }

    private static func isHostName(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.count <= 253 && !text.hasPrefix(".")
            && text.unicodeScalars.allSatisfy { scalar in
                scalar.isASCII
                    && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)
                        || "-_.".unicodeScalars.contains(scalar))
            }
    }
}
