/// Why a call to the engine has no result.
package enum EngineError: Error, Equatable, Sendable, CustomStringConvertible {
    /// Nobody answers at its address.
    case unavailable(String)
    /// It accepted the call and did not answer in time.
    case timedOut(call: String)
    /// It answers, but what it was asked to do has come no further for that long (a pull whose registry is silent).
    case stalled(call: String, after: Duration)
    /// It answered with an error status; `message` is the member of that name in its body.
    case refused(call: String, status: Int, message: String)
    /// It reported an error inside a stream that had begun as a success (`errorDetail` of a pull).
    case failedInStream(call: String, message: String)
    /// What it answered is not of the API.
    case malformedAnswer(call: String, reason: String)
    /// It no longer speaks, or does not yet speak, any version of the API that we do.
    case versionMismatch(minimum: APIVersion, maximum: APIVersion)
    /// It lacks something that was asked for, mostly because it is too old.
    case unsupported(String)
    /// What was asked for cannot be sent: it would mean something else on the wire.
    case invalidRequest(String)
    /// More calls wait for it than are let wait.
    case overloaded(call: String)
    /// The caller's task was cancelled.
    case cancelled

    package var status: Int? {
        guard case .refused(_, let status, _) = self else { return nil }
        return status
    }

    package var description: String {
        switch self {
        case .unavailable(let why): "the container engine is not reachable: \(why)"
        case .timedOut(let call): "the container engine did not answer in time: \(call)"
        case .stalled(let call, let time): "no progress for \(time.components.seconds) s: \(call)"
        case .refused(let call, let status, let message): "\(message) (\(call): status \(status))"
        case .failedInStream(let call, let message): "\(message) (\(call))"
        case .malformedAnswer(let call, let reason): "unexpected answer of the container engine to \(call): \(reason)"
        case .versionMismatch(let minimum, let maximum):
            "the container engine speaks API versions \(minimum) to \(maximum), this node \(APIVersion.oldest) to \(APIVersion.newest)"
        case .unsupported(let what): "the container engine does not support it: \(what)"
        case .invalidRequest(let why): why
        case .overloaded(let call): "too many calls wait for the container engine: \(call)"
        case .cancelled: "cancelled"
        }
    }
}
