import EventLoop
import JSON

/// A method with the shapes of its parameters and its result; server and client are both derived from it.
package protocol RPCMethod {
    associatedtype Params: Codable & Sendable
    associatedtype Answer: Codable & Sendable
    static var name: String { get }
}

/// Parameters, or an answer, that carry nothing: `{}`.
package struct Nothing: Codable, Sendable, Equatable {
    package init() {}
}

extension IPCServer {
    /// Answers a method with a function of its typed parameters.
    package func on<Method: RPCMethod>(
        _ method: Method.Type, _ body: @escaping @LoopActor (Method.Params, IPCPeer) async throws -> Method.Answer
    ) {
        onAsync(Method.name) { params, peer in
            try JSON(encoding: try await body(try params.decode(Method.Params.self), peer))
        }
    }
}

extension IPCClient {
    /// Calls a method and waits for its answer. Throws ``IPCCallError``.
    package func call<Method: RPCMethod>(
        _ method: Method.Type, _ params: Method.Params, deadline: Duration? = nil
    ) async throws -> Method.Answer {
        let answer = try await call(Method.name, try JSON(encoding: params), deadline: deadline)
        do {
            return try answer.decode(Method.Answer.self)
        } catch let error as DecodingError {
            throw IPCCallError.malformedAnswer(method: Method.name, reason: error.explanation)
        }
    }

    package func call<Method: RPCMethod>(
        _ method: Method.Type, deadline: Duration? = nil
    ) async throws -> Method.Answer where Method.Params == Nothing {
        try await call(method, Nothing(), deadline: deadline)
    }
}
