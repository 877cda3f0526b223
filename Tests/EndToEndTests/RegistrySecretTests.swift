import Foundation
import JSON
import TestSupport
import Testing

/// A login of a registry is for the engine alone, and for the database that knows what is wanted.
@Suite(.dockerEngine, .timeLimit(.minutes(10)))
struct RegistrySecretTests {
    private static let wrong = "not-the-password-6b1f"

    /// In the ways in which it may be written down.
    private static func spellings(of password: String) -> [String] {
        [password] + [password, "worker:\(password)"].map { Data($0.utf8).base64EncodedString().filter { $0 != "=" } }
    }

    @Test func `registry_auth is in no log, no answer and no file that others read, whether it is right or wrong`()
        async throws
    {
        var manners = TestRegistry.Manners()
        manners.user = "worker"
        let registry = try await TestRegistry.start(manners)
        try await withNode(settings: ["LOG_LEVEL": "trace"]) { web in
            let image = registry.image("web", "1")
            func deploy(_ password: String) async throws -> JSON {
                let login: JSON = ["username": "worker", "password": .string(password)]
                let config: JSON = ["image": .string(image), "registry_auth": login, "pull_policy": "always"]
                let id = try await web.node.instruct([
                    "action": "deploy", "service": .string(web.service), "config": config,
                ])
                return try await web.node.outcome(of: id)
            }
            var told: [String] = []
            let refused = try await deploy(Self.wrong)
            #expect(refused["error"]?["type"] == "registry_unauthorized", "\(refused.text)")
            told.append(refused.text)
            told += try await answers(of: web)
            // What cannot be read is told with an excerpt.
            let malformed = try await web.node.instruct([
                "action": "deploy", "service": .string(web.service),
                "config": ["image": .string(image), "registry_auth": .string(Self.wrong)],
            ])
            told.append(try await web.node.outcome(of: malformed).text)
            let outcome = try await deploy(TestRegistry.password)
            #expect(outcome["status"] == "success", "\(outcome.text)")
            told.append(outcome.text)
            told += try await answers(of: web)
            told.append(web.node.log)
            told += files(in: web.node.directory.file("run"))
            let all = told.joined(separator: "\n")
            #expect(all.contains(image), "there is something to be searched")
            for secret in (Self.spellings(of: Self.wrong) + Self.spellings(of: TestRegistry.password)) {
                #expect(!all.contains(secret), "\(secret)")
            }
        }
        try await registry.end()
    }

    private func answers(of web: NodeWithService) async throws -> [String] {
        var texts: [String] = []
        let service = "/services/\(web.service)"
        for path in ["/health", "/status", "/services", service, "\(service)/explain", "/subsystems"] {
            texts.append(try await web.node.get(path).body.text)
        }
        texts.append(
            try await web.node.conductorGet("/api/workers/\(web.node.workerID())").body["statuses"]?.text ?? "")
        for arguments in [["services"], ["explain", web.service], ["status"]] {
            texts.append(try await web.node.workerctl(arguments).output)
        }
        return texts
    }

    /// The status cache and all else that the daemons share, as they lie on the disk.
    private func files(in directory: String) -> [String] {
        let names = FileManager.default.enumerator(atPath: directory)?.compactMap { $0 as? String } ?? []
        return names.compactMap { contents(of: "\(directory)/\($0)").map { String(decoding: $0, as: UTF8.self) } }
    }
}
