import EventLoop

/// The body of a request, made piece by piece as the server takes it.
package struct HTTPBodyStream: Sendable {
    /// How many bytes all pieces have together; nil sends them chunked (RFC 9112, section 7.1).
    package var length: Int64?
    /// The next piece, not empty; nil after the last. It is asked only when the one before has been sent. What it throws
    /// ends the transfer with ``HTTPClientError/bodyFailed(_:)``.
    package var next: @LoopActor @Sendable () async throws -> [UInt8]?

    package init(length: Int64?, next: @escaping @LoopActor @Sendable () async throws -> [UInt8]?) {
        self.length = length
        self.next = next
    }
}
