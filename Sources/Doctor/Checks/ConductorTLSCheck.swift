import NodeProtocol

/// Whether the way to the conductor is encrypted, and its certificate trusted.
package enum ConductorTLSCheck {
    /// - Parameter authorities: The file with the authorities that are trusted; nil: the system's.
    package static func finding(_ evidence: ConductorCheck.Evidence, authorities: String?) -> Finding {
        guard let url = evidence.url else { return Finding(.conductorTLS, .ok, "there is no conductor") }
        guard url.hasPrefix("https://") else { return unencrypted(url) }
        let trusted = authorities.map { "an authority in \($0)" } ?? "an authority that this system trusts"
        if let (reason, detail) = evidence.failure {
            switch reason {
            case .tlsFailed: return Finding(.conductorTLS, .problem, detail, remedy: remedy(authorities, URLHost(url)))
            case .clockNotSet:
                return Finding(.conductorTLS, .problem, detail, remedy: "set this machine's clock: see the check clock")
            case .starting, .unreachable, .nameLookupFailed, .notConfigured:
                return Finding(.conductorTLS, .unknown, "there was no connection to judge")
            case .redirected, .notAConductor, .tokenRejected, .conductorError, .malformedAnswer, .unknownWorker,
                .sharedIdentity, .identityUnusable:
                break  // somebody has answered, over TLS
            }
        } else if evidence.asked == nil, evidence.link?.isWell != true {
            return Finding(.conductorTLS, .unknown, "there was no connection to judge")
        }
        return Finding(.conductorTLS, .ok, "the certificate of \(url) is of \(trusted)")
    }

    private static func remedy(_ authorities: String?, _ host: URLHost?) -> String {
        let whom =
            authorities.map { "the authority is looked for in \($0) (CONDUCTOR_CA_FILE)" }
            ?? "a private authority belongs into CONDUCTOR_CA_FILE; that of the system is in the package ca-certificates"
        let name = host.map { $0.name.contains(":") ? "[\($0.name)]:\($0.port)" : "\($0.name):\($0.port)" }
        return "\(whom); names and dates: openssl s_client -connect \(name ?? "HOST:443") -showcerts"
    }

    private static func unencrypted(_ url: String) -> Finding {
        let host = URLHost(url)
        guard host?.isLoopback == true else {
            return Finding(
                .conductorTLS, .warning,
                "\(url) is not encrypted: the token and all instructions can be read on the way",
                remedy: "use an https URL in CONDUCTOR_URL, or a tunnel")
        }
        return Finding(.conductorTLS, .ok, "\(url) is this machine itself and needs no encryption")
    }
}
