import Foundation
import Glibc
import JSON
import TestSupport
import Testing

/// The node as a unit of a real systemd, with the unit file that is shipped.
@Suite(.serialized, .timeLimit(.minutes(6)))
struct SystemdTests {
    private static let unit = "aerekos-worker.service"
    private static let unitFile = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("../../packaging/systemd/\(unit)").standardized

    @Test func `the unit file is one that systemd understands`() async throws {
        let directory = try TemporaryDirectory()
        let text = try String(contentsOf: Self.unitFile, encoding: .utf8).replacingOccurrences(
            of: "/usr/bin/aerekos-worker", with: BuiltPrograms.worker)
        let path = try directory.write(Array(text.utf8), to: Self.unit)
        let run = try await CommandRun.of(["systemd-analyze", "verify", "--man=no", path])
        #expect(run.status == 0 && !run.output.contains(Self.unit), "\(run.output)")
    }

    @Test func `started it is ready, killed or hung it comes back around its daemons, stopped it leaves nothing`()
        async throws
    {
        let host = try await SystemdHost()
        let directory = try TemporaryDirectory()
        let port = try freePort()
        let settings = directory.file("worker.env")
        try directory.write(Array("PORT=\(port)\nDOCKER_HOST=unix:///run/no-engine.sock\n".utf8), to: "worker.env")
        let text = try String(contentsOf: Self.unitFile, encoding: .utf8)
            .replacingOccurrences(of: "/usr/bin/aerekos-worker", with: BuiltPrograms.worker)
            .replacingOccurrences(of: "/etc/aerekos-worker/worker.env", with: settings)
            .replacingOccurrences(of: "WatchdogSec=30s", with: "WatchdogSec=2s")
            .replacingOccurrences(of: "PrivateTmp=yes", with: "PrivateTmp=no")  // the settings of this test lie there
            .replacingOccurrences(of: "[Service]", with: "DefaultDependencies=no\n\n[Service]")
        try Data(text.utf8).write(to: URL(fileURLWithPath: host.unitDirectory + "/" + Self.unit))

        let started = try await host.systemctl("start", Self.unit)
        #expect(started.status == 0, "\(started.output)")
        let before = try await properties(of: host)
        #expect(before["ActiveState"] == "active")
        #expect(before["StatusText"] == "all subsystems are ready")
        let daemons = try await pids(port)
        #expect(daemons.count == 4)

        let prober = ConnectionProber(port: port)
        let probing = Task { await prober.run() }
        // Killed.
        try await signal(SIGKILL, to: before["MainPID"], of: host)
        var after = try await changed(from: before, of: host)
        #expect(try await pids(port) == daemons)
        // Hung: systemd's own watchdog ends it.
        try await signal(SIGSTOP, to: after["MainPID"], of: host)
        after = try await changed(from: after, of: host)
        #expect(after["NRestarts"] == "2")
        #expect(try await pids(port) == daemons)
        // Replaced in place.
        let uptime = try #require(try await self.uptime(port))
        try await signal(SIGUSR2, to: after["MainPID"], of: host)
        try await eventually("the supervisor has replaced itself", within: .seconds(60)) {
            guard let now = try? await self.uptime(port), now < uptime else { return false }
            return try await self.properties(of: host)["StatusText"] == "all subsystems are ready"
        }
        #expect(try await properties(of: host)["MainPID"] == after["MainPID"])
        #expect(try await pids(port) == daemons)
        // Told to read its settings again.
        try directory.write(
            Array("PORT=\(port)\nDOCKER_HOST=unix:///run/no-engine.sock\nRESOURCE_CHECK_INTERVAL=7s\n".utf8),
            to: "worker.env")
        #expect(try await host.systemctl("reload", Self.unit).status == 0)
        try await eventually("probed is replaced", within: .seconds(60)) {
            guard let now = try? await self.pids(port), now.count == 4 else { return false }
            return now["probed"] != daemons["probed"] && now["deployd"] == daemons["deployd"]
        }
        prober.stop()
        await probing.value
        #expect(prober.refused == 0 && prober.accepted > 0)

        #expect(try await host.systemctl("stop", Self.unit).status == 0)
        let end = try await properties(of: host)
        #expect(end["ActiveState"] == "inactive" && end["Result"] == "success")
        #expect(try await TestNode.page(port: port) == nil)
    }

    private func properties(of host: SystemdHost) async throws -> [String: String] {
        let output = try await host.systemctl(
            "show", "-p", "ActiveState,StatusText,MainPID,NRestarts,Result", Self.unit
        ).output
        var properties: [String: String] = [:]
        for line in output.split(separator: "\n") {
            let parts = line.split(separator: "=", maxSplits: 1).map(String.init)
            properties[parts[0]] = parts.count > 1 ? parts[1] : ""
        }
        return properties
    }

    /// The unit's properties, once it is ready with another main process.
    private func changed(from before: [String: String], of host: SystemdHost) async throws -> [String: String] {
        try await eventually("it is started again and ready", within: .seconds(90)) {
            let now = try await self.properties(of: host)
            return now["MainPID"] != before["MainPID"] && now["ActiveState"] == "active" ? now : nil
        }
    }

    private func signal(_ signal: Int32, to inside: String?, of host: SystemdHost) async throws {
        let number = try #require(inside.flatMap { pid_t($0) })
        let pid = try #require(try await host.process(number))
        #expect(kill(pid, signal) == 0)
    }

    /// Of the supervisor's program, in seconds.
    private func uptime(_ port: Int) async throws -> Double? {
        let (_, bytes) = try await offThread { try PlainHTTP.request(port: port, "GET", "/subsystems", body: []) }
        return try JSON(parsing: bytes)["supervisor"]?["uptime_s"]?.double
    }

    /// The daemons' numbers, as the node tells them, by name.
    private func pids(_ port: Int) async throws -> [String: Int] {
        let (_, bytes) = try await offThread { try PlainHTTP.request(port: port, "GET", "/subsystems", body: []) }
        let all = try JSON(parsing: bytes)["subsystems"]?.array ?? []
        return Dictionary(
            uniqueKeysWithValues: all.compactMap { subsystem in
                guard let name = subsystem["name"]?.string, let pid = subsystem["pid"]?.int else { return nil }
                return (name, Int(pid))
            })
    }
}
