import EventLoop
import TestSupport
import Testing

@testable import Deployment

@Suite(.eventLoop, .timeLimit(.minutes(10)))
@LoopActor
struct GateTests {
    @Test func `who steps aside lets another through, and waits for a place before he goes on`() async throws {
        let gate = Gate(width: 1)
        var happened: [String] = []
        var isOtherInside = false
        var mayGo = false
        let first = Task { @LoopActor in
            try await gate.pass { place in
                try await place.stepAside {
                    happened.append("aside")
                    try await eventually("the other is let through", within: .seconds(60)) { isOtherInside }
                    mayGo = true
                }
                happened.append("again")
            }
        }
        let second = Task { @LoopActor in
            try await eventually("the first is there", within: .seconds(60)) { happened == ["aside"] }
            try await gate.pass {
                isOtherInside = true
                try await eventually("the first wants to come back", within: .seconds(60)) { mayGo }
                happened.append("other")
            }
        }
        try await second.value
        try await first.value
        #expect(happened == ["aside", "other", "again"])
    }

    @Test func `what fails aside leaves its place free, once`() async throws {
        struct Failure: Error {}
        let gate = Gate(width: 1)
        await #expect(throws: Failure.self) {
            try await gate.pass { place in try await place.stepAside { throw Failure() } }
        }
        var most = 0
        var inside = 0
        @LoopActor func visit() async throws {
            try await gate.pass {
                inside += 1
                most = max(most, inside)
                await Task.yield()
                inside -= 1
            }
        }
        let visits = (0..<3).map { _ in Task { @LoopActor in try await visit() } }
        for task in visits { try await task.value }
        #expect(most == 1)
    }
}
