import Doctor
import EventLoop
import IPC
import JSON
import NodeProtocol
import TestSupport
import Testing

@testable import workerctl

@Suite(.eventLoop, .timeLimit(.minutes(5)))
@LoopActor
struct DoctorCommandTests {
    private let node: ScriptedNode

    nonisolated init() throws { node = try ScriptedNode() }

    @Test func `a node that does not run is examined all the same, with status 2`() async throws {
        let run = try await node.run("doctor", "--json")
        #expect(run.status == .unreachable)
        let findings = try #require(run.json?["findings"]?.array)
        #expect(findings.map { $0["check"]?.string } == CheckName.allCases.map(\.rawValue))
        func finding(_ check: String) -> JSON? { findings.first { $0["check"]?.string == check } }
        #expect(finding("node")?["verdict"] == "problem")
        #expect(finding("node")?["remedy"]?.string?.contains("start the node") == true)
        #expect(finding("clock")?["verdict"] == "ok")
        #expect(finding("disk_runtime")?["evidence"]?.string?.contains(node.runtime.path) == true)
    }

    @Test func `findings are lines with a remedy below`() {
        let findings = [
            Finding(.clock, .ok, "right"), Finding(.diskState, .problem, "full\u{1B}[2J", remedy: "make room"),
        ]
        let text = DoctorCommand.text(findings, .off)
        #expect(
            text == """
                ok       clock       right
                problem  disk state  full?[2J
                                     → make room
                """)
        #expect(DoctorCommand.text(findings, Paint(isOn: true)).contains("\u{1B}[31mproblem\u{1B}[0m"))
    }

    @Test func `the summary counts what is not well`() {
        func summary(_ verdicts: Finding.Verdict...) -> String {
            DoctorCommand.summary(Diagnosis(nodeRuns: true, findings: verdicts.map { Finding(.clock, $0, "") }))
        }
        #expect(summary(.ok, .ok) == "all is well")
        #expect(summary(.ok, .problem, .problem, .warning, .unknown) == "2 problems, 1 warning, 1 unknown")
    }
}
