/// An image that this node has pulled, as the store keeps it.
package struct PulledImage: Sendable, Equatable {
    /// `sha256:…`
    package let id: String
    /// The names it was pulled by.
    package var references: [String]
    /// How long it has not been used.
    package var unused: Duration

    package init(id: String, references: [String], unused: Duration = .zero) {
        self.id = id
        self.references = references
        self.unused = unused
    }
}
