import CCurl
import EventLoop

/// One request on its way through libcurl, with what has arrived so far.
///
/// libcurl writes into it and reads from it within its own calls; nobody else is called from there, because libcurl must
/// not be entered twice. ``HTTPClient`` tells whoever waits afterwards.
final class Transfer {
    /// The most header bytes that are kept.
    static let headerLimit = 64 * 1024
    /// How much of a streamed body waits for its reader before libcurl is paused.
    static let window = 256 * 1024

    enum Purpose {
        /// To have the whole response.
        case response
        /// To read the body while it arrives.
        case stream
        /// To have a connection, without any request on it.
        case connection
    }

    let easy: UnsafeMutableRawPointer
    let request: HTTPRequest
    let purpose: Purpose
    /// Whether the body is read while it arrives; otherwise it is collected.
    var isStreamed: Bool { purpose == .stream }
    var requestHeaders: UnsafeMutablePointer<curl_slist>?
    /// CURLOPT_ERRORBUFFER: CURL_ERROR_SIZE bytes.
    let message = UnsafeMutablePointer<CChar>.allocate(capacity: Int(CURL_ERROR_SIZE))

    /// The final status and its headers, once they are complete.
    private(set) var head: (status: Int, headers: HTTPHeaders)?
    /// How it ended; set by ``HTTPClient``.
    var ending: Result<HTTPResponse, HTTPClientError>?
    /// Told once when something has arrived or it has ended, outside libcurl's calls.
    var onProgress: (@LoopActor () -> Void)?
    private(set) var lastActivity = MonotonicInstant.now

    private var headers = HTTPHeaders()
    private var headerBytes = 0
    private var isInsideHead = false
    /// The body so far, or what of it has not been read yet.
    private var received: [UInt8] = []
    /// The reader is behind: libcurl waits.
    private(set) var isPaused = false
    private var refusal: HTTPClientError?

    /// The piece of the request's body that is being sent, and where libcurl is in it.
    private var outgoing: ArraySlice<UInt8> = []
    private var isOutgoingComplete = false
    /// libcurl waits for the next piece of the request's body.
    private(set) var wantsBody = false
    var isFetchingBody = false

    init(_ request: HTTPRequest, for purpose: Purpose) throws(HTTPClientError) {
        guard let easy = ccurl_easy_init() else { throw .unavailable("libcurl is out of memory") }
        self.easy = easy
        self.request = request
        self.purpose = purpose
        message.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
        try configure()
    }

    deinit {
        ccurl_easy_cleanup(easy)
        ccurl_list_free(requestHeaders)
        message.deallocate()
    }

    /// Whether there is something that its caller does not know yet.
    var hasProgress: Bool {
        ending != nil || (isStreamed && head != nil && (!hasToldHead || !received.isEmpty))
    }
    var hasToldHead = false

    /// The end of the transfer, as libcurl tells it.
    func outcome(_ code: CURLcode) -> Result<HTTPResponse, HTTPClientError> {
        if let refusal { return .failure(refusal) }
        guard code == CURLE_OK else { return .failure(error(for: code)) }
        if purpose == .connection { return .success(HTTPResponse(status: 0, headers: [:], body: [])) }
        guard let head else { return .failure(.malformedResponse("it has no final status")) }
        return .success(HTTPResponse(status: head.status, headers: head.headers, body: isStreamed ? [] : received))
    }

    // MARK: Receiving

