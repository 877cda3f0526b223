/// Why an image could not be had.
package enum PullFailure: Sendable, Equatable {
    /// The registry has no such image, or none for this kind of machine.
    case notFound
    /// The registry wants another login. Some say so of images that they do not have.
    case unauthorized
    /// The registry's certificate cannot be trusted, or it does not speak TLS.
    case tls
    case registryUnreachable
    case noSpace
    /// No byte came for the inactivity limit.
    case stalled
    case invalidReference
    /// The registry wants fewer requests.
    case tooManyRequests

    /// Nil when it cannot be told, and for errors that are not about the image: the engine is gone, the task cancelled.
    package init?(of error: EngineError) {
        let message: String
        switch error {
        case .stalled:
            self = .stalled
            return
        // A status is sure; 404 stands for a refused login too, which only the words tell.
        case .refused(_, let status, let text):
            message = text
            if let kind = Self.kind(of: status, EngineMessages.meaning(of: text)) {
                self = kind
                return
            }
        case .failedInStream(_, let text): message = text
        case .unavailable, .timedOut, .malformedAnswer, .versionMismatch, .unsupported, .invalidRequest, .overloaded,
            .cancelled:
            return nil
        }
        guard let meaning = EngineMessages.meaning(of: message), let kind = Self.kind(of: meaning) else { return nil }
        self = kind
    }

    private static func kind(of status: Int, _ meaning: EngineMessages.Meaning?) -> PullFailure? {
        switch status {
        case 400: .invalidReference
        case 401, 403: .unauthorized
        case 404: meaning == .unauthorized ? .unauthorized : .notFound
        case 429: .tooManyRequests
        default: nil
        }
    }

    private static func kind(of meaning: EngineMessages.Meaning) -> PullFailure? {
        switch meaning {
        case .notFound: .notFound
        case .unauthorized: .unauthorized
        case .tls: .tls
        case .registryUnreachable: .registryUnreachable
        case .noSpace: .noSpace
        case .invalidReference: .invalidReference
        case .tooManyRequests: .tooManyRequests
        case .portInUse, .noMemory: nil
        }
    }
}
