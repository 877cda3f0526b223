import EventLoop
import Testing

@testable import Probing

@Suite(.timeLimit(.minutes(5)))
struct ChangeDetectorTests {
    /// A report of a machine whose processors were busy for `cpu` % of a second, and so on; network in bytes a second.
    private func report(
        cpu: Int64 = 10, ram: Int64 = 50, disk: Int64 = 50, rx: Int64 = 0, speed: Int = 0, ip4: String = "10.0.0.1"
    ) throws -> ResourceReport {
        func sample(at second: Int64) throws -> HostSample {
            let stat = "cpu \(second * cpu) 0 0 \(second * (100 - cpu))"
            return HostSample(
                taken: MonotonicInstant(nanoseconds: second * 1_000_000_000), unixMilliseconds: 0,
                processor: Processor(cores: 1, physicalCores: 1, processors: 1, model: "", speed: 0),
                cpu: CPUCounters(procStat: stat),
                memory: MemoryUsage(meminfo: "MemTotal: 100 kB\nMemAvailable: \(100 - ram) kB"),
                rootFileSystem: FileSystemUsage(totalBytes: 100, freeBytes: 100 - disk, availableBytes: 100 - disk),
                disks: [:],
                network: NetworkSample(
                    interfaceCount: 1,
                    primary: PrimaryInterface(name: "eth0", ip4: ip4, ip6: nil, mac: nil, speedMbps: speed),
                    counters: InterfaceCounters(
                        rxBytes: second * rx, rxErrors: 0, rxDropped: 0, txBytes: 0, txErrors: 0, txDropped: 0)))
        }
        return ResourceReport(try sample(at: 1), since: try sample(at: 0))
    }

    /// Which of these reports, one after the other, are told.
    private func told(_ reports: ResourceReport...) -> [Bool] {
        var detector = ChangeDetector()
        return reports.map { detector.isChange($0) }
    }

    @Test func `the first report is told, the same again is not`() throws {
        #expect(told(try report(), try report()) == [true, false])
    }

    @Test func `more than five points of use are a change, five are none`() throws {
        #expect(told(try report(), try report(cpu: 15), try report(cpu: 16)) == [true, false, true])
        #expect(told(try report(), try report(ram: 55), try report(ram: 56)) == [true, false, true])
        #expect(told(try report(), try report(disk: 45), try report(disk: 44)) == [true, false, true])
    }

    @Test func `slow drift is held against the last report told`() throws {
        var detector = ChangeDetector()
        let told = try (10...30).filter { detector.isChange(try report(cpu: $0)) }
        #expect(told == [10, 16, 22, 28])
    }

    @Test(arguments: [(1000, 6_250_000), (0, 625_000)] as [(Int, Int64)])
    func `network counts by the link's speed, and as 100 Mbit/s when unknown`(speed: Int, fivePercent: Int64) throws {
        let still = try report(speed: speed)
        let at = try report(rx: fivePercent, speed: speed)
        let above = try report(rx: fivePercent + 10_000, speed: speed)
        #expect(told(still, at, above) == [true, false, true])
    }

    @Test func `another address is a change`() throws {
        #expect(told(try report(), try report(ip4: "10.0.0.2")) == [true, true])
    }
}
