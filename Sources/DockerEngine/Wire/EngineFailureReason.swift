/// What went wrong when a container could not be started, as far as the engine's message tells (``EngineMessages``).
package enum EngineFailureReason: Sendable, Equatable {
    case portInUse
    case noSpace
    case noMemory

    package init?(of error: EngineError) {
        let message: String
        switch error {
        case .refused(_, let status, let text) where status >= 500: message = text
        case .failedInStream(_, let text): message = text
        case .refused, .unavailable, .timedOut, .stalled, .malformedAnswer, .versionMismatch, .unsupported,
            .invalidRequest, .overloaded, .cancelled:
            return nil
        }
        switch EngineMessages.meaning(of: message) {
        case .portInUse: self = .portInUse
        case .noSpace: self = .noSpace
        case .noMemory: self = .noMemory
        case .notFound, .unauthorized, .tls, .registryUnreachable, .invalidReference, .tooManyRequests, nil: return nil
        }
    }
}
