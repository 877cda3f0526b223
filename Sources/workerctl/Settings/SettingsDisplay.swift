import JSON

/// The node's settings as a table, whichever way they came.
enum SettingsDisplay {
    static func table(_ settings: JSON) -> Table {
        var table = Table("SETTING", "VALUE", "FROM")
        for setting in settings["settings"]?.array ?? [] {
            let unit = setting["unit"]?.string.map { " " + $0 } ?? ""
            table.add(
                setting["key"]?.string ?? "-", words(setting["value"]).map { $0 + unit } ?? "-",
                setting["source"]?.string ?? "-")
        }
        return table
    }

    private static func words(_ value: JSON?) -> String? {
        guard let value, !value.isNull else { return nil }
        return value.string ?? value.text
    }
}
