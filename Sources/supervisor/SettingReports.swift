import JSON
import NodeProtocol
import Settings

/// What the supervisor tells of its settings, made of how they were read.
enum SettingReports {
    /// - Parameter environment: The process's own; what is not in it comes from the file.
    static func of(_ settings: [Setting], environment: (String) -> String?) -> [SettingReport] {
        settings.map { setting in
            let isGiven = setting.given != .none
            return SettingReport(
                key: setting.key, value: json(isGiven ? setting.given : setting.standard),
                standard: json(setting.standard), unit: setting.unit,
                source: isGiven ? environment(setting.key) != nil ? .environment : .file : .standard,
                isSecret: setting.isSecret)
        }
    }

    private static func json(_ value: Setting.Value) -> JSON {
        switch value {
        case .none: .null
        case .text(let text): .string(text)
        case .number(let number): Int64(exactly: number).map(JSON.int) ?? .double(number)
        }
    }
}
