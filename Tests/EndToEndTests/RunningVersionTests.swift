import Foundation
import Glibc
import JSON
import TestSupport
import Testing

/// Whatever comes in place of the version that runs, that runs on until something comes that is right.
@Suite(.dockerEngine, .timeLimit(.minutes(10)))
struct RunningVersionTests {
    /// A compose file that is wrong, and what is told of it.
    private struct Wrong {
        let bytes: [UInt8]
        let told: String

        init(_ text: String, _ told: String) {
            bytes = Array(text.utf8)
            self.told = told
        }

        init(bytes: [UInt8], _ told: String) {
            self.bytes = bytes
            self.told = told
        }
    }

    private static func wrong(_ image: String) -> [Wrong] {
        let service = "services:\n  web:\n    image: '\(image)'\n"
        let laughs = (0..<9).map {
            "l\($0 + 1): &l\($0 + 1) [\(Array(repeating: "*l\($0)", count: 9).joined(separator: ","))]"
        }
        return [
            Wrong("services: {web: {image: [}", ":1:"),
            Wrong("x-l:\n  l0: &l0 [lol]\n  " + laughs.joined(separator: "\n  ") + "\n" + service, "aliases"),
            Wrong(
                service + "    depends_on: [db]\n  db: {image: x, depends_on: [web]}\n",
                "wait for each other in a circle"),
            Wrong(service + "    depends_on: {db: {condition: service_merry}}\n  db: {image: x}\n", "service_merry"),
            Wrong(service + "    env_file: no-such.env\n", "no-such.env"),
            Wrong(service + "    environment: {A: '${UNSET_HERE:?must be given}'}\n", "must be given"),
            Wrong(bytes: Array(service.utf8) + Array("    hostname: ".utf8) + [0xC3, 0x28, 0x0A], "UTF-8"),
            Wrong(bytes: Array(service.utf8) + [UInt8](repeating: UInt8(ascii: "#"), count: 10 << 20), "larger than"),
            Wrong(service + "    ports: ['80:80', '80:81']\n", "80"),
            Wrong(service + "    ports: ['99999:80']\n", "99999"),
            Wrong(service + "    networks: [nowhere]\n", "nowhere"),
            Wrong("services: {'a/b': {image: x}}\n", "a/b"),
            Wrong("services: {'../up': {image: x}}\n", "../up"),
            Wrong("services: {\"a\\u0007b\": {image: x}}\n", "service's name"),
            Wrong("services: {web: {image: UPPER/Case}}\n", "UPPER/Case"),
            Wrong("services: {web: {image: 'web@sha256:12'}}\n", "the digest has 2 characters"),
            Wrong("services: {web: {build: .}}\n", "build"),
        ]
    }

    @Test func `a file or an instruction that is wrong changes nothing of what runs, and the next right one is taken`()
        async throws
    {
        let directory = try TemporaryDirectory()
        try await withNode(settings: ["SERVICES_DIR": directory.path]) { web in
            let (filed, given) = ("filed\(web.servicePort)", "given\(web.servicePort)")
            let image = web.registry.image("web", "1")
            let right = "services: {web: {image: '\(image)', network_mode: none}}\n"
            func write(_ bytes: [UInt8]) throws {
                try FileManager.default.createDirectory(
                    atPath: directory.file(filed), withIntermediateDirectories: true)
                try directory.write(bytes, to: "\(filed)/new")
                #expect(rename(directory.file("\(filed)/new"), directory.file("\(filed)/docker-compose.yml")) == 0)
            }
            func deploy(_ compose: JSON) async throws -> JSON {
                let id = try await web.node.instruct([
                    "action": "update", "service": .string(given), "compose": compose,
                ])
                return try await web.node.outcome(of: id)
            }
            func incarnations() async throws -> [JSON?] {
                var found: [JSON?] = []
                for name in [filed, given] {
                    let container = try await web.engine.inspect("\(name)-web-1")
                    found += [container?["Id"], container?["State"]?["StartedAt"]]
                }
                return found
            }
            try write(Array(right.utf8))
            let deploying = try await web.node.instruct([
                "action": "deploy", "service": .string(given), "compose": .string(right),
            ])
            #expect(try await web.node.outcome(of: deploying)["status"] == "success")
            try await eventually("the file is carried out") {
                try await web.engine.inspect("\(filed)-web-1")?["State"]?["Running"] == true
            }
            let before = try await incarnations()
            for wrong in Self.wrong(image) {
                let logged = web.node.log.utf8.count
                try write(wrong.bytes)
                try await eventually("\"\(wrong.told)\" is told of the file") {
                    let new = web.node.log.utf8.dropFirst(logged)
                    return String(decoding: new, as: UTF8.self).split(separator: "\n")
                        .contains { $0.contains(filed) && $0.contains(wrong.told) }
                }
                if let text = String(bytes: wrong.bytes, encoding: .utf8), text.utf8.count < 100_000 {
                    let outcome = try await deploy(.string(text))
                    let message = outcome["error"]?["message"]?.string ?? ""
                    #expect(
                        outcome["error"]?["type"] == "invalid_config" && message.contains(wrong.told), "\(outcome.text)"
                    )
                }
                #expect(try await incarnations() == before, "\(wrong.told)")
            }
            #expect(try await web.node.subsystem("deployd")["restarts"] == 0)
            let next = right.replacing(image, with: web.registry.image("web", "2"))
            try write(Array(next.utf8))
            #expect(try await deploy(.string(next))["status"] == "success")
            try await eventually("the right file is carried out") {
                try await web.engine.inspect("\(filed)-web-1")?["Config"]?["Image"]?.string
                    == web.registry.image("web", "2")
            }
            for name in [filed, given] { try await web.engine.remove(container: "\(name)-web-1") }
        }
    }

    @Test func `a version that is not ready in time is put back, and the conductor hears why`() async throws {
        try await withNode(settings: ["SERVICE_START_TIMEOUT": "4s"]) { web in
            // Its health check has its say in an hour.
            let check: JSON = ["test": ["CMD", "/bin/busybox", "true"], "interval": "1h"]
            try await web.deploy()
            let before = try await web.incarnation()
            let config: JSON = ["image": .string(web.registry.image("web", "2")), "healthcheck": check]
            let outcome = try await web.node.outcome(
                of: try await web.node.instruct(["action": "update", "service": .string(web.service), "config": config])
            )
            #expect(outcome["status"] == "failed" && outcome["error"]?["type"] == "unhealthy", "\(outcome.text)")
            #expect(outcome["error"]?["message"]?.string?.contains("is not healthy 4 s after its start") == true)
            let worker = try await web.node.workerID()
            try await eventually("the conductor has the service as rolled back") {
                let statuses = try await web.node.conductorGet("/api/workers/\(worker)").body["statuses"]?.array ?? []
                return statuses.contains { $0["service"]?.string == web.service && $0["status"] == "rolled_back" }
            }
            #expect(try await web.incarnation() == before)
            #expect(try await web.containerCount() == 1)
            #expect(try await TestNode.page(port: web.servicePort) == "one")
        }
    }
}
