import IPC
import JSON

/// What deployd answers.
package enum ServiceMethods {
    /// All services, by name.
    package enum List: RPCMethod {
        package typealias Params = Nothing
        package typealias Answer = [ServiceStatus]
        package static let name = "services.list"
    }

    /// Takes an instruction of the conductor contract's section 4 from the operator: stored durably before it is
    /// answered, carried out afterwards. A malformed one is answered with "invalid params" and the reason.
    package enum Apply: RPCMethod {
        package typealias Params = JSON
        package struct Answer: Codable, Sendable, Equatable {
            package var instructionID: String
            package init(instructionID: String) { self.instructionID = instructionID }
            private enum CodingKeys: String, CodingKey { case instructionID = "instruction_id" }
        }
        package static let name = "services.apply"
    }

    /// `{"name": "web"}`.
    package struct ServiceName: Codable, Sendable, Equatable {
        package var name: String
        package init(_ name: String) { self.name = name }
    }

    /// Restarts the service's container and answers when that is done; "not found" for an unknown service. Its
    /// caller allows for the container's stop timeout in the deadline.
    package enum Restart: RPCMethod {
        package typealias Params = ServiceName
        package typealias Answer = ServiceStatus
        package static let name = "services.restart"
    }
}
