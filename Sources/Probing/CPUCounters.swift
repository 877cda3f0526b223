/// Where a processor's time went since boot, in clock ticks.
package struct CPUTimes: Sendable, Equatable {
    /// Of user, nice, system, irq, softirq and steal; guest time is part of user and nice already.
    package let busy: Int64
    /// Of idle and waiting for the disk.
    package let idle: Int64

    package init(busy: Int64, idle: Int64) {
        self.busy = busy
        self.idle = idle
    }

    /// Reads the numbers of a `cpu` line of /proc/stat; kernels before 2.6 have only the first four.
    init?(_ fields: ArraySlice<Substring>) {
        let ticks = fields.prefix(8).compactMap(counter)
        guard ticks.count >= 4 else { return nil }
        let idle = ticks[3].plus(ticks.count > 4 ? ticks[4] : 0)
        self.init(
            busy: ticks.enumerated().reduce(0) { $1.offset == 3 || $1.offset == 4 ? $0 : $0.plus($1.element) },
            idle: idle)
    }

    /// The share that was busy since `earlier`, 0 to 100; 0 when no time has passed.
    package func usagePercent(since earlier: CPUTimes) -> Double {
        let busy = Double(busy.progress(since: earlier.busy))
        let idle = Double(idle.progress(since: earlier.idle))
        return busy + idle > 0 ? 100 * busy / (busy + idle) : 0
    }
}

/// /proc/stat: all processors together, and each that is online by its number.
package struct CPUCounters: Sendable, Equatable {
    package var all: CPUTimes
    package var cores: [Int: CPUTimes]

    /// Nil without a `cpu` line.
    package init?(procStat text: String) {
        var all: CPUTimes?
        cores = [:]
        for line in lines(of: text) {
            // The processors come first; what follows is long and of no interest.
            guard line.hasPrefix("cpu") else { break }
            let fields = fields(of: line)
            guard let name = fields.first, let times = CPUTimes(fields.dropFirst()) else { continue }
            if name == "cpu" {
                all = times
            } else if let number = UInt16(name.dropFirst(3)) {
                cores[Int(number)] = times
            }
        }
        guard let all else { return nil }
        self.all = all
    }
}
