/// Replaces the variables in all values of a document; keys stay as they are.
struct TreeInterpolation {
    let variables: VariableScope
    let findings: Findings
    private let budget = Budget()

    /// Bytes that values may still take: a long variable that is named often must not fill the memory.
    private final class Budget {
        var left = YAMLLimits.text
    }

    init(variables: VariableScope, findings: Findings) {
        self.variables = variables
        self.findings = findings
    }

    func expand(_ node: YAMLNode, path: FieldPath = FieldPath()) -> YAMLNode {
        var node = node
        switch node.content {
        case .scalar(let scalar):
            guard scalar.text.utf8.contains(UInt8(ascii: "$")) else { break }
            guard let expanded = expand(scalar, at: node.position, path) else {
                node.isBroken = true
                break
            }
            node.content = .scalar(expanded)
        case .sequence(let elements):
            node.content = .sequence(elements.enumerated().map { expand($1, path: path.element($0)) })
        case .mapping(let mapping):
            node.content = .mapping(mapping.mapValues { expand($0.value, path: path.member($0.key)) })
        }
        return node
    }

    private func expand(_ scalar: YAMLScalar, at position: SourcePosition, _ path: FieldPath) -> YAMLScalar? {
        let interpolation = Interpolation(lookUp: { variables[$0] }) { name in
            findings.warn(
                .init(at: position, field: path.text, "the variable \(name) is not set and counts as empty"))
        }
        do throws(Interpolation.Failure) {
            let text = try interpolation.expand(scalar.text)
            budget.left -= text.utf8.count
            guard budget.left >= 0 else {
                throw Interpolation.Failure(reason: "more than 16 MiB of text after variables are replaced")
            }
            return YAMLScalar(text: text, isPlain: false)
        } catch {
            findings.add(.init(at: position, field: path.text, error.reason))
            return nil
        }
    }
}
