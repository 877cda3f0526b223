import URIText

/// Takes secrets out of texts, and logins out of URLs. Pure.
struct Redaction: Sendable {
    static let mask = "<redacted>"
    /// The longest first: one may be part of another.
    private let secrets: [[UInt8]]

    /// - Parameter secrets: Those shorter than four bytes are left alone: they stand everywhere.
    init(_ secrets: [String]) {
        self.secrets = Set(secrets).map { Array($0.utf8) }.filter { $0.count >= 4 }.sorted { $0.count > $1.count }
    }

    func callAsFunction(_ text: [UInt8]) -> [UInt8] {
        let rest = secrets.reduce(text) { Self.replacing($1, in: $0) }
        return Array(URLLogin.masked(String(decoding: rest, as: UTF8.self), with: Self.mask).utf8)
    }

    private static func replacing(_ secret: [UInt8], in text: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        var index = 0
        while index < text.count {
            if text[index] == secret[0], text.count - index >= secret.count,
                text[index..<index + secret.count].elementsEqual(secret)
            {
                result += mask.utf8
                index += secret.count
            } else {
                result.append(text[index])
                index += 1
            }
        }
        return result
    }
}
