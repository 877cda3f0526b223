import COpenSSL

/// Certificates and keys are tried at start as they will be used, so that a wrong one is told there, by its key, and not
/// as a failure of the network.
extension ConfigurationReader {
    /// A PEM file with at least one certificate.
    /// - Parameter isRead: Otherwise only the path is looked at: a daemon that starts again while the file is being
    ///   replaced tells of it in its status, and does not end.
    package mutating func certificates(_ key: String, isRead: Bool) -> String? {
        guard let path = path(key) else { return nil }
        if isRead { check(key, path, copenssl_check_authorities) }
        return path
    }

    /// A PEM file with a certificate and one with its key; both or neither.
    package mutating func certificateAndKey(
        _ certificateKey: String, _ keyKey: String, areRead: Bool
    ) -> (certificate: String?, key: String?) {
        let (certificate, key) = (path(certificateKey), path(keyKey))
        switch (certificate, key) {
        case (let certificate?, let key?):
            guard areRead, check(certificateKey, certificate, copenssl_check_certificate),
                check(keyKey, key, copenssl_check_key)
            else { break }
            check(keyKey, key) { copenssl_check_pair(certificate, $0, $1, $2) }
        case (_?, nil) where raw(keyKey) == nil:
            reject(keyKey, "", allowed: "the key that goes with \(certificateKey)")
        case (nil, _?) where raw(certificateKey) == nil:
            reject(certificateKey, "", allowed: "the certificate that goes with \(keyKey)")
        case (_, nil), (nil, _): break  // rejected already, or not set
        }
        return (certificate, key)
    }

    /// What the API speaks TLS with: a certificate and its key, and the authorities of clients.
    package mutating func apiTLS(areRead: Bool) -> (certificate: String?, key: String?, clientAuthorities: String?) {
        let (certificate, key) = certificateAndKey("API_TLS_CERT", "API_TLS_KEY", areRead: areRead)
        let authorities = certificates("API_TLS_CLIENT_CA", isRead: areRead)
        if areRead, let certificate, copenssl_is_loaded() == 0 {
            reject("API_TLS_CERT", certificate, allowed: "nothing where OpenSSL (libssl.so.3) is not installed")
        }
        if authorities != nil, raw("API_TLS_CERT") == nil, raw("API_TLS_KEY") == nil {
            reject("API_TLS_CERT", "", allowed: "the API's own certificate that goes with API_TLS_CLIENT_CA")
        }
        return (certificate, key, authorities)
    }

    private typealias Check = (UnsafePointer<CChar>?, UnsafeMutablePointer<CChar>?, Int) -> Int32

    @discardableResult
    private mutating func check(_ key: String, _ path: String, _ check: Check) -> Bool {
        guard readTextFile(path) != nil else {
            reject(key, path, allowed: "a PEM file that this user can read")
            return false
        }
        var reason = [CChar](repeating: 0, count: 256)
        guard check(path, &reason, reason.count) == 0 else {
            let text = String(decoding: reason.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
            mistakes.append("\(key)=\"\(path)\": \(text)")
            return false
        }
        return true
    }
}
