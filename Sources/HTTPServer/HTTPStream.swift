/// A body that is made while it is being sent: server-sent events, a log that is followed.
package struct HTTPStream: Sendable {
    package let contentType: String
    package let source: any HTTPStreamSource
    /// A client that takes nothing for this long is cut off. What it has not taken by then is a piece or two here, and
    /// what the kernel keeps for it.
    package let patience: Duration

    package init(_ contentType: String, _ source: any HTTPStreamSource, patience: Duration = .seconds(30)) {
        self.contentType = contentType
        self.source = source
        self.patience = patience
    }

    /// The same, ended before the first piece at which `isAllowed` does not hold.
    func sent(while isAllowed: @escaping @Sendable () -> Bool) -> HTTPStream {
        HTTPStream(contentType, GuardedStream(source, isAllowed), patience: patience)
    }
}

/// Where the pieces of a stream come from.
///
/// The server asks for one piece at a time, and for the next when the connection has taken it: so a slow client slows
/// its own stream down and nothing else, and nothing piles up for it.
package protocol HTTPStreamSource: AnyObject, Sendable {
    /// The next piece, waited for; nil at the end.
    func next() async -> [UInt8]?
    /// The client is gone, or the server stops: a ``next()`` that waits and all after it return nil. Called from any
    /// thread, more than once, and always before the stream is let go of.
    func end()
}

private final class GuardedStream: HTTPStreamSource {
    private let source: any HTTPStreamSource
    private let isAllowed: @Sendable () -> Bool

    init(_ source: any HTTPStreamSource, _ isAllowed: @escaping @Sendable () -> Bool) {
        self.source = source
        self.isAllowed = isAllowed
    }

    func next() async -> [UInt8]? {
        let piece = await source.next()
        if isAllowed() { return piece }
        source.end()
        return nil
    }

    func end() { source.end() }
}
