import EventLoop
import JSON
import NodeProtocol
import TestSupport
import Testing

@testable import Deployment

@Suite(.timeLimit(.minutes(5)))
@LoopActor
struct StatisticsTurnTests {
    private func names(_ numbers: Range<Int>) throws -> [ServiceName] { try numbers.map { try ServiceName("s\($0)") } }

    @Test func `new ones are measured first, then those that were measured longest ago, and not too many at a time`()
        throws
    {
        let all = try names(100..<160)
        // The younger the name, the longer ago; the last five never.
        let measured = Dictionary(
            uniqueKeysWithValues: all.dropLast(5).enumerated().map { index, name in
                (name, MonotonicInstant(nanoseconds: Int64(1000 - index)))
            })
        let due = StatisticsRounds.due(all.shuffled(), measured: measured)
        #expect(due == all.suffix(5) + all.dropLast(5).reversed().prefix(StatisticsRounds.roundSize - 5))
        #expect(StatisticsRounds.due(all.shuffled(), measured: measured, newAlone: true) == all.suffix(5))
    }
}

/// With a real engine.
@Suite(.eventLoop, .dockerEngine, .timeLimit(.minutes(10)))
struct StatisticsRoundsTests {
    @LoopActor
    @Test func `a service is measured soon after it begins to run, again at each round, and not when it has ended`()
        async throws
    {
        try await withBench { bench in
            var told: [[StatisticsSample]] = []
            let rounds = StatisticsRounds(bench.reconciler, interval: .seconds(3600)) { told.append($0) }
            let hear = bench.reconciler.onStatus
            bench.reconciler.onStatus = { status in
                hear(status)
                rounds.statusChanged()
            }
            await rounds.round()
            #expect(told.isEmpty, "where nothing runs nothing is written")
            rounds.start()
            defer { rounds.stop() }
            #expect(try await bench.carryOut("deploy", ["image": bench.image("1")]) == nil)
            let first = try await eventually("it is measured by itself", within: .seconds(60)) { told.last?.first }
            #expect(first.container == bench.status?.id && first.statistics.service == bench.service)
            #expect(first.statistics.processes >= 1 && first.statistics.cpuPercent != nil)

            try await eventually("it is measured over the time since", within: .seconds(60)) {
                await rounds.round()
                guard let next = told.last?.first, next.statistics.cpuPercent != nil else { return false }
                return next.monotonicSeconds > first.monotonicSeconds && next.container == first.container
            }
            let count = told.count
            await rounds.round(ofNewAlone: true)
            #expect(told.count == count, "it is not new any more")

            rounds.stop()
            #expect(try await bench.carryOut("stop") == nil)
            await rounds.round()
            #expect(told.last == [])
            let end = told.count
            await rounds.round()
            #expect(told.count == end)
        }
    }
}
