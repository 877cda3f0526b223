import Conductor
import NodeProtocol

extension ConductorLink {
    /// What is wrong with the link, and the evidence.
    package struct Problem: Sendable, Equatable {
        package let reason: ConductorStatus.Reason
        package let detail: String

        init(_ reason: ConductorStatus.Reason, _ detail: String) {
            self.reason = reason
            self.detail = detail
        }

        init(_ failure: ConductorFailure) {
            detail = failure.description
            switch failure {
            case .unreachable, .cancelled: reason = .unreachable
            case .nameLookupFailed: reason = .nameLookupFailed
            case .tlsFailed: reason = .tlsFailed
            case .clockNotSet: reason = .clockNotSet
            case .redirected: reason = .redirected
            case .notConductor: reason = .notAConductor
            case .tokenRejected: reason = .tokenRejected
            case .unknownWorker: reason = .unknownWorker
            case .notOffered, .retryAfter, .httpError: reason = .conductorError
            case .malformed, .answerTooLarge: reason = .malformedAnswer
            }
        }
    }
}
