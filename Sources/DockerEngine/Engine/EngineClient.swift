import EventLoop
import HTTPClient
import JSON

/// The Docker Engine API (https://docs.docker.com/reference/api/engine/) over its Unix socket or plain TCP.
///
/// The API version is agreed with the engine before the first call, and again after the connection was lost, for it may
/// be another engine that answers next. Every call has a deadline. All calls throw ``EngineError``.
@LoopActor
package final class EngineClient {
    package nonisolated let address: EngineAddress
    private let http: HTTPClient
    private let deadline: Duration
    /// The version in use; nil until the engine has been asked.
    private var version: APIVersion?

    /// - Parameter deadline: For calls that should be answered at once. Those that wait for a container add to it.
    package nonisolated init(address: EngineAddress, http: HTTPClient, deadline: Duration = .seconds(10)) {
        self.address = address
        self.http = http
        self.deadline = deadline
    }

    // MARK: The engine itself

    /// What `GET /version` tells.
    package struct Version: Sendable, Equatable {
        package let engine: String
        package let api: APIVersion
    }

    /// Whether the engine answers. A failed ping forgets the agreed version.
    package func ping() async throws(EngineError) {
        _ = try await exchange(HTTPRequest("GET", url: url("/_ping")), call: "GET /_ping")
    }

    /// Asks the engine for its versions and agrees on one.
    package func connect() async throws(EngineError) -> Version {
        let call = "GET /version"
        let answer = try json(try await exchange(HTTPRequest("GET", url: url("/version")), call: call), call)
        guard let engine = answer["Version"]?.string,
            let maximum = answer["ApiVersion"]?.string.flatMap({ APIVersion($0) })
        else { throw .malformedAnswer(call: call, reason: "Version or ApiVersion is missing") }
        let minimum = answer["MinAPIVersion"]?.string.flatMap { APIVersion($0) } ?? APIVersion(1, 12)
        let agreed = try APIVersion.agreed(minimum: minimum, maximum: maximum)
        version = agreed
        return Version(engine: engine, api: agreed)
    }

    // MARK: Calls

    /// Sends one call; the answer's body as JSON, null for an empty one.
    func call(
        _ method: String, _ path: String, query: [(String, String)] = [], body: JSON? = nil,
        extraTime: Duration = .zero, headers: [(name: String, value: String)] = []
    ) async throws(EngineError) -> JSON {
        let name = "\(method) \(path)"
        let request = try await versioned(method, path, query, body, headers, deadline + extraTime)
        let response = try await exchange(request, call: name)
        return response.body.isEmpty || response.status == 304 ? .null : try json(response, name)
    }

    /// Sends one call whose answer is a stream of JSON values, one a line; `onValue` gets each.
    func stream(
        _ method: String, _ path: String, query: [(String, String)], headers: [(name: String, value: String)],
        inactivity: Duration, _ onValue: @escaping @LoopActor (JSON) -> Void
    ) async throws(EngineError) {
        let name = "\(method) \(path)"
        var request = try await versioned(method, path, query, nil, headers, nil)
        request.inactivityTimeout = inactivity
        let lines = LineReader(onValue)
        if case .unix(let path) = address { request.unixSocket = path }
        let response: HTTPResponse
        do throws(HTTPClientError) {
            response = try await http.stream(request) { lines.take($0) }
        } catch {
            throw translated(error, name)
        }
        try Self.check(response, name)
        lines.finish()
        if let reason = lines.malformed { throw .malformedAnswer(call: name, reason: reason) }
    }

    private func versioned(
        _ method: String, _ path: String, _ query: [(String, String)], _ body: JSON?,
        _ headers: [(name: String, value: String)], _ timeout: Duration?
    ) async throws(EngineError) -> HTTPRequest {
        if version == nil { _ = try await connect() }
        let prefix = version.map { "/v\($0)" } ?? ""
        let queryText = query.map { "\($0)=\(Self.encoded($1))" }.joined(separator: "&")
        var request = HTTPRequest(method, url: url(prefix + path + (query.isEmpty ? "" : "?" + queryText)))
        request.headers = headers
        request.timeout = timeout
        if let body {
            request.headers.append((name: "Content-Type", value: "application/json"))
            request.body = body.bytes
        } else if method == "POST" {
            request.body = []
        }
        return request
    }

    private func exchange(_ request: HTTPRequest, call: String) async throws(EngineError) -> HTTPResponse {
        var request = request
        if case .unix(let path) = address { request.unixSocket = path }
        request.bodyLimit = 16 << 20
        let response: HTTPResponse
        do throws(HTTPClientError) {
            response = try await http.send(request)
        } catch {
            throw translated(error, call)
        }
        try Self.check(response, call)
        return response
    }

    /// 304 is "already so" for start and stop: a success.
    private static func check(_ response: HTTPResponse, _ call: String) throws(EngineError) {
        guard response.status >= 400 || response.status < 200 else { return }
        let message = (try? JSON(parsing: response.body))?["message"]?.string
        let excerpt = message ?? String(decoding: response.body.prefix(300), as: UTF8.self)
        throw .refused(call: call, status: response.status, message: excerpt)
    }

    private func translated(_ error: HTTPClientError, _ call: String) -> EngineError {
        switch error {
        case .timedOut(.connecting), .cannotConnect, .cannotResolve, .unavailable, .connectionLost, .tls, .badURL:
            version = nil
            return .unavailable("\(address): \(error)")
        case .timedOut(.awaitingResponse), .timedOut(.receivingBody), .timedOut(.inactive):
            version = nil
            return .timedOut(call: call)
        case .bodyTooLarge, .headersTooLarge, .malformedResponse, .invalidMethod, .invalidHeader, .failed:
            return .malformedAnswer(call: call, reason: "\(error)")
        case .cancelled: return .cancelled
        }
    }

    private func json(_ response: HTTPResponse, _ call: String) throws(EngineError) -> JSON {
        do throws(JSONParseError) {
            return try JSON(parsing: response.body)
        } catch {
            throw .malformedAnswer(call: call, reason: error.description)
        }
    }

    private func url(_ path: String) -> String {
        switch address {
        case .unix: "http://docker" + path
        case .tcp(let authority): "http://" + authority + path
        }
    }

    /// RFC 3986, section 2.1: everything but unreserved characters.
    static func encoded(_ text: String) -> String {
        var output = ""
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"):
                output.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                let digits = String(byte, radix: 16, uppercase: true)
                output += digits.count == 1 ? "%0\(digits)" : "%\(digits)"
            }
        }
        return output
    }
}
