import Glibc

/// Reads times of RFC 3339 in UTC: `2026-01-31T08:05:09.042123456Z`.
package enum CalendarTime {
    /// Unix seconds, the fraction dropped; nil for anything else and for years before 1970.
    package static func unixSeconds(_ text: String) -> Int64? {
        let bytes = Array(text.utf8)
        guard bytes.count >= 20, bytes.last == UInt8(ascii: "Z") else { return nil }
        for (place, separator) in zip([4, 7, 10, 13, 16], "--T::".utf8) where bytes[place] != separator { return nil }
        let fraction = bytes[19..<bytes.count - 1]
        let isFraction = fraction.first == UInt8(ascii: ".") && fraction.count > 1 && isNumber(fraction.dropFirst())
        guard fraction.isEmpty || isFraction else { return nil }
        func number(_ places: Range<Int>, in range: ClosedRange<Int32>) -> Int32? {
            guard isNumber(bytes[places]) else { return nil }
            let value = bytes[places].reduce(0) { $0 * 10 + Int32($1 - UInt8(ascii: "0")) }
            return range.contains(value) ? value : nil
        }
        guard let year = number(0..<4, in: 1970...9999), let month = number(5..<7, in: 1...12),
            let day = number(8..<10, in: 1...31), let hour = number(11..<13, in: 0...23),
            let minute = number(14..<16, in: 0...59), let second = number(17..<19, in: 0...60),
            day <= days(in: month, of: year)
        else { return nil }
        var fields = tm()
        fields.tm_year = year - 1900
        fields.tm_mon = month - 1
        fields.tm_mday = day
        fields.tm_hour = hour
        fields.tm_min = minute
        fields.tm_sec = second
        return Int64(timegm(&fields))
    }

    private static func days(in month: Int32, of year: Int32) -> Int32 {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    /// Unix nanoseconds; what is finer is dropped. Nil also for years that have no such number, from 2262 on.
    package static func unixNanoseconds(_ text: String) -> Int64? {
        guard let seconds = unixSeconds(text), seconds < Int64.max / 1_000_000_000 else { return nil }
        let digits = text.utf8.dropFirst(20).dropLast().prefix(9)
        let fraction = digits.reduce(Int64(0)) { $0 * 10 + Int64($1 - UInt8(ascii: "0")) }
        return seconds * 1_000_000_000 + (digits.count..<9).reduce(fraction) { value, _ in value * 10 }
    }

    private static func isNumber(_ bytes: ArraySlice<UInt8>) -> Bool {
        bytes.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    }
}
