import Foundation
import TestSupport

/// A directory that looks like the root of a small ARM host.
struct HostTree {
    let directory: TemporaryDirectory
    var root: String { directory.path }

    init() throws { directory = try TemporaryDirectory() }

    func write(_ text: String, to path: String) throws {
        let parent = (root + path as NSString).deletingLastPathComponent
        try FileManager.default.createDirectory(atPath: parent, withIntermediateDirectories: true)
        try directory.write(Array(text.utf8), to: String(path.dropFirst()))
    }

    /// The host as it is at two moments, one second of work apart.
    func fill(busy: Int, sectors: Int, received: Int) throws {
        try write(
            "cpu \(busy) 0 0 \(200 - busy)\ncpu0 \(busy) 0 0 \(100 - busy)\ncpu1 0 0 0 100\nintr 1\n", to: "/proc/stat")
        try write("processor\t: 0\n\nprocessor\t: 1\n\nModel\t: Board X\n", to: "/proc/cpuinfo")
        for core in 0...1 {
            try write("\(core)\n", to: "/sys/devices/system/cpu/cpu\(core)/topology/core_id")
            try write("-1\n", to: "/sys/devices/system/cpu/cpu\(core)/topology/physical_package_id")
        }
        try write("1800000\n", to: "/sys/devices/system/cpu/cpu0/cpufreq/cpuinfo_max_freq")
        try write("MemTotal: 4194304 kB\nMemFree: 1048576 kB\nMemAvailable: 2097152 kB\n", to: "/proc/meminfo")
        try write(
            "8 0 sda 1 0 \(sectors) 0 1 0 \(2 * sectors) 0 0 0 0\n8 1 sda1 1 0 9 0 1 0 9 0 0 0 0\n",
            to: "/proc/diskstats")
        try write("x\n", to: "/sys/block/sda/size")
        try write(
            "a\nb\n lo: 9 0 0 0 0 0 0 0 9 0 0 0 0 0 0 0\n eth7: \(received) 1 1 2 0 0 0 0 50 1 3 4 0 0 0 0\n",
            to: "/proc/1/net/dev")
        try write(
            "Iface\neth7 00000000 010200C0 0003 0 0 0 00000000 0 0 0\neth7 000200C0 00000000 0001 0 0 0 00FFFFFF 0 0 0\n",
            to: "/proc/1/net/route")
        try write("|-- 192.0.2.44\n/32 host LOCAL\n", to: "/proc/1/net/fib_trie")
        try write("02:00:00:00:00:07\n", to: "/sys/class/net/eth7/address")
        try write("2500\n", to: "/sys/class/net/eth7/speed")
    }
}
