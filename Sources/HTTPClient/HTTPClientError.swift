/// Why a request has no response.
package enum HTTPClientError: Error, Equatable, Sendable, CustomStringConvertible {
    /// What was being waited for.
    package enum Phase: String, Sendable {
        case connecting
        case awaitingResponse = "waiting for the response"
        case receivingBody = "receiving the body"
        /// The server fell silent for the request's inactivity timeout.
        case inactive = "the server being silent"
    }

    /// libcurl cannot be loaded.
    case unavailable(String)
    case badURL(String)
    case invalidMethod
    /// The name or the value of the header cannot be sent; the value is not told.
    case invalidHeader(name: String)
    case cannotResolve(String)
    case cannotConnect(String)
    case timedOut(Phase)
    case tls(TLSFault, String)
    case bodyTooLarge(limit: Int)
    case headersTooLarge(limit: Int)
    /// The connection ended before the response did.
    case connectionLost(String)
    /// What came back is not HTTP.
    case malformedResponse(String)
    /// The body of the request could not be made.
    case bodyFailed(String)
    case cancelled
    /// Anything else libcurl reports, with its number.
    case failed(code: UInt32, String)

    package var description: String {
        switch self {
        case .unavailable(let why): "HTTP is unavailable: \(why)"
        case .badURL(let why): "the URL cannot be used: \(why)"
        case .invalidMethod: "the HTTP method is not a token"
        case .invalidHeader(let name): "the header \(String(reflecting: name)) cannot be sent"
        case .cannotResolve(let why): "name lookup failed: \(why)"
        case .cannotConnect(let why): "cannot connect: \(why)"
        case .timedOut(let phase): "timed out: \(phase.rawValue)"
        case .tls(let fault, let why): "TLS failed: \(fault): \(why)"
        case .bodyTooLarge(let limit): "the body of the response is over the limit of \(limit) bytes"
        case .headersTooLarge(let limit): "the headers of the response are over the limit of \(limit) bytes"
        case .connectionLost(let why): "the connection was lost: \(why)"
        case .malformedResponse(let why): "the response is not HTTP: \(why)"
        case .bodyFailed(let why): "the body of the request cannot be sent: \(why)"
        case .cancelled: "cancelled"
        case .failed(let code, let why): "\(why) (libcurl error \(code))"
        }
    }
}
