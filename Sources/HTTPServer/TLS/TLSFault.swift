/// Why there is no TLS, in OpenSSL's words.
struct TLSFault: Error, CustomStringConvertible {
    let description: String

    /// - Parameter reason: A text of C, up to its zero.
    init(_ reason: [CChar]) {
        description = String(decoding: reason.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
