import JSON

/// When the engine starts a container again by itself.
package enum RestartPolicy: Sendable, Equatable {
    case no, always, unlessStopped
    /// 0: without limit.
    case onFailure(maximum: Int)

    var json: JSON {
        switch self {
        case .no: .object(["Name": "no"])
        case .always: .object(["Name": "always"])
        case .unlessStopped: .object(["Name": "unless-stopped"])
        case .onFailure(let maximum):
            .object(["Name": "on-failure", "MaximumRetryCount": .int(Int64(maximum))])
        }
    }
}
