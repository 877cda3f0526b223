import Foundation
import Glibc
import JSON
import TestSupport
import Testing

/// `workerctl --url`: the same commands over a node's HTTP API.
@Suite(.dockerEngine, .timeLimit(.minutes(10)))
struct RemoteCommandTests {
    @Test func `what is shown over the API is what is shown over the sockets`() async throws {
        try await withNode { web in
            try await web.deploy()
            try await web.waitUntilOnline()
            let url = "http://127.0.0.1:\(web.node.port)"
            for arguments in [
                ["services"], ["subsystems"], ["status"], ["explain", web.service],
                ["subsystems", "deployd"],
            ] {
                // The API shows what has been written, a moment after it was so.
                try await eventually("both show the same for \(arguments)") {
                    let local = try await web.node.workerctl(arguments)
                    let remote = try await web.node.workerctl(url: url, arguments)
                    return remote.status == local.status && shape(of: remote.output) == shape(of: local.output)
                }
            }
            for arguments in [["resources"], ["stats"], ["events"], ["config"], ["top", "--once"], ["logs", "apid"]] {
                let remote = try await web.node.workerctl(url: url, arguments)
                #expect(remote.status == 0, "\(arguments): \(remote.output)")
            }
            let logs = try await web.node.workerctl(url: url, ["logs", web.service, "-n", "5"])
            #expect(logs.status == 0)
            #expect(logs.output == (try await web.node.workerctl("logs", web.service, "-n", "5").output))
        }
    }

    /// The words of each line but for numbers, which change from one moment to the next.
    private func shape(of output: String) -> [[String]] {
        output.split(separator: "\n").map { line in
            line.split(separator: " ").map(String.init).filter { $0.first?.isNumber != true }
        }
    }

    @Test func `services are stopped, started, restarted and removed over the API`() async throws {
        try await withNode { web in
            try await web.deploy()
            let url = "http://127.0.0.1:\(web.node.port)"
            for (arguments, words) in [
                (["service", "stop", web.service], "stopped"), (["service", "start", web.service], "running"),
                (["service", "restart", web.service], "running"), (["remove", web.service], "gone"),
            ] {
                let run = try await web.node.workerctl(url: url, arguments)
                #expect(run.status == 0 && run.output.contains(words), "\(arguments): \(run.output)")
            }
            #expect(try await web.containerCount() == 0)
        }
    }

    @Test func `a daemon is restarted over the API, and what the API cannot do is told`() async throws {
        let node = try TestNode()
        try await node.startAndRegister()
        let url = "http://127.0.0.1:\(node.port)"
        let before = try await node.pid(of: "probed")
        let restart = try await node.workerctl(url: url, ["restart", "probed"])
        #expect(restart.status == 0 && restart.output.hasPrefix("probed is ready"), "\(restart.output)")
        #expect(try await node.pid(of: "probed") != before)
        for arguments in [["reload"], ["upgrade"], ["deploy", "web", "--image", "nginx"]] {
            let run = try await node.workerctl(url: url, arguments)
            #expect(run.status == 1 && run.output.contains("on the node itself"), "\(arguments): \(run.output)")
        }
        let unknown = try await node.workerctl(url: url, ["explain", "nothing"])
        #expect(unknown.status == 1 && unknown.output.contains("nothing"))
        try await node.supervisor.stop()
        let gone = try await node.workerctl(url: url, ["status"])
        #expect(gone.status == 2 && gone.output.contains("cannot be reached"), "\(gone.output)")
    }

    @Test func `events are followed over the API until nobody reads`() async throws {
        let node = try TestNode()
        try await node.startAndRegister()
        let pid = try #require(try await node.pid(of: "probed"))
        let command =
            "timeout 60 '\(BuiltPrograms.worker)' workerctl events -f --url http://127.0.0.1:\(node.port) | grep -m1 'probed .*ready.*after SIGKILL\\|probed .*SIGKILL'"
        async let followed = offThread { try runShell(command) }
        // Killed again and again, until whoever follows has begun to.
        let killer = Task {
            var last = pid
            while !Task.isCancelled {
                kill(last, SIGKILL)
                try await Task.sleep(for: .seconds(1))
                last = (try? await node.pid(of: "probed")) ?? last
            }
        }
        defer { killer.cancel() }
        try await followed
        killer.cancel()
        try await node.supervisor.stop()
    }

    @Test func `a token is sent, and its absence or falseness told`() async throws {
        let node = try TestNode(settings: ["BIND_ADDRESS": "0.0.0.0", "API_TOKEN": "the-api-token"])
        try await node.startAndRegister()
        let url = "http://127.0.0.1:\(node.port)"
        let without = try await node.workerctl(url: url, ["restart", "probed"])
        #expect(without.status == 1 && without.output.contains("WORKERCTL_TOKEN"), "\(without.output)")
        let wrong = try await node.workerctl(url: url, ["restart", "probed", "--token", "wrong"])
        #expect(wrong.status == 1 && wrong.output.contains("not one of the node's"), "\(wrong.output)")
        let file = try node.directory.write(Array("the-api-token\n".utf8), to: "token", mode: 0o600)
        let right = try await node.workerctl(url: url, ["restart", "probed", "--token-file", file])
        #expect(right.status == 0, "\(right.output)")
        try await node.supervisor.stop()
    }
}
