import EventLoop
import NodeProtocol
import Testing

@testable import workerctl

@Suite(.timeLimit(.minutes(1)))
struct DeployProgressTests {
    private let began = MonotonicInstant(nanoseconds: 0)
    private var settled: MonotonicInstant { began.advanced(by: DeployProgress.settleTime) }

    private func failed(_ status: ServiceStatus) -> ServiceStatus {
        var status = status
        status.error = ServiceError(.portInUse, "8080 is taken")
        return status
    }

    @Test func `what was there before is no result`() {
        for state in [ServiceStatus.State.running, .failed, .stopped, .unhealthy] {
            let before = ServiceStatus.some("web", state, id: "old")
            var progress = DeployProgress(before: before, now: began)
            #expect(progress.verdict(on: before, now: began) == .goesOn)
        }
    }

    @Test func `a deployment of what runs already ends when it has settled`() {
        let running = ServiceStatus.some("web", .running, id: "same")
        var progress = DeployProgress(before: running, now: began)
        #expect(progress.verdict(on: running, now: settled) == .good)
    }

    @Test func `another container that runs is the end`() {
        var progress = DeployProgress(before: .some("web", .running, id: "old"), now: began)
        #expect(progress.verdict(on: .some("web", .pulling, id: "old"), now: began) == .goesOn)
        #expect(progress.verdict(on: .some("web", .running, id: "new"), now: began) == .good)
    }

    @Test func `a former container that runs on beside an error is a failure`() {
        let old = ServiceStatus.some("web", .running, id: "old")
        var progress = DeployProgress(before: old, now: began)
        #expect(progress.verdict(on: failed(old), now: began) == .bad)
    }

    @Test(arguments: [(0, DeployProgress.Verdict.good), (1, .bad)])
    func `a service that ends by itself is judged by its exit status`(code: Int, verdict: DeployProgress.Verdict) {
        var progress = DeployProgress(before: nil, now: began)
        var stopped = ServiceStatus.some("job", .stopped, id: "new")
        stopped.exitCode = code
        #expect(progress.verdict(on: stopped, now: began) == .goesOn)
        #expect(progress.verdict(on: stopped, now: settled) == verdict)
    }

    @Test func `a service that is not there yet is waited for`() {
        var progress = DeployProgress(before: nil, now: began)
        #expect(progress.verdict(on: nil, now: settled) == .goesOn)
        #expect(progress.verdict(on: .some("web", .pending), now: settled) == .goesOn)
        #expect(progress.verdict(on: failed(.some("web", .failed)), now: settled) == .bad)
    }
}
