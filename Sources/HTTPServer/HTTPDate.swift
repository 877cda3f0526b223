import Glibc
import Synchronization

/// The moment as the `Date` header wants it: `Sun, 06 Nov 1994 08:49:37 GMT`; RFC 9110, section 5.6.7.
enum HTTPDate {
    /// The last one made: it is good for a second.
    private static let last = Mutex<(second: time_t, text: String)>((-1, ""))

    static func now() -> String {
        let now = time(nil)
        return last.withLock { last in
            if last.second != now { last = (now, text(now)) }
            return last.text
        }
    }

    private static func text(_ second: time_t) -> String {
        var (moment, fields) = (second, tm())
        gmtime_r(&moment, &fields)
        var text = [CChar](repeating: 0, count: 32)
        let count = strftime(&text, text.count, "%a, %d %b %Y %H:%M:%S GMT", &fields)
        return String(decoding: text.prefix(count).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
