import CCurl
import EventLoop

/// One request on its way through libcurl, with what has arrived so far.
///
/// libcurl writes into it from within its own calls; nobody else is called from there, because libcurl must not be
/// entered twice. ``HTTPClient`` hands the chunks on afterwards.
final class Transfer {
    /// Hears of the response as it comes; without one the body is collected.
    struct Stream {
        let onHead: @LoopActor (Int, HTTPHeaders) -> Void
        let onChunk: @LoopActor ([UInt8]) -> Void
    }

    /// The most header bytes that are kept.
    static let headerLimit = 64 * 1024

    let easy: UnsafeMutableRawPointer
    let request: HTTPRequest
    private let stream: Stream?
    private var requestHeaders: UnsafeMutablePointer<curl_slist>?
    /// CURLOPT_ERRORBUFFER: CURL_ERROR_SIZE bytes.
    private let message = UnsafeMutablePointer<CChar>.allocate(capacity: Int(CURL_ERROR_SIZE))

    private var status = 0
    private var headers = HTTPHeaders()
    private var headerBytes = 0
    private var isInsideHead = false
    private var hasHead = false
    private var hasToldHead = false
    /// The body so far, or what of it has not been handed to the stream yet.
    private var received: [UInt8] = []
    private var refusal: HTTPClientError?
    private(set) var lastActivity = MonotonicInstant.now

    init(_ request: HTTPRequest, _ stream: Stream?) throws(HTTPClientError) {
        guard let easy = ccurl_easy_init() else { throw .unavailable("libcurl is out of memory") }
        self.easy = easy
        self.request = request
        self.stream = stream
        message.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
        try configure()
    }

    deinit {
        ccurl_easy_cleanup(easy)
        ccurl_list_free(requestHeaders)
        message.deallocate()
    }

    // MARK: The request

