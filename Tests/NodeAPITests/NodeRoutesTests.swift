import EventLoop
import HTTPServer
import IPC
import JSON
import Logging
import NodeProtocol
import StatusCache
import Testing

@testable import NodeAPI

/// The conductor contract's section 5 and what we add, without a socket.
@Suite(.timeLimit(.minutes(5)))
struct NodeRoutesTests {
    private let source = FakeNode(FakeNode.well)

    private func call(
        _ method: String, _ path: String, headers: [(String, String)] = [], body: String = "",
        isLoopback: Bool = true, environment: [String: String] = [:]
    ) async throws -> HTTPAnswer {
        let node = try FakeNode.description(isLoopback: isLoopback, environment: environment)
        let routes = NodeRoutes(node, source, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        return await routes.table.answer(HTTPCall(method, path, headers: headers, body: Array(body.utf8)))
    }

    // MARK: Shapes

    @Test func `health has the contract's fields and types`() async throws {
        let answer = try await call("GET", "/health")
        #expect(answer.status == 200)
        let body = try #require(answer.body)
        let expected: [String: JSON] = [
            "status": "online", "hostname": "node-1", "ip_address": "10.0.0.1",
            "conductor_url": "http://conductor:3000", "registered": true, "worker_id": "w-1", "docker_connected": true,
            "resources": ["cpu_cores": 4, "ram_gb": 7.6, "disk_gb": 100, "network_mbps": 1000],
        ]
        for (key, value) in expected { #expect(body[key] == value) }
        #expect(body["timestamp"]?.string?.hasSuffix("Z") == true)
        #expect(body["stale"] == false)
        #expect(body["degraded"] == [])
    }

    @Test func `health answers when nothing at all is known`() async throws {
        source.change { $0 = FakeNode.State() }
        let answer = try await call("GET", "/health", environment: ["WORKER_HOSTNAME": "named"])
        #expect(answer.status == 200)
        let body = try #require(answer.body)
        #expect(body["status"] == "degraded")
        #expect(body["stale"] == true)
        #expect(body["hostname"] == "named")
        #expect(body["worker_id"] == .null)
        #expect(body["registered"] == false)
        #expect(body["resources"] == ["cpu_cores": 0, "ram_gb": 0, "disk_gb": 0, "network_mbps": 0])
        #expect(body["degraded"] == ["conductor", "engine", "resources", "services", "supervisor"])
    }

    @Test func `health tells why the conductor is not reached`() async throws {
        var conductor = FakeNode.conductor
        conductor.registered = false
        conductor.reason = .tokenRejected
        conductor.detail = "401"
        let cached = Cached(value: conductor, generation: 1, stamp: .now)
        source.change { $0.snapshot.conductor = cached }
        let body = try #require(try await call("GET", "/health").body)
        #expect(body["status"] == "offline")
        #expect(body["conductor"]?["reason"] == "token_rejected")
        #expect(body["conductor"]?["detail"] == "401")
    }

    @Test func `status has the contract's fields and types`() async throws {
        let answer = try await call("GET", "/status")
        let body = try #require(answer.body)
        #expect(
            body["worker"] == [
                "hostname": "node-1", "ip_address": "10.0.0.1", "id": "w-1", "registered": true,
                "conductor_url": "http://conductor:3000", "docker_connected": true,
            ])
        #expect(body["resources"]?["cpu"]?["usagePercent"] == 12.5)
        #expect(Set(body["resources"]?.object?.keys ?? [:].keys) == ["cpu", "ram", "disk", "network"])
        #expect(
            body["intervals"] == ["heartbeat": 30, "resource_check": 60, "deployment_check": 10, "service_status": 30])
        #expect(body["services"]?.array?.count == 2)
        #expect(body["timestamp"]?.string != nil)
    }

