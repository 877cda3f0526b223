import NodeProtocol
import Testing

@testable import workerctl

struct InstructionProgressTests {
    private func status(
        _ state: ServiceStatus.State, _ outcome: ServiceStatus.InstructionOutcome? = nil, of id: String? = "mine",
        exitCode: Int? = nil
    ) -> ServiceStatus {
        var status = ServiceStatus.some("web", state)
        status.instructionID = id
        status.instructionOutcome = outcome
        status.exitCode = exitCode
        return status
    }

    @Test(arguments: ServiceStatus.State.allCases)
    func `while it is being carried out no state is an end`(state: ServiceStatus.State) {
        #expect(InstructionProgress.ofDeployment("mine", status(state)) == .goesOn)
    }

    @Test(arguments: ServiceStatus.State.allCases)
    func `a failed instruction is bad, whatever still runs`(state: ServiceStatus.State) {
        #expect(InstructionProgress.ofDeployment("mine", status(state, .failed)) == .bad)
    }

    @Test(arguments: [
        (ServiceStatus.State.running, InstructionProgress.good), (.starting, .goesOn), (.unhealthy, .bad),
        (.failed, .bad),
    ])
    func `a deployment is good when what it started runs`(state: ServiceStatus.State, progress: InstructionProgress) {
        #expect(InstructionProgress.ofDeployment("mine", status(state, .success)) == progress)
    }

    @Test(arguments: [(0, InstructionProgress.good), (1, .bad)])
    func `a service that ends by itself is judged by its exit status`(code: Int, progress: InstructionProgress) {
        #expect(InstructionProgress.ofDeployment("mine", status(.stopped, .success, exitCode: code)) == progress)
    }

    @Test func `another instruction is not taken for this one`() {
        for outcome in [ServiceStatus.InstructionOutcome.success, .failed, nil] {
            let other = status(.running, outcome, of: "theirs")
            #expect(InstructionProgress.ofDeployment("mine", other) == .superseded("theirs"))
            #expect(InstructionProgress.ofRemoval("mine", other) == .superseded("theirs"))
        }
    }

    @Test func `what deployd does not know is not guessed`() {
        #expect(InstructionProgress.ofDeployment("mine", status(.running, of: nil)) == .untold)
        #expect(InstructionProgress.ofRemoval("mine", status(.running, of: nil)) == .untold)
    }

    @Test func `a service that is gone was removed`() {
        #expect(InstructionProgress.ofDeployment("mine", nil) == .bad)
        #expect(InstructionProgress.ofRemoval("mine", nil) == .good)
        #expect(InstructionProgress.ofRemoval("mine", status(.removed)) == .good)
        #expect(InstructionProgress.ofRemoval("mine", status(.running)) == .goesOn)
        #expect(InstructionProgress.ofRemoval("mine", status(.running, .failed)) == .bad)
    }
}
