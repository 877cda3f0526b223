import Conductor
import EventLoop
import Foundation
import HTTPClient
import Heartbeat
import IPC
import JSON
import Logging
import NodeProtocol
import ScriptedServer
import Settings
import Synchronization
import TestSupport
import Testing

private let token = "s3cret-t0ken"

/// Keeps every line that is logged.
private struct CapturedLog: LogHandler {
    final class Lines: Sendable {
        private let lines = Mutex([String]())
        var text: String { lines.withLock { $0.joined(separator: "\n") } }
        func append(_ line: String) { lines.withLock { $0.append(line) } }
    }
    let lines: Lines
    var metadata: Logger.Metadata = [:]
    var logLevel = Logger.Level.trace
    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }
    func log(event: LogEvent) { lines.append("\(event.level) \(event.message) \(event.metadata ?? [:])") }
}

/// probed's socket, with a report that the test sets.
@LoopActor
private final class FakeProbe {
    var report: JSON?
    /// So many times it is asked in vain.
    var refusals = 0
    /// It never answers.
    var hangs = false
    private(set) var asked = 0
    private let server: IPCServer

    init(_ runtime: RuntimeDirectory) throws {
        server = IPCServer(listener: try UnixSocket.listen(at: runtime.socket(of: .probed)))
        server.onAsync(ResourceMethods.Latest.name) { [weak self] _, _ in
            self?.asked += 1
            if self?.hangs == true { try await LoopActor.sleep(for: .seconds(60)) }
            guard let self, let report = self.report, self.refusals <= 0 else {
                self?.refusals -= 1
                throw RPCError.unavailable("no sample yet")
            }
            return report
        }
        server.on(ResourceMethods.Subscribe.self) { _, peer in
            peer.subscribe(to: ResourceMethods.changed)
            return Nothing()
        }
        try server.start()
    }

    func change(to report: JSON) {
        self.report = report
        server.publish(ResourceMethods.changed, report)
    }
}

/// A driver with everything it needs, in a directory of its own.
@LoopActor
private final class Node {
    let log = CapturedLog.Lines()
    let driver: LinkDriver
    let probe: FakeProbe
    let published = Published()

    @LoopActor
    final class Published {
        var all: [ConductorStatus] = []
    }

    init(_ url: String, _ directory: TemporaryDirectory, hostname: String? = "node", machine: String? = nil) throws {
        var timing = ConductorLink.Timing(heartbeat: .milliseconds(50), resources: .milliseconds(100))
        timing.retry = Backoff(base: .milliseconds(20), cap: .milliseconds(50))
        timing.rejectedToken = Backoff(base: .milliseconds(50), cap: .milliseconds(100))
        probe = try FakeProbe(RuntimeDirectory(directory.path))
        probe.report = ["ram_gb": 8, "network": ["ip4": "10.0.0.5"]]
        let thread = WorkerThread(name: "test")
        let urls = url.split(separator: ",").map(String.init)
        let client = ConductorClient(ConductorAccess(urls: urls, token: Secret(token)))
        let lines = log
        let statuses = published
        driver = LinkDriver(
            link: ConductorLink(conductorURL: client.url, timing: timing, now: .now), client: client,
            identityFile: IdentityFile(
                StateDirectory(directory.path + "/state"), machine: machine, thread: thread),
            addresses: AddressSource(hostname: hostname, address: nil, hostRoot: "", thread: thread) { nil },
            resources: ResourceSource(client: IPCClient(path: RuntimeDirectory(directory.path).socket(of: .probed))),
            logger: Logger(label: "test") { _ in CapturedLog(lines: lines) }
        ) { statuses.all.append($0) }
    }

    var status: ConductorStatus { driver.status }
}

