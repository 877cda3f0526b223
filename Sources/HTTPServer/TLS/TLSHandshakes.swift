import Instruments

/// How the handshakes of a server have come out.
final class TLSHandshakes: Sendable {
    enum Result: String {
        case done
        /// The client speaks HTTP without TLS.
        case plain
        /// The client's certificate is missing or not trusted.
        case clientCertificate = "client_certificate"
        /// No version, cipher or protocol in common, a client that does not trust the server, or what is no TLS.
        case failed
        /// The client has gone, or was too slow.
        case abandoned
        /// The server's own certificate cannot be used, or it has no room.
        case refused
    }

    private let counter = Counter(
        "aerekos_http_tls_handshakes_total", "Handshakes of TLS with the API, by how they came out.",
        labels: ["result"])

    var family: MetricFamily { counter.family }

    func note(_ result: Result) { counter.add(result.rawValue) }
}
