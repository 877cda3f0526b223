import DockerEngine
import EventLoop
import JSON
import NodeProtocol
import Testing

@testable import Deployment

@Suite struct ReadinessTests {
    private let timing = Readiness.Timing(stable: .seconds(10), timeout: .seconds(60))

    private func judge(
        _ state: ContainerState?, health: HealthStatus? = nil, exitCode: Int = 0, policy: RestartPolicy = .always,
        running: Int = 0, waited: Int = 0
    ) -> String {
        let container = state.map { state in
            var container = ActualContainer(id: "a", name: "a", state: state, labels: [:])
            container.health = health
            container.exitCode = exitCode
            return container
        }
        switch Readiness.judge(container, policy, running: .seconds(running), waited: .seconds(waited), timing) {
        case .ready: return "ready"
        case .notYet: return "not yet"
        case .failed(let error): return error.type.rawValue
        }
    }

    @Test func `without a health check it is ready when it has run long enough`() {
        #expect(judge(.running, running: 9, waited: 9) == "not yet")
        #expect(judge(.running, running: 10, waited: 12) == "ready")
        #expect(judge(.created, waited: 69) == "not yet")
        #expect(judge(.restarting, waited: 70) == "unhealthy")
    }

    @Test func `with a health check that alone decides`() {
        #expect(judge(.running, health: .healthy) == "ready")
        #expect(judge(.running, health: .starting, running: 59, waited: 59) == "not yet")
        #expect(judge(.running, health: .starting, running: 60, waited: 60) == "unhealthy")
        #expect(judge(.running, health: .unhealthy) == "unhealthy")
    }

    @Test func `one that ends has failed, unless it has done its work`() {
        #expect(judge(.exited) == "exited")
        #expect(judge(.exited, policy: .unlessStopped) == "exited")
        #expect(judge(.exited, policy: .no) == "ready")
        #expect(judge(.exited, policy: .onFailure(maximum: 0)) == "ready")
        #expect(judge(.exited, exitCode: 3, policy: .no) == "exited")
        #expect(judge(.dead, policy: .no) == "exited")
        #expect(judge(nil) == "exited")
    }

    @Test func `restarts wait longer each time, up to a limit, and good running forgets`() {
        var schedule = RestartSchedule()
        var now = MonotonicInstant(nanoseconds: 0)
        var delays: [Duration] = []
        for _ in 0..<12 {
            let due = schedule.due(at: now)
            #expect(schedule.due(at: now.advanced(by: .milliseconds(50))) == due, "it stays the same until then")
            delays.append(now.duration(to: due))
            now = due
            schedule.restarted(at: now)
        }
        #expect(delays.prefix(4) == [.milliseconds(100), .milliseconds(200), .milliseconds(400), .milliseconds(800)])
        #expect(delays.suffix(2) == [.seconds(30), .seconds(30)])
        #expect(schedule.restarts == 12)
        now = now.advanced(by: .seconds(599))
        var impatient = schedule
        #expect(now.duration(to: impatient.due(at: now)) == .seconds(30))
        now = now.advanced(by: .seconds(1))
        #expect(now.duration(to: schedule.due(at: now)) == .milliseconds(100))
    }
}

@Suite struct UpdateOrderTests {
    private func spec(_ members: [String: JSON]) throws -> ServiceSpec {
        try ServiceSpec(name: try ServiceName("web"), config: .object(members.merging(["image": "web:1"]) { $1 }))
    }

    @Test func `what only one can have makes it stop-first`() throws {
        let plain = try spec([:])
        let port = try spec(["ports": ["80": 8080]])
        #expect(UpdateOrder.make(from: plain, to: plain) == .startFirst)
        #expect(UpdateOrder.make(from: port, to: port) == .stopFirst)
        #expect(UpdateOrder.make(from: nil, to: port) == .stopFirst)
        #expect(UpdateOrder.make(from: port, to: try spec(["ports": ["80": 8081]])) == .startFirst)
        #expect(UpdateOrder.make(from: port, to: try spec(["ports": ["53/udp": 8080]])) == .startFirst)
        #expect(UpdateOrder.make(from: port, to: try spec(["ports": ["80": "127.0.0.1:8080"]])) == .stopFirst)
        let local = try spec(["ports": ["80": "127.0.0.1:8080"]])
        #expect(UpdateOrder.make(from: local, to: try spec(["ports": ["80": "127.0.0.2:8080"]])) == .startFirst)
        #expect(UpdateOrder.make(from: plain, to: try spec(["network": "host"])) == .stopFirst)
    }

    @Test func `a wish is followed where it can be`() throws {
        let wish = try spec(["deploy": ["update_config": ["order": "stop-first"]]])
        #expect(UpdateOrder.make(from: nil, to: wish) == .stopFirst)
        let impossible = try spec(["update_order": "start-first", "ports": ["80": 8080]])
        #expect(UpdateOrder.make(from: impossible, to: impossible) == .stopFirst)
        #expect(throws: ServiceError.self) { try spec(["update_order": "sideways"]) }
        #expect(throws: ServiceError.self) { try spec(["deploy": ["replicas": 3]]) }
    }
}

@Suite struct ShutdownOrderTests {
    @Test func `what others need is stopped after them`() throws {
        let names = try ["web", "api", "db", "job", "alone"].map { try ServiceName($0) }
        let (web, api, db, job, alone) = (names[0], names[1], names[2], names[3], names[4])
        let stages = ShutdownOrder.stages([web: [api], api: [db, job], db: [], job: [], alone: []])
        #expect(stages == [[alone, web], [api], [db, job]])
        #expect(ShutdownOrder.stages([web: [api], api: [web]]) == [[api, web]], "a circle ends too")
    }
}
