/// A file system's size and use, statvfs(3).
package struct FileSystemUsage: Sendable, Equatable {
    package var totalBytes: Int64
    /// Unused, the part reserved for root included.
    package var freeBytes: Int64
    /// What an ordinary user may still write.
    package var availableBytes: Int64
    package var usedBytes: Int64 { totalBytes.progress(since: freeBytes) }

    package init(totalBytes: Int64, freeBytes: Int64, availableBytes: Int64) {
        self.totalBytes = totalBytes
        self.freeBytes = freeBytes
        self.availableBytes = availableBytes
    }

    /// As df(1) reckons: of what an ordinary user could ever use.
    package var usagePercent: Double {
        let usable = Double(usedBytes) + Double(availableBytes)
        return usable > 0 ? 100 * Double(usedBytes) / usable : 0
    }
}

/// What went over a disk since boot.
package struct DiskCounters: Sendable, Equatable {
    package var readBytes: Int64
    package var writtenBytes: Int64

    package init(readBytes: Int64, writtenBytes: Int64) {
        self.readBytes = readBytes
        self.writtenBytes = writtenBytes
    }

    /// The whole disks of /proc/diskstats by name. Partitions are parts of them, and mapped, RAID, loop, RAM and
    /// optical devices lie on top of them or hold no disk: counting those too would count bytes twice.
    /// - Parameter blockDevices: The names in /sys/block, which has no partitions; without them names have to tell.
    package static func wholeDisks(diskstats text: String, blockDevices: [String]) -> [String: DiskCounters] {
        let known = Set(blockDevices.map { $0.replacing("!", with: "/") })
        var disks: [String: DiskCounters] = [:]
        for line in lines(of: text) {
            let fields = fields(of: line)
            guard fields.count >= 10, let read = counter(fields[5]), let written = counter(fields[9]) else { continue }
            let name = String(fields[2])
            guard !isStacked(name), known.isEmpty ? !isPartition(name) : known.contains(name) else { continue }
            // A sector is 512 bytes here, whatever the disk's own sectors are.
            let limit = Int64.max / 512
            disks[name] = DiskCounters(readBytes: min(read, limit) * 512, writtenBytes: min(written, limit) * 512)
        }
        return disks
    }

    private static func isStacked(_ name: String) -> Bool {
        ["loop", "ram", "zram", "dm-", "md", "sr", "fd", "drbd", "bcache"].contains { name.hasPrefix($0) }
    }

    /// `sda1`, `nvme0n1p2`, `mmcblk0p1`.
    private static func isPartition(_ name: String) -> Bool {
        let base = name.prefix { !$0.isNumber }
        if ["sd", "vd", "hd", "xvd"].contains(where: { base.hasPrefix($0) }) { return base.count < name.count }
        guard let mark = name.lastIndex(of: "p"), mark > name.startIndex else { return false }
        let number = name[name.index(after: mark)...]
        return name[name.index(before: mark)].isNumber && !number.isEmpty && number.allSatisfy(\.isNumber)
    }
}
