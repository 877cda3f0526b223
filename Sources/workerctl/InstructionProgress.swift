import NodeProtocol

/// How far an instruction that deployd has accepted has come, judged from the service's status. Pure.
enum InstructionProgress: Equatable {
    case goesOn, good, bad
    /// Another instruction of this id came after it; they end together, or the other alone.
    case superseded(String)
    /// deployd was restarted just as it ended, and does not know how.
    case untold

    /// Of a deployment: good when the service runs, or has come to its own end without a fault.
    static func ofDeployment(_ id: String, _ status: ServiceStatus?) -> InstructionProgress {
        guard let status else { return .bad }  // removed meanwhile
        switch outcome(of: id, status) {
        case .good: break
        case .goesOn, .bad, .superseded, .untold: return outcome(of: id, status)
        }
        switch status.status {
        case .running: return .good
        case .stopped: return status.exitCode ?? 0 == 0 ? .good : .bad
        case .failed, .rolledBack, .unhealthy, .removed: return .bad
        case .pending, .pulling, .starting: return .goesOn  // up, but its health is not known yet
        }
    }

    /// Of a removal: good when the service is there no longer.
    static func ofRemoval(_ id: String, _ status: ServiceStatus?) -> InstructionProgress {
        guard let status, status.status != .removed else { return .good }
        switch outcome(of: id, status) {
        case .good: return .goesOn
        case .goesOn, .bad, .superseded, .untold: return outcome(of: id, status)
        }
    }

    /// Of a stop: good when nothing of the service runs any more.
    static func ofStop(_ id: String, _ status: ServiceStatus?) -> InstructionProgress {
        guard let status else { return .good }  // removed meanwhile
        let outcome = outcome(of: id, status)
        return outcome == .good && status.running ? .goesOn : outcome
    }

    /// What deployd says of the instruction itself.
    private static func outcome(of id: String, _ status: ServiceStatus) -> InstructionProgress {
        guard let shown = status.instructionID else { return .untold }
        guard shown == id else { return .superseded(shown) }
        switch status.instructionOutcome {
        case .success: return .good
        case .failed: return .bad
        case nil: return .goesOn
        }
    }
}
