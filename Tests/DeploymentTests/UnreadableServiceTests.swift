import EventLoop
import Foundation
import JSON
import NodeProtocol
import SQLite
import TestSupport
import Testing

@testable import Deployment

/// Services whose stored configuration this version cannot read: an earlier one took what is refused now.
@Suite(.eventLoop, .dockerEngine, .timeLimit(.minutes(10)))
struct UnreadableServiceTests {
    /// As an earlier version had stored it.
    @LoopActor
    private func spoil(_ bench: DeploymentBench) async throws {
        let config: JSON = ["image": bench.image("1"), "network": "none", "devices": ["/dev/null"]]
        try await bench.store.thread.run { [database = bench.store.database] in
            _ = try database.run("UPDATE services SET config = ?", [.text(config.text)])
        }
        try await bench.restart()
        try await eventually("the engine is known", within: .seconds(60)) { bench.reconciler.engineStatus.connected }
    }

    @LoopActor
    @Test func `it stays as it runs, says why, and nothing is removed`() async throws {
        try await withBench { bench in
            #expect(try await bench.carryOut("deploy", ["image": bench.image("1"), "network": "none"]) == nil)
            let before = try await bench.inspect()
            try await spoil(bench)
            try await eventually("its container is shown", within: .seconds(60)) { bench.status?.running == true }
            let error = try #require(bench.status?.error)
            #expect(error.type == .invalidConfig && error.message.contains("devices: is not supported"))
            let explanation = try bench.reconciler.explanation(of: bench.service)
            #expect(explanation.summary.contains("is left as it runs") && explanation.failure?.message == error.message)
            #expect(explanation.help?.contains("deploy it again") == true)

            for action in ["stop", "start", "restart", "update"] {
                #expect(try await bench.carryOut(action)?["type"] == "invalid_config", "\(action)")
            }
            await bench.reconciler.reconcileAll()
            try await bench.collect(.seconds(30 * 86400))
            #expect(try await bench.inspect()["State"] == before["State"])
            _ = try await bench.engine.request("POST", "/containers/aerekos-\(bench.service)/stop?t=0")
            try await eventually("its end is seen", within: .seconds(60)) { bench.status?.running == false }
            try await bench.collect(.seconds(30 * 86400))
            #expect(try await bench.inspect()["Id"] == before["Id"])

            #expect(
                try await bench.carryOut("deploy", ["image": bench.image("1"), "network": "none", "user": "0"]) == nil)
            #expect(bench.status?.error == nil && bench.status?.running == true)
            #expect(try await bench.containers().count == 1)
        }
    }

    @LoopActor
    @Test func `it can be removed`() async throws {
        try await withBench { bench in
            #expect(try await bench.carryOut("deploy", ["image": bench.image("1"), "network": "none"]) == nil)
            try await spoil(bench)
            #expect(try await bench.carryOut("remove") == nil)
            #expect(try await bench.containers().isEmpty && bench.status == nil)
        }
    }

    @LoopActor
    @Test func `a service is not put back to a version that cannot be read, and keeps it`() async throws {
        try await withBench { bench in
            #expect(try await bench.carryOut("deploy", ["image": bench.image("1"), "network": "none"]) == nil)
            let name = try ServiceName(bench.service)
            let good = try #require(bench.reconciler.services[name]?.desired.good?.json.text)
            let spoilt = good.replacing(
                "\"network\":\"none\"", with: "\"network\":\"none\",\"devices\":[\"/dev/null\"]")
            try await bench.store.thread.run { [database = bench.store.database] in
                _ = try database.run("UPDATE services SET good = ?", [.text(spoilt)])
            }
            try await bench.restart()
            let quits = JSON.string(bench.registry.image("quits", "1"))
            let error = try await bench.carryOut("update", ["image": quits, "network": "none", "restart": "no"])
            #expect(error?["type"] == "exited")
            #expect(
                bench.reconciler.services[name]?.desired.rolledBack == nil, "it is what is wanted, and is tried again")
            let kept = try await bench.store.services().services.first?.good
            #expect(kept?.spec.unreadable != nil && kept?.spec.config["devices"] != nil)
        }
    }
}
