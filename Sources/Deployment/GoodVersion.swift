import JSON

/// What a service was when it was last as wanted: what it goes back to when a newer version has to be set aside.
package struct GoodVersion: Sendable, Equatable {
    package let spec: ServiceSpec
    package let hash: String
    package let wanted: DesiredService.Wanted
    package let imageID: String?

    package init(of desired: DesiredService) {
        self.init(desired.spec, desired.hash, desired.wanted, desired.imageID)
    }

    private init(_ spec: ServiceSpec, _ hash: String, _ wanted: DesiredService.Wanted, _ imageID: String?) {
        self.spec = spec
        self.hash = hash
        self.wanted = wanted
        self.imageID = imageID
    }

    func wanting(_ wanted: DesiredService.Wanted) -> GoodVersion { GoodVersion(spec, hash, wanted, imageID) }

    /// As the store keeps it.
    var json: JSON {
        var members: [String: JSON] = [
            "config": spec.config, "hash": .string(hash), "wanted": .string(wanted.rawValue),
        ]
        members["image_id"] = imageID.map { .string($0) }
        return .object(members)
    }

    /// Nil for what no version of the program has written.
    init?(_ json: JSON, of name: ServiceName, _ specs: inout StoredSpecs) {
        guard let config = json["config"], let hash = json["hash"]?.string,
            let wanted = json["wanted"]?.string.flatMap({ DesiredService.Wanted(rawValue: $0) })
        else { return nil }
        spec = specs.spec(of: name, config)
        self.hash = hash
        self.wanted = wanted
        imageID = json["image_id"]?.string
    }
}

extension DesiredService {
    /// Tells this state of the service from every other that deployd has worked on, see `InputMarks`.
    var inputKey: String { "service \(name) \(revision) \(hash)" }

    /// What becomes of a service that crashes deployd: its last good version, or nothing is done about it any more.
    func settingAside(because message: String) -> DesiredService {
        var next = self
        next.pending = []
        next.nudge = .none
        next.mustPull = false
        next.revision += 1
        guard let good, good.spec.unreadable == nil, good != GoodVersion(of: self) || nudge != .none || mustPull else {
            next.setAside = message
            return next
        }
        next.spec = good.spec
        next.hash = good.hash
        next.wanted = good.wanted
        next.imageID = good.imageID
        return next
    }
}
