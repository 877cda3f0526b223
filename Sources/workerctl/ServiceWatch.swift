import EventLoop
import NodeProtocol

/// Follows one service until it has come to an end, and shows what changes.
@LoopActor
struct ServiceWatch {
    let name: String
    let timeout: Duration
    /// Nothing is shown on the way.
    let quiet: Bool

    nonisolated init(name: String, timeout: Duration, quiet: Bool) {
        self.name = name
        self.timeout = timeout
        self.quiet = quiet
    }

    static func find(_ name: String, _ session: NodeSession) async throws -> ServiceStatus? {
        try await session.call(.deployd, ServiceMethods.List.self).first { $0.service == name }
    }

    /// Asks until `progress` tells of an end. A deployd that is restarted meanwhile is waited for. Throws at the
    /// time-out.
    func follow(
        _ session: NodeSession, _ progress: @LoopActor (ServiceStatus?) -> InstructionProgress
    ) async throws -> (status: ServiceStatus?, isGood: Bool) {
        let display = ServiceDisplay(name: name, output: session.output)
        var shown = ""
        let watch = DeploydWatch(session: session, timeout: timeout)
        return try await watch.until({ "\(name) did not get there within \(Int(timeout.seconds)) s; it is \(shown)" }) {
            let status = $0.first { $0.service == name }
            shown = status.map(ServicesCommand.words) ?? "gone"
            if !quiet { display.show(status) }
            switch progress(status) {
            case .good: return (status, true)
            case .bad: return (status, false)
            case .superseded(let id): throw Self.failure("another instruction (\(id)) came after this one")
            case .untold: throw Self.failure("deployd was restarted as the instruction ended; \(name) is \(shown)")
            case .goesOn: return nil
            }
        }
    }

    private static func failure(_ message: String) -> CommandFailure {
        CommandFailure(status: .failed, message: message)
    }
}
