import EventLoop
import NodeProtocol

/// Follows all services of a compose project until an instruction for it has ended, and shows what changes.
@LoopActor
struct ProjectWatch {
    let name: String
    let timeout: Duration
    /// Nothing is shown on the way.
    let quiet: Bool

    nonisolated init(name: String, timeout: Duration, quiet: Bool) {
        self.name = name
        self.timeout = timeout
        self.quiet = quiet
    }

    /// Whether the name is that of a project rather than of a service. Throws when it is neither.
    static func isProject(_ name: String, _ session: NodeSession) async throws -> Bool {
        let known = try await session.call(.deployd, ServiceMethods.List.self)
        guard !known.contains(where: { $0.service == name }) else { return false }
        guard known.contains(where: { $0.project == name }) else {
            throw CommandFailure(status: .failed, message: "there is no service \"\(name)\"")
        }
        return true
    }

    /// A deployd that is restarted meanwhile is waited for. Throws at the time-out.
    func follow(
        _ session: NodeSession, _ progress: @LoopActor (ServiceStatus) -> InstructionProgress
    ) async throws -> (statuses: [ServiceStatus], isGood: Bool) {
        var shown: [String: String] = [:]
        return try await watch(session).until({ "\(name) did not get there within \(Int(timeout.seconds)) s" }) {
            let statuses = $0.filter { $0.project == name }
            for status in statuses where shown[status.service] != ServicesCommand.words(for: status) {
                shown[status.service] = ServicesCommand.words(for: status)
                if !quiet { session.output.print("\(status.service): \(shown[status.service] ?? "")") }
            }
            let all = statuses.map(progress)
            if all.contains(.bad) { return (statuses, false) }
            for case .superseded(let id) in all {
                throw failure("another instruction (\(id)) came after this one")
            }
            if all.contains(.untold) { throw failure("deployd was restarted as the instruction ended") }
            return all.allSatisfy { $0 == .good } ? (statuses, true) : nil
        }
    }

    /// Returns when the project has no service any more. Throws at the time-out.
    func followRemoval(_ session: NodeSession) async throws {
        try await watch(session).until({ "\(name) is not gone after \(Int(timeout.seconds)) s" }) { services in
            services.contains { $0.project == name } ? nil : ()
        }
        if !quiet { session.output.print("\(name): gone") }
    }

    private func watch(_ session: NodeSession) -> DeploydWatch { DeploydWatch(session: session, timeout: timeout) }

    private func failure(_ message: String) -> CommandFailure { CommandFailure(status: .failed, message: message) }
}
