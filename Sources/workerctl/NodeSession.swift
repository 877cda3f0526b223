import EventLoop
import IPC
import JSON
import NodeProtocol

/// The connections of one command to the node's programs, and where it prints.
@LoopActor
package final class NodeSession {
    nonisolated let runtimeDirectory: RuntimeDirectory
    package nonisolated let output: Output
    /// How long an answer may take that needs no work. The machine may be busy.
    private nonisolated let patience: Duration
    private var clients: [String: IPCClient] = [:]

    package nonisolated init(
        runtimeDirectory: RuntimeDirectory, output: Output, patience: Duration = .seconds(5)
    ) {
        self.runtimeDirectory = runtimeDirectory
        self.output = output
        self.patience = patience
    }

    /// Calls the supervisor. Throws ``CommandFailure``.
    /// - Parameter deadline: For the answer; nil for the usual one.
    func supervisor<Method: RPCMethod>(
        _ method: Method.Type, _ params: Method.Params, deadline: Duration? = nil
    ) async throws -> Method.Answer {
        try await call(
            method, params, at: runtimeDirectory.supervisorSocket, name: "supervisor", deadline: deadline ?? patience)
    }

    func supervisor<Method: RPCMethod>(_ method: Method.Type) async throws -> Method.Answer
    where Method.Params == Nothing {
        try await supervisor(method, Nothing())
    }

    /// Hears of what the supervisor tells its subscribers, also after it was lost and has come back, until this object
    /// is released.
    /// - Parameter onConnection: Connected (nil), or why not.
    func followSupervisor(
        _ method: String, topic: String, onConnection: @escaping @LoopActor (IPCCallError?) -> Void,
        _ handler: @escaping @LoopActor (JSON) -> Void
    ) {
        let client = clients[runtimeDirectory.supervisorSocket] ?? IPCClient(path: runtimeDirectory.supervisorSocket)
        clients[runtimeDirectory.supervisorSocket] = client
        client.onConnectionChange = onConnection
        client.subscribe(method, topic: topic, handler)
    }

    /// Calls a daemon. Throws ``CommandFailure``.
    func call<Method: RPCMethod>(
        _ subsystem: Subsystem, _ method: Method.Type, _ params: Method.Params, deadline: Duration? = nil
    ) async throws -> Method.Answer {
        let path = runtimeDirectory.socket(of: subsystem)
        return try await call(method, params, at: path, name: subsystem.rawValue, deadline: deadline ?? patience)
    }

    func call<Method: RPCMethod>(_ subsystem: Subsystem, _ method: Method.Type) async throws -> Method.Answer
    where Method.Params == Nothing {
        try await call(subsystem, method, Nothing())
    }

    private func call<Method: RPCMethod>(
        _ method: Method.Type, _ params: Method.Params, at path: String, name: String, deadline: Duration
    ) async throws -> Method.Answer {
        let client = clients[path] ?? IPCClient(path: path)
        clients[path] = client
        do {
            return try await client.call(method, params, deadline: deadline)
        } catch let error as IPCCallError {
            throw Self.failure(error, of: name)
        }
    }

    private static func failure(_ error: IPCCallError, of name: String) -> CommandFailure {
        switch error {
        case .unreachable(let cause):
            CommandFailure(status: .unreachable, message: "\(name) cannot be reached (\(cause)); is the node running?")
        case .disconnected, .deadlineExceeded:
            CommandFailure(status: .unreachable, message: "\(name) does not answer: \(error)")
        case .refused, .malformedAnswer:
            CommandFailure(status: .failed, message: "\(error)")
        }
    }
}
