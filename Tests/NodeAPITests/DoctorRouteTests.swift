import Doctor
import EventLoop
import HTTPServer
import JSON
import Logging
import NodeProtocol
import StatusCache
import TestSupport
import Testing

@testable import NodeAPI

@Suite(.eventLoop, .timeLimit(.minutes(5)))
struct DoctorRouteTests {
    @Test func `the diagnosis has a verdict, evidence and a remedy for each check`() async throws {
        let routes = NodeRoutes(
            try FakeNode.description(), FakeNode(FakeNode.well),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        let answer = await routes.table.answer(HTTPCall("GET", "/doctor"))
        #expect(answer.status == 200)
        let body = try #require(answer.body)
        #expect(body["verdict"] == "problem")
        #expect(body["node_runs"] == true)
        #expect(
            body["findings"]
                == [
                    ["check": "clock", "verdict": "ok", "evidence": "right"],
                    ["check": "engine", "verdict": "problem", "evidence": "away", "remedy": "start it"],
                ])
    }

    @Test func `a hundred who ask at once share one examination`() async throws {
        let directory = try TemporaryDirectory()
        let doctor = NodeDoctor(NodePlan(stateDirectory: directory.path, runtimeDirectory: directory.path))
        let looks = Counter()
        let diagnoses = await withTaskGroup(of: Diagnosis.self) { group in
            for _ in 0..<100 {
                group.addTask {
                    await doctor.diagnosis {
                        await looks.add()
                        return (StatusSnapshot(), SupervisorView())
                    }
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(diagnoses.count == 100)
        #expect(await looks.count == 1)
        let first = try #require(diagnoses.first)
        #expect(diagnoses.allSatisfy { $0 == first })
        #expect(!first.nodeRuns)
        #expect(first.findings.first { $0.check == .diskState }?.evidence.contains(directory.path) == true)
        #expect(first.findings.first { $0.check == .port }?.verdict == .ok)
    }

    private actor Counter {
        private(set) var count = 0
        func add() { count += 1 }
    }
}
