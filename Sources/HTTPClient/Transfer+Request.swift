import CCurl
import EventLoop

/// The request, as libcurl wants to be told of it.
extension Transfer {
    func configure() throws(HTTPClientError) {
        ccurl_set_pointer(easy, CURLOPT_ERRORBUFFER, message)
        ccurl_set_long(easy, CURLOPT_NOSIGNAL, 1)
        ccurl_set_long(easy, CURLOPT_FOLLOWLOCATION, 0)
        ccurl_set_long(easy, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1)
        let version = request.mayUseHTTP2 ? CURL_HTTP_VERSION_2TLS : CURL_HTTP_VERSION_1_1
        ccurl_set_long(easy, CURLOPT_HTTP_VERSION, Int(version))
        // Rather another stream of a connection that is being made than a connection of one's own. Not without TLS, where
        // libcurl learns from the first answer that there are no streams: a question that is held would hold all others.
        let mayShare = request.mayUseHTTP2 && request.url.hasPrefix("https:")
        ccurl_set_long(easy, CURLOPT_PIPEWAIT, mayShare ? 1 : 0)
        ccurl_set_long(easy, CURLOPT_TCP_KEEPALIVE, 1)
        ccurl_set_long(easy, CURLOPT_TCP_KEEPIDLE, 30)
        ccurl_set_long(easy, CURLOPT_TCP_KEEPINTVL, 10)
        ccurl_abandon_lookups(easy)  // an older libcurl waits for the lookup instead
        try check(ccurl_allow_only_http(easy))
        try check(ccurl_set_string(easy, CURLOPT_URL, request.url))
        try setTimeouts()
        if let path = request.unixSocket { try check(ccurl_set_string(easy, CURLOPT_UNIX_SOCKET_PATH, path)) }
        try setProxy()
        try setTLS()
        try setMethodAndBody()
        try setHeaders()
        try receiveHere()
        guard purpose == .connection else { return }
        try check(ccurl_set_long(easy, CURLOPT_CONNECT_ONLY, 1))
        try check(ccurl_set_long(easy, CURLOPT_HTTPPROXYTUNNEL, 1))  // whatever the URL's scheme
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

    /// An empty text is no proxy; without it libcurl would look into the environment.
    private func setProxy() throws(HTTPClientError) {
        try check(ccurl_set_string(easy, CURLOPT_PROXY, request.proxy?.url ?? ""))
        try check(ccurl_set_string(easy, CURLOPT_NOPROXY, request.proxy?.exceptions ?? ""))
    }

    private func setTLS() throws(HTTPClientError) {
        try check(ccurl_set_long(easy, CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2)))  // and later
        guard let tls = request.tls else { return }
        if let path = tls.authorities { try check(ccurl_set_string(easy, CURLOPT_CAINFO, path)) }
        if let path = tls.certificate { try check(ccurl_set_string(easy, CURLOPT_SSLCERT, path)) }
        if let path = tls.key { try check(ccurl_set_string(easy, CURLOPT_SSLKEY, path)) }
    }

    private func setMethodAndBody() throws(HTTPClientError) {
        let method = request.method
        if let stream = request.bodyStream {
            try check(ccurl_set_long(easy, CURLOPT_UPLOAD, 1))
            if let length = stream.length {
                try check(ccurl_set_size(easy, CURLOPT_INFILESIZE_LARGE, curl_off_t(length)))
            }
            try check(ccurl_set_string(easy, CURLOPT_CUSTOMREQUEST, method))
            return
        }
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
        for (name, value) in request.headers { try addHeader(value.isEmpty ? "\(name);" : "\(name): \(value)") }
        // libcurl would ask for permission to send a large body, and call every body a form.
        for name in ["Expect", "Content-Type"] where !request.hasHeader(name) { try addHeader("\(name):") }
        try check(ccurl_set_list(easy, CURLOPT_HTTPHEADER, requestHeaders))
    }

    private func addHeader(_ line: String) throws(HTTPClientError) {
        guard let list = ccurl_list_append(requestHeaders, line) else {
            throw .unavailable("libcurl is out of memory")
        }
        requestHeaders = list
    }

    func check(_ code: CURLcode) throws(HTTPClientError) {
        if code != CURLE_OK { throw error(for: code) }
    }
}
