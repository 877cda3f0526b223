import Glibc
import HummingbirdCore
import Logging
import NIOCore
import NIOPosix
import Synchronization

/// Serves a route table on a listening socket, HTTP/1.1, with one NIO thread.
///
/// Hummingbird's server binds its socket itself; this one takes a bound one, which is what lets a supervisor keep the
/// port open while the process behind it changes. Connections, headers and bodies are Hummingbird's.
package final class HTTPServer: Sendable {
    /// A connection without traffic is closed after this.
    private static let idleTimeout = TimeAmount.seconds(75)

    /// A stop leaves connections this long to be taken over from the listener and to send the request that they were
    /// made for: to close one that was accepted a moment ago would lose it.
    private static let lingerTime = TimeAmount.milliseconds(50)

    private let group: MultiThreadedEventLoopGroup
    private let executor: NIOThreadExecutor
    private let logger: Logger
    private let connectionLimit: Int
    private let streams = OpenStreams()
    private let state = Mutex(State())

    private struct State {
        var listener: (any Channel)?
        var serving: Task<Void, Never>?
        var connections: [ObjectIdentifier: any Channel] = [:]
    }

    /// - Parameter connectionLimit: One more connection is closed at accept.
    package init(logger: Logger, connectionLimit: Int = 256) {
        self.connectionLimit = connectionLimit
        group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        executor = NIOThreadExecutor(group.any())
        self.logger = logger
    }

    /// How many connections are open.
    package var connectionCount: Int { state.withLock { $0.connections.count } }

    /// How many streams are being sent.
    package var streamCount: Int { streams.count }

    /// Begins to serve `socket`, which is the server's from now on.
    /// - Parameter onFailure: Hears when the listener breaks: the server accepts no more and cannot mend it.
    package nonisolated(nonsending) func start(
        _ routes: RouteTable, on socket: ListeningSocket, onFailure: @escaping @Sendable (any Error) -> Void
    ) async throws {
        var quiet = logger
        quiet.logLevel = .critical  // a peer that breaks off is no event
        let http = HTTP1Channel(
            responder: { [streams] request, writer, channel in
                try await HTTPExchange.serve(request, writer, routes, on: channel, streams)
            },
            configuration: .init(idleTimeout: Self.idleTimeout))
        let listener = try await withTaskExecutorPreference(executor) { [quiet, group] in
            try await ServerBootstrap(group: group)
                .childChannelOption(.allowRemoteHalfClosure, value: true)
                .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
                .bind(socket.descriptor) { channel in
                    let connection = http.setup(channel: channel, logger: quiet).flatMapThrowing { connection in
                        try ConnectionPersistence.install(on: channel)
                        return connection
                    }
                    if !self.admit(channel) { connection.whenComplete { _ in channel.close(promise: nil) } }
                    return connection
                }
        }
        // stop() waits for this task, or the end of the process does.
        let serving = Task(executorPreference: executor) { [quiet] in
            do {
                try await listener.executeThenClose { connections in
                    try await withThrowingDiscardingTaskGroup { group in
                        for try await connection in connections {
                            group.addTask { await http.handle(value: connection, logger: quiet) }
                        }
                    }
                }
            } catch {
                onFailure(error)
            }
        }
        state.withLock {
            $0.listener = listener.channel
            $0.serving = serving
        }
    }

    /// Accepts no more, ends streams at once, lets requests that have begun, or begin within a moment, finish within `grace`, and closes what
    /// is left then.
    package nonisolated(nonsending) func stop(grace: Duration) async {
        let (listener, serving) = state.withLock { ($0.listener, $0.serving) }
        guard let listener, let serving else { return }
        streams.endAll()
        listener.setOption(.autoRead, value: false).whenFailure { _ in listener.close(promise: nil) }
        let quiesce = listener.eventLoop.scheduleTask(in: Self.lingerTime) {
            listener.close(promise: nil)
            for connection in self.state.withLock({ Array($0.connections.values) }) {
                connection.pipeline.fireUserInboundEventTriggered(ChannelShouldQuiesceEvent())
            }
        }
        let cutOff = listener.eventLoop.scheduleTask(in: .nanoseconds(grace.inNanoseconds)) {
            for connection in self.state.withLock({ Array($0.connections.values) }) { connection.close(promise: nil) }
        }
        await serving.value
        quiesce.cancel()
        cutOff.cancel()
    }

    private func admit(_ channel: any Channel) -> Bool {
        let id = ObjectIdentifier(channel)
        let isAdmitted = state.withLock { state in
            guard state.connections.count < connectionLimit else { return false }
            state.connections[id] = channel
            return true
        }
        if isAdmitted {
            channel.closeFuture.whenComplete { _ in self.state.withLock { $0.connections[id] = nil } }
        }
        return isAdmitted
    }
}

extension Duration {
    var inNanoseconds: Int64 {
        let (seconds, attoseconds) = components
        return seconds * 1_000_000_000 + attoseconds / 1_000_000_000
    }
}
