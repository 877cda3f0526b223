/// Whom to trust and who to be in TLS: paths of PEM files, read with each new connection.
package struct TLSFiles: Sendable, Equatable {
    /// The authorities that may have signed the server's certificate; nil: the system's.
    package var authorities: String?
    /// The client's own certificate and its key; nil: none is shown.
    package var certificate: String?
    package var key: String?

    package init(authorities: String? = nil, certificate: String? = nil, key: String? = nil) {
        self.authorities = authorities
        self.certificate = certificate
        self.key = key
    }
}
