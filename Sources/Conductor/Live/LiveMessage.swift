import JSON

/// What the conductor says on its live channel.
package enum LiveMessage: Sendable, Equatable {
    /// The answer to `worker:register`.
    case registered(WorkerID?)
    /// The answer to `worker:ping`.
    case pong
    /// It cannot do what it was asked for.
    case refusal(String)
    /// Nothing that concerns a worker.
    case other

    package init(_ name: String, _ payload: JSON) {
        switch name {
        case "worker:registered": self = .registered(payload["workerId"]?.string.flatMap(WorkerID.init))
        case "worker:pong": self = .pong
        case "error": self = .refusal(payload["message"]?.string ?? "it does not say why")
        default: self = .other
        }
    }
}
