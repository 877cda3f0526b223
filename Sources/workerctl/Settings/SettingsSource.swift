import Glibc
import JSON
import Settings

/// The settings of a node of this machine: those that the supervisor was started with, or would be started with now.
struct SettingsSource: Sendable {
    enum Origin: String, Sendable { case environment, file, standard = "default" }

    /// The settings file; nil when there is none.
    let file: String?
    private let environment: [String: String]
    private let fileValues: [String: String]
    /// What keeps the file from being read.
    private let fileMistakes: [String]

    /// Where the package puts the settings.
    private static let packagedFile = "/etc/aerekos-worker/worker.env"

    /// - Parameters:
    ///   - pid: Of the supervisor that runs; its own environment and command line are looked at.
    ///   - given: The settings file to take when none runs, or when it does not tell.
    static func find(supervisor pid: Int32?, _ given: String?) -> SettingsSource {
        if let pid, let process = RunningProcess(pid) {
            return SettingsSource(environment: process.environment, file: process.settingsFile)
        }
        let standard = access(packagedFile, F_OK) == 0 ? packagedFile : NodeConfiguration.standardEnvironmentFile
        return SettingsSource(environment: ConfigCommand.processEnvironment, file: given ?? standard)
    }

    init(environment: [String: String], file path: String) {
        self.environment = environment
        do throws(ConfigurationError) {
            let read = try EnvironmentFile(path: path)
            file = read == nil ? nil : path
            fileValues = read?.values ?? [:]
            fileMistakes = []
        } catch {
            file = path
            fileValues = [:]
            fileMistakes = error.mistakes
        }
    }

    func value(_ key: String) -> String? { environment[key] ?? fileValues[key] }

    func origin(of key: String) -> Origin {
        environment[key] != nil ? .environment : fileValues[key] != nil ? .file : .standard
    }

    /// The checked settings, or every mistake.
    var configuration: Result<NodeConfiguration, ConfigurationError> {
        guard fileMistakes.isEmpty else { return .failure(ConfigurationError(mistakes: fileMistakes)) }
        return Result { () throws(ConfigurationError) in try NodeConfiguration(environment: value) }
    }

    /// As `GET /config` has it.
    var masked: JSON {
        let settings = NodeConfiguration.keys.map { key -> JSON in
            var members: [String: JSON] = ["key": .string(key), "source": .string(origin(of: key).rawValue)]
            members["value"] = value(key).map { .string(Self.isSecret(key) ? Redaction.mask : $0) } ?? .null
            return .object(members)
        }
        return ["settings": .array(settings), "file": file.map(JSON.string) ?? .null]
    }

    private static func isSecret(_ key: String) -> Bool { key.hasSuffix("_TOKEN") || key == "HTTPS_PROXY" }

    /// Every text that must not be shown to anybody.
    var secrets: [String] {
        var secrets = ["CONDUCTOR_TOKEN", "API_TOKEN"].compactMap(value)
        for key in ["CONDUCTOR_TOKEN_FILE", "API_TOKEN_FILE"] {
            guard let path = value(key), let text = SmallFile.text(path) else { continue }
            secrets += text.split { $0 == "\n" || $0 == "\r" }.map(String.init)
        }
        if let proxy = value("HTTPS_PROXY"), let at = proxy.lastIndex(of: "@") {
            let login = proxy[..<at].split(separator: "/").last.map(String.init) ?? ""
            secrets += [login] + login.split(separator: ":").dropFirst().map(String.init)
        }
        // Several tokens may stand in one value, each behind the word that says what it is good for.
        secrets += secrets.flatMap { $0.split { $0 == "," || $0 == " " }.map(String.init) }
        secrets += secrets.compactMap { text in text.firstIndex(of: ":").map { String(text[text.index(after: $0)...]) }
        }
        return secrets.map { $0.trimmingSpaces }.filter { $0.utf8.count >= 4 }
    }
}

extension String {
    fileprivate var trimmingSpaces: String {
        var text = self[...]
        while text.first == " " { text.removeFirst() }
        while text.last == " " { text.removeLast() }
        return String(text)
    }
}
