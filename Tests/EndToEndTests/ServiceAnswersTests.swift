import JSON
import TestSupport
import Testing

/// What a real node answers about a service, through all its programs.
@Suite(.dockerEngine, .timeLimit(.minutes(10)))
struct ServiceAnswersTests {
    @Test func `a service is explained, its output followed, its use shown, its report taken, and it is stopped`()
        async throws
    {
        try await withNode(settings: ["SERVICE_API_URL": "http://node.example:3001"]) { web in
            let script = "trap 'echo bye; exit 0' TERM; echo to be followed; while :; do /bin/busybox sleep 0.1; done"
            let config: JSON = [
                "image": .string(web.registry.image("web", "1")), "command": ["/bin/sh", "-c", .string(script)],
            ]
            let instruction: JSON = ["action": "deploy", "service": .string(web.service), "config": config]
            let outcome = try await web.node.outcome(of: try await web.node.instruct(instruction))
            #expect(outcome["status"] == "success")
            let path = "/services/\(web.service)"

            let explanation = try await eventually("the explanation is written", within: .seconds(60)) { () -> JSON? in
                let explanation = try await web.node.get(path + "/explain").body["explanation"]
                return explanation?["summary"]?.string?.hasSuffix("runs as wanted") == true ? explanation : nil
            }
            #expect(explanation["wanted"]?["source"] == "conductor" && explanation["running"] == true)
            let explained = try await web.node.workerctl("explain", web.service)
            #expect(explained.status == 0 && explained.output.contains("runs as wanted"))
            let use = try await eventually("its use is measured", within: .seconds(60)) {
                try await web.node.get(path + "/stats").body["stats"]
            }
            #expect(use["processes"]?.int ?? 0 >= 1 && use["service"]?.string == web.service)

            let container = try #require(try await web.engine.inspect(web.containerName))
            let variables = container["Config"]?["Env"]?.array?.compactMap(\.string) ?? []
            #expect(variables.contains("WORKER_URL=http://node.example:3001"))
            let token = try #require(variables.first { $0.hasPrefix("SERVICE_TOKEN=") }).dropFirst(14)
            let reporter = try RawConnection(port: web.node.port)
            let body = #"{"ready":true}"#
            reporter.send(
                "POST \(path)/report HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer \(token)\r\n"
                    + "Content-Type: application/json\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)")
            try await reporter.expect("HTTP/1.1 204")
            try await eventually("the report is shown") {
                try await web.node.get(path).body["service"]?["report"]?["content"]?["ready"] == true
            }

            let follower = try RawConnection(port: web.node.port)
            follower.send("GET \(path)/logs?follow&stream=stdout HTTP/1.1\r\nHost: localhost\r\n\r\n")
            try await follower.expect("to be followed\n")
            let printed = try await web.node.workerctl("logs", web.service, "--json")
            #expect(printed.status == 0 && printed.output.contains(#""text":"to be followed""#))
            let file = web.node.directory.file("followed")
            let node = web.node
            let follow = "'\(BuiltPrograms.worker)' workerctl logs \(web.service) -f --runtime-dir"
            async let followed = CommandRun.of(
                ["/bin/sh", "-c", "exec \(follow) '\(node.directory.file("run"))' >'\(file)'"])
            try await eventually("workerctl follows") {
                contents(of: file).map { String(decoding: $0, as: UTF8.self) } == "to be followed\n"
            }

            #expect(try await web.node.post(path + "/stop").status == 202)
            try await follower.expect("bye\n")
            try await follower.expectClosed()
            let run = try await followed
            #expect(run.status == 0, "\(run.output)")
            #expect(contents(of: file).map { String(decoding: $0, as: UTF8.self) } == "to be followed\nbye\n")
            try await eventually("it is stopped", within: .seconds(60)) {
                try await web.node.get(path).body["service"]?["status"] == "stopped"
            }
            #expect(try await web.node.get(path + "/stats").status == 409)
            #expect(try await web.node.workerctl("service", "start", web.service).status == 0)
            #expect(try await web.node.get("/services/nobody/explain").status == 404)
        }
    }

    /// As a service does it that has nothing but a shell.
    @Test func `what a service reports of itself from its container reaches the conductor`() async throws {
        try await withNode { web in
            let script = """
                while :; do
                    /bin/busybox wget -q -O /dev/null --header "Authorization: Bearer $SERVICE_TOKEN" \
                        --header 'Content-Type: application/json' --post-data '{"queue":3,"note":"it'"'"'s \\"well\\""}' \
                        "$NODE/services/$SERVICE_NAME/report" && exec /bin/busybox sleep 1000
                    /bin/busybox sleep 0.1
                done
                """
            let config: JSON = [
                "image": .string(web.registry.image("web", "1")), "command": ["/bin/sh", "-c", .string(script)],
                "network": "host", "environment": ["NODE": .string("http://127.0.0.1:\(web.node.port)")],
                "stop_grace_period": "0s",
            ]
            let id = try await web.node.instruct([
                "action": "deploy", "service": .string(web.service), "config": config,
            ])
            #expect(try await web.node.outcome(of: id)["status"] == "success")
            let worker = try await web.node.workerID()
            let content: JSON = ["queue": 3, "note": #"it's "well""#]
            try await eventually("the conductor has heard it") {
                let statuses = try await web.node.conductorGet("/api/workers/\(worker)").body["statuses"]?.array ?? []
                return statuses.contains {
                    $0["service"]?.string == web.service && $0["report"]?["content"] == content
                }
            }
            #expect(
                try await web.node.get("/services/\(web.service)").body["service"]?["report"]?["content"] == content)
        }
    }
}
