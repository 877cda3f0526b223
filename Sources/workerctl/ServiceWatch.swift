import EventLoop
import NodeProtocol

/// Follows one service until it has come to an end, and shows what changes.
@LoopActor
struct ServiceWatch {
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

    static func find(_ name: String, _ session: NodeSession) async throws -> ServiceStatus? {
        try await session.call(.deployd, ServiceMethods.List.self).first { $0.service == name }
    }

    /// Asks until `progress` tells of an end. A deployd that is restarted meanwhile is waited for. Throws at the
    /// time-out.
    func follow(
        _ session: NodeSession, _ progress: @LoopActor (ServiceStatus?) -> InstructionProgress
    ) async throws -> (status: ServiceStatus?, isGood: Bool) {
        let end = MonotonicInstant.now.advanced(by: timeout)
        let display = ServiceDisplay(name: name, output: session.output)
        var shown = ""
        while true {
            var silence: CommandFailure?
            do {
                let status = try await Self.find(name, session)
                let words = status.map(ServicesCommand.words) ?? "gone"
                if !quiet { display.show(status) }
                shown = words
                switch progress(status) {
                case .good: return (status, true)
                case .bad: return (status, false)
                case .superseded(let id): throw Self.failure("another instruction (\(id)) came after this one")
                case .untold: throw Self.failure("deployd was restarted as the instruction ended; \(name) is \(words)")
                case .goesOn: break
                }
            } catch let failure as CommandFailure where failure.status == .unreachable {
                silence = failure
            }
            guard MonotonicInstant.now < end else {
                let message = "\(name) did not get there within \(Int(timeout.seconds)) s; it is \(shown)"
                throw silence ?? Self.failure(message)
            }
            try await LoopActor.sleep(for: Self.interval)
        }
    }

    private static func failure(_ message: String) -> CommandFailure {
        CommandFailure(status: .failed, message: message)
    }
}
