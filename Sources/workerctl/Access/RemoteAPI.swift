import EventLoop
import HTTPClient
import JSON
import URIText

/// A node's HTTP API, spoken to with a token.
@LoopActor
final class RemoteAPI {
    /// Without a slash at its end.
    nonisolated let url: String
    /// As it may be shown: without a login that is in it.
    nonisolated let name: String
    nonisolated let token: String?
    nonisolated let tls: TLSFiles?
    private let http = HTTPClient()
    /// How long an answer may take that needs no work.
    private static let patience = Duration.seconds(15)

    nonisolated init(url: String, token: String?, tls: TLSFiles?) {
        var url = Substring(url)
        while url.hasSuffix("/") { url.removeLast() }
        self.url = String(url)
        name = URLLogin.masked(self.url, with: "***")
        self.token = token
        self.tls = tls
    }

    private func request(_ method: String, _ path: String, accept: String) -> HTTPRequest {
        var request = HTTPRequest(method, url: url + path)
        request.headers = [("Accept", accept)]
        if let token { request.headers.append(("Authorization", "Bearer " + token)) }
        request.tls = tls
        return request
    }

    /// The answer's body, of a 2xx. Throws ``CommandFailure``.
    /// - Parameter retries: For so long a 503 that says when it may be otherwise is asked again.
    func send(
        _ method: String, _ path: String, timeout: Duration? = nil, retries: Duration = .zero
    ) async throws -> JSON {
        var request = request(method, path, accept: "application/json")
        request.timeout = timeout ?? Self.patience
        request.bodyLimit = 16 << 20
        let end = MonotonicInstant.now.advanced(by: retries)
        var response = try await send(request)
        while response.status == 503, let wait = response.headers["Retry-After"].flatMap(Int64.init),
            MonotonicInstant.now.advanced(by: .seconds(wait)) < end
        {
            try await LoopActor.sleep(for: .seconds(wait))
            response = try await send(request)
        }
        let body = try? JSON(parsing: response.body)
        guard (200..<300).contains(response.status) else { throw refusal(response.status, body, path) }
        guard let body else { throw misunderstood("\(path) is not JSON") }
        return body
    }

    private func send(_ request: HTTPRequest) async throws -> HTTPResponse {
        do throws(HTTPClientError) { return try await http.send(request) } catch { throw unreachable(error) }
    }

    /// An answer that is read while it comes, of a 2xx. Throws ``CommandFailure``.
    func open(_ path: String, accept: String, headers: [(name: String, value: String)] = []) async throws
        -> StreamedResponse
    {
        var request = request("GET", path, accept: accept)
        request.headers += headers
        request.timeout = nil
        request.headTimeout = .seconds(30)
        let stream: StreamedResponse
        do throws(HTTPClientError) { stream = try await http.open(request) } catch { throw unreachable(error) }
        guard !(200..<300).contains(stream.status) else { return stream }
        var body: [UInt8] = []
        do throws(HTTPClientError) { body = try await stream.rest(limit: 64 * 1024) } catch { throw unreachable(error) }
        throw refusal(stream.status, try? JSON(parsing: body), path)
    }

    func unreachable(_ error: HTTPClientError) -> CommandFailure {
        let hint: String
        switch error {
        case .tls(.other, _):
            hint = "; does the API speak TLS there (API_TLS_CERT)? Else it is http://"
        case .tls:
            hint = "; an authority of your own goes into --ca-file, a certificate that the node asks for into --cert"
        // Of TLS 1.3: who asks for a certificate says so when the handshake is over for the client.
        case .connectionLost where url.hasPrefix("https:"):
            hint =
                tls?.certificate.map { "; does the node trust the certificate in \($0)?" }
                ?? "; a certificate that the node asks for goes into --cert"
        case .badURL, .invalidMethod, .invalidHeader: hint = "; is --url right?"
        case .unavailable, .cannotResolve, .cannotConnect, .timedOut, .bodyTooLarge, .headersTooLarge, .connectionLost,
            .malformedResponse, .bodyFailed, .cancelled, .failed:
            hint = "; does the node run, with BIND_ADDRESS set to an address that is reached from here?"
        }
        return CommandFailure(status: .unreachable, message: "\(name) cannot be reached: \(error)\(hint)")
    }

    func misunderstood(_ what: String) -> CommandFailure {
        CommandFailure(
            status: .failed,
            message:
                "\(name) does not answer as a node of a version that this workerctl knows: \(what); is it a node's API?"
        )
    }

    private func refusal(_ status: Int, _ body: JSON?, _ path: String) -> CommandFailure {
        let message = body?["error"]?["message"]?.string ?? "status \(status) of \(path)"
        switch status {
        case 401:
            let hint =
                token == nil ? "give a token: --token-file, or WORKERCTL_TOKEN" : "the token is not one of the node's"
            return CommandFailure(status: .failed, message: "\(message) (\(hint))")
        case 403:
            return CommandFailure(
                status: .failed,
                message: token == nil ? "\(message) (give a token: --token-file, or WORKERCTL_TOKEN)" : message)
        case 503: return CommandFailure(status: .unreachable, message: message)
        case 404 where body?["error"] == nil || message == "Not found":
            return misunderstood("\(path) is not there")
        default: return CommandFailure(status: .failed, message: message)
        }
    }
}
