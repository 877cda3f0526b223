/// What network a container is in.
package enum NetworkChoice: Sendable, Equatable {
    /// The engine's default bridge.
    case standard
    /// `host`, `none` or `container:<name>`.
    case mode(String)
    /// User-defined networks; the first is the container's primary one. Not empty.
    case named([NetworkAttachment])
}
