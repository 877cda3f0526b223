import NIOCore

/// What the connections of one server share.
struct HTTPServing: Sendable {
    let routes: RouteTable
    let limits: HTTPLimits
    let executor: NIOThreadExecutor
    let streams: OpenStreams
    /// For TLS; nil: plain HTTP.
    let certificates: ServerCertificates?
    let table: NIOLoopBoundBox<ConnectionTable>
}
