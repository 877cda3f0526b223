import DaemonLifecycle
import Doctor
import EventLoop
import Glibc
import HTTPServer
import IPC
import Inet
import Instruments
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

    /// Between the end of the listening socket and the word to stop.
    private static let stopPatience = Duration.seconds(5)

    /// - Parameter arguments: what follows the program's name. Never returns.
    package static func run(_ arguments: [String]) -> Never {
        DaemonProgram.run(.apid, arguments, about: "Serves the node's HTTP API.", setUp: setUp)
    }

    @LoopActor
    private static func setUp(_ context: DaemonContext) async throws {
        let configuration = context.configuration
        let logger = context.logger
        let socket = try listeningSocket(context)
        let requests = HTTPMetrics()
        let certificates = certificates(context)
        let server = HTTPServer(certificates: certificates)
        let url = socket.url(isTLS: certificates != nil)
        context.metricsReport = {
            requests.families + (certificates?.metrics ?? []) + [
                .gauge("aerekos_http_connections", "Open connections to the API.", Double(server.connectionCount)),
                .gauge("aerekos_http_streams", "Answers that go on: events, output.", Double(server.streamCount)),
            ]
        }
        let (supervisor, deployd) = (context.client(of: nil), context.client(of: .deployd))
        let others = [
            "supervisor": supervisor, "deployd": deployd, "heartbeatd": context.client(of: .heartbeatd),
            "probed": context.client(of: .probed),
        ]
        let live = LiveNode(
            context.runtimeDirectory, supervisor: supervisor, deployd: deployd,
            events: EventFeed(generation: context.generation), doctor: NodeDoctor(NodePlan(configuration)),
            metrics: MetricsCollector(others, own: { [weak context] in context?.metrics ?? [] }),
            hostRoot: configuration.hostRoot)
        following = live.follow()
        await live.refresh(deadline: .milliseconds(100))
        context.server.on(EventMethods.Past.self) { params, _ in
            EventMethods.Past.Answer(events: try await live.eventHistory.newest(params.limit))
        }
        let node = NodeDescription(configuration, isLoopback: socket.address.isLoopback)
        let routes = NodeRoutes(node, live, logger: logger, metrics: requests)
        try await server.start(routes.table, on: socket) { error in
            if error is ListenerShutDown {
                EventLoop.main.call { awaitStop(logger) }
            } else {
                logger.critical("the HTTP listener failed", metadata: ["error.message": "\(error)"])
                exit(1)  // the supervisor starts another apid on the socket it holds
            }
        }
        context.statusReport = {
            ["url": .string(url), "http_connections": .int(Int64(server.connectionCount))]
        }
        context.onStop { await server.stop(grace: drainTime) }
        if !socket.address.isLoopback, configuration.apiTokens.isEmpty, configuration.apiTokenFile == nil {
            logger.warning("no API_TOKEN: the API can only be read", metadata: ["url.full": "\(url)"])
        }
        logger.info("serving HTTP", metadata: ["url.full": "\(url)"])
    }

    /// The supervisor has another socket for the API and stops this process in order: what was accepted is answered.
    @LoopActor
    private static func awaitStop(_ logger: Logger) {
        logger.notice("the API has moved to another address; waiting to be stopped")
        EventLoop.main.schedule(after: stopPatience) {
            logger.critical("the HTTP listener is gone and nobody has stopped this process")
            exit(1)
        }
    }

    /// As the settings have them; nil for plain HTTP.
    @LoopActor
    private static func certificates(_ context: DaemonContext) -> ServerCertificates? {
        guard let certificate = context.configuration.apiCertificate, let key = context.configuration.apiKey else {
            return nil
        }
        let files = ServerCertificates.Files(
            certificate: certificate, key: key, clientAuthorities: context.configuration.apiClientAuthorities)
        return ServerCertificates(files, logger: context.logger)
    }

    @LoopActor
    private static func listeningSocket(_ context: DaemonContext) throws(SystemError) -> ListeningSocket {
        if let descriptor = context.descriptor(named: "http") { return try ListeningSocket(inherited: descriptor) }
        return try ListeningSocket(host: context.configuration.bindAddress, port: context.configuration.port)
    }

    /// Lives as long as the process.
    @LoopActor private static var following: [RepeatingTimer] = []
}
