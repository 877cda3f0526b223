import Glibc

/// A moment on CLOCK_MONOTONIC: never steps, the same for every process of this boot.
///
/// All deadlines and ages in the node are made of these; the wall clock serves only to be shown.
package struct MonotonicInstant: InstantProtocol, Codable, CustomStringConvertible {
    /// Nanoseconds since the boot of the host, time asleep not counted.
    package var nanoseconds: Int64

    package init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

    package static var now: MonotonicInstant {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return MonotonicInstant(nanoseconds: Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec))
    }

    package func advanced(by duration: Duration) -> MonotonicInstant {
        let (sum, overflow) = nanoseconds.addingReportingOverflow(duration.nanoseconds)
        return MonotonicInstant(nanoseconds: overflow ? .max : sum)
    }

    package func duration(to other: MonotonicInstant) -> Duration {
        .nanoseconds(other.nanoseconds.subtractingReportingOverflow(nanoseconds).partialValue)
    }

    package static func < (left: MonotonicInstant, right: MonotonicInstant) -> Bool {
        left.nanoseconds < right.nanoseconds
    }

    package var description: String { "\(nanoseconds) ns since boot" }

    package init(from decoder: any Decoder) throws {
        nanoseconds = try decoder.singleValueContainer().decode(Int64.self)
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(nanoseconds)
    }
}

extension Duration {
    /// Whole nanoseconds; durations beyond 292 years are held at that.
    package var nanoseconds: Int64 {
        let (seconds, attoseconds) = components
        let (whole, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        return overflow
            ? (seconds < 0 ? .min : .max)
            : whole.addingReportingOverflow(attoseconds / 1_000_000_000)
                .partialValue
    }

    /// Seconds with their fraction.
    package var seconds: Double { Double(nanoseconds) / 1e9 }
}
