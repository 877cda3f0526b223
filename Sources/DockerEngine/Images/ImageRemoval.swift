/// What became of an image that was to be removed.
package enum ImageRemoval: Sendable, Equatable {
    /// The name is gone; of the image's layers these are too, `sha256:…`. Empty while it has another name.
    case removed(deleted: [String])
    case absent
    /// A container is made of it; the engine's words say which.
    case inUse(String)
}
