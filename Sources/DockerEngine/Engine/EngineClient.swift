import EventLoop
import HTTPClient
import JSON

/// The Docker Engine API (https://docs.docker.com/reference/api/engine/) over its Unix socket or TCP, plain or TLS.
///
/// The API version is agreed with the engine before the first call, and again after the connection was lost or when the
/// engine no longer takes it, for it may be another engine that answers next. Every call has a deadline, and only some
/// are under way at a time. All calls throw ``EngineError``. No policy is here: nothing is tried again by itself but a
/// call that the engine refused for its version alone.
@LoopActor
package final class EngineClient {
    /// How many calls are under way at most, and how many more may wait.
    nonisolated static let concurrentCalls = 16
    nonisolated static let waitingCalls = 1024
    /// The longest answer that is kept: lists of many containers are long.
    private static let answerLimit = 16 << 20
    /// How long a probe waits before it says that the engine does not answer.
    private static let probeDeadline = Duration.seconds(5)

    package nonisolated let address: EngineAddress
    package nonisolated let deadline: Duration
    private let http: HTTPClient
    private let tls: TLSFiles?
    private let slots: CallSlots
    /// Networks are made one after the other: one that is half made has its subnet already and not yet its name, so who
    /// wants the same is told of an overlap.
    let networkSlot: CallSlots
    /// The version in use; nil until the engine has been asked.
    private(set) var version: EngineVersion?
    private var isProbing = false

    /// What the calls so far have told of the engine.
    package private(set) var state = EngineState.unavailable("not asked yet") {
        didSet { if state != oldValue { onState?(state) } }
    }
    /// Hears of each change of ``state``.
    package var onState: (@LoopActor (EngineState) -> Void)?

    /// - Parameters:
    ///   - tls: For an engine behind TLS at a tcp address; nil: plain HTTP.
    ///   - deadline: For calls that should be answered at once. Those that wait for a container add to it.
    package nonisolated init(
        address: EngineAddress, tls: TLSFiles? = nil, http: HTTPClient, deadline: Duration = .seconds(10)
    ) {
        self.address = address
        self.tls = tls
        self.http = http
        self.deadline = deadline
        networkSlot = CallSlots(width: 1, waitingLimit: Self.waitingCalls)
        slots = CallSlots(width: Self.concurrentCalls, waitingLimit: Self.waitingCalls)
    }

    // MARK: Calls

    /// Sends one call; the answer's body as JSON, null for an empty one.
    func call(_ call: EngineCall) async throws(EngineError) -> JSON {
        let body = try await command(call)
        return body.isEmpty ? .null : try Self.json(body, call.name)
    }

    /// Sends one call whose answer says nothing beyond its status; what else is in it differs from engine to engine.
    @discardableResult
    func command(_ call: EngineCall) async throws(EngineError) -> [UInt8] {
        let limit = deadline + call.extraTime
        try await slots.enter(call.name, until: .now.advanced(by: limit))
        defer { slots.leave() }
        let response = try await inAgreedVersion(call) { (request) throws(HTTPClientError) in
            var request = request
            request.timeout = limit
            let response = try await self.http.send(request)
            return (response.status, response)
        }
        try Self.check(response.status, response.body, call.name)
        return response.status == 304 ? [] : response.body
    }

    func call(
        _ method: String, _ path: String, query: [(String, String)] = [], body: JSON? = nil,
        extraTime: Duration = .zero, headers: [(name: String, value: String)] = []
    ) async throws(EngineError) -> JSON {
        try await call(EngineCall(method, path, query: query, headers: headers, body: body, extraTime: extraTime))
    }

    func command(
        _ method: String, _ path: String, query: [(String, String)] = [], body: JSON? = nil,
        extraTime: Duration = .zero
    ) async throws(EngineError) {
        try await command(EngineCall(method, path, query: query, body: body, extraTime: extraTime))
    }

    /// Sends one call whose answer is a stream; returns when it begins. The deadline is for that; afterwards there is
    /// only the call's inactivity limit.
    func open(_ call: EngineCall) async throws(EngineError) -> StreamedResponse {
        let limit = deadline + call.extraTime
        try await slots.enter(call.name, until: .now.advanced(by: limit))
        defer { slots.leave() }
        let response = try await inAgreedVersion(call) { (request) throws(HTTPClientError) in
            var request = request
            request.timeout = nil
            request.headTimeout = limit
            request.inactivityTimeout = call.inactivity
            let response = try await self.http.open(request)
            return (response.status, response)
        }
        guard !(200..<300).contains(response.status) else { return response }
        let body: [UInt8]
        do throws(HTTPClientError) { body = try await response.rest(limit: 1 << 16) } catch {
            throw translated(error, call.name)
        }
        try Self.check(response.status, body, call.name)
        throw .malformedAnswer(call: call.name, reason: "status \(response.status)")
    }

    /// Makes a call in the agreed version. An engine that was replaced by another says 400 to the version of its
    /// predecessor, as it does to anything wrong: when asking again gives another version, the call is made in that.
    private func inAgreedVersion<Response>(
        _ call: EngineCall, _ send: @LoopActor (HTTPRequest) async throws(HTTPClientError) -> (Int, Response)
    ) async throws(EngineError) -> Response {
        let before = try await agreedVersion()
        let (status, response) = try await exchange(call, before, send)
        guard status == 400, call.bodyStream == nil else { return response }
        let now = try await connect().api
        guard now != before else { return response }
        return try await exchange(call, now, send).1
    }

    private func agreedVersion() async throws(EngineError) -> APIVersion {
        if let version { return version.api }
        return try await connect().api
    }

    private func exchange<Response>(
        _ call: EngineCall, _ api: APIVersion,
        _ send: @LoopActor (HTTPRequest) async throws(HTTPClientError) -> (Int, Response)
    ) async throws(EngineError) -> (Int, Response) {
        let request = placed(call.request(base: base, version: api))
        do throws(HTTPClientError) {
            let answer = try await send(request)
            if let version { state = .available(version) }
            return answer
        } catch {
            throw translated(error, call.name)
        }
    }

    // MARK: Without a version

    /// Asks the engine for its versions and agrees on one.
    @discardableResult
    package func connect() async throws(EngineError) -> EngineVersion {
        let call = "GET /version"
        do throws(EngineError) {
            let answer = try Self.json(try await plain("/version", call, deadline), call)
            let agreed = try EngineVersion(answer, call: call)
            version = agreed
            state = .available(agreed)
            return agreed
        } catch {
            version = nil
            switch error {
            case .versionMismatch, .malformedAnswer, .refused: state = .unavailable(error.description)
            case .timedOut: state = .unresponsive(error.description)
            case .unavailable, .stalled, .failedInStream, .unsupported, .invalidRequest, .overloaded, .cancelled: break
            }
            throw error
        }
    }

    /// Whether the engine answers. It waits for no slot, so that it tells of a slow engine too. A failed ping forgets
    /// the agreed version.
    package func ping(deadline: Duration? = nil) async throws(EngineError) {
        do throws(EngineError) {
            _ = try await plain("/_ping", "GET /_ping", deadline ?? self.deadline)
            if let version { state = .available(version) }
        } catch {
            if case .timedOut = error {
                version = nil
                state = .unresponsive(error.description)
            }
            throw error
        }
    }

    private func plain(_ path: String, _ call: String, _ limit: Duration) async throws(EngineError) -> [UInt8] {
        var request = placed(HTTPRequest("GET", url: base + path))
        request.timeout = limit
        let response: HTTPResponse
        do throws(HTTPClientError) { response = try await http.send(request) } catch {
            throw translated(error, call, isProbe: true)
        }
        try Self.check(response.status, response.body, call)
        return response.body
    }

    // MARK: The wire

    private var base: String {
        switch address {
        case .unix: "http://docker"
        case .tcp(let authority): (tls == nil ? "http://" : "https://") + authority
        }
    }

    private func placed(_ request: HTTPRequest) -> HTTPRequest {
        var request = request
        if case .unix(let path) = address { request.unixSocket = path }
        request.tls = tls
        request.bodyLimit = Self.answerLimit
        return request
    }

    /// 304 is "already so" for start and stop: a success.
    private static func check(_ status: Int, _ body: [UInt8], _ call: String) throws(EngineError) {
        guard !(200..<300).contains(status), status != 304 else { return }
        let message = (try? JSON(parsing: body))?["message"]?.string
        let excerpt = message ?? String(decoding: body.prefix(300), as: UTF8.self)
        throw .refused(call: call, status: status, message: excerpt)
    }

    /// - Parameter isProbe: The call itself is a question whether the engine is there: no other is asked then.
    func translated(_ error: HTTPClientError, _ call: String, isProbe: Bool = false) -> EngineError {
        switch error {
        case .timedOut(.connecting), .cannotConnect, .cannotResolve, .unavailable, .connectionLost, .tls, .badURL:
            version = nil
            let reason = "\(address): \(error)"
            state = .unavailable(reason)
            return .unavailable(reason)
        case .timedOut(.awaitingResponse), .timedOut(.receivingBody), .timedOut(.inactive):
            if !isProbe { probe() }
            return .timedOut(call: call)
        case .bodyTooLarge, .headersTooLarge, .malformedResponse, .invalidMethod, .invalidHeader, .failed:
            return .malformedAnswer(call: call, reason: "\(error)")
        case .bodyFailed(let why): return .invalidRequest(why)
        case .cancelled: return .cancelled
        }
    }

    /// Finds out whether an engine that was late is only slow: its ping, or its failure, sets ``state``.
    private func probe() {
        guard !isProbing else { return }
        isProbing = true
        // Nobody waits for this task: it ends within the probe's deadline and leaves what it found in `state`.
        Task { @LoopActor in
            try? await ping(deadline: min(Self.probeDeadline, deadline))  // its failure is in the state
            isProbing = false
        }
    }

    static func json(_ bytes: [UInt8], _ call: String) throws(EngineError) -> JSON {
        do throws(JSONParseError) {
            return try JSON(parsing: bytes)
        } catch {
            throw .malformedAnswer(call: call, reason: error.description)
        }
    }
}

extension EngineVersion {
    init(_ answer: JSON, call: String) throws(EngineError) {
        guard let engine = answer["Version"]?.string,
            let maximum = answer["ApiVersion"]?.string.flatMap({ APIVersion($0) })
        else { throw .malformedAnswer(call: call, reason: "Version or ApiVersion is missing") }
        // Engines before 1.13 do not tell it.
        let minimum = answer["MinAPIVersion"]?.string.flatMap { APIVersion($0) } ?? APIVersion(1, 12)
        let product = answer["Components"]?[0]?["Name"]?.string ?? ""
        self.init(
            engine: engine, api: try APIVersion.agreed(minimum: minimum, maximum: maximum), minimum: minimum,
            maximum: maximum, product: product, operatingSystem: answer["Os"]?.string ?? "",
            architecture: answer["Arch"]?.string ?? "")
    }
}
