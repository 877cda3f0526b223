import EventLoop
import JSON
import NodeProtocol
import TestSupport
import Testing

@testable import Deployment

@Suite(.timeLimit(.minutes(10)))
struct ExplanationTests {
    private let engine = EngineStatus(connected: true)

    private func entry(_ change: (inout ServiceEntry) -> Void = { _ in }) throws -> ServiceEntry {
        let spec = try ServiceSpec(name: ServiceName("web"), config: ["image": "web:1"])
        var entry = ServiceEntry(DesiredService(spec: spec, wanted: .running))
        change(&entry)
        return entry
    }

    @Test func `a service that runs is as wanted`() throws {
        let explanation = Explanation.of(try entry { $0.status.running = true }, engine)
        #expect(explanation.summary == "web runs as wanted")
        #expect(explanation.failure == nil && explanation.help == nil && explanation.wanted.source == "store")
        #expect(explanation.wanted.image == "web:1" && explanation.wanted.state == "running")
    }

    @Test func `a failure tells step, words, beginning, next attempt and what helps`() throws {
        let explanation = Explanation.of(
            try entry {
                $0.desired.pending = [DesiredService.Pending(id: "workerctl-x", action: "deploy")]
                $0.record.planned([.pull, .create(.own), .start(.created)], at: "then")
                $0.record.began(.pull)
                $0.error = ServiceError(.registryUnreachable, "dial tcp: connection refused")
                $0.failures = 4
                $0.nextAttempt = "soon"
            }, engine)
        #expect(explanation.wanted.source == "operator" && explanation.wanted.instructionID == "workerctl-x")
        #expect(explanation.plan?.steps == ["pull the image", "create the new container", "start the container"])
        #expect(explanation.plan?.madeAt == "then")
        let failure = try #require(explanation.failure)
        #expect(failure.step == "pull the image" && failure.type == .registryUnreachable && failure.attempts == 4)
        #expect(failure.message == "dial tcp: connection refused" && failure.since != nil)
        #expect(explanation.nextAttempt == "soon" && explanation.help?.contains("network") == true)
        #expect(explanation.summary.contains("registry_unreachable") && explanation.summary.contains("soon"))
    }

    @Test func `a failure keeps its beginning while it is of the same kind`() throws {
        var record = WorkRecord()
        record.began(.pull)
        record.changed(from: nil, to: ServiceError(.pullStalled, "a"), at: "1")
        record.began(.create(.own))
        record.changed(from: ServiceError(.pullStalled, "a"), to: ServiceError(.pullStalled, "b"), at: "2")
        #expect(record.failingSince == "1" && record.failedStep == "pull the image")
        record.changed(from: ServiceError(.pullStalled, "b"), to: ServiceError(.noSpace, "c"), at: "3")
        #expect(record.failingSince == "3" && record.failedStep == "create the new container")
        record.changed(from: ServiceError(.noSpace, "c"), to: nil, at: "4")
        #expect(record.failingSince == nil && record.failedStep == nil)
    }

    @Test func `an engine that is away comes first`() throws {
        let away = EngineStatus(connected: false, reason: "nobody answers")
        let explanation = Explanation.of(try entry { $0.error = ServiceError(.noSpace, "full") }, away)
        #expect(explanation.failure?.type == .engineUnavailable && explanation.failure?.message == "nobody answers")
    }

    @Test func `a version that was given up is told, and who is left alone`() throws {
        let back = Explanation.of(
            try entry {
                $0.desired.rolledBack = ServiceError(.unhealthy, "it coughs")
                $0.status.running = true
            }, engine)
        #expect(back.summary == "web runs the version before: the new one was given up (unhealthy)")
        #expect(back.failure?.message == "it coughs" && back.failure?.step == nil)
        let alone = Explanation.of(
            try entry {
                $0.desired.setAside = "it crashed"
                $0.error = ServiceError(.setAside, "it crashed")
            }, engine)
        #expect(alone.summary.contains("left alone") && alone.failure?.type == .setAside)
    }

    @Test(arguments: ServiceError.Kind.allCases)
    func `there is something that helps against every kind`(kind: ServiceError.Kind) {
        #expect(Remedy.words(for: kind, of: "web").count > 20)
    }
}

@Suite(.eventLoop, .dockerEngine, .timeLimit(.minutes(10)))
struct ExplanationOfRealServiceTests {
    @LoopActor
    @Test func `a real failure is explained from the instruction to the engine's words`() async throws {
        try await withBench { bench in
            let error = try await bench.carryOut("deploy", ["image": bench.image("none")], id: "c-1")
            let explanation = try bench.reconciler.explanation(of: bench.service)
            #expect(explanation.wanted.source == "conductor" && explanation.wanted.instructionID == "c-1")
            #expect(explanation.wanted.revision == 1)
            #expect(explanation.plan?.steps.first == "pull the image")
            #expect(explanation.failure?.step == "pull the image" && explanation.failure?.type == .imageNotFound)
            #expect(explanation.failure?.message == error?["message"]?.string)
            #expect(explanation.failure?.since?.hasSuffix("Z") == true)
            try await eventually("the next attempt is told") {
                try bench.reconciler.explanation(of: bench.service).nextAttempt != nil
            }
            #expect(try await bench.carryOut("deploy", ["image": bench.image("1")]) == nil)
            #expect(try bench.reconciler.explanation(of: bench.service).failure == nil)
        }
    }

    @LoopActor
    @Test func `of a version that was given up the step is told that failed, and when`() async throws {
        try await withBench { bench in
            #expect(try await bench.carryOut("deploy", ["image": bench.image("1")]) == nil)
            #expect(try await bench.carryOut("update", ["image": bench.image("none")])?["type"] == "image_not_found")
            try await eventually("the version before is what it is", within: .seconds(60)) {
                bench.reconciler.services.values.allSatisfy {
                    $0.work == nil && $0.error == nil && $0.desired.rolledBack != nil
                }
            }
            let explanation = try bench.reconciler.explanation(of: bench.service)
            #expect(explanation.summary.contains("runs the version before"))
            #expect(explanation.failure?.step == "pull the image")
            #expect(explanation.failure?.since?.hasSuffix("Z") == true)
        }
    }
}
