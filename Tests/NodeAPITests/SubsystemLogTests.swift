import Doctor
import EventLoop
import Glibc
import HTTPServer
import IPC
import JSON
import Logging
import NodeProtocol
import TestSupport
import Testing

@testable import NodeAPI

/// What the API tells of a daemon's output, from the file that the supervisor keeps it in.
@Suite(.eventLoop, .timeLimit(.minutes(5)))
struct SubsystemLogTests {
    private let directory: TemporaryDirectory
    private let runtime: RuntimeDirectory

    init() throws {
        directory = try TemporaryDirectory()
        runtime = RuntimeDirectory(directory.path)
    }

    /// In the place of the file before, as the supervisor does it.
    private func write(_ lines: String, from start: Int = 0) throws {
        try directory.write(KeptOutput(start: start, text: Array(lines.utf8)[...]).bytes, to: "new", mode: 0o600)
        try #require(rename(directory.file("new"), directory.file("probed.log")) == 0)
    }

    private func stream(tail: Int? = nil, follows: Bool = false) throws -> SubsystemLogStream {
        try SubsystemLogStream(of: "probed", in: runtime, tail: tail, follows: follows)
    }

    private func next(_ stream: SubsystemLogStream) async -> String? {
        await stream.next().map { String(decoding: $0, as: UTF8.self) }
    }

    @Test func `what there is is told, or its last lines`() async throws {
        try write("one\ntwo\nthree\n")
        let all = try stream()
        #expect(await next(all) == "one\ntwo\nthree\n")
        #expect(await next(all) == nil)
        #expect(await next(try stream(tail: 2)) == "two\nthree\n")
        #expect(await next(try stream(tail: 0)) == nil)
        try write("")
        #expect(await next(try stream()) == nil)
    }

    @Test func `who follows gets each line once, across other files and times without one`() async throws {
        try write("one\ntwo\n", from: 100)
        let stream = try stream(tail: 1, follows: true)
        #expect(await next(stream) == "two\n")
        try write("two\nthree\nhalf", from: 104)
        #expect(await next(stream) == "three\n")
        async let late = next(stream)
        unlink(directory.file("probed.log"))
        try directory.write(Array("garbage".utf8), to: "probed.log")
        try write("half a line\n", from: 114)
        #expect(await late == "half a line\n")
        // Lines that were kept and are not any more.
        try write("last\n", from: 500)
        #expect(await next(stream) == "(lines were missed here)\nlast\n")
        async let none = next(stream)
        stream.end()
        #expect(await none == nil)
    }

    @Test func `a log that cannot be read is 503, with the reason, and no other error`() async throws {
        let node = LiveNode.unheard(runtime, directory)
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let table = NodeRoutes(try FakeNode.description(), node, logger: logger).table
        func call(_ query: String = "") async -> (status: Int, message: String?) {
            let answer = await table.answer(HTTPCall("GET", "/subsystems/probed/logs" + query))
            return (answer.status, answer.body?["error"]?["message"]?.string)
        }
        for query in ["", "?follow", "?tail=3"] {
            let missing = await call(query)
            #expect(missing.status == 503 && missing.message?.contains("No such file") == true)
        }
        try directory.write(Array("garbage".utf8), to: "probed.log")
        let garbage = await call()
        #expect(garbage.status == 503 && garbage.message?.contains("probed.log is not what the supervisor") == true)
        try write("one\n")
        #expect(await call().status == 200)
        #expect(await call("?follow&tail=all").status == 200)
    }
}

extension LiveNode {
    /// Of a node whose other processes do not run.
    fileprivate static func unheard(_ runtime: RuntimeDirectory, _ directory: TemporaryDirectory) -> LiveNode {
        LiveNode(
            runtime, supervisor: IPCClient(path: runtime.supervisorSocket),
            deployd: IPCClient(path: runtime.socket(of: .deployd)), events: EventFeed(generation: 1),
            doctor: NodeDoctor(NodePlan(stateDirectory: directory.path, runtimeDirectory: directory.path)))
    }
}
