import DockerEngine
import ImageNames
import NodeProtocol

/// What must not be taken away.
extension Reconciler {
    /// The images that no service can do without: also the stopped ones, and what they would go back to.
    var neededImages: (ids: Set<String>, references: Set<ImageReference>) {
        var ids: Set<String> = []
        var references: Set<ImageReference> = []
        for version in services.values.flatMap(\.desired.versions) {
            if let id = version.imageID { ids.insert(id) }
            references.insert(version.spec.container.image)
        }
        return (ids, references)
    }

    /// Whether of all services is known what they need.
    var knowsAllNeeds: Bool { services.values.flatMap(\.desired.versions).allSatisfy { $0.spec.unreadable == nil } }

    var knownServices: Set<ServiceName> { Set(services.keys) }

    func isKnown(_ service: String?) -> Bool {
        service.flatMap { try? ServiceName($0) }.map { services[$0] != nil } ?? false
    }

    var wantedNetworks: Set<String> {
        var names: Set<String> = []
        for version in services.values.flatMap(\.desired.versions) {
            guard case .named(let networks) = version.spec.container.network else { continue }
            names.formUnion(networks.map(\.name))
        }
        return names
    }
}

extension DesiredService {
    /// What it is to be, and what it may go back to, alone or with its project.
    fileprivate var versions: [GoodVersion] {
        var versions = [GoodVersion(of: self)]
        if let good { versions.append(good) }
        if case .version(let version) = previous { versions.append(version) }
        return versions
    }
}
