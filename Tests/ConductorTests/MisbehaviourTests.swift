import Conductor
import EventLoop
import JSON
import ScriptedServer
import Settings
import TestSupport
import Testing

/// Whatever stands at the conductor's URL: it is told apart, in time, and never taken for a conductor.
@Suite(.eventLoop, .timeLimit(.minutes(10)))
struct MisbehaviourTests {
    private static let token = "s3cret-t0ken"
    private static let registration = ConductorClient.Registration(
        hostname: "node", ipAddress: "10.0.0.5", resources: ["ram_gb": 8], workerID: nil)

    /// The failures of a heartbeat, a report of resources and a registration.
    @LoopActor
    private func failures(_ url: String, patience: Duration) async throws -> [ConductorFailure?] {
        var access = ConductorAccess(urls: [url], token: Secret(Self.token))
        access.patience = patience
        let client = ConductorClient(access)
        let worker = try #require(WorkerID("w-1"))
        return [
            await failure { () async throws(ConductorFailure) in try await client.heartbeat(worker, [:]) },
            await failure { () async throws(ConductorFailure) in try await client.putResources(worker, [:]) },
            await failure { () async throws(ConductorFailure) in _ = try await client.register(Self.registration) },
        ]
    }

    @LoopActor
    private func failure(
        _ call: @LoopActor () async throws(ConductorFailure) -> Void
    ) async -> ConductorFailure? {
        do throws(ConductorFailure) {
            try await call()
            return nil
        } catch {
            return error
        }
    }

    @Test func `the table has at least 60 ways, each with a name of its own`() {
        #expect(Misbehaviour.all.count >= 60)
        #expect(Set(Misbehaviour.all.map(\.description)).count == Misbehaviour.all.count)
    }

    @LoopActor
    @Test(arguments: Misbehaviour.all)
    func `what misbehaves is told apart by every call`(_ misbehaviour: Misbehaviour) async throws {
        let server = try ScriptedServer(misbehaviour.script)
        let patience = Duration.milliseconds(misbehaviour.runsIntoDeadline ? 250 : 40_000)
        let failures = try await failures(server.url, patience: patience)
        for (call, failure) in zip(["heartbeat", "resources", "register"], failures) {
            let failure = try #require(failure, "\(call) went well")
            let verdict = try #require(Misbehaviour.verdict(of: failure), "\(call): \(failure)")
            #expect(misbehaviour.verdicts.contains(verdict), "\(call): \(failure)")
            #expect(failure.description.utf8.count < 1000 && !failure.description.contains(Self.token))
            #expect(failure.description.unicodeScalars.allSatisfy { $0.value >= 0x20 })
        }
        // What was not answered whole is not used again.
        if misbehaviour.runsIntoDeadline {
            try await eventually("its connections are closed") { server.openConnectionCount == 0 }
        }
    }

    /// A peer that has vanished without a word: nothing but the deadline tells.
    @LoopActor
    @Test func `a held question that nobody answers is given up after the time it may be held, and asked elsewhere`()
        async throws
    {
        let server = try ScriptedServer { connection in
            _ = try connection.nextRequest()
            guard connection.number > 1 else { return try connection.waitForClose() }
            try connection.write(ScriptedAnswer(200, #"{"instructions":[],"revision":4}"#).bytes)
        }
        var access = ConductorAccess(urls: [server.url])
        access.patience = .milliseconds(500)
        let client = ConductorClient(access)
        let worker = try #require(WorkerID("w-1"))
        let begun = MonotonicInstant.now
        let failure = await failure { () async throws(ConductorFailure) in
            _ = try await client.deployments(of: worker, since: 4, wait: .seconds(1))
        }
        #expect(failure.flatMap(Misbehaviour.verdict) == .unreachable, "\(String(describing: failure))")
        #expect(begun.duration(to: .now) >= .seconds(1), "it may be held that long")
        try await eventually("the dead connection is closed") { server.openConnectionCount == 0 }
        access.patience = .seconds(40)
        let next = try await ConductorClient(access).deployments(of: worker, since: 4, wait: .seconds(1))
        #expect(next == .instructions([], revision: 4, tag: nil))
    }

    /// Answers that a conductor gives, each to be cut after every number of its bytes.
    private static let answers = [
        ScriptedAnswer(200, #"{"worker":{"id":"w-1"}}"#, headers: ["Content-Type": "application/json"]).bytes,
        Array(
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nA\r\n{\"worker\":\r\nd\r\n{\"id\":\"w-1\"}}\r\n0\r\n\r\n"
                .utf8),
    ]

    @LoopActor
    @Test(arguments: [true, false], 0..<MisbehaviourTests.answers.count)
    func `an answer that is cut after any number of bytes is none`(isReset: Bool, index: Int) async throws {
        let answer = Self.answers[index]
        let server = try ScriptedServer { connection in
            // The first connection gets no byte, the last all but one.
            let count = connection.number - 1
            _ = try connection.nextRequest()
            try connection.write(Array(answer.prefix(count)))
            if isReset, count < answer.count { connection.reset() }
        }
        var access = ConductorAccess(urls: [server.url])
        access.patience = .seconds(40)
        let worker = try #require(WorkerID("w-1"))
        // A client may take a body for whole without the empty line that ends its trailers.
        let whole = index == 1 && !isReset ? answer.count - 2 : answer.count
        for count in 0..<answer.count {
            let client = ConductorClient(access)
            let failure = await failure { () async throws(ConductorFailure) in try await client.heartbeat(worker, [:]) }
            guard count < whole || failure != nil else { continue }
            let verdict = try #require(failure.flatMap(Misbehaviour.verdict), "\(count) bytes were enough")
            #expect([.unreachable, .malformed].contains(verdict), "\(count) bytes: \(verdict)")
        }
        try await ConductorClient(access).heartbeat(worker, [:])
    }

    @LoopActor
    @Test func `a name without address is told as that`() async throws {
        for failure in try await failures("http://no-such-conductor.invalid", patience: .seconds(20)) {
            guard case .nameLookupFailed(let why) = failure else {
                Issue.record("\(String(describing: failure))")
                continue
            }
            #expect(why.contains("no-such-conductor.invalid"))
        }
    }

    @LoopActor
    @Test func `a redirect is not followed, and the token does not travel`() async throws {
        let elsewhere = try ScriptedServer.answering { _ in ScriptedAnswer(201, #"{"worker":{"id":"w-9"}}"#) }
        let target = elsewhere.url + "/api/workers/register"
        let server = try ScriptedServer.answering { _ in ScriptedAnswer(307, "", headers: ["Location": target]) }
        for failure in try await failures(server.url, patience: .seconds(20)) {
            #expect(failure == .redirected(status: 307, location: target))
        }
        #expect(elsewhere.connectionCount == 0)
    }
}
