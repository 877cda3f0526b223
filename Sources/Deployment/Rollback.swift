import NodeProtocol

extension DesiredService {
    /// Whether this very version has been seen to be what it is to be.
    package var isProven: Bool { good.map { $0.hash == hash && $0.imageID == imageID } ?? false }

    /// What it goes back to from now on, when everything is as wanted with `main` as its container.
    func proven(_ main: ActualContainer?) -> GoodVersion? {
        switch wanted {
        case .running: return isProven || main?.isReady == true ? GoodVersion(of: self) : good
        // A version that was good stays so, stopped.
        case .stopped: return isProven ? GoodVersion(of: self) : good
        case .removed: return good
        }
    }

    /// What it is to be after a version that did not become what it was to be: the last good one, running or stopped as
    /// that was. Nil when there is none, or it is this one.
    func goingBack(because error: ServiceError) -> DesiredService? {
        guard wanted == .running, spec.update.rollsBack, let good, !isProven, good.wanted != .removed,
            good.spec.unreadable == nil
        else {
            return nil
        }
        var next = self
        next.spec = good.spec
        next.hash = good.hash
        next.imageID = good.imageID
        next.wanted = good.wanted
        next.mustPull = false
        next.nudge = good.wanted == .running ? .start : .none
        next.revision += 1
        next.rolledBack = error
        return next
    }
}
