import EventLoop
import Glibc
import JSON
import TestSupport
import Testing

/// `GET /events` of a real node.
@Suite(.timeLimit(.minutes(10)))
struct EventsTests {
    private func withPlainNode(_ body: (TestNode) async throws -> Void) async throws {
        let node = try TestNode()
        try await node.startAndRegister()
        do {
            try await body(node)
        } catch {
            print("the node's log:\n\(node.log.suffix(4000))")
            throw error
        }
        try await node.supervisor.stop()
    }

    private func stream(of node: TestNode, after id: String? = nil) async throws -> RawConnection {
        let connection = try RawConnection(port: node.port)
        let header = id.map { "Last-Event-ID: \($0)\r\n" } ?? ""
        connection.send("GET /events HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n\(header)\r\n")
        try await connection.expect("Content-Type: text/event-stream")
        try await connection.expect("retry: 1000")
        return connection
    }

    /// The events of one kind that have come so far.
    private func events(_ kind: String, in connection: RawConnection) -> [(id: String, data: JSON)] {
        connection.receive()
        let lines = connection.received.split(whereSeparator: \.isNewline)
        return lines.indices.compactMap { index in
            guard lines[index] == "event: \(kind)", index + 2 < lines.count, lines[index + 1].hasPrefix("id: "),
                lines[index + 2].hasPrefix("data: "),
                let data = try? JSON(parsing: String(lines[index + 2].dropFirst(6)))
            else { return nil }
            return (String(lines[index + 1].dropFirst(4)), data)
        }
    }

    @Test func `a killed daemon and a conductor that goes and comes are told as they happen`() async throws {
        try await withPlainNode { node in
            let connection = try await stream(of: node)
            let pid = try #require(try await node.pid(of: "probed"))
            kill(pid, SIGKILL)
            try await eventually("probed's death and its return are told", within: .seconds(60)) {
                let states = events("subsystem", in: connection).filter { $0.data["name"] == "probed" }.map(\.data)
                return states.first?["last_exit"]?["signal"]?.int == 9 && states.last?["state"] == "ready"
            }
            try await node.conductor.stop()
            try await eventually("the conductor is told as offline", within: .seconds(60)) {
                events("conductor", in: connection).last?.data["status"] == "offline"
            }
            try await node.conductor.start()
            try await eventually("the conductor is told as online", within: .seconds(60)) {
                events("conductor", in: connection).last?.data["status"] == "online"
            }
        }
    }

    @Test(.dockerEngine)
    func `what becomes of a service is told, from its deployment to its removal`() async throws {
        try await withNode { web in
            let connection = try await stream(of: web.node)
            func states() -> [String?] {
                events("service", in: connection).filter { $0.data["service"] == .string(web.service) }
                    .map { $0.data["status"]?.string }
            }
            try await web.deploy()
            try await eventually("it runs", within: .seconds(60)) { states().last == "running" }
            try await web.carryOut("remove")
            try await eventually("it is removed", within: .seconds(60)) { states().last == "removed" }
            #expect(!connection.received.contains("hunter2"))
        }
    }

    @Test func `what happened while nobody listened is in the history, on the command line and in a support bundle`()
        async throws
    {
        try await withPlainNode { node in
            var number = 0
            // There is no engine; what was there when apid first looked is no event.
            let told = try await eventually("a service is told of", within: .seconds(60)) { () -> JSON? in
                number += 1
                let config: JSON = ["image": "nginx"]
                try await node.instruct(["action": "deploy", "service": .string("web-\(number)"), "config": config])
                try await Task.sleep(for: .seconds(1))
                let events = try await node.get("/events?limit=100").body["events"]?.array ?? []
                return events.first { $0["event"] == "service" }
            }
            let name = try #require(told["data"]?["service"]?.string)
            let run = try await node.workerctl("events")
            #expect(run.status == 0 && run.output.contains("service     \(name): "), "\(run.output)")
            #expect(run.output.contains("probed      started, generation 1"), "\(run.output)")
            let lines = try await node.workerctl("events", "--json").output.split(separator: "\n")
            let objects = try lines.map { try JSON(parsing: String($0)) }
            #expect(objects.contains { $0["service"]?["service"]?.string == name && $0["at"]?.string != nil })
            let bundle = node.directory.file("bundle.tar")
            #expect(try await node.workerctl("support-bundle", "-o", bundle).status == 0)
            #expect(String(decoding: contents(of: bundle) ?? [], as: UTF8.self).contains("\"event\": \"service\""))
        }
    }

    @Test func `a client that comes back gets what it missed, and a reset from another apid`() async throws {
        try await withPlainNode { node in
            var connection: RawConnection? = try await stream(of: node)
            let first = try #require(try await node.pid(of: "probed"))
            kill(first, SIGKILL)
            let seen: String = try await eventually("an event has come", within: .seconds(60)) {
                connection.flatMap { events("subsystem", in: $0).first?.id }
            }
            connection = nil
            try await eventually("probed is back", within: .seconds(60)) {
                let state = try await node.subsystem("probed")
                return state["state"] == "ready" && state["pid"]?.int != Int(first)
            }
            let second = try await stream(of: node, after: seen)
            try await eventually("what was missed has come", within: .seconds(60)) {
                events("subsystem", in: second).last?.data["state"] == "ready"
            }
            #expect(!events("subsystem", in: second).map(\.id).contains(seen))
            #expect(events("reset", in: second).isEmpty)

            let apid = try #require(try await node.pid(of: "apid"))
            kill(apid, SIGKILL)
            try await second.expectClosed()
            let third = try await stream(of: node, after: seen)
            try await third.expect("event: reset")
        }
    }

    @Test func `an open stream does not delay a planned restart of apid`() async throws {
        try await withPlainNode { node in
            let connection = try await stream(of: node)
            _ = try await node.post("/subsystems/apid/restart")
            try await connection.expectClosed()
            #expect(connection.received.hasSuffix("0\r\n\r\n"), "ended in order, not cut off")
            try await eventually("apid is back", within: .seconds(60)) {
                let state = try await node.subsystem("apid")
                return state["generation"] == 2 && state["state"] == "ready"
            }
            let state = try await node.subsystem("apid")
            #expect(state["last_exit"]?["code"] == 0, "\(state.text)")
            #expect(!node.log.contains("stopped before everything was finished"))
        }
    }

    @Test func `the sixty-fifth stream is refused, and a closed one makes room`() async throws {
        try await withPlainNode { node in
            var streams: [RawConnection] = []
            for _ in 0..<64 { streams.append(try await stream(of: node)) }
            let refused = try await node.get("/events")
            #expect(refused.status == 503)
            #expect(refused.body["error"]?["message"] == "There are 64 streams of events already")
            streams.removeLast()
            try await eventually("there is room", within: .seconds(60)) {
                let connection = try RawConnection(port: node.port)
                connection.send("GET /events HTTP/1.1\r\nHost: localhost\r\n\r\n")
                try await connection.expect("HTTP/1.1 ")
                return connection.received.hasPrefix("HTTP/1.1 200")
            }
        }
    }
}
