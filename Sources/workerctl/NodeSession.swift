import EventLoop
import IPC
import JSON
import NodeProtocol

/// One command's way to the node's programs, and where it prints.
@LoopActor
package final class NodeSession {
    nonisolated let node: any NodeAccess
    package nonisolated let output: Output

    nonisolated init(node: any NodeAccess, output: Output) {
        self.node = node
        self.output = output
    }

    /// A node of this machine.
    package nonisolated convenience init(
        runtimeDirectory: RuntimeDirectory, output: Output, patience: Duration = .seconds(5)
    ) {
        self.init(node: LocalNode(runtimeDirectory, patience: patience), output: output)
    }

    /// Calls the supervisor. Throws ``CommandFailure``.
    /// - Parameter deadline: For the answer; nil for the usual one.
    func supervisor<Method: RPCMethod>(
        _ method: Method.Type, _ params: Method.Params, deadline: Duration? = nil
    ) async throws -> Method.Answer {
        try await call(nil, method, params, deadline: deadline)
    }

    func supervisor<Method: RPCMethod>(_ method: Method.Type) async throws -> Method.Answer
    where Method.Params == Nothing {
        try await supervisor(method, Nothing())
    }

    /// Calls a daemon; the supervisor for nil. Throws ``CommandFailure``.
    func call<Method: RPCMethod>(
        _ subsystem: Subsystem?, _ method: Method.Type, _ params: Method.Params, deadline: Duration? = nil
    ) async throws -> Method.Answer {
        let answer = try await node.call(subsystem, Method.name, try JSON(encoding: params), deadline: deadline)
        do {
            return try answer.decode(Method.Answer.self)
        } catch let error as DecodingError {
            throw CommandFailure(
                status: .failed,
                message: "\(subsystem?.rawValue ?? "supervisor") answers what this workerctl does not understand: "
                    + "\(error.explanation); are both of one version?")
        }
    }

    func call<Method: RPCMethod>(_ subsystem: Subsystem, _ method: Method.Type) async throws -> Method.Answer
    where Method.Params == Nothing {
        try await call(subsystem, method, Nothing())
    }
}
