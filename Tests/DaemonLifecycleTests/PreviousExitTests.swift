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
        full,
    ]

    private static var full: ExitReport {
        var report = ExitReport(
            cause: .watchdog, signal: 6, signalName: "SIGABRT", coreDumped: true, pid: 4711, generation: 3,
            at: "2026-01-31T08:05:09.042Z", requested: false, uptimeSeconds: 0.25, stderr: [])
        report.userSeconds = 1.5
        report.systemSeconds = 0
        report.maximumResidentBytes = 13_565_952
        report.nextAttemptSeconds = 0.1
        return report
    }

    @Test(arguments: reports)
    func `what is written into the environment is what is read from it`(report: ExitReport) throws {
        let exit = PreviousExit(generation: 3, pid: 4711, report: report)
        #expect(PreviousExit.inEnvironment { _ in exit.environmentText } == exit)
        #expect(try JSON(parsing: exit.environmentText) == JSON(encoding: exit))
    }
}
