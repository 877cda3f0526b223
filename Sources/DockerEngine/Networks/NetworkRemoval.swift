/// What became of a network that was to be removed.
package enum NetworkRemoval: Sendable, Equatable {
    case removed
    case absent
    /// Containers are connected to it; the engine's words say more.
    case inUse(String)
}
