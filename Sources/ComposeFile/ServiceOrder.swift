extension ComposeProject {
    /// Services in the order of starting: each stage needs only services of stages before it, and its services can start
    /// side by side. The order of stopping is the reverse. Names are sorted within a stage.
    package var startStages: [[String]] {
        var stages: [[String]] = []
        var placed: Set<String> = []
        var rest = Set(services.keys)
        while !rest.isEmpty {
            let stage = rest.filter { name in
                (services[name]?.dependsOn.keys ?? [:].keys).allSatisfy { placed.contains($0) || services[$0] == nil }
            }
            // A project that was read has no cycles; of one made otherwise the remains come last.
            guard !stage.isEmpty else { return stages + [rest.sorted()] }
            stages.append(stage.sorted())
            placed.formUnion(stage)
            rest.subtract(stage)
        }
        return stages
    }
}
