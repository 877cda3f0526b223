import JSON
import NodeProtocol

/// What a service of a compose project was before the update of that project that is under way. If the update fails, all
/// of them go back to it together: a project ends in the old or in the new version, never in a mixture.
package enum PreviousVersion: Sendable, Equatable {
    /// It came with the update.
    case absent
    case version(GoodVersion)

    /// Whether this version of the program can make it anew.
    var isReadable: Bool {
        switch self {
        case .absent: true
        case .version(let version): version.spec.unreadable == nil
        }
    }

    /// The same, running or stopped as an instruction that came meanwhile wants it.
    func wanting(_ wanted: DesiredService.Wanted) -> PreviousVersion {
        switch self {
        case .absent: .absent
        case .version(let version): .version(version.wanting(wanted))
        }
    }

    /// As the store keeps it.
    var json: JSON {
        switch self {
        case .absent: .string("absent")
        case .version(let version): version.json
        }
    }

    /// Nil for what this version of the program cannot read.
    init?(_ json: JSON, of name: ServiceName, _ specs: inout StoredSpecs) {
        if json.string == "absent" {
            self = .absent
        } else if let version = GoodVersion(json, of: name, &specs) {
            self = .version(version)
        } else {
            return nil
        }
    }
}

extension DesiredService {
    /// Whether the update of its project goes on with it: the project is as wanted when there is none of those any more.
    var isBeingUpdated: Bool {
        switch wanted {
        case .running: previous != nil && !(isProven && pending.isEmpty)
        case .stopped, .removed: false
        }
    }

    /// What it is to be after the update of its project has failed; nil when it has no part in one.
    func goingBackWithProject(because error: ServiceError) -> DesiredService? {
        guard let previous else { return nil }
        var next = self
        next.previous = nil
        next.pending = []
        next.nudge = .none
        next.mustPull = false
        next.revision += 1
        guard case .version(let version) = previous else {
            next.wanted = .removed
            return next
        }
        let isSame = hash == version.hash && imageID == version.imageID && wanted == version.wanted
        next.spec = version.spec
        next.hash = version.hash
        next.imageID = version.imageID
        next.wanted = version.wanted
        next.good = version
        guard !isSame else { return next }
        next.nudge = version.wanted == .running ? .start : .none
        next.rolledBack = error
        return next
    }
}