    func receiveHere() throws(HTTPClientError) {
        let context = Unmanaged.passUnretained(self).toOpaque()
        try check(ccurl_set_pointer(easy, CURLOPT_HEADERDATA, context))
        try check(ccurl_set_pointer(easy, CURLOPT_WRITEDATA, context))
        try check(ccurl_set_pointer(easy, CURLOPT_READDATA, context))
        let onHeader: ccurl_data_function = { bytes, size, count, context in
            guard let transfer = Transfer.of(context), let bytes else { return 0 }
            return transfer.receiveHeader(UnsafeRawBufferPointer(start: bytes, count: size * count))
        }
        let onBody: ccurl_data_function = { bytes, size, count, context in
            guard let transfer = Transfer.of(context), let bytes else { return 0 }
            return transfer.receiveBody(UnsafeRawBufferPointer(start: bytes, count: size * count))
        }
        let onRead: ccurl_data_function = { bytes, size, count, context in
            guard let transfer = Transfer.of(context), let bytes else { return Int(CURL_READFUNC_ABORT) }
            return transfer.provideBody(UnsafeMutableRawBufferPointer(start: bytes, count: size * count))
        }
        try check(ccurl_set_data_function(easy, CURLOPT_HEADERFUNCTION, onHeader))
        try check(ccurl_set_data_function(easy, CURLOPT_WRITEFUNCTION, onBody))
        try check(ccurl_set_data_function(easy, CURLOPT_READFUNCTION, onRead))
    }

    private static func of(_ context: UnsafeMutableRawPointer?) -> Transfer? {
        context.map { Unmanaged<Transfer>.fromOpaque($0).takeUnretainedValue() }
    }

    /// Ends the transfer from within a callback: any other number than that of the bytes.
    private func refuse(_ error: HTTPClientError) -> Int {
        refusal = error
        return 0
    }

    /// One whole line. Interim responses (1xx) come before the real one; trailers, after the body, are left out.
    private func receiveHeader(_ bytes: UnsafeRawBufferPointer) -> Int {
        lastActivity = .now
        headerBytes += bytes.count
        guard headerBytes <= Self.headerLimit else { return refuse(.headersTooLarge(limit: Self.headerLimit)) }
        let line = String(decoding: bytes, as: UTF8.self).trimmingLineEnd
        if !isInsideHead {
            guard line.hasPrefix("HTTP/") else { return bytes.count }
            headers = HTTPHeaders()
            isInsideHead = true
        } else if line.isEmpty {
            isInsideHead = false
            var status = 0
            ccurl_get_long(easy, CURLINFO_RESPONSE_CODE, &status)
            if status >= 200 { head = (status, headers) }
        } else if let colon = line.firstIndex(of: ":") {
            headers.append(name: String(line[..<colon]), value: line[line.index(after: colon)...].trimmingBlanks)
        }
        return bytes.count
    }

    private func receiveBody(_ bytes: UnsafeRawBufferPointer) -> Int {
        lastActivity = .now
        if isStreamed, received.count >= Self.window {
            isPaused = true
            return Int(CURL_WRITEFUNC_PAUSE)
        }
        guard isStreamed || received.count + bytes.count <= request.bodyLimit else {
            return refuse(.bodyTooLarge(limit: request.bodyLimit))
        }
        received.append(contentsOf: bytes)
        return bytes.count
    }

    /// What has arrived since the last call.
    func takeReceived() -> [UInt8] {
        defer { received = [] }
        return received
    }

    /// True when libcurl has to be told to go on.
    func endPause() -> Bool {
        guard isPaused else { return false }
        isPaused = false
        lastActivity = .now
        return true
    }

    // MARK: Sending

    private func provideBody(_ buffer: UnsafeMutableRawBufferPointer) -> Int {
        lastActivity = .now
        guard outgoing.isEmpty else {
            let piece = outgoing.prefix(buffer.count)
            buffer.copyBytes(from: piece)
            outgoing = outgoing.dropFirst(piece.count)
            return piece.count
        }
        if refusal != nil { return Int(CURL_READFUNC_ABORT) }
        if isOutgoingComplete { return 0 }
        wantsBody = true
        return Int(CURL_READFUNC_PAUSE)
    }

    /// The next piece of the request's body; nil is its end.
    func provide(_ piece: Result<[UInt8]?, any Error>) {
        wantsBody = false
        switch piece {
        case .success(let bytes?) where !bytes.isEmpty: outgoing = bytes[...]
        case .success: isOutgoingComplete = true
        case .failure(let error): refusal = .bodyFailed("\(error)")
        }
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
