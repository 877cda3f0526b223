/// The states of a container, in the engine's words.
package enum ContainerState: String, Sendable, CaseIterable {
    case created, running, paused, restarting, removing, exited, dead

    /// Also takes the words that only Podman has.
    init?(word: String) {
        switch word {
        case "configured", "initialized": self = .created
        case "stopping": self = .running
        case "stopped": self = .exited
        default: self.init(rawValue: word)
        }
    }
}
