import EventLoop
import Foundation
import JSON
import NodeProtocol
import TestSupport
import Testing

@testable import Deployment

/// Images of another platform than a service names.
@Suite(.eventLoop, .dockerEngine, .timeLimit(.minutes(10)))
struct PlatformTests {
    #if arch(arm64)
        private let own = "arm64"
        private let other = "amd64"
    #else
        private let own = "amd64"
        private let other = "arm64"
    #endif

    @LoopActor
    @Test func `an image of another platform is pulled anew, and refused where the registry has no other`()
        async throws
    {
        let engine = try await TestEngine.shared()
        try await withBench(on: engine) { bench in
            // The registry has it for this host's platform, and the host for another one.
            let name = "\(bench.registry.address)/\(bench.service)"
            let image = name + ":1"
            try await TestImages.copy(bench.registry.image("web", "1"), as: name, tag: "1", through: engine)
            try await TestImages.load(image, architecture: other, through: engine)
            func compose(_ architecture: String, _ policy: String) -> JSON {
                .string(
                    "services: {web: {image: '\(image)', platform: linux/\(architecture), pull_policy: \(policy), "
                        + "network_mode: none}}")
            }
            let absent = try await bench.carryOut("deploy", compose: compose(own, "never"))
            #expect(absent?["type"] == "image_not_found")
            #expect(absent?["message"]?.string?.contains("is not on this host for linux/\(own)") == true, "\(absent)")

            #expect(try await bench.carryOut("deploy", compose: compose(own, "missing")) == nil)
            let container = try #require(try await bench.engine.inspect("\(bench.service)-web-1"))
            let (status, answer) = try await engine.request("GET", "/images/\(container["Image"]?.string ?? "")/json")
            #expect(status == 200)
            #expect(try JSON(parsing: answer)["Architecture"]?.string == own)

            let refused = try await bench.carryOut("update", compose: compose(other, "missing"))
            #expect(refused?["type"] == "image_not_found")
            #expect(refused?["message"]?.string?.contains("for linux/\(own), not for linux/\(other)") == true)
            let after = try await bench.engine.inspect("\(bench.service)-web-1")
            #expect(after?["Id"] == container["Id"] && after?["State"]?["Status"] == "running")
        }
    }
}
