import EventLoop
import HTTPClient
import JSON
import URIText

/// One call of the API, before it is known in which version it is made.
struct EngineCall {
    var method: String
    /// Without the version.
    var path: String
    var query: [(String, String)]
    var headers: [(name: String, value: String)]
    var body: JSON?
    var bodyStream: HTTPBodyStream?
    /// What it may take beyond the client's deadline.
    var extraTime: Duration
    /// The other limits of a call whose answer is a stream.
    var inactivity: Duration?

    init(
        _ method: String, _ path: String, query: [(String, String)] = [],
        headers: [(name: String, value: String)] = [], body: JSON? = nil, extraTime: Duration = .zero
    ) {
        self.method = method
        self.path = path
        self.query = query
        self.headers = headers
        self.body = body
        self.extraTime = extraTime
    }

    /// What errors name it by.
    var name: String { "\(method) \(path)" }

    func request(base: String, version: APIVersion) -> HTTPRequest {
        let text = query.map { "\($0)=\(PercentEncoding.encoded($1))" }.joined(separator: "&")
        var request = HTTPRequest(method, url: base + "/v\(version)" + path + (query.isEmpty ? "" : "?" + text))
        request.headers = headers
        request.bodyStream = bodyStream
        if let body {
            request.headers.append((name: "Content-Type", value: "application/json"))
            request.body = body.bytes
        } else if method == "POST", bodyStream == nil {
            request.body = []
        }
        return request
    }
}
