import EventLoop
import NodeProtocol

/// Asks deployd again and again until something has happened. A deployd that is restarted meanwhile is waited for.
@LoopActor
struct DeploydWatch {
    private static let interval = Duration.milliseconds(200)

    let session: NodeSession
    let timeout: Duration

    /// Calls `look` with the services until it returns something. Throws what `look` throws, and at the time-out that
    /// deployd could not be reached, or what `complaint` says.
    func until<Value>(
        _ complaint: @LoopActor () -> String, _ look: @LoopActor ([ServiceStatus]) throws -> Value?
    ) async throws -> Value {
        let end = MonotonicInstant.now.advanced(by: timeout)
        while true {
            var silence: CommandFailure?
            do {
                let services = try await session.call(.deployd, ServiceMethods.List.self)
                if let value = try look(services) { return value }
            } catch let failure as CommandFailure where failure.status == .unreachable {
                silence = failure
            }
            guard MonotonicInstant.now < end else {
                throw silence ?? CommandFailure(status: .failed, message: complaint())
            }
            try await LoopActor.sleep(for: Self.interval)
        }
    }
}
