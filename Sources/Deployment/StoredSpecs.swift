import JSON

/// Reads specifications as the store keeps them. What several have in common is in memory once: the members of a project
/// have its files in common, and what is wanted is mostly what was good.
struct StoredSpecs {
    private var bundles: Set<JSON> = []
    private var newest: ServiceSpec?

    /// Nil for what this version of the program cannot read.
    mutating func spec(of name: ServiceName, _ config: JSON) -> ServiceSpec? {
        if let newest, newest.name == name, newest.config == config { return newest }
        var config = config
        if case .object(var members) = config, let bundle = members["compose"] {
            members["compose"] = bundles.insert(bundle).memberAfterInsert
            config = .object(members)
        }
        guard let spec = try? ServiceSpec(name: name, config: config) else { return nil }
        newest = spec
        return spec
    }
}
