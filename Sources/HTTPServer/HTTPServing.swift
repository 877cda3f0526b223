import NIOCore

/// What the connections of one server share.
struct HTTPServing: Sendable {
    let routes: RouteTable
    let limits: HTTPLimits
    let executor: NIOThreadExecutor
    let streams: OpenStreams
    let table: NIOLoopBoundBox<ConnectionTable>
}
