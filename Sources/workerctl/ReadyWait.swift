import EventLoop
import NodeProtocol

extension NodeSession {
    /// A subsystem as the supervisor sees it.
    func status(of subsystem: String) async throws -> SubsystemStatus? {
        try await supervisor(SupervisorMethods.Status.self).subsystems.first { $0.name.rawValue == subsystem }
    }

    /// Waits until a subsystem is ready in another generation than `before`. A supervisor that does not answer for a
    /// while is asked again. Throws ``CommandFailure`` after `seconds`.
    /// - Parameter last: What is known of it.
    func waitUntilReady(
        _ last: SubsystemStatus, other before: Int?, within seconds: Int
    ) async throws -> SubsystemStatus {
        let deadline = MonotonicInstant.now.advanced(by: .seconds(seconds))
        var status = last
        var silence: CommandFailure?
        while status.state != .ready || status.generation == before {
            guard MonotonicInstant.now < deadline else {
                let reason = [status.state.rawValue, status.reason].compactMap(\.self).joined(separator: ": ")
                throw silence
                    ?? CommandFailure(
                        status: .failed, message: "\(status.name.rawValue) is not ready after \(seconds) s: \(reason)")
            }
            try await LoopActor.sleep(for: .milliseconds(100))
            do {
                status = try await self.status(of: status.name.rawValue) ?? status
                silence = nil
            } catch let failure as CommandFailure where failure.status == .unreachable {
                silence = failure
            }
        }
        return status
    }
}
