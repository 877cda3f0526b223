/// What is known of the engine.
package enum EngineState: Sendable, Equatable {
    /// It answers.
    case available(EngineVersion)
    /// Nobody answers at its address, or nobody that can be spoken with.
    case unavailable(String)
    /// It takes connections and does not answer, not even a ping.
    case unresponsive(String)
}

/// What `GET /version` tells.
package struct EngineVersion: Sendable, Equatable {
    /// The engine's own version, `20.10.24`.
    package let engine: String
    /// The version of the API that was agreed on.
    package let api: APIVersion
    /// The oldest and the newest version of the API that it speaks.
    package let minimum: APIVersion
    package let maximum: APIVersion
    /// What it is by its first component: `Engine`, `Podman Engine`. Empty where it does not say.
    package let product: String
    package let operatingSystem: String
    /// `amd64`, `arm64`, as Go names them.
    package let architecture: String

    package var isPodman: Bool { product == "Podman Engine" }
}
