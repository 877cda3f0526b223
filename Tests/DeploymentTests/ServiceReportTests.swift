import EventLoop
import IPC
import JSON
import NodeProtocol
import TestSupport
import Testing

@testable import Deployment

@Suite(.timeLimit(.minutes(10)))
struct ServiceEnvironmentTests {
    @Test func `a service's own variables stay`() throws {
        let told = ServiceEnvironment(service: try ServiceName("web"), token: "t", workerURL: "http://h:1")
        #expect(told.added(to: []) == ["SERVICE_NAME=web", "SERVICE_TOKEN=t", "WORKER_URL=http://h:1"])
        let own = ["WORKER_URL=mine", "SERVICE_NAME", "SERVICE_TOKENS=x"]
        #expect(told.added(to: own) == own + ["SERVICE_TOKEN=t"])
        let blind = ServiceEnvironment(service: try ServiceName("web"), token: "t", workerURL: nil)
        #expect(!blind.added(to: []).contains { $0.hasPrefix("WORKER_URL") })
    }
}

@Suite(.eventLoop, .dockerEngine, .timeLimit(.minutes(10)))
struct ServiceReportTests {
    @LoopActor
    private func token(_ bench: DeploymentBench) async throws -> String {
        let variables = try await bench.inspect()["Config"]?["Env"]?.array?.compactMap(\.string) ?? []
        #expect(variables.contains("SERVICE_NAME=\(bench.service)"))
        return String(try #require(variables.first { $0.hasPrefix("SERVICE_TOKEN=") }).dropFirst(14))
    }

    @LoopActor
    private func refusal(_ bench: DeploymentBench, _ report: ServiceMethods.Report.Params) async -> Int? {
        do {
            try await bench.reconciler.take(report)
            return nil
        } catch {
            return (error as? RPCError)?.code ?? 0
        }
    }

    @LoopActor
    @Test func `a container's token stays the same over updates and lets it report`() async throws {
        try await withBench { bench in
            #expect(try await bench.carryOut("deploy", ["image": bench.image("1")]) == nil)
            let token = try await token(bench)
            #expect(token.utf8.count == 32)
            #expect(try await bench.carryOut("update", ["image": bench.image("2")]) == nil)
            #expect(try await self.token(bench) == token)
            try await bench.restart()
            var report = ServiceMethods.Report.Params(name: bench.service, token: token, content: ["queue": 3])
            #expect(await refusal(bench, report) == nil)
            #expect(bench.status?.report?.content == ["queue": 3])
            bench.reconciler.tellReports()
            let told = try #require(bench.told.last)
            #expect(told.report(at: "now")["report"]?["content"] == ["queue": 3])
            let count = bench.told.count
            bench.reconciler.tellReports()
            #expect(bench.told.count == count, "once is enough")
            try await bench.restart()
            #expect(bench.status?.report?.content == ["queue": 3], "what it said outlives deployd")
            report.token = String(repeating: "0", count: 32)
            #expect(await refusal(bench, report) == RPCError.unauthorizedCode)
            report.token = ""
            #expect(await refusal(bench, report) == RPCError.unauthorizedCode)
            report.token = token
            report.content = [1]
            #expect(await refusal(bench, report) == RPCError.invalidParams("").code)
            report.content = ["text": .string(String(repeating: "x", count: ServiceReport.limit))]
            #expect(await refusal(bench, report) == RPCError.invalidParams("").code)
            report.name = "nobody"
            #expect(await refusal(bench, report) == RPCError.notFoundCode)
            #expect(bench.status?.report?.content == ["queue": 3])
            #expect(try await bench.carryOut("remove") == nil)
            #expect(try await bench.store.token(of: ServiceName(bench.service)) == nil)
        }
    }
}
