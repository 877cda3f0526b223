import EventLoop
import NodeProtocol

/// Works out what instructions change, one after the other, without changing anything yet.
struct InstructionBatch {
    private(set) var change = StoreChange()
    /// By instruction id.
    private(set) var errors: [String: ServiceError] = [:]
    private var services: [ServiceName: DesiredService]
    private var names: Set<ServiceName> = []

    init(_ services: [ServiceName: DesiredService]) { self.services = services }

    /// What is wanted now of the services that were changed.
    var changed: [DesiredService] { names.sorted().compactMap { services[$0] } }

    mutating func take(_ result: Result<Instruction, RejectedInstruction>) {
        change.applied.append(result.id)
        defer { change.saved = changed }
        switch result {
        case .failure(let rejected):
            errors[rejected.id] = rejected.error
            change.end(rejected.id, rejected.action, of: rejected.service ?? .unnamed, rejected.error)
        case .success(let instruction):
            let name = instruction.service
            do throws(ServiceError) {
                guard let desired = try DesiredService.applying(instruction, to: services[name]) else {
                    return change.end(instruction.id, instruction.action.name, of: name, nil)
                }
                services[name] = desired
                names.insert(name)
            } catch {
                errors[instruction.id] = error
                change.end(instruction.id, instruction.action.name, of: name, error)
            }
        }
    }
}

extension Result<Instruction, RejectedInstruction> {
    /// The instruction's id, whatever became of it.
    package var id: String {
        switch self {
        case .success(let instruction): instruction.id
        case .failure(let rejected): rejected.id
        }
    }
}

extension StoreChange {
    /// Puts the end of an instruction into the outbox.
    mutating func end(
        _ id: String, _ action: String?, of service: ServiceName, _ error: ServiceError?,
        _ status: ServiceStatus? = nil
    ) {
        let body = ServiceStatus.finalReport(
            instructionID: id, action: action, error: error, of: status, at: Timestamp.now())
        finals.append((service: service, instructionID: id, body: body))
    }
}
