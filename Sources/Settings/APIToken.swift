/// One of the tokens of the node's API, and what it opens.
package struct APIToken: Sendable, Equatable {
    package enum Access: String, Sendable { case read, admin }

    package let secret: Secret
    package let access: Access

    package init(_ secret: Secret, _ access: Access) {
        self.secret = secret
        self.access = access
    }

    /// What a list of tokens may be, for people.
    static let allowed = "tokens without spaces and controls, each perhaps behind admin: or read:"

    /// The tokens of `API_TOKEN`: with commas between, `admin:<token>`, `read:<token>`, or a token alone, which is
    /// admin's. nil when one of them cannot be one.
    package static func list(_ text: String) -> [APIToken]? {
        tokens(text.split(separator: ",", omittingEmptySubsequences: false))
    }

    /// The tokens of a file: one a line, as in ``list(_:)``; empty lines and those that begin with `#` are passed over.
    /// nil when one of them cannot be one, or there is none.
    package static func file(_ text: String) -> [APIToken]? {
        let lines = text.split(whereSeparator: \.isNewline).map { String($0).trimmed[...] }
        let tokens = tokens(lines.filter { !$0.isEmpty && !$0.hasPrefix("#") })
        return tokens?.isEmpty == true ? nil : tokens
    }

    /// The tokens of the file at `path`; nil when it cannot be read, or has none, or what cannot be one.
    package static func read(_ path: String) -> [APIToken]? { readTextFile(path).flatMap(file) }

    private static func tokens(_ texts: [Substring]) -> [APIToken]? {
        var tokens: [APIToken] = []
        for text in texts {
            let text = String(text).trimmed
            let access = [Access.read, .admin].first { text.hasPrefix($0.rawValue + ":") }
            let secret = access.map { String(text.dropFirst($0.rawValue.count + 1)) } ?? text
            guard !secret.isEmpty, secret.unicodeScalars.allSatisfy({ $0.value > 0x20 && $0.value != 0x7F }) else {
                return nil
            }
            tokens.append(APIToken(Secret(secret), access ?? .admin))
        }
        return tokens
    }
}
