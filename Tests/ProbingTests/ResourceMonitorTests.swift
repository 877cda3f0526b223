import EventLoop
import Foundation
import JSON
import Probing
import Synchronization
import TestSupport
import Testing

@Suite(.eventLoop, .timeLimit(.minutes(5)))
@LoopActor
struct ResourceMonitorTests {
    @Test func `a report is there at once, and one with rates soon after`() async throws {
        let sampler = Mutex(HostSampler(hostRoot: ""))
        var heard: [Bool] = []
        let monitor = ResourceMonitor(
            interval: .seconds(600), warmUp: .milliseconds(50), take: { sampler.withLock { $0.sample() } },
            onReport: { _, isChange in heard.append(isChange) })
        #expect(monitor.latest == nil)
        await monitor.start()
        #expect(monitor.latest != nil)
        #expect(heard == [false])
        try await eventually("the second sample is taken") { monitor.sampleCount == 2 }
        #expect(heard == [false, true])
    }

    @Test func `a sample that hangs stops neither the loop nor the report that is there`() async throws {
        let sampler = Mutex((HostSampler(hostRoot: ""), 0))
        let gate = DispatchSemaphore(value: 0)
        let monitor = ResourceMonitor(
            interval: .milliseconds(10), warmUp: .milliseconds(10),
            take: {
                let (sample, count) = sampler.withLock { state in
                    state.1 += 1
                    return (state.0.sample(), state.1)
                }
                if count == 2 { gate.wait() }
                return sample
            }, onReport: { _, _ in })
        await monitor.start()
        try await eventually("the second sample hangs") { sampler.withLock(\.1) == 2 }
        try await LoopActor.sleep(for: .milliseconds(100))
        #expect(monitor.sampleCount == 1 && monitor.latest != nil)
        gate.signal()
        try await eventually("sampling goes on") { monitor.sampleCount > 3 }
    }

    @Test func `one report is made of two samples`() async throws {
        let begin = MonotonicInstant.now
        let report = try await ResourceMonitor.once(hostRoot: "", interval: .milliseconds(100))
        #expect(begin.duration(to: .now) >= .milliseconds(100))
        #expect(report.json["cpu"]?["usage"]?.double != nil)
    }
}
