import DaemonLifecycle
import Doctor
import EventLoop
import Glibc
import HTTPServer
import JSON
import Logging
import NodeAPI
import NodeProtocol
import Settings
import StatusCache

/// apid: the node's HTTP API. Reads the status cache, asks the supervisor and deployd, keeps nothing itself.
package enum APIProgram {
    /// A request that has begun may take this long when the daemon is told to stop.
    private static let drainTime = Duration.milliseconds(4500)

    /// - Parameter arguments: what follows the program's name. Never returns.
    package static func run(_ arguments: [String]) -> Never {
        DaemonProgram.run(.apid, arguments, about: "Serves the node's HTTP API.", setUp: setUp)
    }

    @LoopActor
    private static func setUp(_ context: DaemonContext) async throws {
        let configuration = context.configuration
        let logger = context.logger
        let socket = try listeningSocket(context)
        let live = LiveNode(
            cache: StatusReader(path: context.runtimeDirectory.statusCache), supervisor: context.client(of: nil),
            deployd: context.client(of: .deployd), events: EventFeed(generation: context.generation),
            doctor: NodeDoctor(NodePlan(configuration)))
        following = live.follow()
        await live.refresh(deadline: .milliseconds(100))
        let node = NodeDescription(configuration, isLoopback: socket.isLoopback)
        let server = HTTPServer(logger: logger)
        try await server.start(NodeRoutes(node, live, logger: logger).table, on: socket) { error in
            logger.critical("the HTTP listener failed", metadata: ["error": "\(error)"])
            exit(1)  // the supervisor starts another apid on the socket it holds
        }
        context.statusReport = {
            ["url": .string(socket.url), "http_connections": .int(Int64(server.connectionCount))]
        }
        context.metricsReport = { ["http_connections": Double(server.connectionCount)] }
        context.onStop { await server.stop(grace: drainTime) }
        if !socket.isLoopback, configuration.apiToken == nil {
            logger.warning("no API_TOKEN: the API can only be read", metadata: ["url": "\(socket.url)"])
        }
        logger.info("serving HTTP", metadata: ["url": "\(socket.url)"])
    }

    @LoopActor
    private static func listeningSocket(_ context: DaemonContext) throws(SystemError) -> ListeningSocket {
        if let descriptor = context.descriptor(named: "http") { return try ListeningSocket(inherited: descriptor) }
        return try ListeningSocket(host: context.configuration.bindAddress, port: context.configuration.port)
    }

    /// Lives as long as the process.
    @LoopActor private static var following: [RepeatingTimer] = []
}
