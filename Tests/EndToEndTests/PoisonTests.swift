import Glibc
import JSON
import TestSupport
import Testing

/// A daemon that keeps dying on one input sets it aside and goes on with the rest.
@Suite(.dockerEngine, .timeLimit(.minutes(10)))
struct PoisonTests {
    @Test func `a version that crashes deployd is set aside after three crashes, and the running one goes on`()
        async throws
    {
        let port = try freePort()
        let name = "web-\(port)"
        try await withNode(port: port, settings: ["AEREKOS_FAULT": "deploy.begun:\(name)#2=crash"]) { web in
            try await web.deploy()
            let before = try await web.incarnation()
            let poison = try await web.node.instruct(web.instruction("update", tag: "2"))
            let outcome = try await web.node.outcome(of: poison)
            #expect(outcome["status"] == "failed")
            #expect(outcome["error"]?["type"] == "set_aside")
            let state = try await web.node.subsystem("deployd")
            #expect(state["restarts"] == 3)
            #expect(state["last_exit"]?["signal"] == .int(Int64(SIGSEGV)))
            #expect(try await web.incarnation() == before)
            #expect(try await TestNode.page(port: port) == "one")

            #expect(
                try await web.carryOut("update", tag: "2")["status"] == "success", "a new instruction, a new chance")
            try await web.waitForPage("two")
            #expect(try await web.node.subsystem("deployd")["restarts"] == 3)
            try await web.waitUntilOnline()
        }
    }

    @Test func `services that are worked on beside the one that crashes deployd are deployed all the same`()
        async throws
    {
        let port = try freePort()
        let poison = "poison-\(port)"
        try await withNode(port: port, settings: ["AEREKOS_FAULT": "deploy.begun:\(poison)#1=crash"]) { web in
            let config: JSON = ["image": .string(web.registry.image("web", "1"))]
            let first = try await web.node.instruct(web.instruction("deploy", tag: "1"))
            let guilty = try await web.node.instruct([
                "action": "deploy", "service": .string(poison), "config": config,
            ])
            #expect(try await web.node.outcome(of: guilty)["error"]?["type"] == "set_aside")
            #expect(try await web.node.outcome(of: first)["status"] == "success")
            try await web.waitForPage("one")
            #expect(try await web.node.subsystem("deployd")["restarts"] == 3)
            let left = try await web.node.get("/services/\(poison)").body["service"]
            #expect(left?["error"]?["type"] == "set_aside")
            #expect(try await web.carryOut("restart")["status"] == "success")
        }
    }

    @Test(arguments: ["crash", "exit:3"])
    func `an instruction that crashes deployd while it is read ends as failed, and others are taken`(
        fault: String
    ) async throws {
        let node = try TestNode(settings: ["AEREKOS_FAULT": "instruction.received:poison=\(fault)"])
        try await node.startAndRegister()
        let poison = try await node.instruct(["action": "stop", "service": "poison"])
        let other = try await node.instruct(["action": "stop", "service": "other"])
        #expect(try await node.outcome(of: poison)["error"]?["type"] == "set_aside")
        #expect(try await node.outcome(of: other)["error"]?["type"] == "unknown_service")
        #expect(try await node.subsystem("deployd")["restarts"] == 3)
        try await node.supervisor.stop()
    }

    @Test func `an input on which deployd hangs is set aside after the watchdog has ended it three times`() async throws
    {
        let node = try TestNode(settings: [
            "AEREKOS_FAULT": "instruction.received:poison=spin", "WATCHDOG_TIMEOUT": "1s",
        ])
        try await node.startAndRegister()
        let poison = try await node.instruct(["action": "stop", "service": "poison"])
        #expect(try await node.outcome(of: poison)["error"]?["type"] == "set_aside")
        #expect(try await node.subsystem("deployd")["last_exit"]?["cause"] == "watchdog")
        try await node.supervisor.stop()
    }

    /// Signals from outside, while an instruction is being read: the process stands there until they come.
    @Test(arguments: [[SIGKILL], [SIGSEGV, SIGCONT], [SIGABRT, SIGCONT]])
    func `kills from outside condemn no input`(signals: [Int32]) async throws {
        let node = try TestNode(settings: ["AEREKOS_FAULT": "instruction.received:innocent=stop*4"])
        try await node.startAndRegister()
        let instruction = try await node.instruct(["action": "stop", "service": "innocent"])
        for generation in 1...4 {
            let pid = try await eventually("deployd \(generation) stands still", within: .seconds(60)) { () -> pid_t? in
                let state = try? await node.subsystem("deployd")
                guard state?["generation"]?.int == generation,
                    let pid = state?["pid"]?.int.map({ pid_t($0) }),
                    isStopped(pid)
                else { return nil }
                return pid
            }
            for signal in signals { kill(pid, signal) }
        }
        let outcome = try await node.outcome(of: instruction)
        #expect(outcome["error"]?["type"] == "unknown_service", "it was read as ever")
        try await node.supervisor.stop()
    }

    /// proc(5), /proc/PID/stat: the state is behind the name in parentheses.
    private func isStopped(_ pid: pid_t) -> Bool {
        let stat = contents(of: "/proc/\(pid)/stat").map { String(decoding: $0, as: UTF8.self) } ?? ""
        return stat.split(separator: ")").last?.hasPrefix(" T") ?? false
    }

    @Test func `a wrong order for a fault is refused with what is allowed`() async throws {
        let node = try TestNode(settings: ["AEREKOS_FAULT": "explode"])
        try await node.conductor.start()
        try await node.supervisor.start()
        try await eventually("the log says so", within: .seconds(60)) {
            node.log.contains("allowed is POINT[:DETAIL]=ACTION") && node.log.contains("reason=\"configuration: ")
        }
        try await node.supervisor.stop()
    }
}
