import JSON
import Synchronization

/// A compose project as it came, with every file that it is read from: it can be read again at any time and elsewhere,
/// whatever becomes of those files.
package struct ComposeBundle: Sendable, Equatable {
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
    /// Absolute paths; nil: `.env` of the directory, if it is there.
    package var environmentFiles: [String]?
    package var profiles: [String] = []

    package init(inputs: [Input], directory: String) {
        self.inputs = inputs
        self.directory = directory
    }

    /// Reads what is requested, and keeps all that was read. Of the environment only variables are kept whose names
    /// occur somewhere.
    package static func load(_ request: ComposeRequest) throws(ComposeError) -> (ComposeBundle, ComposeProject) {
        let read = Mutex<[String: [UInt8]]>([:])
        let disk = request.access
        var recording = request
        recording.access = FileAccess { (path, limit) throws(FileAccess.Failure) in
            let bytes = try disk.read(path, limit)
            read.withLock { $0[path] = bytes }
            return bytes
        }
        let project = try ComposeLoader.load(recording)
        var files = read.withLock { $0 }
        var bundle = ComposeBundle(inputs: [], directory: request.directory)
        for input in request.inputs {
            switch input {
            case .text(let bytes, let name): bundle.inputs.append(Input(name: name, text: bytes))
            case .file(let path): bundle.inputs.append(Input(name: path, text: files[path] ?? []))
            }
        }
        for case .file(let path) in request.inputs { files[path] = nil }
        bundle.files = files
        bundle.profiles = request.profiles
        bundle.environmentFiles = request.environmentFiles
        let texts = (bundle.inputs.map(\.text) + files.values).map { String(decoding: $0, as: UTF8.self) }
        bundle.environment = request.environment.filter { name, _ in
            name.hasPrefix("COMPOSE_") || texts.contains { $0.contains(name) }
        }
        return (bundle, project)
    }

    /// What is to be read from it, under this name.
    package func request(named name: String) -> ComposeRequest {
        let texts = inputs.map { ComposeRequest.Input.text($0.text, name: $0.name) }
        var request = ComposeRequest(inputs: texts, directory: directory, access: FileAccess(files: files))
        request.projectName = name
        request.environment = environment
        request.environmentFiles = environmentFiles
        request.profiles = profiles
        return request
    }

    /// As an instruction and the store have it: `inputs` (name, text), `directory`, and where there are any `files`,
    /// `environment`, `env_files`, `profiles`. The content of a file is a text, or the bytes of what is none.
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
        members["env_files"] = environmentFiles.map { .array($0.map { .string($0) }) }
        if !profiles.isEmpty { members["profiles"] = .array(profiles.map { .string($0) }) }
        return .object(members)
    }

    private static func json(_ bytes: [UInt8]) -> JSON {
        String(validating: bytes, as: UTF8.self).map { .string($0) } ?? .array(bytes.map { .int(Int64($0)) })
    }
}
