import EventLoop
import HTTPServer
import Logging

/// A small conductor that keeps the contract (conductor-contract.md, sections 1 and 4): for a first run, for tests, and
/// for sites with a handful of workers.
package final class ReferenceConductor: Sendable {
    /// A worker keeps one connection for its heartbeats and one for its instructions.
    private static let connectionLimit = 8192

    /// Where it listens.
    package let socket: ListeningSocket
    private let server: HTTPServer
    private let routes: ConductorRoutes

    /// Opens the database and binds the port.
    /// - Parameters:
    ///   - database: Path of its SQLite file, made when absent.
    ///   - token: What a worker must know to register.
    ///   - offlineAfter: A worker that has not been heard of for this long is shown as offline; whole seconds.
    package init(
        host: String, port: Int, database: String, token: String, offlineAfter: Duration = .seconds(90),
        logger: Logger
    ) throws {
        let store = try ConductorStore(path: database)
        let disk = WorkerThread(name: "database")
        routes = ConductorRoutes(
            store: store, token: token, offlineAfter: offlineAfter, bell: InstructionBell(),
            heartbeats: HeartbeatBatch(store: store, disk: disk), ledger: HeartbeatLedger(), disk: disk,
            logger: logger)
        socket = try ListeningSocket(host: host, port: port)
        var limits = HTTPLimits()
        limits.connections = Self.connectionLimit
        limits.connectionsPerPeer = Self.connectionLimit  // a whole site may stand behind one address
        server = HTTPServer(limits: limits)
    }

    /// Answers a call without a socket.
    package func answer(_ call: HTTPCall) async -> HTTPAnswer { await routes.table.answer(call) }

    /// - Parameter onFailure: Hears when the listener breaks; the conductor is of no use then.
    package func start(onFailure: @escaping @Sendable (any Error) -> Void) async throws {
        try await server.start(routes.table, on: socket, onFailure: onFailure)
    }

    /// Answers the polls that wait, finishes what has begun, at most two seconds, and closes the port.
    package func stop() async {
        routes.bell.close()
        await server.stop(grace: .seconds(2))
    }
}
