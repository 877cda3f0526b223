import Foundation
import JSON
import TestSupport
import Testing

/// Compose projects on a real node: from its services' directory and from the operator's hands.
@Suite(.dockerEngine, .timeLimit(.minutes(10)))
struct ComposeSourcesTests {
    private func write(_ text: String, to path: String) throws {
        let url = URL(fileURLWithPath: path)
        try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try text.write(to: url, atomically: true, encoding: .utf8)
    }

    private func state(_ web: NodeWithService, _ container: String) async throws -> String? {
        try await web.engine.inspect(container)?["State"]?["Status"]?.string
    }

    @Test func `files in SERVICES_DIR and workerctl deploy are carried out, each in its own place`() async throws {
        let directory = try TemporaryDirectory()
        let services = directory.file("services")
        try await withNode(settings: ["SERVICES_DIR": services]) { web in
            let (filed, handed) = ("filed\(web.servicePort)", "handed\(web.servicePort)")
            let image = web.registry.image("web", "1")
            try write("services: {a: {image: '\(image)'}}", to: "\(services)/\(filed)/docker-compose.yml")
            try await eventually("the file is carried out", within: .seconds(120)) {
                try await state(web, "\(filed)-a-1") == "running"
            }
            let refused = try await web.node.workerctl("remove", "\(filed)-a")
            #expect(refused.status == 1)
            #expect(refused.output.contains("SERVICES_DIR"), "\(refused.output)")

            try write("SECRET=from-a-file\n", to: directory.file("shop/web.env"))
            let compose = directory.file("shop/compose.yml")
            let text =
                "services: {b: {image: '\(image)', env_file: web.env, volumes: ['data:/data']}}\nvolumes: {data: {}}"
            try write(text, to: compose)
            let deployed = try await web.node.workerctl("deploy", handed, "--file", compose, "--timeout", "120")
            #expect(deployed.status == 0, "\(deployed.output)")
            #expect(deployed.output.contains("\(handed)-b: running"), "\(deployed.output)")
            let variables = try await web.engine.inspect("\(handed)-b-1")?["Config"]?["Env"]?.array
            #expect(variables?.contains("SECRET=from-a-file") == true, "the file was read where workerctl runs")

            for (action, expected) in [("stop", "exited"), ("start", "running"), ("restart", "running")] {
                let done = try await web.node.workerctl("service", action, handed)
                #expect(done.status == 0, "\(done.output)")
                #expect(try await state(web, "\(handed)-b-1") == expected, "\(action) of a whole project")
            }
            for command in ["logs", "explain"] {
                let asked = try await web.node.workerctl(command, handed)
                #expect(asked.status == 1)
                #expect(asked.output.contains("name one of its services, \(handed)-b"), "\(asked.output)")
                #expect(try await web.node.workerctl(command, "\(handed)-b").status == 0)
            }
            let unknown = try await web.node.workerctl("service", "stop", "nobody")
            #expect(unknown.status == 1)
            #expect(unknown.output.contains("there is no service"), "\(unknown.output)")

            try write("services: {b: {image: [}", to: compose)
            let broken = try await web.node.workerctl("deploy", handed, "--file", compose)
            #expect(broken.status == 1)
            #expect(broken.output.contains("compose.yml:1:"), "\(broken.output)")
            #expect(try await state(web, "\(handed)-b-1") == "running")

            try FileManager.default.removeItem(atPath: "\(services)/\(filed)")
            try await eventually("it is gone with its file", within: .seconds(120)) {
                try await state(web, "\(filed)-a-1") == nil
            }
            #expect(try await web.engine.request("GET", "/volumes/\(handed)_data").status == 200)
            let removed = try await web.node.workerctl("remove", handed, "--volumes")
            #expect(removed.status == 0, "\(removed.output)")
            #expect(try await web.engine.request("GET", "/volumes/\(handed)_data").status == 404)
        }
    }
}
