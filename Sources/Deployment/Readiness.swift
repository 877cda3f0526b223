import DockerEngine
import NodeProtocol

/// Whether a started container has become what it is to be.
///
/// With a health check it is ready when that says healthy. Without one it is ready when it has run for a while without
/// end, or has ended with status 0 where that is not to be answered by another start.
package enum Readiness: Sendable, Equatable {
    case ready
    case notYet
    case failed(ServiceError)

    /// What is waited for, and how long.
    package struct Timing: Sendable, Equatable {
        /// How long a container without a health check has to run.
        package var stable: Duration
        /// How long it may take until it is ready.
        package var timeout: Duration

        package init(stable: Duration = .seconds(10), timeout: Duration = .seconds(300)) {
            self.stable = stable
            self.timeout = timeout
        }

        /// As the service itself has it.
        func adapted(to rules: UpdateRules) -> Timing { Timing(stable: rules.monitor ?? stable, timeout: timeout) }
    }

    /// - Parameters:
    ///   - container: Nil: it is gone.
    ///   - running: How long it has been seen running.
    ///   - waited: How long it has been waited for.
    package static func judge(
        _ container: ActualContainer?, _ policy: RestartPolicy, running: Duration, waited: Duration, _ timing: Timing
    ) -> Readiness {
        guard let container else { return .failed(ServiceError(.exited, "the container was removed while it started")) }
        switch container.state {
        case .exited, .dead, .removing: return ended(container, policy)
        case .created, .paused, .restarting: break
        case .running:
            switch container.health {
            case .healthy: return .ready
            case .unhealthy: return .failed(ServiceError.unhealthy(container))
            case .starting: break
            case nil: if running >= timing.stable { return .ready }
            }
        }
        guard waited < timing.timeout + (container.health == nil ? timing.stable : .zero) else {
            let seconds = timing.timeout.components.seconds
            let what = container.health == nil ? "does not run" : "is not healthy"
            return .failed(ServiceError(.unhealthy, "the container \(what) \(seconds) s after its start"))
        }
        return .notYet
    }

    private static func ended(_ container: ActualContainer, _ policy: RestartPolicy) -> Readiness {
        switch policy {
        case .no, .onFailure: if container.exitCode == 0, container.state == .exited { return .ready }
        case .always, .unlessStopped: break
        }
        return .failed(ServiceError.exited(container))
    }
}

extension ServiceError {
    /// The container has ended although it was to stay up.
    static func exited(_ container: ActualContainer) -> ServiceError {
        let reason = container.wasKilledForMemory ? ": the kernel ended it for lack of memory" : ""
        return ServiceError(.exited, "the container ended with exit status \(container.exitCode)\(reason)")
    }

    static func unhealthy(_ container: ActualContainer) -> ServiceError {
        let output = container.healthOutput.prefix(300).split(whereSeparator: \.isNewline).joined(separator: " ")
        return ServiceError(.unhealthy, "the health check fails" + (output.isEmpty ? "" : ": \(output)"))
    }
}
