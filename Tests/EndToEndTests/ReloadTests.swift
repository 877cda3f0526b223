import Glibc
import JSON
import TestSupport
import Testing

/// Settings that change under a running node.
@Suite(.timeLimit(.minutes(10)))
struct ReloadTests {
    @Test func `reload restarts the daemons whose settings have changed and leaves the others alone`() async throws {
        let node = try TestNode(fileSettings: ["RESOURCE_CHECK_INTERVAL": "5s", "SERVICE_STATUS_INTERVAL": "1s"])
        try await node.startAndRegister()
        try await node.expectAllReady()
        let before = try await node.pids()

        let unchanged = try await node.workerctl("reload")
        #expect(unchanged.status == 0)
        #expect(unchanged.output == "changed: nothing\nrestarted: none\n")
        #expect(try await node.pids() == before)

        try node.write(fileSettings: ["RESOURCE_CHECK_INTERVAL": "5s", "SERVICE_STATUS_INTERVAL": "2s"])
        let changed = try await node.workerctl("reload")
        #expect(changed.output == "changed: SERVICE_STATUS_INTERVAL\nrestarted: deployd, apid\n")
        try await eventually("both are replaced", within: .seconds(60)) {
            guard let after = try? await node.pids(), after.count == 4 else { return false }
            return after["deployd"] != before["deployd"] && after["apid"] != before["apid"]
        }
        try await node.expectAllReady()
        let after = try await node.pids()
        #expect(after["probed"] == before["probed"] && after["heartbeatd"] == before["heartbeatd"])
        #expect(try await node.get("/status").body["intervals"]?["service_status"]?.double == 2)
        try await eventually("/config has the new value", within: .seconds(60)) {
            let settings = try await node.get("/config").body["settings"]?.array ?? []
            return settings.first { $0["key"] == "SERVICE_STATUS_INTERVAL" }?["value"]?.double == 2
        }
        for daemon in TestNode.daemons {
            #expect(try await node.subsystem(daemon)["restarts"] == 0, "a restart that was asked for is no failure")
        }
        try await node.supervisor.stop()
    }

    @Test func `reload with wrong settings names every mistake and changes nothing`() async throws {
        let node = try TestNode(fileSettings: ["HEARTBEAT_INTERVAL": "200ms"])
        try await node.startAndRegister()
        try await node.expectAllReady()
        let before = try await node.pids()
        try node.write(fileSettings: ["HEARTBEAT_INTERVAL": "soon", "PORT": "99999"])
        let answer = try await node.workerctl("reload")
        #expect(answer.status == 1)
        #expect(answer.output.contains("HEARTBEAT_INTERVAL=\"soon\"") && answer.output.contains("from 0.1 seconds"))
        try node.write(fileSettings: ["HEARTBEAT_INTERVAL": "200ms", "STATE_DIR": "/elsewhere"])
        let moved = try await node.workerctl("reload")
        #expect(moved.status == 1 && moved.output.contains("STATE_DIR is another"))
        #expect(try await node.pids() == before)
        try await node.supervisor.stop()
    }

    @Test func `SIGHUP to a supervisor that still takes daemons over is not lost`() async throws {
        let node = try TestNode(fileSettings: ["HEARTBEAT_INTERVAL": "200ms"])
        try await node.startAndRegister()
        try await node.expectAllReady()
        let before = try await node.pids()
        let probed = try #require(before["probed"])
        try await node.supervisor.kill()
        // It does not introduce itself, which the next supervisor waits for.
        kill(probed, SIGSTOP)
        let supervisor = try await node.supervisor.start()
        try await eventually("the settings are read, and the control socket is open") {
            (try? PlainIPC(socket: node.directory.file("run/supervisor.sock"))) != nil
        }
        try node.write(fileSettings: ["HEARTBEAT_INTERVAL": "300ms"])
        kill(supervisor, SIGHUP)
        try await eventually("heartbeatd is replaced", within: .seconds(60)) {
            guard let after = try? await node.pids(), after.count == 4 else { return false }
            return after["heartbeatd"] != before["heartbeatd"] && after["deployd"] == before["deployd"]
        }
        try await node.expectAllReady()
        try await node.supervisor.stop()
    }

