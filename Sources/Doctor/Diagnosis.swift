import EventLoop
import JSON

/// All findings of one examination.
package struct Diagnosis: Codable, Sendable, Equatable {
    /// The worst of all findings.
    package var verdict: Finding.Verdict
    /// Whether the supervisor answers.
    package var nodeRuns: Bool
    package var findings: [Finding]
    /// ISO-8601 UTC.
    package var timestamp: String

    package init(nodeRuns: Bool, findings: [Finding], timestamp: String = Timestamp.now()) {
        verdict = findings.map(\.verdict).max() ?? .unknown
        self.nodeRuns = nodeRuns
        self.findings = findings
        self.timestamp = timestamp
    }

    private enum CodingKeys: String, CodingKey {
        case verdict, findings, timestamp
        case nodeRuns = "node_runs"
    }
}
