import EventLoop
import JSON
import NodeProtocol
import Testing

@testable import workerctl

struct TopFrameTests {
    private func look(cpuSeconds: Double, at seconds: Int, services: [ServiceStatus]? = []) -> TopLook {
        let subsystems = Subsystem.allCases.map { name in
            var status = SubsystemStatus.some(name)
            status.cpuSeconds = name == .deployd ? cpuSeconds : 1
            return status
        }
        var look = TopLook(
            supervisor: SupervisorMethods.Status.Answer(
                pid: 1, version: "0.1.0", uptimeSeconds: 3700, subsystems: subsystems))
        look.conductor = ["conductor_url": "http://c:3000", "registered": true, "worker_id": "w-1"]
        look.services = services
        look.resources = ["cpu": ["usagePercent": 50], "ram": ["usagePercent": 25.04]]
        look.at = MonotonicInstant(nanoseconds: Int64(seconds) * 1_000_000_000)
        look.time = "2026-01-01T00:00:00.000Z"
        return look
    }

    private func model(services: [ServiceStatus]? = []) -> TopModel {
        var model = TopModel()
        model.take(look(cpuSeconds: 10, at: 100))
        model.take(look(cpuSeconds: 11, at: 102, services: services))
        return model
    }

    @Test func `a frame has the node, its daemons with what they use, and its services`() {
        let model = model(services: [.some("web", .running), .some("db", .failed)])
        let lines = TopFrame.lines(model, columns: 200, rows: 50, .off)
        #expect(lines[0] == "aerekos worker 0.1.0   up 1 h 1 min   1 of 2 services run   2026-01-01T00:00:00Z")
        #expect(lines[1] == "conductor  http://c:3000, registered as w-1")
        #expect(
            lines[2].contains("cpu [||||||||        ] 50.0 %  ram [||||            ] 25.0 %  disk [                ] -")
        )
        #expect(lines.contains { $0.hasPrefix("deployd") && $0.contains("50.0 %") })
        #expect(lines.contains { $0.hasPrefix("apid") && $0.contains(" 0.0 %") })
        #expect(lines.contains { $0.hasPrefix("web") && $0.contains("running") })
        #expect(lines.contains { $0.hasPrefix("db") && $0.contains("failed") })
    }

    @Test func `what does not fit is cut off, and counted`() {
        let model = model(services: (1...30).map { .some("service-\($0)", .running) })
        for (columns, rows) in [(80, 24), (40, 16), (20, 5), (1, 1)] {
            let lines = TopFrame.lines(model, columns: columns, rows: rows, Paint(isOn: true))
            #expect(lines.count <= rows)
            for line in lines { #expect(TopFrame.cut(line, columns) == line) }
        }
        #expect(TopFrame.lines(model, columns: 80, rows: 24, .off).last == "… 18 more")
    }

    @Test func `what a service uses is shown as last measured, as long as it runs, and of an error the kind`() {
        var failed = ServiceStatus.some("db", .failed)
        failed.error = ServiceError(.imageNotFound, String(repeating: "no such manifest ", count: 20))
        var model = model(services: [.some("web", .running), failed])
        model.statistics = ["web", "db"].map { name in
            ServiceStatistics(
                service: name, readAt: "T", cpuPercent: 12.34, cpuSeconds: 1, memoryBytes: 1 << 20,
                memoryLimitBytes: 1 << 30, processes: 3, receivedBytes: 0, sentBytes: 0, readBytes: 0, writtenBytes: 0)
        }
        let lines = TopFrame.lines(model, columns: 80, rows: 24, .off).suffix(2)
        #expect(
            lines == [
                "web      running                  12.3 %  1.0 MiB  0         nginx:1",
                "db       failed: image_not_found  -       -        0         nginx:1",
            ])
    }

    @Test func `colours take no room`() {
        #expect(TopFrame.cut("\u{1B}[31mfailed\u{1B}[0m", 4) == "\u{1B}[31mfail\u{1B}[0m")
        #expect(TopFrame.cut("failed", 4) == "fail")
        #expect(TopFrame.cut("", 4) == "")
    }

    @Test func `a process that is new has used nothing yet that is known`() {
        var model = TopModel()
        model.take(look(cpuSeconds: 10, at: 100))
        #expect(model.cpu.isEmpty)
        var next = look(cpuSeconds: 0.1, at: 102)
        for index in next.supervisor.subsystems.indices { next.supervisor.subsystems[index].pid = 1 }
        model.take(next)
        #expect(model.cpu.isEmpty)
    }

    @Test func `a node that is lost is told, and what was last known stays`() {
        var model = model()
        model.failure = "the supervisor cannot be reached"
        let lines = TopFrame.lines(model, columns: 80, rows: 24, .off)
        #expect(lines[1] == "the supervisor cannot be reached")
        #expect(lines.contains { $0.hasPrefix("deployd") })
        model = TopModel()
        model.failure = "the supervisor cannot be reached"
        #expect(TopFrame.lines(model, columns: 80, rows: 24, .off) == ["the supervisor cannot be reached"])
    }
}
