import COpenSSL

/// The server's side of one TLS connection: bytes of the network on one side, the client's on the other. It knows no
/// socket.
final class TLSSession {
    enum Outcome {
        case done
        /// As long as the client has sent no more there is nothing to be had.
        case wantsMore
        /// The client has said that it sends no more.
        case ended
        case failed(TLSHandshakes.Result, TLSFault)
    }

    private let connection: OpaquePointer
    private var reason = [CChar](repeating: 0, count: 256)

    init(_ identity: TLSIdentity) { connection = copenssl_connection_new(identity.server) }

    deinit { copenssl_connection_free(connection) }

    /// Takes what has come from the network.
    func put(_ bytes: UnsafeRawBufferPointer) { copenssl_put(connection, bytes.baseAddress, Int32(bytes.count)) }

    func shakeHands() -> Outcome { outcome(copenssl_shake_hands(connection, &reason, reason.count)) }

    /// The next bytes that the client has sent; `count` is how many.
    func read(into bytes: UnsafeMutableRawBufferPointer, _ count: inout Int32) -> Outcome {
        outcome(copenssl_read(connection, bytes.baseAddress, Int32(bytes.count), &count, &reason, reason.count))
    }

    /// Returns false when the connection has failed.
    func write(_ bytes: UnsafeRawBufferPointer) -> Bool {
        copenssl_write(connection, bytes.baseAddress, Int32(bytes.count)) == 0
    }

    /// Tells the client that nothing more is sent.
    func end() { copenssl_end(connection) }

    /// How much is to be sent to the network.
    var pending: Int { copenssl_pending(connection) }

    /// Takes that out; how much it was.
    func take(into bytes: UnsafeMutableRawBufferPointer) -> Int {
        max(0, Int(copenssl_take(connection, bytes.baseAddress, Int32(bytes.count))))
    }

    private func outcome(_ outcome: copenssl_outcome) -> Outcome {
        switch outcome {
        case copenssl_done: .done
        case copenssl_wants_more: .wantsMore
        case copenssl_ended: .ended
        case copenssl_untrusted: .failed(.clientCertificate, TLSFault(reason))
        default: .failed(.failed, TLSFault(reason))
        }
    }
}
