import JSON

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
        let service = percentEncoded(service)
        return ConductorCall(
            name: "service_status", method: "POST", path: "\(path(of: worker))/services/\(service)/status")
    }

    private static func path(of worker: WorkerID) -> String { "/api/workers/\(percentEncoded(worker.text))" }

    /// All but the unreserved characters of RFC 3986; a component of dots alone, which would climb, likewise.
    static func percentEncoded(_ component: String) -> String {
        let isDots = component == "." || component == ".."
        return component.utf8.reduce(into: "") { text, byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "~"):
                text.unicodeScalars.append(Unicode.Scalar(byte))
            case UInt8(ascii: ".") where !isDots:
                text += "."
            default:
                let digits = String(byte, radix: 16, uppercase: true)
                text += digits.count == 1 ? "%0\(digits)" : "%\(digits)"
            }
        }
    }
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