    @Test func `services have the contract's fields and types`() async throws {
        let body = try #require(try await call("GET", "/services").body)
        let expected: [String: JSON] = [
            "service": "web", "id": "c0ffee", "name": "aerekos-web", "status": "running", "running": true,
            "image": "nginx:1", "created": 1_767_225_600, "startedAt": "2026-01-01T00:00:00Z",
        ]
        for (key, value) in expected { #expect(body["services"]?[1]?[key] == value) }
        #expect(body["services"]?[0]?["id"] == .null)
        #expect(body["services"]?[0]?["startedAt"] == .null)
        #expect(body["stale"] == false)
    }

    @Test func `a service has the contract's fields and types`() async throws {
        let service = try #require(try await call("GET", "/services/web").body?["service"])
        let expected: [String: JSON] = [
            "service": "web", "id": "c0ffee", "name": "aerekos-web", "status": "running", "running": true,
            "restartCount": 3, "startedAt": "2026-01-01T00:00:00Z",
            "config": ["image": "nginx:1", "environment": ["PASSWORD": "***"]],
        ]
        for (key, value) in expected { #expect(service[key] == value) }
        let waiting = try #require(try await call("GET", "/services/db").body?["service"])
        #expect(waiting["config"] == .null)
        #expect(waiting["error"] == ["type": "image_not_found", "message": "no such image"])
    }

    @Test(arguments: ["/services/nope", "/services/nope/restart", "/subsystems/nope", "/subsystems/nope/restart"])
    func `an unknown name is answered with 404`(path: String) async throws {
        source.change { $0.refusal = .refused(.notFound("there is no service \"nope\"")) }
        let answer = try await call(path.hasSuffix("restart") ? "POST" : "GET", path)
        #expect(answer.status == 404)
        #expect(answer.body?["error"]?["status"] == 404)
        #expect(answer.body?["error"]?["message"]?.string?.contains("nope") == true)
    }

    @Test func `subsystems are shown with the age of what is known`() async throws {
        let body = try #require(try await call("GET", "/subsystems").body)
        #expect(body["subsystems"]?.array?.compactMap { $0["name"]?.string } == Subsystem.allCases.map(\.rawValue))
        #expect(body["stale"] == false)
        #expect(body["age_s"]?.double != nil)
        #expect(body["supervisor"]?["pid"] == 1)
        let one = try #require(try await call("GET", "/subsystems/probed").body)
        #expect(one["history"] == .array([]))
        #expect(one["subsystem"]?["state"] == "ready")
        #expect(one["stale"] == false)
    }

    @Test func `what the supervisor last said stays, marked stale, when it does not answer`() async throws {
        source.change { $0.supervisor.failure = "unreachable" }
        let body = try #require(try await call("GET", "/subsystems/probed").body)
        #expect(body["subsystem"]?["state"] == "ready")
        #expect(body["stale"] == true)
        #expect(body["reason"] == "unreachable")
        source.change { $0.supervisor = SupervisorView() }
        #expect(try await call("GET", "/subsystems/probed").status == 503)
        #expect(try await call("GET", "/subsystems").status == 200)
    }

    @Test func `reads may be kept to be asked for again, and take no unknown question`() async throws {
        for path in ["/health", "/status", "/subsystems", "/subsystems/probed", "/services", "/services/web"] {
            let answer = try await call("GET", path)
            #expect(answer.header("Cache-Control") == "no-cache", "\(path)")
            #expect(try await call("GET", path + "?x=1").status == 400, "\(path)")
            #expect(try await call("GET", path, headers: [("Accept", "text/html")]).status == 406, "\(path)")
        }
    }

    // MARK: Changes

    @Test func `a service is restarted`() async throws {
        let answer = try await call("POST", "/services/web/restart")
        #expect(answer.status == 200)
        #expect(
            answer.body?["result"] == [
                "id": "c0ffee", "name": "aerekos-web", "status": "restarted", "service": "web", "running": true,
            ])
        #expect(source.restarts == ["web"])
    }

    @Test func `a subsystem's restart is accepted`() async throws {
        let answer = try await call(
            "POST", "/subsystems/probed/restart", headers: [("Content-Type", "application/json")], body: "{}")
        #expect(answer.status == 202)
        #expect(answer.body?["subsystem"]?["name"] == "probed")
        #expect(source.restarts == ["probed"])
    }

    @Test(arguments: [
        (IPCCallError.unreachable(SystemError("connect", errno: 2)), 503), (.disconnected(.peerClosed), 503),
        (.deadlineExceeded(method: "m", .seconds(2)), 503), (.refused(.unavailable("no engine")), 503),
        (.refused(.conflict("busy")), 409), (.refused(.invalidParams("bad")), 400),
        (.refused(.invalidRequest("no method")), 500),
    ])
    func `a failed change is answered with the status that fits`(error: IPCCallError, status: Int) async throws {
        source.change { $0.refusal = error }
        for path in ["/services/web/restart", "/subsystems/probed/restart"] {
            #expect(try await call("POST", path).status == status)
        }
    }

    @Test(arguments: [
        IPCCallError.refused(.internalError("oops")), .refused(.methodNotFound("m")),
        .refused(RPCError(code: -1, message: "who knows")), .malformedAnswer(method: "m", reason: "r"),
    ])
    func `a daemon that fails, or is of another version, is named and 503`(error: IPCCallError) async throws {
        source.change { $0.refusal = error }
        for (method, path, daemon) in [
            ("POST", "/services/web/restart", "deployd "), ("POST", "/services/web/stop", "deployd "),
            ("GET", "/services/web/logs", "deployd "), ("POST", "/subsystems/probed/restart", "the supervisor "),
        ] {
            let answer = try await call(method, path)
            let message = answer.body?["error"]?["message"]?.string
            #expect(answer.status == 503 && message?.hasPrefix(daemon) == true, "\(path): \(message ?? "")")
        }
    }

    @Test(arguments: [SubsystemStatus.State.stopped, .failing, .backingOff])
    func `no service is restarted while deployd is down`(state: SubsystemStatus.State) async throws {
        source.change { $0.supervisor = FakeNode.view([.deployd: state]) }
        #expect(try await call("POST", "/services/web/restart").status == 503)
        #expect(source.restarts.isEmpty)
    }

    @Test(arguments: [
        ("http://localhost:3001", "localhost:3001"), ("http://LocalHost:3001", "localhost:3001"),
        ("http://127.0.0.1:3001", "127.0.0.1:3001"), ("http://[::1]:3001", "[::1]:3001"),
        ("http://localhost", "localhost"),
    ])
    func `a page of this very node may change things`(origin: String, host: String) async throws {
        let headers = [("Origin", origin), ("Host", host)]
        #expect(try await call("POST", "/services/web/restart", headers: headers).status == 200)
    }

    @Test(arguments: [
        ("http://evil.example", "127.0.0.1:3001"), ("https://127.0.0.1:3001", "127.0.0.1:3001"),
        ("http://127.0.0.1:8080", "127.0.0.1:3001"), ("http://localhost:3001", "127.0.0.1:3001"),
        ("http://127.0.0.1:3001.evil.example", "127.0.0.1:3001"), ("null", "127.0.0.1:3001"), ("", "127.0.0.1:3001"),
        ("http://127.0.0.1:3001", ""), ("http://", ""),
        // A name that its owner lets point to this machine: origin and host agree, and are not ours all the same.
        ("http://evil.example:3001", "evil.example:3001"),
        ("http://127.0.0.1.evil.example:3001", "127.0.0.1.evil.example:3001"),
        ("http://localhost.evil.example", "localhost.evil.example"),
    ])
    func `a page of another origin may change nothing, and may read`(origin: String, host: String) async throws {
        let headers = [("Origin", origin), ("Host", host)]
        let isOurs = !host.contains("evil")
        for path in ["/services/web/restart", "/subsystems/probed/restart"] {
            let answer = try await call("POST", path, headers: headers)
            #expect(answer.status == (isOurs ? 403 : 421))
            #expect(answer.body?["error"]?["status"] == .int(isOurs ? 403 : 421))
        }
        #expect(source.restarts.isEmpty)
        #expect(try await call("GET", "/health", headers: headers).status == (isOurs ? 200 : 421))
    }

    @Test func `beyond this machine changes need the token, reading does not`() async throws {
        let paths = ["/services/web/restart", "/subsystems/probed/restart"]
        for path in paths {
            let off = try await call("POST", path, isLoopback: false)
            #expect(off.status == 403)
            #expect(off.body?["error"]?["message"]?.string?.contains("API_TOKEN") == true)
            let environment = ["API_TOKEN": "top-secret"]
            for value in ["Bearer wrong", "top-secret", "Basic top-secret", ""] {
                let answer = try await call(
                    "POST", path, headers: [("Authorization", value)], isLoopback: false, environment: environment)
                #expect(answer.status == 401)
                #expect(answer.header("WWW-Authenticate") == "Bearer")
            }
            #expect(source.restarts.isEmpty)
        }
        let answer = try await call(
            "POST", paths[0], headers: [("Authorization", "Bearer top-secret")], isLoopback: false,
            environment: ["API_TOKEN": "top-secret"])
        #expect(answer.status == 200)
        #expect(try await call("GET", "/health", isLoopback: false).status == 200)
    }

    @Test(arguments: [
        ("POST", "/health", "GET, HEAD, OPTIONS"), ("GET", "/services/web/restart", "POST, OPTIONS"),
        ("PUT", "/services/web", "GET, HEAD, DELETE, OPTIONS"),
    ])
    func `other methods are answered with 405`(method: String, path: String, allow: String) async throws {
        let answer = try await call(method, path)
        #expect(answer.status == 405)
        #expect(answer.header("Allow") == allow)
    }

    @Test func `HEAD is answered like GET`() async throws {
        for path in ["/health", "/status", "/services", "/services/web", "/subsystems", "/subsystems/apid"] {
            #expect(try await call("HEAD", path).status == 200)
        }
    }

    @Test(arguments: [
        ("POST", "/services/web/restart"), ("POST", "/services/web/start"), ("POST", "/services/web/stop"),
        ("DELETE", "/services/web"), ("POST", "/subsystems/probed/restart"),
    ])
    func `with a body that is no JSON object nothing is done`(method: String, path: String) async throws {
        let json = [("Content-Type", "application/json")]
        for body in ["{", "[]", "null", "7", "\"web\"", "{} {}", " "] {
            let answer = try await call(method, path, headers: json, body: body)
            #expect(answer.status == 400 && answer.body?["error"]?["message"]?.string != nil, "\(body)")
        }
        #expect(source.restarts.isEmpty)
        for body in ["", "{}", #"{"reason":"tried"}"#] {
            #expect([200, 202].contains(try await call(method, path, headers: json, body: body).status), "\(body)")
        }
        #expect(source.restarts.count == 3)
    }

    @Test func `a body of another type is answered with 415`() async throws {
        #expect(try await call("POST", "/services/web/restart", body: "x=1").status == 415)
    }
}
