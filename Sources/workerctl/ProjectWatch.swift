import EventLoop
import NodeProtocol

/// Follows all services of a compose project until an instruction for it has ended, and shows what changes.
@LoopActor
struct ProjectWatch {
    private static let interval = Duration.milliseconds(200)

    let name: String
    let timeout: Duration
    /// Nothing is shown on the way.
    let quiet: Bool

    nonisolated init(name: String, timeout: Duration, quiet: Bool) {
        self.name = name
        self.timeout = timeout
        self.quiet = quiet
    }

    /// A deployd that is restarted meanwhile is waited for. Throws at the time-out.
    func follow(
        _ session: NodeSession, _ instruction: String
    ) async throws -> (statuses: [ServiceStatus], isGood: Bool) {
        let end = MonotonicInstant.now.advanced(by: timeout)
        var shown: [String: String] = [:]
        while true {
            var silence: CommandFailure?
            do {
                let statuses = try await session.call(.deployd, ServiceMethods.List.self).filter { $0.project == name }
                for status in statuses where shown[status.service] != ServicesCommand.words(for: status) {
                    shown[status.service] = ServicesCommand.words(for: status)
                    if !quiet { session.output.print("\(status.service): \(shown[status.service] ?? "")") }
                }
                let progress = statuses.map { InstructionProgress.ofDeployment(instruction, $0) }
                if progress.contains(.bad) { return (statuses, false) }
                for case .superseded(let id) in progress {
                    throw failure("another instruction (\(id)) came after this one")
                }
                if progress.contains(.untold) { throw failure("deployd was restarted as the instruction ended") }
                if progress.allSatisfy({ $0 == .good }) { return (statuses, true) }
            } catch let failure as CommandFailure where failure.status == .unreachable {
                silence = failure
            }
            guard MonotonicInstant.now < end else {
                throw silence ?? failure("\(name) did not get there within \(Int(timeout.seconds)) s")
            }
            try await LoopActor.sleep(for: Self.interval)
        }
    }

    /// Returns when the project has no service any more. Throws at the time-out.
    func followRemoval(_ session: NodeSession) async throws {
        let end = MonotonicInstant.now.advanced(by: timeout)
        while true {
            var silence: CommandFailure?
            do {
                let statuses = try await session.call(.deployd, ServiceMethods.List.self).filter { $0.project == name }
                guard !statuses.isEmpty else {
                    if !quiet { session.output.print("\(name): gone") }
                    return
                }
            } catch let failure as CommandFailure where failure.status == .unreachable {
                silence = failure
            }
            guard MonotonicInstant.now < end else {
                throw silence ?? failure("\(name) is not gone after \(Int(timeout.seconds)) s")
            }
            try await LoopActor.sleep(for: Self.interval)
        }
    }

    private func failure(_ message: String) -> CommandFailure { CommandFailure(status: .failed, message: message) }
}
