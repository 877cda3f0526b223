import ComposeFile
import JSON
import NodeProtocol

/// A compose project in an instruction and in the store.
extension ComposeBundle {
    /// What an instruction's `compose` is: the text of a compose file, or all that this type has, as ``json`` writes it.
    /// Throws `invalid_config`.
    package init(_ field: JSON, directory: String) throws(ServiceError) {
        let root = ConfigField(path: "compose", value: field)
        if case .string(let text) = field {
            self.init(inputs: [Input(name: "compose", text: Array(text.utf8))], directory: directory)
            return
        }
        guard field.object != nil, let inputs = root.member("inputs") else {
            throw root.fail("expected the text of a compose file, found \(field.kind)")
        }
        self.init(inputs: [], directory: try root.member("directory")?.nonEmptyText() ?? directory)
        for input in try inputs.elements() {
            guard let name = input.member("name"), let text = input.member("text") else {
                throw input.fail("expected name and text")
            }
            self.inputs.append(Input(name: try name.text(), text: Array(try text.text().utf8)))
        }
        guard !self.inputs.isEmpty else { throw inputs.fail("is empty") }
        for (path, content) in try root.member("files")?.members() ?? [] { files[path] = try Self.bytes(content) }
        for (name, value) in try root.member("environment")?.members() ?? [] { environment[name] = try value.text() }
        environmentFiles = try root.member("env_files")?.texts()
        profiles = try root.member("profiles")?.texts() ?? []
    }

    private static func bytes(_ field: ConfigField) throws(ServiceError) -> [UInt8] {
        guard field.value.array != nil else { return Array(try field.text().utf8) }
        var bytes: [UInt8] = []
        for element in try field.elements() { bytes.append(UInt8(try element.integer(in: 0...255))) }
        return bytes
    }

    /// Reads the project. Throws `invalid_config` with every mistake, each with file and line.
    func load(as name: ServiceName) throws(ServiceError) -> ComposeProject {
        guard ProjectNaming.normalized(name.text) == name.text else {
            throw ServiceError(
                .invalidConfig,
                "service: \(name) cannot be the name of a compose project: lower case letters, digits, - and _, beginning "
                    + "with a letter or digit")
        }
        do throws(ComposeError) {
            return try ComposeLoader.load(request(named: name.text))
        } catch {
            throw ServiceError(.invalidConfig, "compose: \(String(error.description.prefix(4000)))")
        }
    }
}
