import JSON
import URIText

/// One call of the conductor's interface: method and path below the conductor's URL.
struct ConductorCall {
    let name: String
    let method: String
    let path: String

    static let register = ConductorCall(name: "register", method: "POST", path: "/api/workers/register")

    static func heartbeat(_ worker: WorkerID) -> ConductorCall {
        ConductorCall(name: "heartbeat", method: "POST", path: "\(path(of: worker))/heartbeat")
    }

    static func putResources(_ worker: WorkerID) -> ConductorCall {
        ConductorCall(name: "resources", method: "PUT", path: "\(path(of: worker))/resources")
    }

    static func deployments(_ worker: WorkerID, _ query: String) -> ConductorCall {
        ConductorCall(name: "deployments", method: "GET", path: "\(path(of: worker))/deployments\(query)")
    }

    static func reportStatus(_ worker: WorkerID, of service: String) -> ConductorCall {
        let service = PercentEncoding.encoded(service)
        return ConductorCall(
            name: "service_status", method: "POST", path: "\(path(of: worker))/services/\(service)/status")
    }

    private static func path(of worker: WorkerID) -> String { "/api/workers/\(PercentEncoding.encoded(worker.text))" }
}

/// The id by which a conductor knows this worker. Opaque; never empty, at most 256 bytes of printable text.
package struct WorkerID: Sendable, Hashable, Codable, CustomStringConvertible {
    package let text: String

    package init?(_ text: String) {
        guard !text.isEmpty, text.utf8.count <= 256 else { return nil }
        guard text.unicodeScalars.allSatisfy({ $0.value > 0x20 && $0.value != 0x7F }) else { return nil }
        self.text = text
    }

    package var description: String { text }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let id = WorkerID(try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not a worker id")
        }
        self = id
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }
}
