/// /proc/meminfo, in bytes.
package struct MemoryUsage: Sendable, Equatable {
    package var totalBytes: Int64
    package var freeBytes: Int64
    /// What a new program could have without swapping: MemAvailable.
    package var availableBytes: Int64
    /// What is in use for good: all that is not available.
    package var usedBytes: Int64 { totalBytes.progress(since: availableBytes) }

    /// Nil without MemTotal. Kernels before 3.14 have no MemAvailable; it is estimated for them.
    package init?(meminfo text: String) {
        var kilobytes: [Substring: Int64] = [:]
        for line in lines(of: text) {
            guard let (key, value) = keyAndValue(line), let number = fields(of: value).first.flatMap(counter)
            else { continue }
            kilobytes[key] = min(number, .max / 1024) * 1024
        }
        guard let total = kilobytes["MemTotal"], total > 0 else { return nil }
        totalBytes = total
        freeBytes = min(kilobytes["MemFree"] ?? 0, total)
        let estimate = ["Buffers", "Cached", "SReclaimable"].reduce(freeBytes) { $0.plus(kilobytes[$1[...]] ?? 0) }
        availableBytes = min(kilobytes["MemAvailable"] ?? estimate, total)
    }
}
