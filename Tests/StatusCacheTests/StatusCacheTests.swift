import EventLoop
import JSON
import NodeProtocol
import SQLite
import StatusCache
import TestSupport
import Testing

@Suite(.eventLoop, .timeLimit(.minutes(5)))
@LoopActor
struct StatusCacheTests {
    private let cache: StatusCacheFixture

    init() throws { cache = try StatusCacheFixture() }
    @Test func `what is put is read back, with generation, stamp and age`() async throws {
        let writer = cache.writer(generation: 7)
        let before = MonotonicInstant.now
        writer.put(resources: ["cpu": ["usage": 12.5], "ip6": nil])
        writer.put(conductor: cache.conductor)
        writer.put(engine: cache.engine)
        writer.put(services: cache.services)
        await writer.flush()
        let snapshot = StatusReader(path: cache.path).snapshot()
        #expect(snapshot.resources?.value == ["cpu": ["usage": 12.5], "ip6": nil])
        #expect(snapshot.conductor?.value == cache.conductor)
        #expect(snapshot.engine?.value == cache.engine)
        let cached = try #require(snapshot.services)
        #expect(cached.value == cache.services)
        #expect(cached.generation == 7)
        #expect(before <= cached.stamp && cached.stamp <= .now)
        #expect(cached.age > .zero && cached.age < .seconds(30))
        #expect(cache.events.isEmpty)
    }

    @Test func `services that are not put any more are gone, and none is not the same as never written`() async throws {
        let writer = cache.writer()
        let reader = StatusReader(path: cache.path)
        writer.put(services: cache.services)
        await writer.flush()
        #expect(reader.snapshot().services?.value.count == 2)
        #expect(reader.snapshot().engine == nil)
        writer.put(services: [])
        await writer.flush()
        #expect(reader.snapshot().services?.value == [])
    }

    @Test func `explanations are read apart, also from a file of a version without them`() async throws {
        let explanation = ServiceExplanation(
            service: "web", status: .failed, running: false, summary: "web is not as wanted",
            wanted: .init(state: "running", image: "nginx", revision: 3, instructionID: "c-1", source: "conductor"))
        let reader = StatusReader(path: cache.path)
        #expect(reader.explanations() == nil)
        let writer = cache.writer()
        writer.put(services: cache.services)
        await writer.flush()
        #expect(reader.explanations() == nil)
        try cache.otherConnection().execute("DROP TABLE explanations")
        #expect(reader.explanations() == nil && reader.snapshot().services != nil)
        let next = cache.writer(generation: 2)
        next.put(explanations: [explanation])
        await next.flush()
        let cached = try #require(reader.explanations())
        #expect(cached.value == [explanation] && cached.generation == 2)
        #expect(reader.snapshot().services?.value == cache.services && cache.events.isEmpty)
    }

    @Test func `what services use is read apart, also from a file of a version without it`() async throws {
        let use = ServiceStatistics(
            service: "web", readAt: "2026-01-01T00:00:00Z", cpuPercent: nil, cpuSeconds: 3, memoryBytes: 1,
            memoryLimitBytes: 2, processes: 2, receivedBytes: 1, sentBytes: 2, readBytes: 3, writtenBytes: 4)
        let samples = [StatisticsSample(container: "c0ffee", monotonicSeconds: 1.5, statistics: use)]
        let reader = StatusReader(path: cache.path)
        let writer = cache.writer()
        writer.put(services: cache.services)
        await writer.flush()
        #expect(reader.statistics() == nil)
        try cache.otherConnection().execute("DROP TABLE statistics")
        #expect(reader.statistics() == nil && reader.snapshot().services != nil)
        let next = cache.writer(generation: 2)
        next.put(statistics: samples)
        await next.flush()
        #expect(reader.statistics()?.value == samples)
    }

    @Test func `of many values that wait the newest is written`() async throws {
        let writer = cache.writer()
        for number in 0..<5000 { writer.put(resources: ["n": .int(Int64(number))]) }
        await writer.flush()
        #expect(StatusReader(path: cache.path).snapshot().resources?.value == ["n": 4999])
    }

    @Test func `several daemons write one file, and an older value never replaces a newer one`() async throws {
        let first = cache.writer(generation: 1)
        let second = cache.writer(generation: 2)
        let reader = StatusReader(path: cache.path)
        for round in 0..<50 {
            first.put(resources: ["round": .int(Int64(round))])
            second.put(services: cache.services)
            second.put(engine: cache.engine)
            if round % 10 == 0 { _ = reader.snapshot() }
        }
        first.put(conductor: cache.conductor)
        await first.flush()
        await second.flush()
        let snapshot = reader.snapshot()
        #expect(snapshot.resources?.generation == 1 && snapshot.services?.generation == 2)
        #expect(snapshot.resources?.value == ["round": 49])
        #expect(snapshot.conductor != nil && snapshot.engine != nil)
        #expect(cache.events.isEmpty)
    }

    @Test func `many threads may read at once while the writer writes`() async throws {
        let writer = cache.writer()
        let reader = StatusReader(path: cache.path)
        writer.put(resources: ["n": 0])
        await writer.flush()
        await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<4 {
                group.addTask { @Sendable in (0..<200).allSatisfy { _ in reader.snapshot().resources != nil } }
            }
            for number in 0..<100 { writer.put(resources: ["n": .int(Int64(number))]) }
            for await isThere in group { #expect(isThere) }
        }
    }
}
