import Glibc
import JSON
import TestSupport
import Testing

/// What the node's log says of one piece of work, in whatever process it is done, and how it is looked at.
@Suite(.dockerEngine, .timeLimit(.minutes(10)))
struct LogLineTests {
    /// The lines of a log in JSON; what is none is a failure, but for the line that a dying process leaves.
    private func lines(_ log: String) -> [JSON] {
        log.split(separator: "\n").compactMap { try? JSON(parsing: Array($0.utf8)) }
    }

    private func post(_ path: String, requestID: String, to node: TestNode, expecting status: Int) async throws {
        let connection = try RawConnection(port: node.port)
        connection.send(
            "POST \(path) HTTP/1.1\r\nHost: localhost\r\nX-Request-ID: \(requestID)\r\nConnection: close\r\n"
                + "Content-Length: 0\r\n\r\n")
        try await connection.expect("HTTP/1.1 \(status)", within: .seconds(60))
    }

    @Test func `a request is found in the lines of every process that worked for it, an instruction in all of its own`()
        async throws
    {
        try await withNode(settings: ["LOG_FORMAT": "json"]) { web in
            let id = try await web.node.instruct(web.instruction("deploy", tag: "1"))
            #expect(try await web.node.outcome(of: id)["status"] == "success")
            try await post(
                "/services/\(web.service)/restart", requestID: "restart-17", to: web.node, expecting: 200)
            try await post("/subsystems/probed/restart", requestID: "probe-18", to: web.node, expecting: 202)

            func who(_ requestID: String) -> Set<String> {
                let own = lines(web.node.log).filter { $0["attributes"]?["request.id"]?.string == requestID }
                return Set(own.compactMap { $0["service.name"]?.string })
            }
            try await eventually("both requests are in the log") {
                who("restart-17") == ["apid", "deployd"] && who("probe-18") == ["apid", "supervisor"]
            }
            let all = lines(web.node.log)
            #expect(all.count == web.node.log.split(separator: "\n").count, "every line is JSON")
            let ofService = all.filter {
                $0["service.name"] == "deployd" && $0["attributes"]?["service"]?.string == web.service
            }
            #expect(ofService.count { $0["attributes"]?["instruction.id"]?.string == id } >= 2)
            #expect(ofService.allSatisfy { $0["attributes"]?["instruction.id"] != nil }, "\(ofService.map(\.text))")
            #expect(all.allSatisfy { $0["severity_number"]?.int != nil && $0["process.pid"]?.int != nil })
        }
    }

    @Test func `a daemon's log is shown by workerctl and the API, and followed across its restart`() async throws {
        try await withNode { web in
            try await web.deploy()
            let shown = try await web.node.workerctl("logs", "deployd")
            #expect(shown.status == 0 && shown.output.contains("INFO deployd: instruction"), "\(shown.output)")
            #expect(!shown.output.contains("heartbeatd"))
            let last = try await web.node.workerctl("logs", "deployd", "-n", "1")
            #expect(last.output.split(separator: "\n").count == 1)
            #expect(try await web.node.workerctl("logs", "deployd", "--since", "10m").status == 64)

            let own = try await web.node.workerctl("logs", "supervisor")
            #expect(own.status == 0 && own.output.contains("INFO supervisor: subsystem is ready"), "\(own.output)")
            #expect(own.output.split(separator: "\n").allSatisfy { $0.contains(" supervisor: ") })
            let served = try RawConnection(port: web.node.port)
            served.send("GET /subsystems/supervisor/logs HTTP/1.1\r\nHost: localhost\r\n\r\n")
            try await served.expect("INFO supervisor: subsystem is ready")

            let follower = try RawConnection(port: web.node.port)
            follower.send("GET /subsystems/heartbeatd/logs?follow&tail=3 HTTP/1.1\r\nHost: localhost\r\n\r\n")
            try await follower.expect("registered with the conductor")
            let former = try #require(try await web.node.pid(of: "heartbeatd"))
            #expect(try await web.node.post("/subsystems/heartbeatd/restart").status == 202)
            try await follower.expect("INFO heartbeatd: stopping")
            try await eventually("there is another heartbeatd", within: .seconds(60)) {
                let pid = try await web.node.pid(of: "heartbeatd")
                return pid != nil && pid != former
            }
            #expect(!follower.isClosed)
        }
    }
}
