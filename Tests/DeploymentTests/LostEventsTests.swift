import EventLoop
import JSON
import NodeProtocol
import TestSupport
import Testing

@testable import Deployment

/// Events that never come, on a stream that looks well.
@Suite(.eventLoop, .dockerEngine, .timeLimit(.minutes(10)))
struct LostEventsTests {
    @LoopActor
    @Test func `what no event has told of is put right by the next look at all services`() async throws {
        try await withProxiedBench { bench, proxy in
            let service = "{image: '\(bench.registry.image("web", "1"))', restart: always, networks: [net]}"
            let members = ["killed", "removed", "renamed", "alone", "untouched"]
            let lines = members.map { "  \($0): \(service)\n" }.joined()
            #expect(
                try await bench.carryOut("deploy", compose: .string("services:\n\(lines)networks: {net: {}}\n")) == nil)
            try await eventually("all are at rest", within: .seconds(60)) {
                bench.reconciler.services.values.allSatisfy { $0.work == nil && $0.rested != nil }
            }
            func name(_ member: String) -> String { "\(bench.service)-\(member)-1" }
            func isRight(_ member: String) async throws -> Bool {
                let container = try await bench.engine.inspect(name(member))
                let networks = container?["NetworkSettings"]?["Networks"]
                return container?["State"]?["Running"] == true && networks?["\(bench.service)_net"] != nil
            }
            let untouched = try await bench.engine.inspect(name("untouched"))
            proxy.behave { $0.lost = "/events" }
            proxy.forgetRequests()
            try await bench.engine.request("POST", "/containers/\(name("killed"))/kill")
            try await bench.engine.remove(container: name("removed"))
            try await bench.engine.request("POST", "/containers/\(name("renamed"))/rename?name=x-\(bench.service)")
            let leaving: JSON = ["Container": .string(name("alone")), "Force": true]
            try await bench.engine.request("POST", "/networks/\(bench.service)_net/disconnect", body: leaving.bytes)
            for member in members.dropLast() {
                #expect(try await !isRight(member), "\(member): nobody has heard of it")
            }
            #expect(!proxy.requests.contains { $0.hasPrefix("POST") }, "nothing is done: \(proxy.requests)")

            await bench.reconciler.reconcileAll()
            try await eventually("all is right again", within: .seconds(60)) {
                for member in members where try await !isRight(member) { return false }
                return true
            }
            let after = try await bench.engine.inspect(name("untouched"))
            #expect(after?["Id"] == untouched?["Id"] && after?["State"] == untouched?["State"])
            #expect(try await bench.carryOut("remove") == nil)
        }
    }
}
