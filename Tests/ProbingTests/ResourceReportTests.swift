import EventLoop
import Foundation
import JSON
import Probing
import Testing

@Suite(.timeLimit(.minutes(5)))
struct ResourceReportTests {
    /// Every field of the conductor contract's section 2.
    private static let fields: [String: Set<String>] = [
        "cpu": ["cores", "physicalCores", "processors", "usage", "usagePercent", "perCore", "model", "speed"],
        "ram": [
            "total_gb", "available_gb", "used_gb", "free_gb", "usagePercent", "total_bytes", "used_bytes",
            "available_bytes",
        ],
        "disk": [
            "total_gb", "available_gb", "used_gb", "usagePercent", "read_bytes", "write_bytes", "read_bytes_per_sec",
            "write_bytes_per_sec", "total_bytes", "used_bytes", "available_bytes",
        ],
        "network": [
            "interfaces", "primary_interface", "ip4", "ip6", "mac", "speed_mbps", "rx_bytes", "tx_bytes",
            "rx_bytes_per_sec", "tx_bytes_per_sec", "rx_dropped", "tx_dropped", "rx_errors", "tx_errors",
        ],
    ]

    private func expectEveryField(of json: JSON) {
        for (part, names) in Self.fields {
            let there = Set((json[part]?.object ?? [:]).keys)
            #expect(names.isSubset(of: there), "\(part) lacks \(names.subtracting(there))")
        }
        for name in ["cpu_cores", "ram_gb", "disk_gb", "network_mbps"] { #expect(json[name]?.double != nil) }
        #expect(json["timestamp"]?.string?.hasSuffix("Z") == true)
        let numbers = Self.fields.flatMap { part, names in
            names.subtracting(["model", "perCore", "primary_interface", "ip4", "ip6", "mac"]).map { json[part]?[$0] }
        }
        #expect(numbers.allSatisfy { $0?.double != nil })
    }

    @Test func `a host seen under HOST_ROOT is reported with all it is and did`() throws {
        let tree = try HostTree()
        var sampler = HostSampler(hostRoot: tree.root)
        try tree.fill(busy: 0, sectors: 1000, received: 5000)
        var first = sampler.sample()
        try tree.fill(busy: 50, sectors: 3000, received: 25000)
        var second = sampler.sample()
        first.taken = .init(nanoseconds: 0)
        second.taken = .init(nanoseconds: 2_000_000_000)
        second.unixMilliseconds = 1_769_846_709_042
        let json = ResourceReport(second, since: first).json
        expectEveryField(of: json)
        #expect(json["timestamp"] == "2026-01-31T08:05:09.042Z")

        let cpu = try #require(json["cpu"])
        #expect(cpu["cores"] == 2 && cpu["physicalCores"] == 2 && cpu["processors"] == 1)
        #expect(cpu["model"] == "Board X" && cpu["speed"] == 1.8)
        // The first core was busy all the time that passed; all together only what the first line says.
        #expect(cpu["usage"] == 100.0 && cpu["usagePercent"] == 100.0)
        #expect(cpu["perCore"]?[0] == ["core": 1, "usage": 100.0, "usagePercent": 100.0])
        #expect(cpu["perCore"]?[1] == ["core": 2, "usage": 0.0, "usagePercent": 0.0])

        #expect(json["load"] == .null, "the tree has no loadavg")
        let ram = try #require(json["ram"])
        #expect(ram["total_gb"] == 4.0 && ram["available_gb"] == 2.0 && ram["used_gb"] == 2.0 && ram["free_gb"] == 1.0)
        #expect(ram["usagePercent"] == 50.0 && ram["total_bytes"] == 4_294_967_296)

        let disk = try #require(json["disk"])
        #expect(disk["read_bytes"] == 1_536_000 && disk["write_bytes"] == 3_072_000)
        #expect(disk["read_bytes_per_sec"] == 512_000.0 && disk["write_bytes_per_sec"] == 1_024_000.0)

        let network = try #require(json["network"])
        #expect(network["interfaces"] == 1 && network["primary_interface"] == "eth7")
        #expect(network["ip4"] == "192.0.2.44" && network["ip6"] == .null && network["mac"] == "02:00:00:00:00:07")
        #expect(network["rx_bytes"] == 25000 && network["rx_bytes_per_sec"] == 10000.0)
        #expect(network["rx_errors"] == 1 && network["rx_dropped"] == 2)
        #expect(network["tx_errors"] == 3 && network["tx_dropped"] == 4)
        #expect(json["cpu_cores"] == 2 && json["ram_gb"] == 4.0 && json["network_mbps"] == 2500)
    }

    @Test(arguments: [
        ("0.52 0.58 0.59 2/1234 5678\n", [0.52, 0.58, 0.59]), ("", nil), ("1 2\n", nil), ("a b c\n", nil),
        ("nan inf -1 1/1 1\n", nil),
    ])
    func `the load is read as proc_loadavg(5) has it`(text: String, numbers: [Double]?) {
        let load = LoadAverage(procLoadavg: text)
        #expect(load.map { [$0.one, $0.five, $0.fifteen] } == numbers)
    }

    @Test(arguments: ["-1\n", "", "garbage\n", "4294967295\n"])
    func `a link whose speed is not known has 0`(speed: String) throws {
        let tree = try HostTree()
        try tree.fill(busy: 0, sectors: 0, received: 0)
        try tree.write(speed, to: "/sys/class/net/eth7/speed")
        var sampler = HostSampler(hostRoot: tree.root)
        #expect(ResourceReport(sampler.sample(), since: nil).json["network_mbps"] == 0)
    }

    @Test func `an empty tree, and one of garbage, still give every field`() throws {
        let tree = try HostTree()
        var sampler = HostSampler(hostRoot: tree.root)
        expectEveryField(of: ResourceReport(sampler.sample(), since: sampler.sample()).json)
        for name in ["stat", "cpuinfo", "meminfo", "diskstats", "1/net/dev", "1/net/route", "1/net/if_inet6"] {
            try tree.write(
                "\u{0}: 1 \u{ff}\n: : :\n\n99999999999999999999 -1 -1 -1 -1 -1 -1 -1 -1 -1 -1\n", to: "/proc/" + name)
        }
        expectEveryField(of: ResourceReport(sampler.sample(), since: sampler.sample()).json)
        var nowhere = HostSampler(hostRoot: tree.root + "/nowhere")
        let json = ResourceReport(nowhere.sample(), since: nil).json
        expectEveryField(of: json)
        #expect(json["network"]?["primary_interface"] == .null && json["disk_gb"] == 0.0)
    }

    @Test func `counters that begin anew, a new processor, disk or interface make no rates`() throws {
        let tree = try HostTree()
        var sampler = HostSampler(hostRoot: tree.root)
        try tree.fill(busy: 50, sectors: 9000, received: 9000)
        var first = sampler.sample()
        try tree.fill(busy: 10, sectors: 10, received: 10)
        try tree.write("cpu 10 0 0 300\ncpu0 10 0 0 90\ncpu1 0 0 0 100\ncpu2 50 0 0 50\n", to: "/proc/stat")
        try tree.write("8 0 sda 1 0 10 0 1 0 10 0 0 0 0\n8 16 sdb 1 0 777 0 1 0 777 0 0 0 0\n", to: "/proc/diskstats")
        try tree.write("x", to: "/sys/block/sdb/size")
        var second = sampler.sample()
        first.taken = .init(nanoseconds: 0)
        second.taken = .init(nanoseconds: 1_000_000_000)
        let json = ResourceReport(second, since: first).json
        #expect(json["cpu"]?["usage"] == 0.0)
        #expect(json["cpu"]?["perCore"]?[2]?["usage"] == 0.0)
        #expect(json["disk"]?["read_bytes_per_sec"] == 0.0 && json["disk"]?["write_bytes_per_sec"] == 0.0)
        #expect(json["disk"]?["read_bytes"] == .int((10 + 777) * 512))
        #expect(json["network"]?["rx_bytes_per_sec"] == 0.0)
    }

    @Test func `this machine is reported as other sources know it`() throws {
        var sampler = HostSampler(hostRoot: "")
        let first = sampler.sample()
        let file = try HostTree()
        try file.write(String(repeating: "x", count: 1_000_000), to: "/busy")
        usleep(100_000)
        let json = ResourceReport(sampler.sample(), since: first).json
        expectEveryField(of: json)
        #expect(json["cpu_cores"]?.int == sysconf(Int32(_SC_NPROCESSORS_ONLN)))
        #expect(json["cpu"]?["perCore"]?.array?.count == sysconf(Int32(_SC_NPROCESSORS_ONLN)))
        #expect(json["ram"]?["total_bytes"]?.int == sysconf(Int32(_SC_PHYS_PAGES)) * sysconf(Int32(_SC_PAGESIZE)))
        let root = try FileManager.default.attributesOfFileSystem(forPath: "/")
        #expect(json["disk"]?["total_bytes"]?.int == (root[.systemSize] as? NSNumber)?.intValue)
        let usage = try #require(json["cpu"]?["usage"]?.double)
        #expect((0...100).contains(usage))
        if let name = json["network"]?["primary_interface"]?.string {
            let mac = try String(contentsOfFile: "/sys/class/net/\(name)/address", encoding: .utf8)
            #expect(json["network"]?["mac"]?.string == mac.trimmingCharacters(in: .whitespacesAndNewlines))
            let received = try String(contentsOfFile: "/sys/class/net/\(name)/statistics/rx_bytes", encoding: .utf8)
            let later = try #require(Int(received.trimmingCharacters(in: .whitespacesAndNewlines)))
            #expect(try #require(json["network"]?["rx_bytes"]?.int) <= later)
        }
    }
}
