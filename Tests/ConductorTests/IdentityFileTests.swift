import Conductor
import EventLoop
import Foundation
import NodeProtocol
import TestSupport
import Testing

@Suite(.eventLoop, .timeLimit(.minutes(10)))
struct IdentityFileTests {
    private let directory: TemporaryDirectory
    private let file: IdentityFile

    init() throws {
        directory = try TemporaryDirectory()
        file = IdentityFile(StateDirectory(directory.path), thread: WorkerThread(name: "identity"))
    }

    private func names() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: directory.path).sorted()
    }

    @LoopActor
    @Test func `what was stored is read, and nothing else is left behind`() async throws {
        #expect(try await file.read() == .absent)
        let id = try #require(WorkerID("w-1"))
        for host in ["a", "b"] {
            let identity = NodeIdentity(workerID: id, hostname: host, conductorURL: "http://c")
            try await file.store(identity)
            #expect(try await file.read() == .known(identity))
        }
        #expect(try names() == ["identity.json"])
        let mode = try FileManager.default.attributesOfItem(atPath: file.path)[.posixPermissions] as? Int
        #expect(mode == 0o600)
    }

    @LoopActor
    @Test(arguments: ["", "{", "[]", "{}", #"{"worker_id":7}"#, #"{"worker_id":""}"#, "\u{0}\u{0}\u{0}"])
    func `a damaged file is told as such and can be set aside`(text: String) async throws {
        try directory.write(text.utf8, to: "identity.json")
        guard case .damaged(let reason) = try await file.read() else { return #expect(Bool(false)) }
        #expect(!reason.isEmpty)
        let other = try await file.setAside()
        #expect(other.contains("/identity.json.damaged-"))
        #expect(contents(of: other) == Array(text.utf8))
        #expect(try await file.read() == .absent)
    }

    @LoopActor
    @Test func `what another machine has stored is told as a copy`() async throws {
        func file(on machine: String?) -> IdentityFile {
            IdentityFile(StateDirectory(directory.path), machine: machine, thread: WorkerThread(name: "identity"))
        }
        let identity = NodeIdentity(workerID: try #require(WorkerID("w-1")), hostname: "a", conductorURL: "http://c")
        try await file(on: "one").store(identity)
        #expect(try await file(on: "one").read() == .known(identity))
        #expect(try await file(on: "two").read() == .copied(identity))
        #expect(try await file(on: nil).read() == .known(identity), "a machine without identifier cannot tell")
        try await file(on: nil).store(identity)
        #expect(try await file(on: "two").read() == .known(identity), "nor can what it has stored")
    }

    @Test func `a machine is known by 32 digits, of the host where the node is in a container`() throws {
        let id = "3d1219c7c4c5404aaa1f6d2a48adfda4"
        try FileManager.default.createDirectory(atPath: directory.path + "/etc", withIntermediateDirectories: false)
        #expect(MachineIdentifier.current(hostRoot: directory.path) == nil)
        for (text, expected) in [(id + "\n", id), ("uninitialized\n", nil), ("", nil), ("3d12\n", nil)]
            as [(String, String?)]
        {
            try directory.write(Array(text.utf8), to: "etc/machine-id")
            #expect(MachineIdentifier.current(hostRoot: directory.path) == expected)
        }
    }

    @LoopActor
    @Test func `a file without end is damaged`() async throws {
        try directory.write([UInt8](repeating: 0x20, count: 1 << 20), to: "identity.json")
        guard case .damaged = try await file.read() else { return #expect(Bool(false)) }
    }

    @LoopActor
    @Test func `a half-written file of an earlier attempt does not matter`() async throws {
        try directory.write("{\"worker".utf8, to: "identity.json.new", mode: 0o400)
        let identity = NodeIdentity(workerID: try #require(WorkerID("w-1")))
        #expect(try await file.read() == .absent)
        try await file.store(identity)
        #expect(try await file.read() == .known(identity))
    }

    @LoopActor
    @Test func `a directory that is not there is an error, not an absence of identity when storing`() async throws {
        let file = IdentityFile(StateDirectory(directory.file("none")), thread: WorkerThread(name: "identity"))
        let identity = NodeIdentity(workerID: try #require(WorkerID("w-1")))
        let error = await #expect(throws: SystemError.self) { try await file.store(identity) }
        #expect(error?.description.contains(directory.path) == true)
    }

    @LoopActor
    @Test func `something else under the name is an error`() async throws {
        try FileManager.default.createDirectory(atPath: file.path, withIntermediateDirectories: false)
        await #expect(throws: SystemError.self) { _ = try await file.read() }
    }
}
