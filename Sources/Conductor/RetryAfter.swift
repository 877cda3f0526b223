import Glibc

/// The value of a `Retry-After` header: RFC 9110, section 10.2.3.
package enum RetryAfter {
    /// No conductor can send a worker away for longer: it would be given up after 90 s anyway.
    package static let longest = Duration.seconds(15 * 60)

    /// How long to wait from `now` (Unix seconds); nil for what is neither a number of seconds nor an HTTP date.
    package static func parse(_ text: String, now: time_t) -> Duration? {
        if !text.isEmpty, text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) {
            return Int64(text).map { min(.seconds($0), longest) } ?? longest
        }
        guard let moment = httpDate(text) else { return nil }
        return min(max(.zero, .seconds(moment.subtractingReportingOverflow(now).partialValue)), longest)
    }

    /// The preferred form of a date, RFC 9110, section 5.6.7: `Sun, 06 Nov 1994 08:49:37 GMT`; as Unix seconds.
    package static func httpDate(_ text: String) -> time_t? {
        let words = text.split(separator: " ")
        guard words.count == 6, words[5] == "GMT", let day = Int32(words[1]), let year = Int32(words[3]) else {
            return nil
        }
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        let clock = words[4].split(separator: ":").compactMap { Int32($0) }
        guard let month = months.firstIndex(of: String(words[2])), clock.count == 3, (1970...9999).contains(year),
            (1...31).contains(day), (0...23).contains(clock[0]), (0...59).contains(clock[1]),
            (0...60).contains(clock[2])
        else { return nil }
        var fields = tm()
        fields.tm_mday = day
        fields.tm_mon = Int32(month)
        fields.tm_year = year - 1900
        fields.tm_hour = clock[0]
        fields.tm_min = clock[1]
        fields.tm_sec = clock[2]
        return timegm(&fields)
    }
}
