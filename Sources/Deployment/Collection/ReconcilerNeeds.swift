import DockerEngine
import NodeProtocol

/// What must not be taken away.
extension Reconciler {
    /// The images that no service can do without: also the stopped ones, and what they would go back to.
    var neededImages: (ids: Set<String>, references: Set<ImageReference>) {
        var ids: Set<String> = []
        var references: Set<ImageReference> = []
        for desired in services.values.map(\.desired) {
            for id in [desired.imageID, desired.good?.imageID] { if let id { ids.insert(id) } }
            references.insert(desired.spec.container.image)
            if let good = desired.good { references.insert(good.spec.container.image) }
        }
        return (ids, references)
    }

    var knownServices: Set<ServiceName> { Set(services.keys) }

    func isKnown(_ service: String?) -> Bool {
        service.flatMap { try? ServiceName($0) }.map { services[$0] != nil } ?? false
    }

    var wantedNetworks: Set<String> {
        var names: Set<String> = []
        for desired in services.values.map(\.desired) {
            for spec in [desired.spec, desired.good?.spec] {
                guard let spec, case .named(let networks) = spec.container.network else { continue }
                names.formUnion(networks.map(\.name))
            }
        }
        return names
    }
}
