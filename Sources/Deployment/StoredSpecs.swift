import JSON
import NodeProtocol

/// Reads specifications as the store keeps them. What several have in common is in memory once: the members of a project
/// have its files in common, and what is wanted is mostly what was good.
struct StoredSpecs {
    private var bundles: Set<JSON> = []
    private var newest: ServiceSpec?

    /// What this version of the program cannot read says so, see ``ServiceSpec/unreadable``.
    mutating func spec(of name: ServiceName, _ config: JSON) -> ServiceSpec {
        if let newest, newest.name == name, newest.config == config { return newest }
        var config = config
        if case .object(var members) = config, let bundle = members["compose"] {
            members["compose"] = bundles.insert(bundle).memberAfterInsert
            config = .object(members)
        }
        let spec: ServiceSpec
        do throws(ServiceError) {
            spec = try ServiceSpec(name: name, config: config)
        } catch {
            spec = ServiceSpec(unreadable: name, config, because: error.message)
        }
        newest = spec
        return spec
    }
}
