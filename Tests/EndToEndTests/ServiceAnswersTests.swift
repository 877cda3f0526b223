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

            #expect(try await web.node.post(path + "/stop").status == 202)
            try await follower.expect("bye\n")
            try await follower.expectClosed()
            try await eventually("it is stopped", within: .seconds(60)) {
                try await web.node.get(path).body["service"]?["status"] == "stopped"
            }
            #expect(try await web.node.get(path + "/stats").status == 409)
            #expect(try await web.node.workerctl("service", "start", web.service).status == 0)
            #expect(try await web.node.get("/services/nobody/explain").status == 404)
        }
    }
}
