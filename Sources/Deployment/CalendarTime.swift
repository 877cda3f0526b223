import Glibc

/// Reads the engine's times: RFC 3339, UTC, `2026-01-31T08:05:09.042123456Z`.
enum CalendarTime {
    /// Unix seconds, the fraction dropped; nil for anything else and for years before 1970.
    static func unixSeconds(_ text: String) -> Int64? {
        let parts = text.prefix(19).split(whereSeparator: { "-T:".contains($0) }).compactMap { Int32($0) }
        guard parts.count == 6, parts[0] >= 1970, text.hasSuffix("Z") else { return nil }
        var fields = tm()
        fields.tm_year = parts[0] - 1900
        fields.tm_mon = parts[1] - 1
        fields.tm_mday = parts[2]
        fields.tm_hour = parts[3]
        fields.tm_min = parts[4]
        fields.tm_sec = parts[5]
        return Int64(timegm(&fields))
    }
}