    private func configure() throws(HTTPClientError) {
        ccurl_set_pointer(easy, CURLOPT_ERRORBUFFER, message)
        ccurl_set_long(easy, CURLOPT_NOSIGNAL, 1)
        ccurl_set_long(easy, CURLOPT_FOLLOWLOCATION, 0)
        ccurl_set_long(easy, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1)
        ccurl_set_long(easy, CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_1_1))
        ccurl_set_long(easy, CURLOPT_TCP_KEEPALIVE, 1)
        ccurl_set_long(easy, CURLOPT_TCP_KEEPIDLE, 30)
        ccurl_set_long(easy, CURLOPT_TCP_KEEPINTVL, 10)
        ccurl_abandon_lookups(easy)  // an older libcurl waits for the lookup instead
        try check(ccurl_allow_only_http(easy))
        try check(ccurl_set_string(easy, CURLOPT_URL, request.url))
        try setTimeouts()
        if let path = request.unixSocket {
            try check(ccurl_set_string(easy, CURLOPT_UNIX_SOCKET_PATH, path))
            try check(ccurl_set_string(easy, CURLOPT_PROXY, ""))
        }
        try setMethodAndBody()
        try setHeaders()
        try receiveHere()
    }

    private func setTimeouts() throws(HTTPClientError) {
        try check(ccurl_set_long(easy, CURLOPT_CONNECTTIMEOUT_MS, Self.milliseconds(request.connectTimeout)))
        if let timeout = request.timeout {
            try check(ccurl_set_long(easy, CURLOPT_TIMEOUT_MS, Self.milliseconds(timeout)))
        }
    }

    /// At least 1: to libcurl 0 means "no limit".
    private static func milliseconds(_ duration: Duration) -> Int {
        Int(clamping: min(max(1, duration.nanoseconds / 1_000_000), Int64(Int32.max)))
    }

    private func setMethodAndBody() throws(HTTPClientError) {
        let method = request.method
        switch (method, request.body) {
        case ("HEAD", nil):
            try check(ccurl_set_long(easy, CURLOPT_NOBODY, 1))
        case ("GET", nil), ("DELETE", nil):
            try check(ccurl_set_string(easy, CURLOPT_CUSTOMREQUEST, method))
        case (_, let body):
            let code = (body ?? []).withUnsafeBytes { ccurl_set_body(easy, $0.baseAddress, $0.count) }
            try check(code)
            try check(ccurl_set_string(easy, CURLOPT_CUSTOMREQUEST, method))
        }
    }

    private func setHeaders() throws(HTTPClientError) {
        for (name, value) in request.headers { try add(value.isEmpty ? "\(name);" : "\(name): \(value)") }
        // libcurl would ask for permission to send a large body, and call every body a form.
        for name in ["Expect", "Content-Type"] where !request.hasHeader(name) { try add("\(name):") }
        try check(ccurl_set_list(easy, CURLOPT_HTTPHEADER, requestHeaders))
    }

    private func add(_ line: String) throws(HTTPClientError) {
        guard let list = ccurl_list_append(requestHeaders, line) else {
            throw .unavailable("libcurl is out of memory")
        }
        requestHeaders = list
    }

    private func check(_ code: CURLcode) throws(HTTPClientError) {
        if code != CURLE_OK { throw error(for: code) }
    }

    // MARK: The response

    private func receiveHere() throws(HTTPClientError) {
        let context = Unmanaged.passUnretained(self).toOpaque()
        try check(ccurl_set_pointer(easy, CURLOPT_HEADERDATA, context))
        try check(ccurl_set_pointer(easy, CURLOPT_WRITEDATA, context))
        let onHeader: ccurl_data_function = { bytes, size, count, context in
            Transfer.take(bytes, size * count, context) { $0.receiveHeader($1) }
        }
        let onBody: ccurl_data_function = { bytes, size, count, context in
            Transfer.take(bytes, size * count, context) { $0.receiveBody($1) }
        }
        try check(ccurl_set_data_function(easy, CURLOPT_HEADERFUNCTION, onHeader))
        try check(ccurl_set_data_function(easy, CURLOPT_WRITEFUNCTION, onBody))
    }

    /// Returns what libcurl expects: the count for "go on", another number to end the transfer.
    private static func take(
        _ bytes: UnsafeMutablePointer<CChar>?, _ count: Int, _ context: UnsafeMutableRawPointer?,
        _ body: (Transfer, UnsafeRawBufferPointer) -> HTTPClientError?
    ) -> Int {
        guard let context, let bytes, count > 0 else { return count }
        let transfer = Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue()
        transfer.lastActivity = .now
        transfer.refusal = body(transfer, UnsafeRawBufferPointer(start: bytes, count: count))
        return transfer.refusal == nil ? count : 0
    }

    /// One whole line. Interim responses (1xx) come before the real one; trailers, after the body, are left out.
    private func receiveHeader(_ bytes: UnsafeRawBufferPointer) -> HTTPClientError? {
        headerBytes += bytes.count
        guard headerBytes <= Self.headerLimit else { return .headersTooLarge(limit: Self.headerLimit) }
        let line = String(decoding: bytes, as: UTF8.self).trimmingLineEnd
        if !isInsideHead {
            guard line.hasPrefix("HTTP/") else { return nil }
            headers = HTTPHeaders()
            isInsideHead = true
        } else if line.isEmpty {
            isInsideHead = false
            ccurl_get_long(easy, CURLINFO_RESPONSE_CODE, &status)
            hasHead = status >= 200
        } else if let colon = line.firstIndex(of: ":") {
            headers.append(name: String(line[..<colon]), value: line[line.index(after: colon)...].trimmingBlanks)
        }
        return nil
    }

    private func receiveBody(_ bytes: UnsafeRawBufferPointer) -> HTTPClientError? {
        guard isStreaming || received.count + bytes.count <= request.bodyLimit else {
            return .bodyTooLarge(limit: request.bodyLimit)
        }
        received.append(contentsOf: bytes)
        return nil
    }

    /// Whether chunks go to the stream: the body of an error is collected instead.
    private var isStreaming: Bool { stream != nil && (200..<300).contains(status) }

    /// Hands on what has arrived. Not to be called from within libcurl.
    @LoopActor
    func deliver() {
        guard let stream, hasHead else { return }
        if !hasToldHead {
            hasToldHead = true
            stream.onHead(status, headers)
        }
        guard isStreaming, !received.isEmpty else { return }
        let chunk = received
        received = []
        stream.onChunk(chunk)
    }

    /// The end of the transfer, as libcurl tells it.
    func outcome(_ code: CURLcode) -> Result<HTTPResponse, HTTPClientError> {
        if let refusal { return .failure(refusal) }
        guard code == CURLE_OK else { return .failure(error(for: code)) }
        guard hasHead else { return .failure(.malformedResponse("it has no final status")) }
        return .success(HTTPResponse(status: status, headers: headers, body: received))
    }

    private func error(for code: CURLcode) -> HTTPClientError {
        let detail = String(cString: message)
        let text = detail.isEmpty ? String(cString: ccurl_message(code)) : detail
        return switch code {
        case CURLE_URL_MALFORMAT: .badURL(text)
        case CURLE_UNSUPPORTED_PROTOCOL, CURLE_WEIRD_SERVER_REPLY, CURLE_BAD_CONTENT_ENCODING:
            .malformedResponse(text)
        case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY: .cannotResolve(text)
        case CURLE_COULDNT_CONNECT: .cannotConnect(text)
        case CURLE_OPERATION_TIMEDOUT: .timedOut(phase)
        case CURLE_GOT_NOTHING, CURLE_PARTIAL_FILE, CURLE_SEND_ERROR, CURLE_RECV_ERROR: .connectionLost(text)
        case CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CERTPROBLEM, CURLE_SSL_CIPHER,
            CURLE_SSL_CACERT_BADFILE, CURLE_SSL_ISSUER_ERROR, CURLE_SSL_INVALIDCERTSTATUS:
            .tls(text)
        default: .failed(code: code.rawValue, text)
        }
    }

    private var isConnected: Bool {
        var microseconds: curl_off_t = 0
        ccurl_get_size(easy, CURLINFO_PRETRANSFER_TIME_T, &microseconds)
        return microseconds > 0
    }

    private var phase: HTTPClientError.Phase {
        guard isConnected else { return .connecting }
        return hasHead ? .receivingBody : .awaitingResponse
    }
}

extension StringProtocol {
    fileprivate var trimmingLineEnd: String {
        var text = Substring(self)
        while let last = text.last, last.isNewline { text.removeLast() }
        return String(text)
    }

    fileprivate var trimmingBlanks: String {
        var text = Substring(self)
        while let first = text.first, first == " " || first == "\t" { text.removeFirst() }
        while let last = text.last, last == " " || last == "\t" { text.removeLast() }
        return String(text)
    }
}
