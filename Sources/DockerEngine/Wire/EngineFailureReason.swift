/// What only the engine's message tells.
///
/// The one place that reads such messages. The engine answers a failed `POST /containers/{id}/start` with status 500
/// whatever went wrong and has no field for the reason, so there is nothing else to go by. The texts come from:
///
/// - libnetwork `portallocator`: `Bind for 127.0.0.1:18080 failed: port is already allocated` (by another container);
/// - the userland proxy, that is bind(2): `listen tcp4 127.0.0.1:80: bind: address already in use` (by a process);
/// - errno texts that the Go runtime passes on: `no space left on device` (ENOSPC), `cannot allocate memory` (ENOMEM).
///
/// Observed with Engine 20.10; the same texts are in moby's master. An unknown text gives nil, never a wrong reason.
package enum EngineFailureReason: Sendable, Equatable {
    case portInUse
    case outOfResources

    package init?(of error: EngineError) {
        let message: String
        switch error {
        case .refused(_, let status, let text) where status >= 500: message = text
        case .failedInStream(_, let text): message = text
        case .refused, .unavailable, .timedOut, .malformedAnswer, .versionMismatch, .cancelled: return nil
        }
        if Self.portTexts.contains(where: message.contains) {
            self = .portInUse
        } else if Self.resourceTexts.contains(where: message.contains) {
            self = .outOfResources
        } else {
            return nil
        }
    }

    private static let portTexts = ["port is already allocated", "bind: address already in use"]
    private static let resourceTexts = ["no space left on device", "cannot allocate memory"]
}
