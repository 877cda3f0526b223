import EventLoop
import Glibc
import HTTPServer
import JSON
import Logging
import NodeProtocol

/// The calls of the conductor contract's sections 1 and 4, and those for the conductor's own operator.
struct ConductorRoutes: Sendable {
    /// A poll is held no longer, whatever it asks for.
    private static let longestWait: Int64 = 25

    let store: ConductorStore
    let token: String
    let offlineAfter: Duration
    let bell: InstructionBell
    let heartbeats: HeartbeatBatch
    let ledger: HeartbeatLedger
    let disk: WorkerThread
    let logger: Logger

    /// Every path under both of its prefixes.
    var table: RouteTable {
        let routes = routes(under: "/api") + routes(under: "/api/v1")
        return RouteTable(routes, isStrict: false, logger: logger)
    }

    private func routes(under prefix: String) -> [Route] {
        let workers = prefix + "/workers"
        let worker = workers + "/{id}"
        return [
            Route(.post, workers + "/register", register),
            Route(.post, worker + "/heartbeat", heartbeat),
            Route(.put, worker + "/resources", setResources),
            Route(.get, worker + "/deployments", deployments),
            Route(.post, worker + "/services/{name}/status", addStatus),
            Route(.get, workers, allWorkers),
            Route(.get, worker, oneWorker),
            Route(.post, worker + "/instructions", queueInstruction),
        ]
    }

    // MARK: What workers call

    @Sendable private func register(_ call: HTTPCall) async throws -> HTTPAnswer {
        let body = try call.json()
        guard let sent = body?["token"]?.string, !sent.isEmpty else {
            throw HTTPFault.badRequest("Registration token is required")
        }
        try RequestForm.registration.check(body?.object ?? [:])
        guard Bearer.isEqual(token, sent) else { throw HTTPFault(401, "Invalid registration token") }
        let registration = Registration(
            workerID: body?["worker_id"]?.string,
            hostname: body?["hostname"]?.nonEmptyString ?? call.header("Host") ?? "unknown",
            ipAddress: body?["ip_address"]?.string ?? "", resources: body?["resources"]?.object.map(JSON.object))
        let worker = try await disk.run { try store.register(registration, now: Self.now()) }
        logger.info("worker registered", metadata: ["worker.id": "\(worker.id)", "host.name": "\(worker.hostname)"])
        return HTTPAnswer(201, ["worker": json(worker)])
    }

    @Sendable private func heartbeat(_ call: HTTPCall) async throws -> HTTPAnswer {
        let isBrief = Self.wantsBrief(call)
        let worker = try await heartbeats.beat(call.parameter("id"), at: Self.now(), wantsReport: !isBrief)
        // What the body is, if there is one, makes no heartbeat fail.
        if let worker { ledger.note(try? call.json(), of: worker.id) }
        guard isBrief else { return try answer(worker) }
        guard let worker else { throw HTTPFault.workerNotFound }
        return HTTPAnswer(
            200, ["worker": worker.briefJSON(now: Self.now(), offlineAfter: offlineAfter)],
            headers: [("Preference-Applied", "return=minimal")])
    }

    /// RFC 7240: a worker that needs no more than a sign saves itself, and the wire, its own resource report.
    private static func wantsBrief(_ call: HTTPCall) -> Bool {
        let wishes = call.header("Prefer")?.split(separator: ",") ?? []
        return wishes.contains { $0.filter { $0 != " " }.lowercased() == "return=minimal" }
    }

    @Sendable private func setResources(_ call: HTTPCall) async throws -> HTTPAnswer {
        guard let resources = try call.json()?["resources"], resources.object != nil else {
            throw HTTPFault.badRequest("Resources data is required")
        }
        let id = call.parameter("id")
        return try answer(try await disk.run { try store.setResources(resources, of: id, now: Self.now()) })
    }

