import DockerEngine
import EventLoop
import HTTPClient
import ScriptedServer
import Synchronization
import TestSupport
import Testing

/// What a stream of events has told so far.
@LoopActor
private final class Told {
    var signals: [EngineEvents.Signal] = []
    nonisolated init() {}

    var resyncs: Int { signals.count { $0 == .resyncNeeded } }
    var events: [EngineEvent] {
        signals.compactMap { if case .event(let event) = $0 { event } else { nil } }
    }
    func actions(on name: String) -> [EngineEvent.Action] { events.filter { $0.name == name }.map(\.action) }
}

private var quick: EngineEvents.Timing {
    var timing = EngineEvents.Timing()
    timing.quiet = .milliseconds(400)
    timing.probeDeadline = .seconds(3)
    timing.delayCap = .milliseconds(300)
    return timing
}

@Suite(.eventLoop, .dockerEngine, .timeLimit(.minutes(10)))
struct EventsTests {
    @LoopActor
    @Test(arguments: EngineKind.available)
    func `a container's life is told, in order`(kind: EngineKind) async throws {
        let client = try await kind.client()
        let told = Told()
        let events = EngineEvents(client: client) { told.signals.append($0) }
        events.start()
        try await eventually("the stream is open") { told.resyncs == 1 }
        let name = uniqueName("told")
        let id = try await client.createContainer(name: name, try await client.shell("exit 7"))
        try await client.start(id)
        try await eventually("its end is told") { told.actions(on: name).contains(.die) }
        try await client.remove(id)
        let last: EngineEvent.Action = kind == .docker ? .destroy : .remove
        try await eventually("its removal is told") { told.actions(on: name).contains(last) }
        await events.cancel()
        let known: Set<EngineEvent.Action> = [.create, .start, .die, last]
        #expect(told.actions(on: name).filter(known.contains) == [.create, .start, .die, last])
        let end = try #require(told.events.first { $0.name == name && $0.action == .die })
        #expect(end.exitCode == 7 && end.id == id && end.subject == .container)
        #expect(told.events.first { $0.name == name }.map { $0.time > 1_600_000_000_000_000_000 } == true)
    }

    @LoopActor
    @Test func `only what the filter lets through comes, of networks and volumes too`() async throws {
        let client = try await EngineKind.docker.client()
        let told = Told()
        var filter = EventFilter()
        filter.subjects = [.network, .volume]
        let events = EngineEvents(client: client, filter: filter) { told.signals.append($0) }
        events.start()
        try await eventually("the stream is open") { told.resyncs == 1 }
        let name = uniqueName("filter")
        try await client.withContainer(try await client.shell("exit 0")) { _ in }
        try await client.ensureNetwork(NetworkConfiguration(name: name))
        try await client.ensureVolume(VolumeConfiguration(name: name))
        try await client.removeUnusedNetwork(name)
        #expect(try await client.removeVolume(name) == .removed)
        try await eventually("both removals are told") {
            told.events.contains { $0.subject == .volume && $0.id == name && $0.action == .destroy }
                && told.actions(on: name).contains(.destroy)
        }
        #expect(told.events.allSatisfy { $0.subject == .network || $0.subject == .volume })
        await events.cancel()
    }

    @LoopActor
    @Test func `the verdicts of a health check are events`() async throws {
        let client = try await EngineKind.docker.client()
        let told = Told()
        let events = EngineEvents(client: client) { told.signals.append($0) }
        events.start()
        try await eventually("the stream is open") { told.resyncs == 1 }
        var configuration = try await client.shell("trap 'exit 0' TERM; sleep 100 & wait")
        configuration.health = HealthCheck(test: ["CMD-SHELL", "[ -e /tmp/well ]"])
        configuration.health?.interval = 100_000_000
        configuration.health?.timeout = 10_000_000_000
        configuration.health?.retries = 2
        try await client.withContainer(configuration) { id in
            try await eventually("it is unhealthy", within: .seconds(60)) {
                told.events.contains { $0.id == id && $0.action == .health(.unhealthy) }
            }
            try await client.put([ArchiveFile(path: "well", content: [])], into: id, at: "/tmp")
            try await eventually("it is healthy", within: .seconds(60)) {
                told.events.contains { $0.id == id && $0.action == .health(.healthy) }
            }
            let details = try #require(try await client.container(id))
            #expect(details.healthStatus == .healthy && details.failingStreak == 0)
            #expect(details.healthLog.contains { $0.exitCode == 1 } && details.healthLog.contains { $0.exitCode == 0 })
        }
        await events.cancel()
    }

