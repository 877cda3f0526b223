import ComposeFile
import JSON
import NodeProtocol

/// A compose project as it came, with every file it is read from: it can be read again at any time, whatever becomes of
/// those files.
package struct ProjectSource: Sendable, Equatable {
    package struct Input: Sendable, Equatable {
        /// For messages.
        package var name: String
        package var text: [UInt8]
        package init(name: String, text: [UInt8]) {
            self.name = name
            self.text = text
        }
    }

    /// Compose files; later ones are merged into earlier ones.
    package var inputs: [Input]
    /// Where relative paths begin.
    package var directory: String
    /// What the compose files name, by absolute path: env_file, `.env`, files of secrets.
    package var files: [String: [UInt8]] = [:]
    /// Variables that win over those of files.
    package var environment: [String: String] = [:]
    package var profiles: [String] = []

    package init(inputs: [Input], directory: String) {
        self.inputs = inputs
        self.directory = directory
    }

    /// What an instruction's `compose` is: the text of a compose file, or all that this type has, as ``json`` writes it.
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
        profiles = try root.member("profiles")?.texts() ?? []
    }

    /// As the store keeps it.
    package var json: JSON {
        var members: [String: JSON] = [
            "inputs": .array(
                inputs.map {
                    .object(["name": .string($0.name), "text": .string(String(decoding: $0.text, as: UTF8.self))])
                }),
            "directory": .string(directory),
        ]
        if !files.isEmpty { members["files"] = .object(files.mapValues(Self.json)) }
        if !environment.isEmpty { members["environment"] = .object(environment.mapValues { .string($0) }) }
        if !profiles.isEmpty { members["profiles"] = .array(profiles.map { .string($0) }) }
        return .object(members)
    }

    /// A text, or the bytes of what is none.
    private static func json(_ bytes: [UInt8]) -> JSON {
        String(validating: bytes, as: UTF8.self).map { .string($0) } ?? .array(bytes.map { .int(Int64($0)) })
    }

    private static func bytes(_ field: ConfigField) throws(ServiceError) -> [UInt8] {
        guard field.value.array != nil else { return Array(try field.text().utf8) }
        var bytes: [UInt8] = []
        for element in try field.elements() { bytes.append(UInt8(try element.integer(in: 0...255))) }
        return bytes
    }

    /// Reads the project. Throws `invalid_config` with every mistake, each with file and line.
    package func load(as name: ServiceName) throws(ServiceError) -> ComposeProject {
        guard ProjectNaming.normalized(name.text) == name.text else {
            throw ServiceError(
                .invalidConfig,
                "service: \(name) cannot be the name of a compose project: lower case letters, digits, - and _, beginning "
                    + "with a letter or digit")
        }
        let texts = inputs.map { ComposeRequest.Input.text($0.text, name: $0.name) }
        var request = ComposeRequest(inputs: texts, directory: directory, access: FileAccess(files: files))
        request.projectName = name.text
        request.environment = environment
        request.profiles = profiles
        do throws(ComposeError) {
            return try ComposeLoader.load(request)
        } catch {
            throw ServiceError(.invalidConfig, "compose: \(String(error.description.prefix(4000)))")
        }
    }
}