    /// With `?revision=n&wait=s` the answer is held, up to `s` seconds, as long as `n` is the newest revision.
    @Sendable private func deployments(_ call: HTTPCall) async throws -> HTTPAnswer {
        let id = call.parameter("id")
        let (sent, wait) = (try Self.number("revision", of: call), try Self.number("wait", of: call) ?? 0)
        let rings = bell.rings(for: id)
        var (revision, instructions) = try await pending(of: id)
        if sent == revision, wait > 0 {
            await bell.wait(for: id, after: rings, atMost: .seconds(min(wait, Self.longestWait)))
            (revision, instructions) = try await pending(of: id)
        }
        // At one revision instructions only leave the list.
        let tag = "\"\(revision)-\(instructions.count)\""
        let known = call.header("If-None-Match")?.split(separator: ",").map { $0.filter { $0 != " " } } ?? []
        if known.contains(tag) || known.contains("W/" + tag) { return HTTPAnswer(304, nil, headers: [("ETag", tag)]) }
        let body: JSON = ["instructions": .array(instructions), "revision": .int(revision)]
        return HTTPAnswer(200, body, headers: [("ETag", tag)])
    }

    private static func number(_ name: String, of call: HTTPCall) throws(HTTPFault) -> Int64? {
        guard let text = call.query[name] else { return nil }
        guard let number = Int64(text), number >= 0, RequestForm.exactNumbers.contains(number) else {
            throw .badRequest("\(name): expected a whole number from 0 to \(RequestForm.exactNumbers.upperBound)")
        }
        return number
    }

    @Sendable private func addStatus(_ call: HTTPCall) async throws -> HTTPAnswer {
        guard let status = try call.json()?.object, status["status"]?.nonEmptyString != nil else {
            throw HTTPFault.badRequest("Status is required")
        }
        try RequestForm.status.check(status)
        let (id, service) = (call.parameter("id"), call.parameter("name"))
        try await disk.run { try store.addStatus(status, service: service, worker: id, now: Self.now()) }
        return .ok(["received": true])
    }

    // MARK: What operators call

    @Sendable private func allWorkers(_ call: HTTPCall) async throws -> HTTPAnswer {
        let workers = try await disk.run { try store.workers() }
        return .ok(["workers": .array(workers.map(json))])
    }

    /// The worker, the newest status of each of its services, its newest statuses and its newest instructions.
    @Sendable private func oneWorker(_ call: HTTPCall) async throws -> HTTPAnswer {
        let id = call.parameter("id")
        return try await disk.run {
            guard let worker = try store.worker(id) else { throw HTTPFault.workerNotFound }
            let statuses = try store.recentStatuses(of: id)
            var newest: [JSON: JSON] = [:]
            for status in statuses where newest[status["service"] ?? .null] == nil {
                newest[status["service"] ?? .null] = status
            }
            let services = newest.values.sorted { ($0["service"]?.string ?? "") < ($1["service"]?.string ?? "") }
            return .ok([
                "worker": json(worker), "services": .array(services), "statuses": .array(statuses),
                "instructions": .array(try store.recentInstructions(of: id)), "revision": .int(worker.revision),
                "heartbeats": ["sequences": ledger.sequences(of: worker.id)],
            ])
        }
    }

    /// Takes any object with `action` and `service`: what they may be is for the worker to judge.
    @Sendable private func queueInstruction(_ call: HTTPCall) async throws -> HTTPAnswer {
        guard let instruction = try call.json()?.object else {
            throw HTTPFault.badRequest("An instruction is a JSON object")
        }
        for key in ["action", "service"] where instruction[key]?.string == nil {
            throw HTTPFault.badRequest("An instruction needs \"\(key)\", a string")
        }
        try RequestForm.instruction.check(instruction)
        let id = call.parameter("id")
        let queued = try await disk.run { try store.queue(instruction, for: id, now: Self.now()) }
        bell.ring(for: id)
        return HTTPAnswer(201, ["instruction": queued.0, "revision": .int(queued.revision)])
    }

    // MARK: Shapes

    private func pending(of id: String) async throws -> (revision: Int64, [JSON]) {
        try await disk.run {
            guard let worker = try store.worker(id) else { throw HTTPFault.workerNotFound }
            return (worker.revision, try store.pending(of: id))
        }
    }

    private func answer(_ worker: WorkerRecord?) throws -> HTTPAnswer {
        guard let worker else { throw HTTPFault.workerNotFound }
        return .ok(["worker": json(worker)])
    }

    private func json(_ worker: WorkerRecord) -> JSON { worker.json(now: Self.now(), offlineAfter: offlineAfter) }

    private static func now() -> Int64 {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
    }
}

extension JSON {
    fileprivate var nonEmptyString: String? { string.flatMap { $0.isEmpty ? nil : $0 } }
}
