import JSON

/// What went wrong with a call, as its caller is told: the error object of JSON-RPC 2.0, section 5.1.
package struct RPCError: Error, Equatable, CustomStringConvertible, Sendable {
    package let code: Int
    package let message: String
    /// The evidence, machine-readable.
    package let data: JSON?

    package init(code: Int, message: String, data: JSON? = nil) {
        self.code = code
        self.message = message
        self.data = data
    }

    package var description: String { message }

    package static func parseError(_ reason: String) -> RPCError { RPCError(code: -32700, message: reason) }
    package static func invalidRequest(_ reason: String) -> RPCError { RPCError(code: -32600, message: reason) }
    package static func methodNotFound(_ name: String) -> RPCError {
        RPCError(code: -32601, message: "there is no method \"\(name)\"")
    }
    package static func invalidParams(_ reason: String) -> RPCError { RPCError(code: -32602, message: reason) }
    package static func internalError(_ reason: String) -> RPCError { RPCError(code: -32603, message: reason) }
    /// Something the call names does not exist; the node's own code.
    package static func notFound(_ what: String) -> RPCError { RPCError(code: notFoundCode, message: what) }
    package static let notFoundCode = -32004
    /// The state of things does not allow it now; the node's own code.
    package static func conflict(_ why: String) -> RPCError { RPCError(code: conflictCode, message: why) }
    package static let conflictCode = -32009
    /// The caller has not shown who he is; the node's own code.
    package static func unauthorized(_ why: String) -> RPCError { RPCError(code: unauthorizedCode, message: why) }
    package static let unauthorizedCode = -32001
    /// Something the daemon depends on is not there; the node's own code.
    package static func unavailable(_ why: String) -> RPCError { RPCError(code: unavailableCode, message: why) }
    package static let unavailableCode = -32003
}

/// One message of JSON-RPC 2.0. Batches are not used between our processes; an array is an invalid request.
package enum RPCMessage: Equatable, Sendable {
    /// `id` is a string, an integer or null, as the caller chose it.
    /// `requestID` tells of which request to the node it is a part; a member of our own: `"meta": {"request_id": …}`.
    case request(id: JSON, method: String, params: JSON, requestID: String? = nil)
    case notification(method: String, params: JSON)
    case response(id: JSON, Result<JSON, RPCError>)
}

extension RPCMessage {
    /// Reads the payload of a frame. The error is what to answer: -32700 for what is not JSON, -32600 for JSON that is
    /// not a message.
    package init(parsing payload: ArraySlice<UInt8>) throws(RPCError) {
        let json: JSON
        do throws(JSONParseError) {
            json = try JSON(parsing: payload)
        } catch {
            throw .parseError(error.description)
        }
        guard json["jsonrpc"] == "2.0" else { throw .invalidRequest("not a JSON-RPC 2.0 message") }
        let id = json["id"]
        switch id {
        case nil, .null, .string, .int: break
        case .bool, .double, .array, .object: throw .invalidRequest("id must be a string, an integer or null")
        }
        if let method = json["method"] {
            guard let name = method.string else { throw .invalidRequest("method must be a string") }
            let params = json["params"] ?? .object([:])
            let requestID = json["meta"]?["request_id"]?.string
            self =
                id.map { .request(id: $0, method: name, params: params, requestID: requestID) }
                ?? .notification(method: name, params: params)
        } else if let error = json["error"] {
            guard let id, let code = error["code"]?.int, let message = error["message"]?.string else {
                throw .invalidRequest("a malformed error response")
            }
            self = .response(id: id, .failure(RPCError(code: code, message: message, data: error["data"])))
        } else if let id, let result = json["result"] {
            self = .response(id: id, .success(result))
        } else {
            throw .invalidRequest("neither a request nor a response")
        }
    }

    package var json: JSON {
        switch self {
        case .request(let id, let method, let params, let requestID):
            var members: [String: JSON] = ["jsonrpc": "2.0", "id": id, "method": .string(method), "params": params]
            members["meta"] = requestID.map { ["request_id": .string($0)] }
            return .object(members)
        case .notification(let method, let params):
            return ["jsonrpc": "2.0", "method": .string(method), "params": params]
        case .response(let id, .success(let result)):
            return ["jsonrpc": "2.0", "id": id, "result": result]
        case .response(let id, .failure(let error)):
            var members: [String: JSON] = ["code": .int(Int64(error.code)), "message": .string(error.message)]
            members["data"] = error.data
            return ["jsonrpc": "2.0", "id": id, "error": .object(members)]
        }
    }
}
