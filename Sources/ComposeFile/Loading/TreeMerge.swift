/// Combines the trees of two files, or of a service and the one that it extends (compose specification, "Merge and
/// override").
struct TreeMerge {
    let findings: Findings

    /// What is special about a field.
    private enum Rule {
        /// The later value stands alone.
        case replace
        /// Both are lists, also when written as text or as a mapping.
        case list
        /// Both are mappings, also when written as lists of names.
        case names
        /// Options are only combined for the same driver.
        case logging
        /// Elements of the same subnet are combined.
        case subnets
    }

    private static let serviceRules: [String: Rule] = [
        "annotations": .list, "command": .replace, "depends_on": .names, "dns": .list, "dns_opt": .list,
        "dns_search": .list, "entrypoint": .replace, "env_file": .list, "environment": .list, "extra_hosts": .list,
        "label_file": .list, "labels": .list, "logging": .logging, "networks": .names, "sysctls": .list,
        "tmpfs": .list,
    ]

    private static func rule(_ steps: [String]) -> Rule? {
        switch (steps.first, steps.count) {
        case ("services", 3): serviceRules[steps[2]]
        case ("services", 4):
            switch steps[2] {
            case "healthcheck": steps[3] == "test" ? .replace : nil
            case "deploy": steps[3] == "labels" ? .list : nil
            case "ulimits": .replace
            default: nil
            }
        case ("networks", 3), ("volumes", 3): steps[2] == "labels" ? .list : nil
        case ("networks", 4): steps[2] == "ipam" && steps[3] == "config" ? .subnets : nil
        default: nil
        }
    }

    /// - Returns: nil when nothing is left, after `!reset`.
    func merge(_ base: YAMLNode?, _ other: YAMLNode, path: FieldPath = FieldPath()) -> YAMLNode? {
        if other.merging == .reset { return nil }
        guard let base, other.merging != .override else { return cleaned(other) }
        let rule = Self.rule(path.steps)
        if rule == .replace { return cleaned(other) }
        if other.isNull { return base }
        switch rule {
        case .replace, nil: return combined(base, other, path)
        case .list: return appended(list(base), list(other), at: base)
        case .names: return combined(names(base), names(other), path)
        case .logging:
            if let first = base["driver"]?.scalar?.text, let second = other["driver"]?.scalar?.text, first != second {
                return cleaned(other)
            }
            return combined(base, other, path)
        case .subnets: return subnets(base, other, path)
        }
    }

    private func combined(_ base: YAMLNode, _ other: YAMLNode, _ path: FieldPath) -> YAMLNode? {
        switch (base.content, other.content) {
        case (.mapping(let mapping), .mapping(let others)):
            var mapping = mapping
            var removed: Set<String> = []
            for member in others.members {
                guard let value = merge(mapping[member.key], member.value, path: path.member(member.key)) else {
                    removed.insert(member.key)
                    continue
                }
                let key = mapping.member(member.key) ?? member
                mapping.set(.init(key: key.key, keyPosition: key.keyPosition, value: value))
            }
            var node = base
            node.content = .mapping(removed.isEmpty ? mapping : mapping.removing(removed))
            return node
        case (.sequence(let elements), .sequence(let others)):
            return appended(elements, others, at: base)
        case (.scalar, _): return cleaned(other)
        case (.mapping, _), (.sequence, _):
            findings.add(
                .init(
                    at: other.position, field: path.text,
                    "\(other.kind) cannot be merged into \(base.kind) (\(base.position)); write it as \(base.kind),"
                        + " or put !override before it"))
            return base
        }
    }

    private func appended(_ elements: [YAMLNode], _ others: [YAMLNode], at base: YAMLNode) -> YAMLNode {
        let rank = (elements.map(\.rank).max() ?? -1) + 1
        let added = others.compactMap { other -> YAMLNode? in
            var other = cleaned(other)
            other?.rank += rank
            return other
        }
        var node = base
        node.content = .sequence(elements + added)
        return node
    }

    private func list(_ node: YAMLNode) -> [YAMLNode] {
        switch node.content {
        case .sequence(let elements): return elements
        case .scalar: return node.isNull ? [] : [node]
        case .mapping(let mapping):
            return mapping.members.flatMap { member -> [YAMLNode] in
                let values = member.value.sequence ?? [member.value]
                return values.map { value in
                    let text = value.scalar.flatMap { $0.value == .null ? nil : "=" + $0.canonicalText } ?? ""
                    var node = YAMLNode(text: member.key + text, at: value.position)
                    node.isBroken = value.isBroken || value.scalar == nil
                    if value.scalar == nil {
                        findings.add(.init(at: value.position, field: member.key, "expected text, found \(value.kind)"))
                    }
                    if value.merging == .reset { node.merging = .reset }
                    return node
                }
            }
        }
    }

    private func names(_ node: YAMLNode) -> YAMLNode {
        guard let elements = node.sequence else { return node }
        var mapping = YAMLMapping()
        for element in elements {
            let null = YAMLNode(.scalar(YAMLScalar(text: "", isPlain: true)), at: element.position)
            mapping.set(.init(key: element.scalar?.text ?? "", keyPosition: element.position, value: null))
        }
        return YAMLNode(.mapping(mapping), at: node.position)
    }

    private func subnets(_ base: YAMLNode, _ other: YAMLNode, _ path: FieldPath) -> YAMLNode? {
        guard var elements = base.sequence, let others = other.sequence else { return combined(base, other, path) }
        for other in others {
            let subnet = other["subnet"]?.scalar?.text
            if let index = elements.firstIndex(where: { $0["subnet"]?.scalar?.text == subnet }) {
                elements[index] = combined(elements[index], other, path.element(index)) ?? elements[index]
            } else {
                elements.append(other)
            }
        }
        var node = base
        node.content = .sequence(elements)
        return node
    }

    /// Without what `!reset` removes.
    func cleaned(_ node: YAMLNode) -> YAMLNode? {
        if node.merging == .reset { return nil }
        var node = node
        node.merging = .standard
        switch node.content {
        case .scalar: break
        case .sequence(let elements): node.content = .sequence(elements.compactMap(cleaned))
        case .mapping(let mapping):
            var kept = YAMLMapping()
            for var member in mapping.members {
                guard let value = cleaned(member.value) else { continue }
                member.value = value
                kept.set(member)
            }
            node.content = .mapping(kept)
        }
        return node
    }
}