    @LoopActor
    @Test func `the stream outlives the engine's restart and its standing still`() async throws {
        let engine = try await TestEngine.start()
        let client = EngineClient(address: .unix(path: engine.socketPath), http: HTTPClient(), deadline: .seconds(2))
        var states: [EngineState] = []
        client.onState = { states.append($0) }
        let told = Told()
        let events = EngineEvents(client: client, timing: quick) { told.signals.append($0) }
        events.start()
        try await eventually("the stream is open") { told.resyncs == 1 }

        try await engine.stop()
        try await eventually("the engine is known to be gone") {
            if case .unavailable = client.state { true } else { false }
        }
        try await engine.start()
        try await eventually("the stream is open again", within: .seconds(60)) { told.resyncs == 2 }
        guard case .available(let version) = client.state else {
            Issue.record("expected an engine that is available, got \(client.state)")
            return
        }
        #expect(version.product == "Engine")

        try await engine.freeze()
        try await eventually("the engine is known to hang", within: .seconds(60)) {
            if case .unresponsive = client.state { true } else { false }
        }
        try await engine.thaw()
        try await eventually("the stream is open once more", within: .seconds(60)) { told.resyncs >= 3 }
        try await client.ensureNetwork(NetworkConfiguration(name: "after"))
        try await eventually("events come") { told.actions(on: "after").contains(.create) }
        #expect(told.actions(on: "after").count { $0 == .create } == 1)
        await events.cancel()
        let count = told.signals.count
        try await client.removeUnusedNetwork("after")
        #expect(told.signals.count == count)
        try await engine.end()
    }

    @LoopActor
    @Test func `events from before the stream broke come after it, once each`() async throws {
        let client = try await EngineKind.docker.client()
        let socket = try await TestEngine.shared().socketPath
        // Between the two stands something that can cut the stream.
        let directory = try TemporaryDirectory()
        let proxy = try SocketProxy(listening: directory.file("proxy.sock"), to: socket)
        let told = Told()
        let through = EngineClient(address: .unix(path: directory.file("proxy.sock")), http: HTTPClient())
        var timing = quick
        timing.firstDelay = .milliseconds(600)
        timing.delayCap = .milliseconds(600)
        let events = EngineEvents(client: through, timing: timing) { told.signals.append($0) }
        events.start()
        try await eventually("the stream is open") { told.resyncs == 1 }
        let names = (0..<3).map { uniqueName("gap\($0)") }
        try await client.ensureVolume(VolumeConfiguration(name: names[0]))
        try await eventually("the first is told") { told.events.contains { $0.id == names[0] } }
        proxy.cut()
        try await client.ensureVolume(VolumeConfiguration(name: names[1]))
        try await eventually("the stream is open again") { told.resyncs == 2 }
        try await client.ensureVolume(VolumeConfiguration(name: names[2]))
        try await eventually("the third is told") { told.events.contains { $0.id == names[2] } }
        await events.cancel()
        for name in names {
            #expect(told.events.count { $0.id == name && $0.action == .create } == 1)
            #expect(try await client.removeVolume(name) == .removed)
        }
    }

    @LoopActor
    @Test func `garbage in the stream makes it begin anew`() async throws {
        let openings = Mutex(0)
        let directory = try TemporaryDirectory()
        let server = try ScriptedServer(unixSocket: directory.file("engine.sock")) { connection in
            while let request = try connection.nextRequest() {
                guard request.path.contains("/events") else {
                    try connection.write(
                        ScriptedAnswer(200, #"{"Version": "1", "ApiVersion": "1.41", "MinAPIVersion": "1.12"}"#).bytes)
                    continue
                }
                let number = openings.withLock { count in
                    count += 1
                    return count
                }
                try connection.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
                let event = #"{"Type":"volume","Action":"create","Actor":{"ID":"v\#(number)"},"timeNano":\#(number)}"#
                let text =
                    event + "\n" + #"{"Type":"daemon","Action":"reload"}"# + "\n" + (number < 3 ? "nonsense\n" : "")
                try connection.write("\(String(text.utf8.count, radix: 16))\r\n\(text)\r\n")
                try connection.waitForClose()
            }
        }
        let client = EngineClient(address: .unix(path: directory.file("engine.sock")), http: HTTPClient())
        let told = Told()
        let events = EngineEvents(client: client, timing: quick) { told.signals.append($0) }
        events.start()
        try await eventually("the third stream is open") { told.events.map(\.id) == ["v1", "v2", "v3"] }
        #expect(told.resyncs == 3)
        let queries = server.requests.map(\.path).filter { $0.contains("/events") }
        #expect(queries[0].contains("since") == false)
        #expect(queries[1].hasSuffix("since=0.000000001"))
        await events.cancel()
        try await eventually("nothing is left open") { server.openConnectionCount <= 1 }
    }
}
