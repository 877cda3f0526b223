/// Why a call to the conductor has no good answer: one case for each reaction the contract knows.
package enum ConductorFailure: Error, Equatable, Sendable, CustomStringConvertible {
    /// The connection could not be made, broke, or took too long.
    case unreachable(String)
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
        case .unreachable(let why): why
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
}
