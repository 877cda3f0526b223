import EventLoop
import NodeProtocol
import Testing

@testable import NodeAPI

@Suite
struct FollowedContainerTests {
    private let begin = MonotonicInstant.now

    private func status(
        _ id: String? = "c", running: Bool = true, _ state: ServiceStatus.State = .running,
        startedAt: String? = "2026-01-31T08:05:09Z"
    ) -> [ServiceStatus] {
        [
            ServiceStatus(
                service: "web", id: id, name: "aerekos-web", status: state, running: running, image: "i",
                startedAt: startedAt)
        ]
    }

    /// What is written early, and whether it has ended when that is written later.
    private func hasEnded(first: [ServiceStatus]?, then: [ServiceStatus]?) -> Bool {
        // A tenth of a second after the container was started.
        let container = FollowedContainer(
            ServiceOutputFile(service: "web", container: "c", path: "/"), at: begin,
            unixNanoseconds: 1_769_846_709_100_000_000)
        let isEarly = container.hasEnded(in: first, at: begin.advanced(by: .milliseconds(100)))
        #expect(!isEarly, "it may be out of date")
        return container.hasEnded(in: then, at: begin.advanced(by: .seconds(1)))
    }

    @Test func `a container that runs, is started, or of which nothing is known has not ended`() {
        #expect(!hasEnded(first: status(), then: status()))
        #expect(!hasEnded(first: status(), then: nil))
        #expect(!hasEnded(first: status(running: false, .stopped), then: status()))
        #expect(!hasEnded(first: status(startedAt: "2026-01-31T08:05:00Z"), then: status()))
        #expect(!hasEnded(first: status(), then: status(nil, running: false, .pending, startedAt: nil)))
        #expect(!hasEnded(first: status(), then: status(running: false, .starting)))
    }

    @Test func `one that was stopped, started anew, replaced or removed has`() {
        #expect(hasEnded(first: status(), then: status(running: false, .stopped)))
        #expect(hasEnded(first: status(), then: status(running: false, .failed)))
        #expect(hasEnded(first: status(), then: status(startedAt: "2026-01-31T08:05:09.100000001Z")))
        #expect(hasEnded(first: status(), then: status("d")))
        #expect(hasEnded(first: status(), then: []))
    }
}
