import COpenSSL

/// A certificate with its key, and whom clients have to be signed by, as read from their files: what connections are
/// made with.
final class TLSIdentity: @unchecked Sendable {
    // OpenSSL's context counts its references under a lock, and is not changed after it was made.
    let server: OpaquePointer

    /// Throws what is wrong with the files.
    init(_ files: ServerCertificates.Files) throws(TLSFault) {
        var reason = [CChar](repeating: 0, count: 256)
        guard
            let server = copenssl_server_new(
                files.certificate, files.key, files.clientAuthorities, &reason, reason.count)
        else { throw TLSFault(reason) }
        self.server = server
    }

    deinit { copenssl_server_free(server) }
}
