/// Puts the services that others extend into them (compose specification, "extends").
final class Extends {
    private let findings: Findings
    private let documents: DocumentReader
    private let merge: TreeMerge
    /// Those that were told.
    private var circles: Set<Set<String>> = []
    /// How many services may extend each other in a row.
    private static let chainLimit = 32

    init(documents: DocumentReader, findings: Findings) {
        self.documents = documents
        self.findings = findings
        merge = TreeMerge(findings: findings)
    }

    /// The document with every `extends` carried out.
    func apply(to document: YAMLNode) -> YAMLNode {
        guard var root = document.mapping, let member = root.member("services"), let services = member.value.mapping
        else {
            return document
        }
        var node = member.value
        node.content = .mapping(
            services.mapValues { member in
                if let service = resolved(member.value, name: member.key, among: services, chain: []) { return service }
                var broken = member.value
                broken.isBroken = true
                return broken
            })
        root.set(.init(key: member.key, keyPosition: member.keyPosition, value: node))
        var extended = document
        extended.content = .mapping(root)
        guard extended.weight <= YAMLLimits.values else {
            findings.add(
                .init(
                    at: member.keyPosition, field: "services",
                    "more than \(YAMLLimits.values) values after extends: write less into the services that are extended"
                ))
            return document
        }
        return extended
    }

    /// - Parameter chain: the services that led here, as file and name.
    /// - Returns: nil after a mistake.
    private func resolved(
        _ service: YAMLNode, name: String, among services: YAMLMapping, chain: [String]
    ) -> YAMLNode? {
        guard let mapping = service.mapping, let extends = mapping["extends"], !extends.isNull else { return service }
        let field = "services.\(name).extends"
        func fail(_ position: SourcePosition, _ reason: String) -> YAMLNode? {
            findings.add(.init(at: position, field: field, reason))
            return nil
        }
        let link = "\(service.position.file.name) \(name)"
        guard !chain.contains(link) else {
            guard circles.insert(Set(chain)).inserted else { return nil }
            let names = (chain + [link]).map { $0.split(separator: " ").last ?? "" }
            return fail(extends.position, "services extend each other in a circle: \(names.joined(separator: " → "))")
        }
        guard chain.count < Self.chainLimit else {
            return fail(extends.position, "more than \(Self.chainLimit) services extend each other")
        }
        guard let target = target(of: extends, field: field) else { return nil }
        var siblings = services
        if let file = target.file {
            do throws(ComposeError) {
                let document = try documents.merged(at: file, from: extends.position, field: field + ".file")
                guard let found = document["services"]?.mapping else {
                    return fail(extends.position, "\(quoted(file)) has no services")
                }
                siblings = found
            } catch {
                error.mistakes.forEach(findings.add)
                return nil
            }
        }
        guard let raw = siblings[target.service] else {
            let place = target.file.map { " in \(quoted($0))" } ?? ""
            return fail(extends.position, "there is no service \(quoted(target.service))\(place)")
        }
        guard let base = resolved(raw, name: target.service, among: siblings, chain: chain + [link]) else { return nil }
        var own = service
        own.content = .mapping(mapping.removing(["extends"]))
        guard base.mapping != nil else { return own }
        return merge.merge(base, own, path: FieldPath().member("services").member(name)) ?? own
    }

    private func target(of extends: YAMLNode, field: String) -> (service: String, file: String?)? {
        if let scalar = extends.scalar { return (scalar.text, nil) }
        guard let mapping = extends.mapping else {
            findings.add(.init(at: extends.position, field: field, "expected a service's name, found \(extends.kind)"))
            return nil
        }
        for member in mapping.members where member.key != "service" && member.key != "file" {
            findings.add(
                .init(
                    at: member.keyPosition, field: "\(field).\(member.key)", "is not known: there are service and file")
            )
        }
        guard let service = mapping["service"]?.scalar?.text else {
            findings.add(.init(at: extends.position, field: field, "service is missing: name the service to extend"))
            return nil
        }
        return (service, mapping["file"]?.scalar?.text)
    }
}
