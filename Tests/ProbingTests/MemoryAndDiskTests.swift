import Probing
import Testing

@Suite(.timeLimit(.minutes(5)))
struct MemoryAndDiskTests {
    @Test func `memory is read in bytes, and what is not available is used`() throws {
        let text =
            "MemTotal:       16000 kB\nMemFree:  1000 kB\nMemAvailable:    4000 kB\nBuffers: 1 kB\nHugePages_Total: 0\n"
        let memory = try #require(MemoryUsage(meminfo: text))
        #expect(memory.totalBytes == 16000 * 1024 && memory.freeBytes == 1000 * 1024)
        #expect(memory.availableBytes == 4000 * 1024 && memory.usedBytes == 12000 * 1024)
    }

    @Test func `an old kernel's available memory is estimated`() throws {
        let text = "MemTotal: 100 kB\nMemFree: 10 kB\nBuffers: 5 kB\nCached: 20 kB\nSReclaimable: 3 kB\n"
        #expect(try #require(MemoryUsage(meminfo: text)).availableBytes == 38 * 1024)
    }

    @Test(arguments: ["", "garbage", "MemTotal:", "MemTotal: -1 kB", "MemTotal: 0 kB", "MemTotal: x kB"])
    func `without a total there is no memory to tell of`(text: String) { #expect(MemoryUsage(meminfo: text) == nil) }

    @Test func `numbers that make no sense stay within bounds`() throws {
        let text =
            "MemTotal: 18446744073709551615 kB\nMemAvailable: 99999999999999999 kB\nMemFree: 99999999999999999 kB"
        let memory = try #require(MemoryUsage(meminfo: text))
        #expect(memory.usedBytes >= 0 && memory.availableBytes <= memory.totalBytes)
    }

    // MARK: Disks

    private let diskstats = """
           8       0 sda 100 0 2000 5 200 0 4000 5 0 5 5 0 0 0 0
           8       1 sda1 90 0 1800 5 190 0 3900 5 0 5 5
         259       0 nvme0n1 10 0 16 5 10 0 32 5 0 5 5
         259       1 nvme0n1p1 10 0 16 5 10 0 32 5 0 5 5
         179       0 mmcblk0 1 0 8 0 1 0 8 0 0 0 0
         179       1 mmcblk0p1 1 0 8 0 1 0 8 0 0 0 0
         253       0 dm-0 90 0 1800 5 190 0 3900 5 0 5 5
           9       0 md0 90 0 1800 5 190 0 3900 5 0 5 5
           7       0 loop0 9 0 99 0 0 0 0 0 0 0 0
           1       0 ram0 9 0 99 0 0 0 0 0 0 0 0
          11       0 sr0 9 0 99 0 0 0 0 0 0 0 0
         104       0 cciss/c0d0 1 0 2 0 1 0 4 0 0 0 0
        garbage
        1 2 short 3
        """

    @Test func `only whole disks are counted, in sectors of 512 bytes`() {
        let devices = ["sda", "nvme0n1", "mmcblk0", "dm-0", "md0", "loop0", "ram0", "sr0", "cciss!c0d0"]
        let disks = DiskCounters.wholeDisks(diskstats: diskstats, blockDevices: devices)
        #expect(disks.keys.sorted() == ["cciss/c0d0", "mmcblk0", "nvme0n1", "sda"])
        #expect(disks["sda"] == DiskCounters(readBytes: 2000 * 512, writtenBytes: 4000 * 512))
    }

    @Test func `without /sys the names tell partitions from disks`() {
        let disks = DiskCounters.wholeDisks(diskstats: diskstats, blockDevices: [])
        #expect(disks.keys.sorted() == ["cciss/c0d0", "mmcblk0", "nvme0n1", "sda"])
    }

    @Test func `a file system's use is reckoned as df does`() {
        let usage = FileSystemUsage(totalBytes: 1000, freeBytes: 400, availableBytes: 300)
        #expect(usage.usedBytes == 600)
        #expect(abs(usage.usagePercent - 66.67) < 0.01)
        #expect(FileSystemUsage(totalBytes: 0, freeBytes: 0, availableBytes: 0).usagePercent == 0)
    }
}
