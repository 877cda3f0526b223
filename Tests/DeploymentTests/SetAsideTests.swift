import DaemonLifecycle
import EventLoop
import JSON
import NodeProtocol
import SQLite
import TestSupport
import Testing

@testable import Deployment

/// What a service becomes that has crashed deployd three times.
@Suite(.eventLoop, .dockerEngine, .timeLimit(.minutes(10)))
struct SetAsideTests {
    @LoopActor
    @Test func `a version that crashes deployd is replaced by the last good one, wherever it was interrupted`()
        async throws
    {
        try await withBench { bench in
            let port = try freePort()
            let ports: JSON = ["80/tcp": .string("127.0.0.1:\(port)")]
            #expect(try await bench.carryOut("deploy", ["image": bench.image("1"), "ports": ports]) == nil)
            #expect(try await bench.page(port) == "one")
            // The old container is gone, the new one has not got its name yet.
            let name = try ServiceName(bench.service)
            var isCut = false
            bench.reconciler.afterStep = {
                guard case .remove = $0 else { return }
                isCut = true
                bench.reconciler.held = [name]  // the engine's events do not wake it again
                throw CancellationError()
            }
            try await bench.apply("update", ["image": bench.image("2"), "ports": ports], id: "poison")
            try await eventually("it was interrupted", within: .seconds(60)) {
                let containers = try await bench.containers()
                let isAlone = containers.count == 1 && containers[0]["State"] == "running"
                return isCut && isAlone && bench.reconciler.services[name]?.work == nil
            }
            let key = try #require(bench.reconciler.services[name]?.desired.inputKey)
            try await bench.restart(crashing: key)
            #expect(try await bench.ending(of: "poison")?["type"] == "set_aside")
            try await eventually("the version before is back", within: .seconds(60)) {
                try await bench.page(port) == "one"
            }
            try await eventually("it is at rest", within: .seconds(60)) { bench.reconciler.services[name]?.work == nil }
            #expect(try await bench.containers().count == 1)

            // A new instruction gets a new chance, and what was set aside does not come back with the next process.
            try await bench.restart()
            #expect(try await bench.carryOut("update", ["image": bench.image("2"), "ports": ports]) == nil)
            #expect(try await bench.page(port) == "two")
        }
    }

    @LoopActor
    @Test
    func `a service that crashes deployd and has nothing to go back to is left alone until something new is asked`()
        async throws
    {
        try await withBench { bench in
            let name = try ServiceName(bench.service)
            #expect(try await bench.carryOut("deploy", ["image": bench.image("1")]) == nil)
            let before = try await bench.inspect()["State"]
            let key = try #require(bench.reconciler.services[name]?.desired.inputKey)
            try await bench.restart(crashing: key)
            try await eventually("the engine is known", within: .seconds(60)) {
                bench.reconciler.engineStatus.connected
            }
            #expect(await bench.reconciler.settle(name)?.type == .setAside)
            #expect(bench.status?.error?.type == .setAside)
            try await bench.restart()
            try await eventually("the engine is known", within: .seconds(60)) {
                bench.reconciler.engineStatus.connected
            }
            #expect(await bench.reconciler.settle(name)?.type == .setAside, "also for the next process")
            #expect(try await bench.inspect()["State"] == before)
            #expect(try await bench.carryOut("restart") == nil)
            #expect(await bench.reconciler.settle(name) == nil)
            #expect(bench.status?.error == nil)
        }
    }

    @LoopActor
    @Test func `an instruction that crashes deployd before it is taken ends as failed, and the others are taken`()
        async throws
    {
        try await withBench { bench in
            let poison: JSON = ["id": "p", "action": "stop", "service": .string(bench.service)]
            let other: JSON = [
                "id": "o", "action": "deploy", "service": .string(bench.service), "config": ["image": bench.image("1")],
            ]
            try await bench.restart(crashing: Instruction.inputKey(poison))
            try await bench.reconciler.apply(delivered: [poison, other])
            #expect(try await bench.ending(of: "p")?["type"] == "set_aside")
            #expect(try await bench.ending(of: "o") == nil)
            try await bench.reconciler.apply(delivered: [poison, other])
            try await bench.reconciler.apply(delivered: [
                ["id": "p2", "action": "stop", "service": .string(bench.service)]
            ])
            #expect(try await bench.ending(of: "p2") == nil, "a new id is a new chance")
        }
    }

    @LoopActor
    @Test func `a store of the version before keeps its services`() async throws {
        let directory = try TemporaryDirectory()
        let path = directory.file("deployd.db")
        try SQLiteDatabase(path: path).execute(
            """
            CREATE TABLE services (
                name TEXT PRIMARY KEY, config TEXT NOT NULL, hash TEXT NOT NULL, wanted TEXT NOT NULL,
                nudge TEXT NOT NULL, must_pull INTEGER NOT NULL, image_id TEXT, pending TEXT NOT NULL,
                revision INTEGER NOT NULL);
            INSERT INTO services VALUES ('web', '{"image":"nginx"}', 'h', 'running', 'none', 0, NULL, '[]', 4);
            PRAGMA user_version = 1
            """)
        let store = try await DeploymentStore.open(path: path)
        let (services, unreadable) = try await store.services()
        #expect(services.map(\.revision) == [4] && unreadable.isEmpty && store.damaged == nil)
        var change = StoreChange()
        change.saved = [services[0].settingAside(because: "x")]
        try await store.commit(change)
        let again = try await DeploymentStore.open(path: path)
        #expect(try await again.services().services.map(\.setAside) == ["x"])
    }
}
