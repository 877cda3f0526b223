/// What one check came to.
package struct Finding: Codable, Sendable, Equatable {
    package enum Verdict: String, Codable, Sendable, CaseIterable, Comparable {
        case ok
        /// It could not be found out, and the evidence says why.
        case unknown
        /// It works, and will or may not for long.
        case warning
        case problem

        /// From the best to the worst.
        package static func < (one: Verdict, other: Verdict) -> Bool { one.rank < other.rank }

        private var rank: Int {
            switch self {
            case .ok: 0
            case .unknown: 1
            case .warning: 2
            case .problem: 3
            }
        }
    }

    package var check: CheckName
    package var verdict: Verdict
    /// What was seen, in words.
    package var evidence: String
    /// What to do; absent where there is nothing to do.
    package var remedy: String?

    package init(_ check: CheckName, _ verdict: Verdict, _ evidence: String, remedy: String? = nil) {
        self.check = check
        self.verdict = verdict
        self.evidence = evidence
        self.remedy = remedy
    }
}

/// What is looked at, in the order in which it is told.
package enum CheckName: String, Codable, Sendable, CaseIterable {
    case settings, node, services, clock, memory, permissions, cgroup
    case conductorName = "conductor_name"
    case conductor
    case conductorTLS = "conductor_tls"
    case conductorToken = "conductor_token"
    case engine
    case storageDriver = "storage_driver"
    case logRotation = "log_rotation"
    case diskState = "disk_state"
    case diskEngine = "disk_engine"
    case diskRuntime = "disk_runtime"
    case port
    case apiTLS = "api_tls"
}
