import HTTPServer
import JSON

/// What a conductor demands of the members of a body (docs/conductor-openapi.yaml). Absent and null are the same, and
/// members that are not named here are nobody's business.
struct RequestForm: Sendable {
    indirect enum Member: Sendable {
        case text
        case integer
        case oneOf([String])
        case object(RequestForm)
    }

    /// Those that every reader of JSON has exactly: RFC 8259, section 6.
    static let exactNumbers: ClosedRange<Int64> = -9_007_199_254_740_991...9_007_199_254_740_991

    let members: [String: Member]

    /// Throws 400, naming the member, for one that is there and not of its form.
    func check(_ object: [String: JSON], path: String = "") throws(HTTPFault) {
        for (name, member) in members.sorted(by: { $0.key < $1.key }) {
            guard let value = object[name], !value.isNull else { continue }
            try Self.check(value, member, path + name)
        }
    }

    private static func check(_ value: JSON, _ member: Member, _ path: String) throws(HTTPFault) {
        switch member {
        case .text: if value.string == nil { throw wrong(path, "a string", value) }
        case .integer:
            guard let number = value.int, exactNumbers.contains(Int64(number)) else {
                throw wrong(path, "a whole number of at most 53 bits", value)
            }
        case .oneOf(let words):
            guard let word = value.string, words.contains(word) else {
                throw HTTPFault.badRequest("\(path): expected one of \(words.joined(separator: ", "))")
            }
        case .object(let form):
            guard let members = value.object else { throw wrong(path, "an object", value) }
            try form.check(members, path: path + ".")
        }
    }

    private static func wrong(_ path: String, _ expected: String, _ found: JSON) -> HTTPFault {
        .badRequest("\(path): expected \(expected), found \(found.kind)")
    }
}

extension RequestForm {
    static let registration = RequestForm(members: [
        "hostname": .text, "ip_address": .text, "worker_id": .text, "resources": .object(RequestForm(members: [:])),
    ])

    static let status = RequestForm(members: [
        "status": .oneOf([
            "pending", "pulling", "starting", "running", "unhealthy", "stopped", "failed", "removed", "rolled_back",
            "success",
        ]),
        "instruction_id": .text, "action": .text, "container_id": .text, "image": .text, "image_digest": .text,
        "health": .text, "exit_code": .integer, "restart_count": .integer, "started_at": .text, "at": .text,
        "error": .object(RequestForm(members: ["type": .text, "message": .text])),
        "report": .object(RequestForm(members: [:])), "dropped": .integer,
    ])

    static let instruction = RequestForm(members: ["id": .text])
}