private let welcome = ScriptedAnswer(201, #"{"worker":{"id":"w-1"}}"#)
private let fine = ScriptedAnswer(200, #"{"worker":{}}"#)

private func healthy(_ request: ScriptedRequest) -> ScriptedAnswer {
    request.path.hasSuffix("/register") ? welcome : fine
}

@Suite(.eventLoop, .timeLimit(.minutes(5)))
struct LinkDriverTests {
    private let directory: TemporaryDirectory

    init() throws {
        directory = try TemporaryDirectory()
        mkdir(directory.path + "/state", 0o700)
    }

    @LoopActor
    @Test func `a node registers, stores its id, beats and reports resources over one connection`() async throws {
        let server = try ScriptedServer.answering(healthy)
        let node = try Node(server.url, directory)
        await node.driver.start()
        defer { node.driver.stop() }
        try await eventually("heartbeats and resources come") {
            server.requests.filter { $0.path == "/api/workers/w-1/heartbeat" }.count >= 3
                && server.requests.contains { $0.path == "/api/workers/w-1/resources" && $0.method == "PUT" }
        }
        let registration = try JSON(parsing: try #require(server.requests.first).body)
        #expect(registration["hostname"] == "node")
        #expect(registration["ip_address"] == "10.0.0.5")
        #expect(registration["resources"]?["ram_gb"] == 8)
        let beat = try JSON(parsing: try #require(server.requests.first { $0.path.hasSuffix("heartbeat") }).body)
        #expect(beat["status"] == "online")
        #expect(beat["agent_version"] == .string(NodeVersion.current))
        #expect(beat["uptime_s"]?.int != nil)
        #expect(server.connectionCount <= 2)
        #expect(node.status.registered)
        #expect(node.status.lastHeartbeat != nil)
        #expect(node.published.all.last?.workerID == "w-1")
        let stored = try JSON(parsing: contents(of: directory.file("state/identity.json")) ?? [])
        #expect(stored["worker_id"] == "w-1")
        #expect(!node.log.text.contains(token))
        #expect(server.requests.dropFirst().allSatisfy { !$0.bodyText.contains(token) })
    }

    @LoopActor
    @Test(arguments: [false, true])
    func `a new node waits for its first report to register with it, a node with an id does not`(isKnown: Bool)
        async throws
    {
        if isKnown {
            let identity = #"{"worker_id":"w-1","hostname":"node","conductor_url":"http://127.0.0.1:1"}"#
            try directory.write(Array(identity.utf8), to: "state/identity.json")
        }
        let server = try ScriptedServer.answering(healthy)
        let node = try Node(server.url, directory)
        node.probe.refusals = 2
        await node.driver.start()
        defer { node.driver.stop() }
        try await eventually("it is registered") {
            node.status.registered && server.requests.contains { $0.path.hasSuffix("register") }
        }
        let first = try #require(server.requests.first { $0.path.hasSuffix("register") })
        let registration = try JSON(parsing: first.body)
        #expect(registration["worker_id"]?.string == (isKnown ? "w-1" : nil))
        #expect(registration["resources"]?["ram_gb"] == (isKnown ? nil : 8))
        try await eventually("the report comes at last") {
            !isKnown || server.requests.contains { $0.path == "/api/workers/w-1/resources" && $0.method == "PUT" }
        }
    }

    @LoopActor
    @Test func `a probed that hangs does not hold up the first heartbeat of a restarted node`() async throws {
        let identity = #"{"worker_id":"w-1","hostname":"node","conductor_url":"http://127.0.0.1:1"}"#
        try directory.write(Array(identity.utf8), to: "state/identity.json")
        let isSeen = Signal()
        let server = try ScriptedServer.answering { request in
            if request.path.hasSuffix("/heartbeat") { try? isSeen.wait() }
            return healthy(request)
        }
        let node = try Node(server.url, directory)
        node.probe.hangs = true
        await node.driver.start()
        defer { node.driver.stop() }
        try await eventually("it beats") { !server.requests.isEmpty }
        #expect(server.requests.first?.path == "/api/workers/w-1/heartbeat")
        #expect(node.probe.asked == 0)
        isSeen.raise()
        try await eventually("it registers all the same") {
            server.requests.contains { $0.path.hasSuffix("register") }
        }
    }

    @LoopActor
    @Test func `a restarted node sends the id it has stored`() async throws {
        let server = try ScriptedServer.answering(healthy)
        for _ in 0..<2 {
            let before = server.requests.count
            let node = try Node(server.url, directory)
            await node.driver.start()
            try await eventually("it registers and beats") {
                let new = server.requests.dropFirst(before)
                return ["register", "heartbeat"].allSatisfy { call in new.contains { $0.path.hasSuffix(call) } }
            }
            node.driver.stop()
        }
        let ids = try server.requests.filter { $0.path.hasSuffix("register") }.map {
            try JSON(parsing: $0.body)["worker_id"]
        }
        #expect(ids == [nil, "w-1"])
    }

    @LoopActor
    @Test func `a damaged identity is set aside and the node registers anew`() async throws {
        try directory.write(Array("{\"worker_id\": tru".utf8), to: "state/identity.json")
        let server = try ScriptedServer.answering(healthy)
        let node = try Node(server.url, directory)
        await node.driver.start()
        defer { node.driver.stop() }
        try await eventually("it is registered") { node.status.registered }
        let names = try FileManager.default.contentsOfDirectory(atPath: directory.path + "/state")
        #expect(names.contains { $0.hasPrefix("identity.json.damaged-") })
        #expect(node.log.text.contains("identity file is damaged"))
    }

    @LoopActor
    @Test func `a copied identity is set aside, and the node registers anew`() async throws {
        let server = try ScriptedServer.answering(healthy)
        for (machine, isCopy) in [("1", false), ("1", false), ("2", true)] {
            let before = server.requests.count
            let node = try Node(server.url, directory, machine: String(repeating: machine, count: 32))
            await node.driver.start()
            try await eventually("it registers") {
                node.status.registered && server.requests.dropFirst(before).contains { $0.path.hasSuffix("register") }
            }
            let first = try #require(server.requests.dropFirst(before).first { $0.path.hasSuffix("register") })
            let isFirst = before == 0
            #expect(try JSON(parsing: first.body)["worker_id"] == (isFirst || isCopy ? nil : "w-1"))
            #expect(node.log.text.contains("copy of another machine") == isCopy)
            node.driver.stop()
        }
        let names = try FileManager.default.contentsOfDirectory(atPath: directory.path + "/state")
        #expect(names.contains { $0.hasPrefix("identity.json.copied-") })
    }

    @LoopActor
    @Test func `a node goes over to the conductor that serves, and begins with it the next time`() async throws {
        let server = try ScriptedServer.answering(healthy)
        let dead = "http://127.0.0.1:\(try freePort())"
        for isFirst in [true, false] {
            let node = try Node(dead + "," + server.url, directory)
            await node.driver.start()
            try await eventually("the conductor that serves is kept") {
                let stored = contents(of: directory.file("state/identity.json")).flatMap { try? JSON(parsing: $0) }
                return node.status.registered && stored?["conductor_url"]?.string == server.url
            }
            #expect(node.status.conductorURL == server.url)
            #expect(node.log.text.contains("another conductor is spoken to") == isFirst)
            node.driver.stop()
        }
    }

    @LoopActor
    @Test func `a state directory that cannot be written is a clear message, and mends itself`() async throws {
        rmdir(directory.path + "/state")
        let server = try ScriptedServer.answering(healthy)
        let node = try Node(server.url, directory)
        await node.driver.start()
        defer { node.driver.stop() }
        try await eventually("it says so") { node.status.detail?.contains("identity cannot be stored") == true }
        #expect(node.status.registered == false)
        #expect(node.status.detail?.contains(directory.path) == true)
        #expect(server.requests.allSatisfy { $0.path.hasSuffix("register") }, "an id that is not stored is not used")
        mkdir(directory.path + "/state", 0o700)
        try await eventually("it is registered") { node.status.registered }
    }

    /// Every way of answering badly, and what the status says of it.
    private static let misbehaviours: [(String, ConductorStatus.Reason, ScriptedServer.Script)] = [
        (
            "garbage", .malformedAnswer,
            {
                try $0.nextRequest().map { _ in () }; try $0.write("220 mail ESMTP\r\n\r\n")
            }
        ),
        ("closes", .unreachable, { _ = try $0.nextRequest() }),
        (
            "resets", .unreachable,
            { connection in
                _ = try connection.nextRequest()
                try connection.write("HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n{")
                connection.pause(0.02)
                connection.reset()
            }
        ),
        (
            "truncates", .unreachable,
            { connection in
                _ = try connection.nextRequest()
                try connection.write("HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n{\"worker\"")
            }
        ),
        ("500", .conductorError, { try answer($0, ScriptedAnswer(500, "oops")) }),
        ("429", .conductorError, { try answer($0, ScriptedAnswer(429, "", headers: ["Retry-After": "0"])) }),
        ("401", .tokenRejected, { try answer($0, ScriptedAnswer(401, #"{"error":{"message":"bad \#(token)"}}"#)) }),
        ("404", .conductorError, { try answer($0, ScriptedAnswer(404, #"{"error":{"message":"Not found"}}"#)) }),
        ("html", .malformedAnswer, { try answer($0, ScriptedAnswer(200, "<html>\(token)</html>")) }),
        ("2 MB", .malformedAnswer, { try answer($0, ScriptedAnswer(201, String(repeating: "x", count: 2_000_000))) }),
    ]

    private static func answer(_ connection: ScriptedConnection, _ answer: ScriptedAnswer) throws {
        while try connection.nextRequest() != nil { try connection.write(answer.bytes) }
    }

    @LoopActor
    @Test(arguments: 0..<LinkDriverTests.misbehaviours.count)
    func `a conductor that misbehaves is named, and used again once it is well`(index: Int) async throws {
        let (_, reason, script) = Self.misbehaviours[index]
        let isWell = Atomic<Bool>(false)
        let well = Box(isWell)
        let server = try ScriptedServer { connection in
            guard well.value.load(ordering: .relaxed) else { return try script(connection) }
            while let request = try connection.nextRequest() { try connection.write(healthy(request).bytes) }
        }
        let node = try Node(server.url, directory)
        await node.driver.start()
        defer { node.driver.stop() }
        try await eventually("it says \(reason)") { node.status.reason == reason }
        #expect(node.status.registered == false)
        well.value.store(true, ordering: .relaxed)
        // A connection that serves the old script by request goes on with it: the client is cut loose.
        server.cutConnections()
        try await eventually("it is registered") { node.status.registered && node.status.reason == nil }
        #expect(!node.log.text.contains(token))
        #expect(!node.published.all.contains { $0.detail?.contains(token) == true })
    }

    private final class Box: Sendable {
        let value: Atomic<Bool>
        init(_ value: consuming Atomic<Bool>) { self.value = value }
    }

    @LoopActor
    @Test func `a conductor that forgets the worker gets it back with the same id`() async throws {
        let forgotten = Mutex(false)
        let box = MutexBox(forgotten)
        let server = try ScriptedServer.answering { request in
            if request.path.hasSuffix("/register") {
                box.value.withLock { $0 = false }
                return welcome
            }
            return box.value.withLock { $0 } ? ScriptedAnswer(404, #"{"error":{"message":"Worker not found"}}"#) : fine
        }
        let node = try Node(server.url, directory)
        await node.driver.start()
        defer { node.driver.stop() }
        try await eventually("it is registered") { node.status.registered }
        box.value.withLock { $0 = true }
        try await eventually("it registers again") {
            server.requests.filter { $0.path.hasSuffix("register") }.count >= 2 && node.status.registered
        }
        let last = try #require(server.requests.last { $0.path.hasSuffix("register") })
        #expect(try JSON(parsing: last.body)["worker_id"] == "w-1")
    }

    private final class MutexBox: Sendable {
        let value: Mutex<Bool>
        init(_ value: consuming Mutex<Bool>) { self.value = value }
    }

    @LoopActor
    @Test func `another address of the primary interface registers again`() async throws {
        let server = try ScriptedServer.answering(healthy)
        let node = try Node(server.url, directory)
        await node.driver.start()
        defer { node.driver.stop() }
        try await eventually("it is registered") { node.status.registered }
        node.probe.change(to: ["network": ["ip4": "10.0.0.99"]])
        try await eventually("the new address is registered") {
            try server.requests.contains { try JSON(parsing: $0.body)["ip_address"] == "10.0.0.99" }
        }
        try await eventually("the status has it") { node.status.ipAddress == "10.0.0.99" }
    }

    @LoopActor
    @Test func `a conductor that stalls does not keep the driver from stopping`() async throws {
        let server = try ScriptedServer { connection in
            _ = try connection.nextRequest()
            try connection.waitForClose()
        }
        let node = try Node(server.url, directory)
        await node.driver.start()
        try await eventually("it asks") { server.requests.count == 1 }
        node.driver.stop()
        try await eventually("the connection is cut") { server.openConnectionCount == 0 }
    }

    @LoopActor
    @Test func `without probed the node registers all the same`() async throws {
        let server = try ScriptedServer.answering(healthy)
        let node = try Node(server.url, directory)
        node.probe.report = nil
        await node.driver.start()
        defer { node.driver.stop() }
        try await eventually("it is registered") {
            node.status.registered && server.requests.contains { $0.path.hasSuffix("register") }
        }
        let first = try #require(server.requests.first)
        #expect(try JSON(parsing: first.body)["resources"] == [:])
        #expect(try JSON(parsing: first.body)["ip_address"]?.string?.isEmpty == false)
        node.probe.change(to: ["ram_gb": 4, "network": ["ip4": "10.0.0.5"]])
        try await eventually("the resources follow") { server.requests.contains { $0.bodyText.contains("ram_gb") } }
    }
}
