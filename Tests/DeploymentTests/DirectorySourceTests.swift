import EventLoop
import Foundation
import JSON
import Logging
import NodeProtocol
import SQLite
import TestSupport
import Testing

@testable import Deployment

/// `SERVICES_DIR`: what its files say is so, and what they do not say changes nothing.
@Suite(.eventLoop, .dockerEngine, .timeLimit(.minutes(10)))
struct DirectorySourceTests {
    @LoopActor
    private func write(_ text: String, _ file: String, _ bench: DeploymentBench) throws {
        let url = URL(fileURLWithPath: bench.directory.file(file))
        try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try text.write(to: url, atomically: true, encoding: .utf8)
    }

    @LoopActor
    private func member(_ bench: DeploymentBench) -> ServiceStatus? {
        bench.reconciler.statuses.first { $0.service == "\(bench.service)-web" }
    }

    @LoopActor
    private func source(_ bench: DeploymentBench) -> DirectorySource {
        DirectorySource(
            path: bench.directory.file("services"), reconciler: bench.reconciler,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    }

    @LoopActor
    @Test func `a file is carried out when it changes, and removed with its service`() async throws {
        try await withBench { bench in
            let file = "services/\(bench.service)/docker-compose.yml"
            let name = "\(bench.service)-web-1"
            var source = source(bench)
            try write(
                "services: {web: {image: '\(bench.registry.image("web", "1"))', environment: [A=$B]}}", file, bench)
            try write("B=one", "services/\(bench.service)/.env", bench)
            await source.look()
            #expect(source.problems.isEmpty)
            try await eventually("it runs", within: .seconds(60)) { member(bench)?.status == .running }
            let first = try #require(try await bench.engine.inspect(name))
            #expect(first["Config"]?["Env"]?.array?.contains("A=one") == true)

            // Nothing new: the same, an empty file, a broken one, a directory that is not there, the next process.
            await source.look()
            try write("\n", file, bench)
            await source.look()
            #expect(source.problems.isEmpty)
            try write("services: {web: {image: [}", file, bench)
            await source.look()
            let name1 = try ServiceName(bench.service)
            #expect(source.problems[name1]?.contains("docker-compose.yml:1:") == true, "\(source.problems)")
            let path = bench.directory.file("services")
            try FileManager.default.moveItem(atPath: path, toPath: path + ".away")
            await source.look()
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
            await source.look()
            try FileManager.default.removeItem(atPath: path)
            try FileManager.default.moveItem(atPath: path + ".away", toPath: path)
            try write(
                "services: {web: {image: '\(bench.registry.image("web", "1"))', environment: [A=$B]}}", file, bench)
            try await bench.restart()
            source = self.source(bench)
            await source.look()
            try await eventually("the engine is known", within: .seconds(60)) {
                bench.reconciler.engineStatus.connected
            }
            #expect(try await bench.engine.inspect(name)?["Id"] == first["Id"])
            #expect(try await bench.engine.inspect(name)?["State"] == first["State"])

            // An instruction does not change it, but may stop it; what a file that it reads says counts too.
            #expect(try await bench.carryOut("remove")?["type"] == "name_conflict")
            try write("B=two", "services/\(bench.service)/.env", bench)
            await source.look()
            try await eventually("it is replaced", within: .seconds(60)) {
                let container = try await bench.engine.inspect(name)
                return container?["Config"]?["Env"]?.array?.contains("A=two") == true
            }

            try FileManager.default.removeItem(atPath: bench.directory.file("services/\(bench.service)"))
            await source.look()
            try await eventually("it is removed", within: .seconds(60)) { member(bench) == nil }
            #expect(try await bench.containers().isEmpty)
        }
    }

    @LoopActor
    @Test func `files are watched: what changes in them, or in files that they name, is carried out at once`()
        async throws
    {
        try await withBench { bench in
            let source = source(bench)
            let elsewhere = bench.directory.file("elsewhere/web.env")
            try write("", "services/readme", bench)
            try write("B=one", "elsewhere/web.env", bench)
            // Reading at an interval would come too late for this test.
            source.start(interval: .seconds(3600))
            defer { source.stop() }
            try await eventually("it is watched", within: .seconds(60)) { source.isWatched }
            let image = bench.registry.image("web", "1")
            func variables() async throws -> [JSON] {
                try await bench.engine.inspect("\(bench.service)-web-1")?["Config"]?["Env"]?.array ?? []
            }
            try write(
                "services: {web: {image: '\(image)', env_file: '\(elsewhere)', environment: [A=$A]}}",
                "services/\(bench.service)/compose.yaml", bench)
            try await eventually("it runs", within: .seconds(60)) { member(bench)?.status == .running }
            #expect(try await variables().contains("B=one"))
            try write("A=two", "services/\(bench.service)/.env", bench)
            try await eventually("a file beside it counts", within: .seconds(60)) {
                try await variables().contains("A=two")
            }
            try write("B=three", "elsewhere/web.env", bench)
            try await eventually("a file elsewhere counts", within: .seconds(60)) {
                try await variables().contains("B=three")
            }
            // It is moved away and comes back.
            let path = bench.directory.file("services")
            try FileManager.default.moveItem(atPath: path, toPath: path + ".away")
            try await eventually("it is missed", within: .seconds(60)) { !source.isWatched }
            try FileManager.default.moveItem(atPath: path + ".away", toPath: path)
            try await eventually("it is watched again", within: .seconds(60)) { source.isWatched }
            try FileManager.default.removeItem(atPath: bench.directory.file("services/\(bench.service)"))
            try await eventually("it is removed", within: .seconds(60)) { member(bench) == nil }
        }
    }

    @LoopActor
    @Test func `a file does not take the place of what an instruction has deployed`() async throws {
        try await withBench { bench in
            #expect(try await bench.carryOut("deploy", ["image": bench.image("1")]) == nil)
            let before = try await bench.inspect()["Id"]
            let source = source(bench)
            try write(
                "services: {web: {image: '\(bench.registry.image("web", "2"))'}}",
                "services/\(bench.service)/compose.yaml", bench)
            await source.look()
            #expect(source.problems[try ServiceName(bench.service)]?.contains("remove it first") == true)
            #expect(try await bench.inspect()["Id"] == before)
            #expect(try await bench.carryOut("remove") == nil)
            await source.look()
            try await eventually("the file's turn has come", within: .seconds(60)) { member(bench)?.status == .running }
            try FileManager.default.removeItem(atPath: bench.directory.file("services/\(bench.service)/compose.yaml"))
            await source.look()
            try await eventually("it is removed", within: .seconds(60)) { member(bench) == nil }
        }
    }

    @LoopActor
    @Test func `a project that cannot be removed, as the store cannot be written, is removed by a later look`()
        async throws
    {
        try await withBench { bench in
            let source = source(bench)
            try write(
                "services: {web: {image: '\(bench.registry.image("web", "1"))'}}",
                "services/\(bench.service)/compose.yaml", bench)
            await source.look()
            try await eventually("it runs", within: .seconds(60)) { member(bench)?.status == .running }
            let store = bench.store
            @LoopActor func execute(_ statement: String) async throws {
                try await store.thread.run { [database = store.database] in try database.execute(statement) }
            }
            try await execute(
                "CREATE TRIGGER full BEFORE INSERT ON applied BEGIN SELECT RAISE(ABORT, 'no room'); END;")
            try FileManager.default.removeItem(atPath: bench.directory.file("services/\(bench.service)"))
            await source.look()
            let problem = source.problems[try ServiceName(bench.service)]
            #expect(problem?.contains("no room") == true, "\(source.problems)")
            #expect(member(bench)?.running == true)
            try await execute("DROP TRIGGER full")
            await source.look()
            #expect(source.problems.isEmpty)
            try await eventually("it is removed", within: .seconds(60)) { member(bench) == nil }
        }
    }
}
