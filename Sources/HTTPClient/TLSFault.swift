/// What is wrong in TLS: what an operator has to do differs with each.
package enum TLSFault: Sendable, Equatable, CustomStringConvertible {
    /// The server's certificate has expired.
    case expired
    /// The server's certificate is not valid yet, or this machine's clock is behind.
    case notYetValid
    /// The server's certificate is for another name.
    case wrongHost
    /// Nobody who is trusted has signed the server's certificate.
    case unknownAuthority
    /// The files of ``TLSFiles`` cannot be used.
    case ownFiles
    /// Anything else: no common version or cipher, a certificate that was revoked, a peer that does not speak TLS.
    case other

    package var description: String {
        switch self {
        case .expired: "the server's certificate has expired"
        case .notYetValid: "the server's certificate is not valid yet"
        case .wrongHost: "the server's certificate is for another host"
        case .unknownAuthority: "the server's certificate is of an unknown authority"
        case .ownFiles: "the files with own certificate, key or authorities cannot be used"
        case .other: "no secure connection"
        }
    }

    /// - Parameter number: What OpenSSL found of the server's certificate: X509_V_ERR_… of
    ///   X509_STORE_CTX_get_error(3). 0 or 1 is what libcurl leaves there when only the name was wrong, which it
    ///   compares itself.
    init(verification number: Int) {
        switch number {
        case 0, 1, 62, 64: self = .wrongHost
        case 9: self = .notYetValid
        case 10: self = .expired
        case 2, 18, 19, 20, 21: self = .unknownAuthority
        default: self = .other
        }
    }
}
