import Foundation
import Glibc
import JSON
import TestSupport
import Testing

/// The supervisor as the first process of a PID namespace, as in a container without another init.
@Suite(.timeLimit(.minutes(10)))
struct FirstProcessTests {
    @Test func `as PID 1 it reaps ten thousand orphans, replaces its daemons, and a SIGTERM ends all with status 0`()
        async throws
    {
        let node = try TestNode(launcher: ["/usr/bin/unshare", "-p", "-f", "--kill-child", "--mount-proc"])
        let outer = try await node.startAndRegister()
        let supervisor = try #require(children(of: outer).first)
        #expect(text("/proc/\(supervisor)/status").contains("NSpid:\t\(supervisor)\t1\n"))

        let descriptors = ProcessFacts.descriptorCount(supervisor)
        // A hundred that end without waiting for their hundred children.
        let orphans = "for (1 .. 100) { next if fork; for (1 .. 100) { exit unless fork } exit } print 'all'"
        let run = try await CommandRun.output(of: ["nsenter", "-t", "\(supervisor)", "-p", "perl", "-e", orphans])
        #expect(run == "all")
        try await eventually("only the daemons are left of its children, and none is a zombie") {
            let children = children(of: supervisor)
            return children.count == 4 && !children.contains { text("/proc/\($0)/stat").contains(") Z ") }
        }
        try await eventually("none has left it a descriptor") {
            // Four for the next start of each daemon that has become ready meanwhile.
            ProcessFacts.descriptorCount(supervisor) <= descriptors + 4 * 4 + 4
        }
        let before = try await node.subsystem("deployd")
        let victim = try #require(children(of: supervisor).first { isProgram("deployd", $0) })
        kill(victim, SIGKILL)
        try await eventually("deployd is replaced") {
            let now = try await node.subsystem("deployd")
            return now["state"] == "ready" && now["pid"] != before["pid"]
        }
        kill(supervisor, SIGTERM)
        #expect(try await node.supervisor.wait() == 0)
        #expect(try await TestNode.page(port: node.port) == nil)
        #expect(node.log.contains("the node is stopping"))
    }

    private func children(of pid: pid_t) -> [pid_t] {
        text("/proc/\(pid)/task/\(pid)/children").split(separator: " ").compactMap { pid_t($0) }
    }

    private func isProgram(_ name: String, _ pid: pid_t) -> Bool {
        text("/proc/\(pid)/cmdline").contains("\0\(name)\0")
    }

    private func text(_ path: String) -> String {
        contents(of: path).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }
}
