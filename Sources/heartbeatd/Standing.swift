import EventLoop
import NodeProtocol

/// Since when the link has been as it is, for whoever is told of it.
@LoopActor
final class Standing {
    private var reason: ConductorStatus.Reason?
    private var isRegistered: Bool?
    private var since = ""

    func marked(_ status: ConductorStatus) -> ConductorStatus {
        if isRegistered != status.registered || reason != status.reason { since = Timestamp.now() }
        isRegistered = status.registered
        reason = status.reason
        var marked = status
        marked.since = since
        return marked
    }
}
