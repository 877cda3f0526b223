import EventLoop
import IPC
import JSON
import NodeProtocol

/// What the node's operator asks, through apid or workerctl.
extension Reconciler {
    /// Takes one instruction; its id. What is wrong with it is "invalid params", a service that is not there "not found".
    package func applyFromOperator(_ json: JSON) async throws -> String {
        // Each call is an instruction of its own: without an id it gets a new one rather than the hash of its content.
        var json = json
        if case .object(var members) = json, members["id"] == nil {
            members["id"] = .string(Self.makeInstructionID())
            json = .object(members)
        }
        let result = Instruction.parse(json)
        if case .failure(let rejected) = result { throw RPCError.invalidParams(rejected.error.message) }
        let errors = try await apply([result])
        if let error = errors[result.id] { throw Self.rpcError(error) }
        return result.id
    }

    /// Restarts a service and returns its status once that is done.
    package func restartForOperator(_ text: String) async throws -> ServiceStatus {
        guard let name = try? ServiceName(text), status(of: name) != nil else {
            throw RPCError.notFound("there is no service \(String(reflecting: String(text.prefix(80))))")
        }
        let instruction = Instruction(id: Self.makeInstructionID(), service: name, action: .restart)
        let errors = try await apply([.success(instruction)])
        if let error = errors[instruction.id] { throw Self.rpcError(error) }
        if let error = await settle(name) { throw Self.rpcError(error) }
        guard let status = status(of: name) else { throw RPCError.notFound("the service was removed meanwhile") }
        return status
    }

    static func makeInstructionID() -> String {
        let bits = String(UInt128.random(in: 0...UInt128.max), radix: 16)
        return "local-" + String(repeating: "0", count: 32 - bits.utf8.count) + bits
    }

    private static func rpcError(_ error: ServiceError) -> RPCError {
        switch error.type {
        case .unknownService: .notFound(error.message)
        case .invalidConfig, .unknownAction: .invalidParams(error.message)
        case .engineUnavailable, .engineTimeout:
            RPCError(
                code: RPCError.unavailableCode, message: error.message, data: error.json)
        case .imageNotFound, .imagePullFailed, .registryUnauthorized, .registryTLS, .registryUnreachable, .noSpace,
            .pullStalled, .portInUse, .nameConflict, .noResources, .setAside, .exited, .unhealthy, .dependency:
            RPCError(
                code: RPCError.conflictCode, message: error.message, data: error.json)
        }
    }
}
