import Foundation
import Glibc
import JSON
import TestSupport
import Testing

@Suite(.dockerEngine, .timeLimit(.minutes(10)))
struct SupportBundleTests {
    /// The files of an archive by name, without the directory that all are in.
    private func files(_ path: String, _ directory: TemporaryDirectory) async throws -> [String: [UInt8]] {
        let target = directory.file("unpacked")
        mkdir(target, 0o700)
        try await CommandRun.output(of: ["tar", "-xf", path, "-C", target])
        let root = URL(fileURLWithPath: target)
        let top = try #require(try FileManager.default.contentsOfDirectory(atPath: target).first)
        let names = FileManager.default.enumerator(atPath: root.appendingPathComponent(top).path)?.allObjects ?? []
        return names.compactMap { $0 as? String }.reduce(into: [:]) { files, name in
            files[name] = contents(of: root.appendingPathComponent(top).appendingPathComponent(name).path)
        }
    }

    @Test func `a bundle has what helps, and none of the node's secrets`() async throws {
        let settings = ["API_TOKEN": "api-secret-77aa", "HTTPS_PROXY": "http://user:proxy-secret-31@127.0.0.1:9"]
        let node = try await NodeWithService.start(settings: settings)
        do {
            try await node.deploy()
            let token = try #require(
                try await node.engine.inspect(node.containerName)?["Config"]?["Env"]?.array?.compactMap(\.string)
                    .first { $0.hasPrefix("SERVICE_TOKEN=") }?.dropFirst("SERVICE_TOKEN=".count))
            // A daemon that has ended has last words.
            let heartbeatd = try #require(try await node.node.pid(of: "heartbeatd"))
            kill(heartbeatd, SIGKILL)
            let directory = try TemporaryDirectory()
            let path = directory.file("bundle.tar")
            let run = try await node.node.workerctl("support-bundle", "-o", path)
            #expect(run.status == 0, "\(run.output)")
            let files = try await files(path, directory)
            for name in [
                "doctor.json", "config.json", "subsystems.json", "services.json", "resources.json", "versions.json",
                "starts/deployd.json", "events.json", "explanations/\(node.service).json",
            ] {
                #expect(
                    files[name].map { (try? JSON(parsing: $0)) != nil } == true, "\(name) of \(files.keys.sorted())")
            }
            #expect(String(decoding: files["logs/apid.txt"] ?? [], as: UTF8.self).contains("serving HTTP"))
            let bytes = try #require(contents(of: path))
            let text = String(decoding: bytes, as: UTF8.self)
            for secret in [TestNode.token, "api-secret-77aa", "proxy-secret-31", "hunter2", String(token)] {
                #expect(!text.contains(secret), "\(secret)")
            }
            var mode = stat()
            #expect(stat(path, &mode) == 0 && mode.st_mode & 0o777 == 0o600)
        } catch {
            try? await node.end()
            throw error
        }
        try await node.end()
    }

    @Test func `a node that does not run gives a bundle that tells what is missing`() async throws {
        let node = try TestNode(fileSettings: [:])
        let path = node.directory.file("bundle.tar")
        let run = try await node.workerctl(
            "support-bundle", "-o", path, "--env-file", node.directory.file("worker.env"))
        #expect(run.status == 0, "\(run.output)")
        let files = try await files(path, node.directory)
        #expect(files["doctor.json"] != nil)
        #expect(String(decoding: files["missing.txt"] ?? [], as: UTF8.self).contains("cannot be reached"))
        #expect(!String(decoding: contents(of: path) ?? [], as: UTF8.self).contains(TestNode.token))
    }
}
