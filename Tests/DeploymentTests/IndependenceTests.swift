import EventLoop
import Foundation
import Glibc
import JSON
import NodeProtocol
import TestSupport
import Testing

@testable import Deployment

/// Trouble with one service is nobody else's.
@Suite(.eventLoop, .dockerEngine, .timeLimit(.minutes(10)))
struct IndependenceTests {
    @LoopActor
    private func apply(_ bench: DeploymentBench, _ service: String, _ image: JSON) async throws -> String {
        let id = UUID().uuidString
        try await bench.reconciler.apply([
            Instruction.parse([
                "id": .string(id), "action": "deploy", "service": .string(service), "config": ["image": image],
            ])
        ])
        return id
    }

    @LoopActor
    @Test func `pulls from a registry that never answers hold up no other service`() async throws {
        try await withBench { bench in
            let silent = try LoopbackListener()
            defer { silent.close() }
            // More than are pulled at a time.
            let stuck = (0..<5).map { "\(bench.service)-stuck\($0)" }
            for name in stuck { _ = try await apply(bench, name, .string("127.0.0.1:\(silent.port)/web:1")) }
            try await eventually("they are pulling", within: .seconds(60)) {
                bench.reconciler.statuses.filter { $0.status == .pulling }.count == 5
            }
            // What is here needs no pull; what runs is restarted.
            let image = bench.image("1")
            try await bench.engine.request("POST", "/images/create?fromImage=\(image.string ?? "")")
            #expect(try await bench.carryOut("deploy", ["image": image]) == nil)
            try await bench.engine.request("POST", "/containers/aerekos-\(bench.service)/kill")
            try await eventually("it is started again", within: .seconds(60)) {
                bench.status?.restartCount == 1 && bench.status?.running == true
            }
            #expect(bench.reconciler.statuses.contains { $0.service == stuck[0] && $0.status == .pulling })
        }
    }

    @LoopActor
    @Test func `twenty services come up side by side, and none is made twice`() async throws {
        try await withBench { bench in
            #expect(try await bench.carryOut("deploy", ["image": bench.image("1")]) == nil)
            var ids: [String] = []
            for number in 0..<20 {
                ids.append(try await apply(bench, "\(bench.service)-\(number)", bench.image("1")))
            }
            for id in ids { #expect(try await bench.ending(of: id) == nil) }
            #expect(try await bench.containers().count == 21)
        }
    }
}
