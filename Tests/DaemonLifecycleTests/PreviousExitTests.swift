import JSON
import NodeProtocol
import Testing

/// What a daemon is told of the process before it.
@Suite struct PreviousExitTests {
    private static let reports = [
        ExitReport(
            cause: .signalled, signal: 9, signalName: "SIGKILL", coreDumped: false, at: "2026-01-31T08:05:09.042Z",
            requested: false, uptimeSeconds: 1.5, stderr: []),
        ExitReport(
            cause: .exited, code: 78, at: "2026-01-31T08:05:09.042Z", requested: true, uptimeSeconds: 0, stderr: []),
        ExitReport(
            cause: .startFailed, message: "execve: \"no\" such file\n", at: "2026-01-31T08:05:09.042Z",
            requested: false, uptimeSeconds: 0, stderr: []),
    ]

    @Test(arguments: reports)
    func `what is written into the environment is what is read from it`(report: ExitReport) throws {
        let exit = PreviousExit(generation: 3, pid: 4711, report: report)
        #expect(PreviousExit.inEnvironment { _ in exit.environmentText } == exit)
        #expect(try JSON(parsing: exit.environmentText) == JSON(encoding: exit))
    }
}
