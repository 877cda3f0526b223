import Logging
import NodeProtocol

/// The words of the log for what the link tells.
extension ConductorLink.Notice {
    /// - Parameter lastRequest: The `X-Request-ID` of the call that it came of.
    func log(to logger: Logger, lastRequest: String) {
        switch self {
        case .registered(let id):
            logger.notice(
                "registered with the conductor",
                metadata: ["worker.id": "\(id)", "request.id": "\(lastRequest)"])
        case .identityChanged(let from, let to):
            logger.warning(
                "identity changed: the conductor knows this node by another id",
                metadata: ["from": "\(from)", "to": "\(to)"])
        case .troubled(let problem):
            logger.warning(
                "link to the conductor is not well",
                metadata: [
                    "reason": "\(problem.reason.rawValue)", "detail": "\(problem.detail)",
                    "request.id": "\(lastRequest)",
                ])
        case .recovered:
            logger.notice("link to the conductor is well again")
        case .registeringAgain(let cause):
            logger.notice("registering again", metadata: ["cause": "\(cause.rawValue)"])
        case .addressChanged(let from, let to):
            logger.notice("address changed", metadata: ["from": "\(from)", "to": "\(to)"])
        case .conductorChanged(let url, let failure):
            logger.warning(
                "another conductor is spoken to", metadata: ["url.full": "\(url)", "because": "\(failure)"])
        case .resourcesNotOffered:
            logger.notice("the conductor does not take resource reports; they are offered again later")
        }
    }
}
