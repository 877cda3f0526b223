import Glibc
import JSON
import NodeProtocol
import Settings

/// The settings of a node of this machine: those that the supervisor was started with, or would be started with now.
struct SettingsSource: Sendable {
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

    func origin(of key: String) -> SettingReport.Source {
        environment[key] != nil ? .environment : fileValues[key] != nil ? .file : .standard
    }

    /// The checked settings, or every mistake.
    var configuration: Result<NodeConfiguration, ConfigurationError> {
        guard fileMistakes.isEmpty else { return .failure(ConfigurationError(mistakes: fileMistakes)) }
        return Result { () throws(ConfigurationError) in try NodeConfiguration(environment: value) }
    }

    /// As `GET /config` has them. Of settings that are wrong, those are left out that were not understood.
    var masked: JSON {
        var reports: [SettingReport] = []
        // Mistakes are for workerctl --check-config and doctor to tell.
        _ = try? NodeConfiguration(environment: value) { setting in
            reports.append(
                SettingReport(
                    key: setting.key, value: Self.json(setting.given == .none ? setting.standard : setting.given),
                    standard: Self.json(setting.standard), unit: setting.unit, source: origin(of: setting.key),
                    isSecret: setting.isSecret))
        }
        return ["settings": (try? JSON(encoding: reports)) ?? .array([]), "file": file.map(JSON.string) ?? .null]
    }

    private static func json(_ value: Setting.Value) -> JSON {
        switch value {
        case .none: .null
        case .text(let text): .string(text)
        case .number(let number): Int64(exactly: number).map(JSON.int) ?? .double(number)
        }
    }

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