    @Test func `the API moves to another port if that is free, and stays where it is if not`() async throws {
        let node = try TestNode(fileSettings: ["LOG_LEVEL": "info"])
        let otherPort = try freePort()
        let settings = ["LOG_LEVEL": "info", "PORT": "\(otherPort)"]
        try await node.startAndRegister()
        try await node.expectAllReady()

        let taken = try LoopbackListener(port: otherPort)
        try node.write(fileSettings: settings)
        let refused = try await node.workerctl("reload")
        #expect(refused.status == 1 && refused.output.contains("Address already in use"))
        #expect(try await node.get("/health").status == 200)
        taken.close()

        let answer = try await node.workerctl("reload")
        #expect(answer.status == 0 && answer.output.contains("changed: PORT"))
        try await eventually("it answers on the new port", within: .seconds(60)) {
            (try? await node.get("/health", port: otherPort).status) == 200
        }
        try await eventually("the old port is closed", within: .seconds(60)) {
            (try? await node.get("/health").status) == nil
        }
        try await node.supervisor.stop()
    }

    @Test func `the API moves from loopback to every address of the same port and back, and no connection is refused`()
        async throws
    {
        let node = try TestNode(fileSettings: ["BIND_ADDRESS": "127.0.0.1"])
        try await node.startAndRegister()
        try await node.expectAllReady()
        let prober = ConnectionProber(port: node.port)
        let probing = Task { await prober.run() }
        for (address, isReachable) in [("0.0.0.0", true), ("127.0.0.1", false)] {
            let before = try await node.pids()
            try node.write(fileSettings: ["BIND_ADDRESS": address])
            let answer = try await node.workerctl("reload")
            #expect(answer.status == 0 && answer.output.contains("changed: BIND_ADDRESS"), "\(answer.output)")
            // At once: the socket listens already, and the one before does no more.
            let isReached = (try? LoopbackSocket.reach(port: node.port, host: 2)) != nil
            #expect(isReached == isReachable)
            try await eventually("apid is replaced", within: .seconds(60)) {
                guard let after = try? await node.pids(), after.count == 4 else { return false }
                return after["apid"] != before["apid"]
            }
            try await node.expectAllReady()
            #expect(try await node.get("/health").status == 200)
        }
        prober.stop()
        await probing.value
        #expect(prober.refused == 0 && prober.accepted > 0)
        for daemon in TestNode.daemons { #expect(try await node.subsystem(daemon)["restarts"] == 0) }
        try await node.supervisor.stop()
    }

    @Test
    func `a token file with another content restarts who reads it once, and not apid, which reads it again itself`()
        async throws
    {
        let directory = try TemporaryDirectory()
        func write(api: String, conductor: String) throws {
            try directory.write(Array("\(api)\n".utf8), to: "api-token", mode: 0o600)
            try directory.write(Array("\(conductor)\n".utf8), to: "conductor-token", mode: 0o600)
        }
        try write(api: "first-token", conductor: TestNode.token)
        let node = try TestNode(
            settings: [
                "API_TOKEN_FILE": directory.file("api-token"), "CONDUCTOR_TOKEN": "",
                "CONDUCTOR_TOKEN_FILE": directory.file("conductor-token"),
            ])
        try await node.startAndRegister()
        try await node.expectAllReady()
        let before = try await node.pids()
        try write(api: "second-token", conductor: TestNode.token)
        #expect(try await node.workerctl("reload").output == "changed: nothing\nrestarted: none\n")
        #expect(try await node.pids() == before)
        try write(api: "second-token", conductor: TestNode.token + "\n# another line")
        let changed = try await node.workerctl("reload")
        #expect(changed.output.contains("restarted: heartbeatd, deployd\n"), "\(changed.output)")
        try await eventually("both are replaced", within: .seconds(60)) {
            guard let after = try? await node.pids(), after.count == 4 else { return false }
            return after["heartbeatd"] != before["heartbeatd"] && after["deployd"] != before["deployd"]
        }
        try await node.expectAllReady()
        let after = try await node.pids()
        #expect(after["apid"] == before["apid"] && after["probed"] == before["probed"])
        try await node.supervisor.stop()
    }
}
