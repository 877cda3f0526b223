import HTTPClient

/// Why a call to the conductor has no good answer: one case for each reaction the contract knows, and for each thing that
/// an operator has to mend in another place.
package enum ConductorFailure: Error, Equatable, Sendable, CustomStringConvertible {
    /// The connection could not be made, broke, or took too long.
    case unreachable(String)
    /// The conductor's name, or the proxy's, has no address.
    case nameLookupFailed(String)
    /// There is a peer, but no secure connection with it.
    case tlsFailed(TLSFault, String)
    /// The conductor's certificate cannot be judged: this machine's clock stands where no certificate is valid yet.
    case clockNotSet(now: String, String)
    /// 3xx: the conductor is said to be elsewhere. Nothing is sent there: the token goes only where it was configured to.
    case redirected(status: Int, location: String)
    /// A 2xx that says itself that it is not JSON: the page of a captive portal, or of another server.
    case notConductor(contentType: String, excerpt: String)
    /// 401 to a registration.
    case tokenRejected(message: String)
    /// 404 "Worker not found": register again.
    case unknownWorker
    /// 404 "Not found", or one that is no answer of a conductor: the call is not offered.
    case notOffered
    /// 429 or 503 with `Retry-After`: ask again after that long, held at ``RetryAfter/longest``.
    case retryAfter(Duration, status: Int, message: String)
    /// Any other status that is not 2xx.
    case httpError(status: Int, message: String)
    /// A 2xx whose body is not of the contract: what is wrong with it, and how it begins.
    case malformed(reason: String, excerpt: String)
    /// The body of the answer is longer than is read; nothing of it has been used.
    case answerTooLarge(limit: Int)
    /// The call was given up here.
    case cancelled

    package var description: String {
        switch self {
        case .unreachable(let why), .nameLookupFailed(let why): why
        case .tlsFailed(let fault, let why): "TLS failed: \(fault): \(why)"
        case .clockNotSet(let now, let why):
            "this machine's clock is not set, it says \(now): the conductor's certificate cannot be judged: \(why)"
        case .redirected(let status, let location):
            "the conductor's URL answers \(status), a redirect to \(location), which is not followed"
        case .notConductor(let type, let excerpt):
            "what answers is not a conductor, perhaps a captive portal: \(type): \(excerpt)"
        case .tokenRejected(let message): "the conductor rejects the registration token: \(message)"
        case .unknownWorker: "the conductor does not know this worker"
        case .notOffered: "the conductor does not offer this call"
        case .retryAfter(let duration, let status, let message):
            "the conductor answered \(status), to be asked again in \(duration.components.seconds) s: \(message)"
        case .httpError(let status, let message): "the conductor answered \(status): \(message)"
        case .malformed(let reason, let excerpt): "the conductor's answer is malformed: \(reason): \(excerpt)"
        case .answerTooLarge(let limit): "the conductor's answer is over the limit of \(limit) bytes"
        case .cancelled: "cancelled"
        }
    }

    /// Whether another conductor may serve where this one does not. Not after the conductor's own word: it is the same
    /// at all of them.
    package var concernsThisConductorAlone: Bool {
        switch self {
        case .unreachable, .nameLookupFailed, .tlsFailed, .clockNotSet, .redirected, .notConductor, .malformed,
            .answerTooLarge:
            true
        case .httpError(let status, _): status >= 500
        case .tokenRejected, .unknownWorker, .notOffered, .retryAfter, .cancelled: false
        }
    }
}
