import HTTPClient
import JSON

/// What came back of a call, and whether it is what a conductor says: between here and there may be portals, proxies and
/// servers that are none.
struct ConductorAnswer {
    private let response: HTTPResponse
    /// The time of day in seconds since 1970.
    private let now: () -> Int
    /// A text of the conductor's as it may be shown: bounded, and without the token.
    private let printable: (String) -> String

    init(_ response: HTTPResponse, now: @escaping () -> Int, printable: @escaping (String) -> String) {
        self.response = response
        self.now = now
        self.printable = printable
    }

    var status: Int { response.status }
    var headers: HTTPHeaders { response.headers }
    var isEmpty: Bool { response.body.isEmpty }

    /// Passes a 2xx; tells every other status apart as the contract does.
    func check() throws(ConductorFailure) {
        guard !(200..<300).contains(status) else { return }
        switch status {
        case 300..<400:
            throw .redirected(status: status, location: printable(headers["location"] ?? "nowhere"))
        case 404:
            if error == "Worker not found" { throw .unknownWorker }
            // In the contract's form but with other words: the call is there, and what it was about is not.
            let isAnswered = error != nil && error != "Not found"
            throw isAnswered ? .httpError(status: status, message: message) : .notOffered
        case 429, 503:
            guard let wait = headers["retry-after"].flatMap({ RetryAfter.parse($0, now: now()) })
            else { throw .httpError(status: status, message: message) }
            throw .retryAfter(wait, status: status, message: message)
        default:
            throw .httpError(status: status, message: message)
        }
    }

    /// Calls that concern one worker answer with the worker; what else is an object comes from somebody else.
    var record: WorkerRecord {
        get throws(ConductorFailure) {
            guard let worker = try object["worker"], worker.object != nil else { throw malformed("worker is missing") }
            return WorkerRecord(worker)
        }
    }

    var object: JSON {
        get throws(ConductorFailure) {
            try check()
            if let type = headers["content-type"], !Self.isJSON(type) {
                throw .notConductor(contentType: printable(type), excerpt: excerpt)
            }
            let json = try json
            guard json.object != nil else { throw malformed("not an object") }
            return json
        }
    }

    /// `application/json` or another type with JSON's structure, RFC 6839; parameters do not matter.
    private static func isJSON(_ type: String) -> Bool {
        let name = String(type.prefix { $0 != ";" && $0 != " " }).lowercased()
        return name == "application/json" || name.hasSuffix("+json")
    }

    private var json: JSON {
        get throws(ConductorFailure) {
            do throws(JSONParseError) {
                return try JSON(parsing: response.body)
            } catch {
                throw malformed(error.description)
            }
        }
    }

    func malformed(_ reason: String) -> ConductorFailure { .malformed(reason: reason, excerpt: excerpt) }

    /// The message of an error body, or else how the body begins.
    var message: String { error.map(printable) ?? excerpt }

    /// Nil for an answer that is no error of the contract's form.
    private var error: String? {
        let body = try? JSON(parsing: response.body)  // one that is not JSON is shown as it is
        return body?["error"]?["message"]?.string
    }

    private var excerpt: String {
        response.body.isEmpty ? "no body" : printable(String(decoding: response.body.prefix(512), as: UTF8.self))
    }
}
