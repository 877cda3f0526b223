import IPC
import JSON

/// What a service says of itself.
package struct ServiceReport: Codable, Sendable, Equatable {
    /// An object of at most ``limit`` bytes; its members are the service's own affair.
    package var content: JSON
    /// ISO-8601 UTC.
    package var at: String

    /// Bytes of the JSON text.
    package static let limit = 4096

    package init(content: JSON, at: String) {
        self.content = content
        self.at = at
    }
}

extension ServiceMethods {
    /// Takes a report of a service that shows the token its container was given. "Not found" for an unknown service,
    /// "unauthorized" for a wrong token, "invalid params" for what is no object or too long.
    package enum Report: RPCMethod {
        package struct Params: Codable, Sendable {
            package var name: String
            package var token: String
            package var content: JSON
            package init(name: String, token: String, content: JSON) {
                self.name = name
                self.token = token
                self.content = content
            }
        }
        package typealias Answer = Nothing
        package static let name = "services.report"
    }
}
