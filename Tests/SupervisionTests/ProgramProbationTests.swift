import EventLoop
import Glibc
import TestSupport
import Testing

@testable import Supervision

/// Which program a daemon is started with.
@Suite struct ProgramProbationTests {
    private let old: FileIdentity
    private let new: FileIdentity
    private let newer: FileIdentity

    init() throws {
        let directory = try TemporaryDirectory()
        func file(_ name: String) throws -> FileIdentity {
            try #require(FileIdentity(path: try directory.write([], to: name)))
        }
        old = try file("old")
        new = try file("new")
        newer = try file("newer")
    }

    @Test func `a daemon that never became ready is started with what is there, however often it fails`() {
        var probation = ProgramProbation()
        for _ in 0..<10 {
            #expect(probation.choose(current: new, proven: nil) == .current)
            probation.failed()
        }
    }

    @Test func `failures with the program that is known to work are not the program's`() {
        var probation = ProgramProbation()
        for _ in 0..<10 {
            #expect(probation.choose(current: old, proven: old) == .current)
            probation.failed()
        }
    }

    @Test func `a new program gets two attempts, then the previous one is used until another comes`() {
        var probation = ProgramProbation()
        for _ in 0..<2 {
            #expect(probation.choose(current: new, proven: old) == .current)
            probation.failed()
        }
        for _ in 0..<3 { #expect(probation.choose(current: new, proven: old) == .previous) }
        #expect(probation.choose(current: newer, proven: old) == .current)
        #expect(probation.choose(current: newer, proven: newer) == .current)
    }

    @Test func `a program that is gone is one that fails`() {
        var probation = ProgramProbation()
        for _ in 0..<2 {
            #expect(probation.choose(current: nil, proven: old) == .current)
            probation.failed()
        }
        #expect(probation.choose(current: nil, proven: old) == .previous)
    }

    @Test func `somebody who asks for a start gets the new program tried again`() {
        var probation = ProgramProbation()
        for _ in 0..<2 {
            _ = probation.choose(current: new, proven: old)
            probation.failed()
        }
        probation.forgive()
        #expect(probation.choose(current: new, proven: old) == .current)
    }
}
