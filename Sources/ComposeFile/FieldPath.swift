/// The way from the root of a file to a value: `services.web.ports[0]`.
struct FieldPath: Sendable {
    private(set) var text = ""
    /// The keys and `[]` for elements, to look rules up with.
    private(set) var steps: [String] = []

    init() {}

    func member(_ key: String) -> FieldPath {
        var path = self
        path.text += text.isEmpty ? key : ".\(key)"
        path.steps.append(key)
        return path
    }

    func element(_ index: Int) -> FieldPath {
        var path = self
        path.text += "[\(index)]"
        path.steps.append("[]")
        return path
    }
}
