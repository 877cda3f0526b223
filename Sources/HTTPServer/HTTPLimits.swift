import NIOCore

/// What a server lets its clients take of it: in number, in time, in bytes.
package struct HTTPLimits: Sendable {
    /// Connections at a time. When there are as many, one that waits for its client makes way for a new one.
    package var connections = 256
    /// Connections at a time from one address, or one IPv6 network of 64 bits; not from this machine, where a proxy may
    /// stand for everybody.
    package var connectionsPerPeer = 64
    /// From the connection, or from a later request's first byte, until its headers are whole; a handshake of TLS is in it.
    package var headTime = Duration.seconds(10)
    /// From there until its body is.
    package var bodyTime = Duration.seconds(20)
    /// Between two requests.
    package var idleTime = Duration.seconds(75)
    /// Until the client has taken an answer, or the next 64 kB of it.
    package var writeTime = Duration.seconds(30)
    /// After the last answer, until the client has closed its side. To close at once could take the answer from one that
    /// is still sending.
    package var lingerTime = Duration.seconds(2)
    /// How often the times are looked at.
    package var lookInterval = Duration.seconds(1)
    /// The longest request target, in bytes.
    package var target = 8 * 1024
    /// All header fields of a request, in bytes; also the longest one.
    package var head = 16 * 1024
    package var headerFields = 100
    /// What is read of a request that will be refused, and of what its body is wrapped in, in bytes.
    package var discarded = 1 << 20

    package init() {}
}

extension Duration {
    var amount: TimeAmount {
        let (seconds, attoseconds) = components
        return .nanoseconds(seconds * 1_000_000_000 + attoseconds / 1_000_000_000)
    }
}
