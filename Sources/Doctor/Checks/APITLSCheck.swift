/// Whether the API's certificate can be used, and how long it still can.
package enum APITLSCheck {
    package enum Certificate: Sendable, Equatable {
        /// The API speaks plain HTTP.
        case none
        case seen(String, secondsLeft: Int64)
        case unusable(String, String)
        case unknown(String)
    }

    /// So much before its end a certificate should have been renewed.
    private static let warningTime: Int64 = 14 * 86400

    package static func finding(_ certificate: Certificate, asksForCertificates: Bool) -> Finding {
        switch certificate {
        case .none: return Finding(.apiTLS, .ok, "the API speaks plain HTTP: there is no API_TLS_CERT")
        case .unknown(let why): return Finding(.apiTLS, .unknown, why)
        case .unusable(let path, let why):
            return Finding(
                .apiTLS, .problem, "\(path): \(why)",
                remedy: "put a PEM file there that the node can read; it is taken without a restart")
        case .seen(let path, let left) where left <= 0:
            return Finding(.apiTLS, .problem, "\(path) is no longer valid, since \(words(-left))", remedy: remedy(path))
        case .seen(let path, let left):
            let clients = asksForCertificates ? ", and clients show one of their own" : ""
            let evidence = "\(path) is valid for \(words(left))\(clients)"
            guard left < warningTime else { return Finding(.apiTLS, .ok, evidence) }
            return Finding(.apiTLS, .warning, evidence, remedy: remedy(path))
        }
    }

    private static func words(_ seconds: Int64) -> String {
        let (days, hours) = (seconds / 86400, seconds / 3600)
        return days >= 2 ? "\(days) days" : hours >= 2 ? "\(hours) hours" : "\(seconds / 60) minutes"
    }

    private static func remedy(_ path: String) -> String {
        "renew it: a new certificate in \(path), with its key in API_TLS_KEY, is taken without a restart"
    }
}
