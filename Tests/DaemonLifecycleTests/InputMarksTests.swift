import EventLoop
import Glibc
import Logging
import NodeProtocol
import TestSupport
import Testing

@testable import DaemonLifecycle

@Suite(.eventLoop, .timeLimit(.minutes(5)))
@LoopActor
struct InputMarksTests {
    private static let silent = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    private let directory: TemporaryDirectory
    private let path: String

    init() throws {
        directory = try TemporaryDirectory()
        path = directory.file("deployd.inputs")
    }

    nonisolated private static func crash(
        signal: Int32? = SIGSEGV, code: Int32? = nil, cause: ExitReport.Cause = .signalled, requested: Bool = false,
        pid: Int32 = getpid()
    ) -> PreviousExit {
        PreviousExit(
            generation: 1, pid: pid,
            report: ExitReport(
                cause: cause, code: code, signal: signal, at: "", requested: requested, uptimeSeconds: 1, stderr: []))
    }

    /// The next process; `previous` is how the one before it ended.
    private func next(after previous: PreviousExit?) -> InputMarks {
        InputMarks(path: path, previous: previous, logger: Self.silent)
    }

    @Test func `an input that was being worked on in three crashes is set aside, and no other`() {
        var marks = next(after: nil)
        for number in 1...3 {
            marks.begin("poison")
            marks.begin("innocent")
            marks.end("innocent", .finished)
            marks = next(after: Self.crash())
            #expect(marks.isSuspect("poison") && !marks.isSuspect("innocent"))
            #expect(marks.isSetAside("poison") == (number == 3))
        }
        marks.forget("poison")
        #expect(!next(after: Self.crash()).isSuspect("poison"))
    }

    @Test func `work that comes to its end forgets the crashes before, interrupted work does not`() {
        var marks = next(after: nil)
        marks.begin("a")
        marks.begin("b")
        marks = next(after: Self.crash())
        marks.begin("a")
        marks.end("a", .finished)
        marks.begin("b")
        marks.end("b", .unfinished)
        marks = next(after: Self.crash())
        #expect(!marks.isSuspect("a") && marks.isSuspect("b"))
        #expect(!marks.isSetAside("b"))
    }

    nonisolated static let innocent: [PreviousExit?] = [
        nil,  // nobody knows
        crash(signal: SIGKILL), crash(signal: SIGTERM), crash(requested: true),
        crash(signal: nil, code: 0, cause: .exited), crash(signal: nil, code: 75, cause: .exited),
        crash(signal: nil, code: 78, cause: .exited), crash(signal: nil, cause: .exited),
        crash(signal: SIGKILL, cause: .watchdog), crash(signal: SIGKILL, cause: .startTimeout),
        crash(pid: 1),  // another process's marks
    ]

    @Test(arguments: innocent)
    func `an end that was not the process's own doing counts against no input`(end: PreviousExit?) {
        for _ in 1...4 {
            let marks = next(after: nil)
            marks.begin("a")
            #expect(!next(after: end).isSuspect("a"))
        }
    }

    nonisolated static let guilty = [
        crash(), crash(signal: SIGILL), crash(signal: SIGABRT), crash(signal: nil, code: 1, cause: .exited),
        crash(signal: SIGABRT, cause: .watchdog),
    ]

    @Test(arguments: guilty)
    func `an end that was the process's own doing counts`(end: PreviousExit) {
        next(after: nil).begin("a")
        #expect(next(after: end).isSuspect("a"))
    }

    @Test func `a crash signal that another process has sent counts against no input`() throws {
        next(after: nil).begin("a")
        try directory.write(Array("!".utf8) + Array(try #require(contents(of: path)).dropFirst()), to: "deployd.inputs")
        #expect(!next(after: Self.crash()).isSuspect("a"))
    }

    @Test func `an input marked twice is marked until both have ended`() {
        let marks = next(after: nil)
        marks.begin("a")
        marks.begin("a")
        marks.end("a", .unfinished)
        #expect(next(after: Self.crash()).isSuspect("a"))
    }

    @Test(arguments: [
        "", "-", "-\npid x\nend\n", "-\npid 1\nmark a\n", "garbage\npid 1\nend\n", "-\npid 1\ncrashes x a\nend\n",
    ])
    func `a file that is no record counts for nothing`(text: String) throws {
        try directory.write(Array(text.utf8), to: "deployd.inputs")
        let marks = next(after: Self.crash(pid: 1))
        #expect(!marks.isSuspect("a"))
        marks.begin("a")
        #expect(next(after: Self.crash()).isSuspect("a"))
    }

    @Test func `without a place for the file work goes on`() {
        let marks = InputMarks(path: "/nonexistent/x", previous: Self.crash(), logger: Self.silent)
        marks.begin("a")
        marks.end("a", .finished)
        #expect(!marks.isSuspect("a"))
    }
}
