import EventLoop
import Glibc
import HTTPClient
import JSON
import Settings

/// Speaks the conductor's interface; its words end here. Every call throws ``ConductorFailure``.
@LoopActor
package final class ConductorClient {
    /// The longest instruction list that is read: 1 MiB.
    package static let instructionLimit = 1 << 20
    private static let answerLimit = 1 << 20

    /// One call that has ended, for log and counters.
    package struct Exchange: Sendable {
        package let call: String
        /// The conductor that was asked.
        package let url: String
        /// The `X-Request-ID` that was sent.
        package let requestID: String
        package let duration: Duration
        /// Nil when it went well.
        package let failure: ConductorFailure?
    }

    /// What a worker says of itself when it registers.
    package struct Registration: Sendable {
        package var hostname: String
        package var ipAddress: String
        package var resources: JSON
        package var workerID: WorkerID?

        package init(hostname: String, ipAddress: String, resources: JSON, workerID: WorkerID?) {
            self.hostname = hostname
            self.ipAddress = ipAddress
            self.resources = resources
            self.workerID = workerID
        }

        func body(_ token: Secret?) -> JSON {
            var members: [String: JSON] = [
                "token": .string(token?.reveal() ?? ""), "hostname": .string(hostname),
                "ip_address": .string(ipAddress), "resources": resources,
            ]
            members["worker_id"] = workerID.map { .string($0.text) }
            return .object(members)
        }
    }

    /// The answer to a question for instructions.
    package enum Deployments: Sendable, Equatable {
        /// 304: nothing has changed since the revision or tag that was sent.
        case unchanged
        /// The elements are as they came: judging each is the reader's business.
        case instructions([JSON], revision: Int?, tag: String?)
    }

    private let access: ConductorAccess
    private var choice: ConductorChoice
    private var http: HTTPClient
    private let clock: @Sendable () -> Int
    /// What the TLS files were when ``http`` was made.
    private var filesSeen: TLSFilesStamp?
    /// Hears of every call that has ended.
    package var onExchange: @LoopActor (Exchange) -> Void
    /// Hears that another conductor is spoken to from now on: its URL, and why the one before is not.
    package var onFailover: @LoopActor (_ url: String, ConductorFailure) -> Void = { _, _ in }

    /// - Parameters:
    ///   - clock: The time of day in seconds since 1970.
    ///   - onExchange: Hears of every call that has ended.
    package init(
        _ access: ConductorAccess, clock: @escaping @Sendable () -> Int = { time(nil) },
        onExchange: @escaping @LoopActor (Exchange) -> Void = { _ in }
    ) {
        self.access = access
        self.clock = clock
        self.onExchange = onExchange
        choice = ConductorChoice(access.urls)
        http = HTTPClient()
    }

    /// The conductor that is spoken to.
    package var url: String { choice.current }

    /// Begins with the conductor that the node was served by before.
    package func prefer(_ url: String) { choice.prefer(url) }

    /// Gives up every connection and the calls on them, which end as cancelled: the network they were made in is gone.
    package func disconnect() {
        http.cancelAll()
        http = HTTPClient()
    }

    // MARK: Calls

    /// Registers this worker and returns how the conductor has it now; the id may differ from the one sent.
    package func register(_ registration: Registration) async throws(ConductorFailure) -> WorkerRecord {
        let body = registration.body(access.token)
        return try await exchange(.register, body) { (answer) throws(ConductorFailure) in
            if answer.status == 401 { throw .tokenRejected(message: answer.message) }
            let record = try answer.record
            guard record.id != nil else { throw answer.malformed("worker.id is missing") }
            return record
        }
    }

    /// Returns how the conductor has the worker.
    /// - Parameter body: The object of the contract's section 4; a conductor may ignore it.
    @discardableResult
    package func heartbeat(_ worker: WorkerID, _ body: JSON) async throws(ConductorFailure) -> WorkerRecord {
        // RFC 7240: the answer need not repeat the resource report; a conductor may not know of this.
        let brief = [(name: "Prefer", value: "return=minimal")]
        return try await exchange(.heartbeat(worker), body, headers: brief) { (answer) throws(ConductorFailure) in
            try answer.record
        }
    }

    /// Replaces the resources that the conductor keeps of this worker.
    package func putResources(_ worker: WorkerID, _ resources: JSON) async throws(ConductorFailure) {
        try await exchange(.putResources(worker), ["resources": resources]) { (answer) throws(ConductorFailure) in
            _ = try answer.record
        }
    }

    /// Asks for instructions.
    /// - Parameters:
    ///   - revision: The one last seen; the conductor may then wait.
    ///   - tag: The `ETag` last seen.
    ///   - wait: How long the conductor may hold the request until there is something newer.
    package func deployments(
        of worker: WorkerID, since revision: Int? = nil, tag: String? = nil, wait: Duration? = nil
    ) async throws(ConductorFailure) -> Deployments {
        var query: [String] = []
        if let revision { query.append("revision=\(revision)") }
        if let wait { query.append("wait=\(wait.components.seconds)") }
        let call = ConductorCall.deployments(worker, query.isEmpty ? "" : "?" + query.joined(separator: "&"))
        let headers = tag.map { [(name: "If-None-Match", value: $0)] } ?? []
        return try await exchange(
            call, nil, headers: headers, timeout: access.patience + (wait ?? .zero), limit: Self.instructionLimit
        ) { (answer) throws(ConductorFailure) in
            if answer.status == 304 { return .unchanged }
            let object = try answer.object
            guard let instructions = object["instructions"]?.array else {
                throw answer.malformed("instructions is not an array")
            }
            return .instructions(instructions, revision: object["revision"]?.int, tag: answer.headers["etag"])
        }
    }

    /// Reports a service's status, or the end of an instruction. Returns once the conductor has acknowledged it.
    package func reportServiceStatus(
        _ worker: WorkerID, service: String, _ status: JSON
    ) async throws(ConductorFailure) {
        let call = ConductorCall.reportStatus(worker, of: service)
        try await exchange(call, status) { (answer) throws(ConductorFailure) in
            try answer.check()
            // A page of some portal in between is no acknowledgement.
            if !answer.isEmpty { _ = try answer.object }
        }
    }

    // MARK: Exchange

    private func exchange<Answer: Sendable>(
        _ call: ConductorCall, _ body: JSON?, headers: [(name: String, value: String)] = [],
        timeout: Duration? = nil, limit: Int = ConductorClient.answerLimit,
        _ read: @LoopActor (ConductorAnswer) throws(ConductorFailure) -> Answer
    ) async throws(ConductorFailure) -> Answer {
        let requestID = RandomUUID.text()
        let base = choice.current
        var request = access.request(call.method, base: base, path: call.path)
        request.headers = headers + [("Accept", "application/json"), ("X-Request-ID", requestID)]
        if let body {
            request.headers.append(("Content-Type", "application/json"))
            request.body = body.bytes
        }
        request.timeout = timeout ?? access.patience
        request.bodyLimit = limit
        request.mayUseHTTP2 = true
        let begin = MonotonicInstant.now
        var failure: ConductorFailure?
        defer {
            onExchange(
                Exchange(
                    call: call.name, url: base, requestID: requestID, duration: begin.duration(to: .now),
                    failure: failure))
        }
        do throws(ConductorFailure) {
            return try read(ConductorAnswer(try await send(request), now: clock, printable: access.printable))
        } catch {
            failure = error
            if error.concernsThisConductorAlone, choice.failed(at: base) { onFailover(choice.current, error) }
            throw error
        }
    }

    private func send(_ request: HTTPRequest) async throws(ConductorFailure) -> HTTPResponse {
        renewOnChangedFiles()
        do throws(HTTPClientError) {
            return try await http.send(request)
        } catch {
            switch error {
            case .bodyTooLarge(let limit): throw .answerTooLarge(limit: limit)
            case .headersTooLarge(let limit): throw .answerTooLarge(limit: limit)
            case .malformedResponse(let why): throw .malformed(reason: "not HTTP", excerpt: why)
            case .cancelled: throw .cancelled
            case .cannotResolve: throw .nameLookupFailed(error.description)
            case .tls(let fault, let why): throw translated(fault, why)
            case .unavailable, .badURL, .invalidMethod, .invalidHeader, .cannotConnect, .timedOut, .connectionLost,
                .bodyFailed, .failed:
                throw .unreachable(error.description)
            }
        }
    }

    /// A connection that stands was made with the files as they were, and libcurl keeps what it has read of them: once
    /// one has changed, a new client makes new connections.
    private func renewOnChangedFiles() {
        guard let files = access.tls else { return }
        let stamp = TLSFilesStamp(files)
        if let filesSeen, filesSeen != stamp { http = HTTPClient() }
        filesSeen = stamp
    }

    /// 2001-01-01: a machine without a battery clock wakes up before it.
    private static let leastCredibleTime = 978_307_200

    private func translated(_ fault: TLSFault, _ why: String) -> ConductorFailure {
        let now = clock()
        guard fault == .notYetValid, now < Self.leastCredibleTime else { return .tlsFailed(fault, why) }
        return .clockNotSet(now: Timestamp.string(unixMilliseconds: Int64(now) * 1000), why)
    }
}
