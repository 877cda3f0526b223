import Testing

@testable import Probing

@Suite(.timeLimit(.minutes(5)))
struct CPUTests {
    private let before = """
        cpu  1000 0 500 8000 500 0 0 0 100 0
        cpu0 500 0 250 4000 250 0 0 0 50 0
        cpu1 500 0 250 4000 250 0 0 0 50 0
        intr 1 2 3

        """

    private func counters(_ text: String) throws -> CPUCounters { try #require(CPUCounters(procStat: text)) }

    @Test func `use is the busy share of the time between two samples, guests not counted twice`() throws {
        let old = try counters(before)
        // 100 ticks: 30 user of which 30 for a guest, 10 system, 5 steal, 50 idle, 5 waiting for the disk.
        let new = try counters("cpu 1030 0 510 8050 505 0 0 5 130 0\ncpu0 530 0 250 4010 250 0 0 0\n")
        #expect(new.all.usagePercent(since: old.all) == 45)
        let core = try #require(old.cores[0].flatMap { old in new.cores[0].map { $0.usagePercent(since: old) } })
        #expect(core == 75)
    }

    @Test func `a processor whose number cannot be one is left out`() throws {
        let text = "cpu 1 2 3 4\ncpu1 1 2 3 4\ncpu9223372036854775807 1 2 3 4\ncpu-1 1 2 3 4\n"
        #expect(try counters(text).cores.keys.sorted() == [1])
    }

    @Test func `counters that begin anew or do not move give 0, never less and never more than 100`() throws {
        let old = try counters(before)
        #expect(try counters("cpu 1 0 1 1 1").all.usagePercent(since: old.all) == 0)
        #expect(old.all.usagePercent(since: old.all) == 0)
        // Waiting time may go backwards (proc(5)).
        #expect(try counters("cpu 1010 0 500 8000 400").all.usagePercent(since: old.all) == 100)
        let huge = try counters("cpu 18446744073709551615 18446744073709551615 0 18446744073709551615 0")
        #expect((0...100).contains(huge.all.usagePercent(since: old.all)))
    }

    @Test func `processors keep their numbers when one is offline`() throws {
        #expect(try counters("cpu 1 1 1 1\ncpu0 1 1 1 1\ncpu3 2 2 2 2\n").cores.keys.sorted() == [0, 3])
    }

    @Test(arguments: ["", "\n", "garbage", "cpu", "cpu a b c d", "cpu -1 -2", "cpux 1 2 3 4", "\u{0}\u{ff}"])
    func `what is not /proc/stat gives nothing`(text: String) { #expect(CPUCounters(procStat: text) == nil) }

    // MARK: What the processor is

    @Test func `an x86 machine of two packages with hyper-threading is counted right`() {
        let cpuInfo = (0..<16).map { number in
            """
            processor\t: \(number)
            model name\t: Intel(R) Xeon(R) CPU E5-2680 v4 @ 2.40GHz
            cpu MHz\t\t: \(2400 + number).5
            physical id\t: \(number / 4 % 2)
            core id\t\t: \(number % 4)
            flags\t\t: fpu vme

            """
        }.joined(separator: "\n")
        let processor = Processor(cpuInfo: cpuInfo)
        #expect(processor.cores == 16 && processor.physicalCores == 8 && processor.processors == 2)
        #expect(processor.model == "Intel(R) Xeon(R) CPU E5-2680 v4 @ 2.40GHz")
        #expect(processor.speed == 2.42)
    }

    private let raspberry = """
        processor\t: 0
        BogoMIPS\t: 108.00
        CPU implementer\t: 0x41
        CPU part\t: 0xd08

        processor\t: 1
        BogoMIPS\t: 108.00

        Hardware\t: BCM2835
        Revision\t: c03112
        Model\t\t: Raspberry Pi 4 Model B Rev 1.2
        """

    @Test func `an ARM board has its place from sysfs and its name from where there is one`() {
        let places = [Processor.Place(package: 0, core: 0), Processor.Place(package: 0, core: 1)]
        let processor = Processor(cpuInfo: raspberry, places: places, maximumKilohertz: 1_500_000)
        #expect(
            processor
                == Processor(
                    cores: 2, physicalCores: 2, processors: 1, model: "Raspberry Pi 4 Model B Rev 1.2", speed: 1.5))
        let bare = "processor\t: 0\nCPU part\t: 0xd0c\n\nprocessor\t: 1\n"
        #expect(Processor(cpuInfo: bare).model == "unknown")
        #expect(Processor(cpuInfo: bare, boardModel: "Some Board").model == "Some Board")
        #expect(Processor(cpuInfo: bare).physicalCores == 2)
        let old = "Processor\t: ARMv7 rev 4\nprocessor\t: 0\nHardware\t: Generic DT"
        #expect(Processor(cpuInfo: old).cores == 1 && Processor(cpuInfo: old).model == "Generic DT")
    }

    @Test(arguments: ["", "garbage\n:::\n", "processor:\nprocessor : x\n", "cpu MHz : inf\n", "cpu MHz : -5\n"])
    func `nothing or garbage still gives one processor`(text: String) {
        #expect(
            Processor(cpuInfo: text)
                == Processor(cores: 1, physicalCores: 1, processors: 1, model: "unknown", speed: 0))
        #expect(Processor(cpuInfo: text, online: 4).cores == 4)
    }
}
