import Settings

extension ConductorAccess {
    /// What the other side said, fit for a log: at most 200 characters, in one line, without the token, should it be
    /// repeated.
    package func printable(_ text: String) -> String {
        var text = text
        if let token { text = token.struckOut(of: text) }
        let line = text.unicodeScalars.prefix(200).map { $0.value < 0x20 || $0.value == 0x7F ? " " : Character($0) }
        return String(line)
    }
}

extension Secret {
    /// `text` with `<redacted>` wherever it holds the secret. By hand: the standard library's way brings its regular
    /// expressions into the executable.
    fileprivate func struckOut(of text: String) -> String {
        let secret = Array(reveal().utf8)
        guard !secret.isEmpty else { return text }
        var rest = Array(text.utf8)[...]
        var clean: [UInt8] = []
        while let byte = rest.first {
            if rest.starts(with: secret) {
                clean += Array("\(self)".utf8)
                rest = rest.dropFirst(secret.count)
            } else {
                clean.append(byte)
                rest = rest.dropFirst()
            }
        }
        return String(decoding: clean, as: UTF8.self)
    }
}
