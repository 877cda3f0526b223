import Glibc

/// The moment as the `Date` header wants it: `Sun, 06 Nov 1994 08:49:37 GMT`; RFC 9110, section 5.6.7.
enum HTTPDate {
    static func now() -> String {
        var moment = time(nil)
        var fields = tm()
        gmtime_r(&moment, &fields)
        var text = [CChar](repeating: 0, count: 32)
        let count = strftime(&text, text.count, "%a, %d %b %Y %H:%M:%S GMT", &fields)
        return String(decoding: text.prefix(count).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
