import DockerEngine

/// What a container of a service has that only one can have, as last seen.
struct HeldContainer: Sendable, Equatable {
    private(set) var id: String
    private(set) var name: String
    private(set) var isUp: Bool
    /// Host ports; none of one that is down.
    private(set) var ports: [PublishedPort]
    private let configHash: String?
    private let imageID: String?

    init(_ container: ActualContainer, of desired: DesiredService) {
        id = container.id
        name = container.name
        isUp = container.isUp
        ports = container.isUp ? container.ports : []
        let (hash, image) = (container.labels[OwnershipLabels.configHash], container.labels[OwnershipLabels.imageID])
        // Mostly the same texts: one of each is enough.
        configHash = hash == desired.hash ? desired.hash : hash
        imageID = image == desired.imageID ? desired.imageID : image
    }

    /// The same container when it has been stopped.
    var stopped: HeldContainer {
        var stopped = self
        stopped.isUp = false
        stopped.ports = []
        return stopped
    }

    /// The same, with these texts in the place of equal ones.
    func sharing(_ id: String, name: String) -> HeldContainer {
        var shared = self
        if shared.id == id { shared.id = id }
        if shared.name == name { shared.name = name }
        return shared
    }

    /// Whether it is going to be stopped, or replaced by another.
    func isLeaving(_ desired: DesiredService) -> Bool {
        guard desired.wanted == .running, configHash == desired.hash else { return true }
        return desired.imageID != nil && imageID != desired.imageID
    }
}

extension ServiceEntry {
    /// Its containers that are going to be stopped, or replaced by another.
    var leaving: [HeldContainer] { held.filter { $0.isLeaving(desired) } }
}
