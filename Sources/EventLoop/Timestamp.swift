import Glibc

/// Wall-clock times as every wire of the node writes them: ISO-8601, UTC, milliseconds, `Z`; `2026-01-31T08:05:09.042Z`.
///
/// They are for people and the conductor; deadlines and ages are made of `MonotonicInstant`.
package enum Timestamp {
    package static func now() -> String { string(unixMilliseconds: nowMilliseconds) }

    /// The time `delay` from now.
    package static func after(_ delay: Duration) -> String {
        string(unixMilliseconds: nowMilliseconds.addingReportingOverflow(delay.nanoseconds / 1_000_000).partialValue)
    }

    /// Seconds since 1970, with their fraction.
    package static var unixSeconds: Double { Double(nowMilliseconds) / 1000 }

    /// Milliseconds since 1970.
    package static var nowMilliseconds: Int64 {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
    }

    package static func string(unixSeconds: Int64) -> String {
        let (milliseconds, isOver) = unixSeconds.multipliedReportingOverflow(by: 1000)
        return string(unixMilliseconds: isOver ? (unixSeconds < 0 ? .min : .max) : milliseconds)
    }

    /// The text for a number of milliseconds since 1970-01-01T00:00:00Z, also before it. What lies outside the years
    /// 0000 to 9999, which ISO-8601 cannot write in four digits, is held at their edge.
    package static func string(unixMilliseconds: Int64) -> String {
        let held = min(max(unixMilliseconds, -62_167_219_200_000), 253_402_300_799_999)
        let milliseconds = ((held % 1000) + 1000) % 1000
        var seconds = time_t((held - milliseconds) / 1000)
        var fields = tm()
        gmtime_r(&seconds, &fields)
        return String(unsafeUninitializedCapacity: 24) { text in
            var end = 0
            func write(_ number: Int32, _ width: Int, then separator: Unicode.Scalar) {
                var rest = number
                for place in (end..<end + width).reversed() {
                    text[place] = UInt8(ascii: "0") + UInt8(rest % 10)
                    rest /= 10
                }
                text[end + width] = UInt8(ascii: separator)
                end += width + 1
            }
            write(fields.tm_year + 1900, 4, then: "-")
            write(fields.tm_mon + 1, 2, then: "-")
            write(fields.tm_mday, 2, then: "T")
            write(fields.tm_hour, 2, then: ":")
            write(fields.tm_min, 2, then: ":")
            write(fields.tm_sec, 2, then: ".")
            write(Int32(milliseconds), 3, then: "Z")
            return end
        }
    }
}
