import CPage

/// The page at `/`: one document with its style and script inside, and what a browser may do with it.
enum PageDocument {
    /// Put together for each request: it is asked for rarely, and lies among the program's constants otherwise.
    static var bytes: [UInt8] {
        [cpage_head, cpage_style, cpage_body, cpage_script, cpage_end].flatMap { text(of: $0) }
    }

    /// Content Security Policy Level 3: nothing but the very style and script of the document, which a browser knows by
    /// their hashes, and connections to where it came from. Script cannot turn text into markup (Trusted Types).
    static let policy = [
        "default-src 'none'", "script-src '\(source(cpage_script))'", "style-src '\(source(cpage_style))'",
        "connect-src 'self'", "img-src data:", "base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'",
        "require-trusted-types-for 'script'", "trusted-types 'none'",
    ].joined(separator: "; ")

    private static func source(_ piece: cpage_piece) -> String { "sha256-" + base64(SHA256.hash(text(of: piece))) }

    private static func text(of piece: cpage_piece) -> UnsafeBufferPointer<UInt8> {
        UnsafeBufferPointer(start: piece.bytes, count: piece.count)
    }

    /// RFC 4648, section 4.
    static func base64(_ bytes: [UInt8]) -> String {
        let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
        var text: [UInt8] = []
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let group = bytes[start..<min(start + 3, bytes.count)]
            let bits = group.reduce(UInt32(0)) { $0 << 8 | UInt32($1) } << (8 * UInt32(3 - group.count))
            for index in 0..<4 {
                text.append(
                    index <= group.count ? letters[Int(bits >> (18 - 6 * UInt32(index)) & 63)] : UInt8(ascii: "="))
            }
        }
        return String(decoding: text, as: UTF8.self)
    }
}
