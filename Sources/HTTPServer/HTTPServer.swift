import EventLoop
import Glibc
import Logging
import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization

/// Serves a route table on a listening socket, HTTP/1.1, with one NIO thread.
///
/// It takes a socket that is bound, which is what lets a supervisor keep the port open while the process behind it
/// changes. SwiftNIO carries the bytes and decodes requests; everything else of a connection is ``HTTPConnection``.
package final class HTTPServer: Sendable {
    /// A stop leaves connections this long to be taken over from the listener and to send the request that they were
    /// made for: to close one that was accepted a moment ago would lose it.
    private static let lingerTime = TimeAmount.milliseconds(50)

    private let loop: any NIOCore.EventLoop
    private let group: MultiThreadedEventLoopGroup
    private let executor: NIOThreadExecutor
    private let limits: HTTPLimits
    private let certificates: ServerCertificates?
    private let streams = OpenStreams()
    private let count: ConnectionCount
    private let table: NIOLoopBoundBox<ConnectionTable>
    private let listener = Mutex<(any Channel)?>(nil)

    /// - Parameter certificates: For TLS; nil: plain HTTP.
    package init(limits: HTTPLimits = HTTPLimits(), certificates: ServerCertificates? = nil) {
        self.limits = limits
        self.certificates = certificates
        group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        loop = group.any()
        executor = NIOThreadExecutor(loop)
        let count = ConnectionCount()
        self.count = count
        table = NIOLoopBoundBox.makeBoxSendingValue(ConnectionTable(limits, count), eventLoop: loop)
    }

    /// How many connections are open.
    package var connectionCount: Int { count.value.load(ordering: .relaxed) }

    /// How many streams are being sent.
    package var streamCount: Int { streams.count }

    /// Begins to serve `socket`, which is the server's from now on.
    /// - Parameter onFailure: Hears when the listener breaks: the server accepts no more and cannot mend it. The error is
    ///   ``ListenerShutDown`` when another process has ended the socket. What was accepted is served on.
    package nonisolated(nonsending) func start(
        _ routes: RouteTable, on socket: ListeningSocket, onFailure: @escaping @Sendable (any Error) -> Void
    ) async throws {
        let serving = HTTPServing(
            routes: routes, limits: limits, executor: executor, streams: streams, certificates: certificates,
            table: table)
        let channel = try await ServerBootstrap(group: group)
            .serverChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(ListenerFailure(onFailure))
                }
            }
            .childChannelOption(.allowRemoteHalfClosure, value: true)
            .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
            // What one read may bring is what a client can have waiting here in requests that it does not wait with.
            .childChannelOption(.recvAllocator, value: FixedSizeRecvByteBufferAllocator(capacity: 4096))
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture { try Self.setUp(channel, serving) }
            }
            .withBoundSocket(socket.descriptor).get()
        listener.withLock { $0 = channel }
    }

    private static func setUp(_ channel: any Channel, _ serving: HTTPServing) throws {
        var limits = NIOHTTPDecoderLimitConfiguration()
        limits.maxHeaderFieldSize = serving.limits.head
        limits.maxHeaderListSize = serving.limits.head + serving.limits.target
        limits.maxHeaderFieldCount = serving.limits.headerFields
        let connection = HTTPConnection(channel, serving)
        if let certificates = serving.certificates {
            try channel.pipeline.syncOperations.addHandler(TLSHandler(certificates))
        }
        let decoder = ByteToMessageHandler(HTTPRequestDecoder(limitConfiguration: limits))
        try channel.pipeline.syncOperations.addHandlers([RequestBytes(of: connection), decoder, connection])
        do throws(HTTPFault) {
            try serving.table.value.admit(connection)
        } catch {
            connection.turnAway(error)
        }
    }

    /// Accepts no more, ends streams at once, lets requests that have begun, or begin within a moment, finish within `grace`, and closes what
    /// is left then.
    package nonisolated(nonsending) func stop(grace: Duration) async {
        guard let listener = listener.withLock({ $0 }) else { return }
        streams.endAll()
        listener.setOption(.autoRead, value: false).whenFailure { _ in listener.close(promise: nil) }
        let (table, loop) = (table, loop)
        let isEmpty = loop.makePromise(of: Void.self)
        loop.scheduleTask(in: Self.lingerTime) {
            listener.close(promise: nil)
            table.value.quiesce()
            table.value.whenEmpty(isEmpty)
        }
        let cutOff = loop.scheduleTask(in: grace.amount) { table.value.closeAll() }
        // It is only ever completed.
        try? await isEmpty.futureResult.get()
        cutOff.cancel()
        try? await listener.closeFuture.get()
    }
}

/// The listening socket was ended, with shutdown(2), by another process that has it too.
package struct ListenerShutDown: Error {}

/// Hears when the listener breaks. A connection that broke before it was accepted is none of its failures.
private final class ListenerFailure: ChannelInboundHandler, Sendable {
    typealias InboundIn = any Channel
    private let onFailure: @Sendable (any Error) -> Void

    init(_ onFailure: @escaping @Sendable (any Error) -> Void) { self.onFailure = onFailure }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        // accept(2): the socket does not listen.
        let isShutDown = (error as? IOError)?.errnoCode == EINVAL
        onFailure(isShutDown ? ListenerShutDown() : error)
    }
}
