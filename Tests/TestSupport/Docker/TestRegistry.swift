import Foundation
import Glibc
import JSON

/// An image registry on 127.0.0.1, for pulls that are real and need no network.
package final class TestRegistry: Sendable {
    /// The registry of this test process, with the images of ``TestImages`` in it; started with the first call.
    package static func shared() async throws -> TestRegistry { try await sharedTask.value }
    // Whoever calls shared() waits for this task.
    private static let sharedTask = Task {
        let registry = try await offThread { try TestRegistry() }
        try await TestImages.push(to: registry, through: try await TestEngine.shared())
        return registry
    }

    private let directory: TemporaryDirectory
    private let keeper: KeptProcess
    /// `127.0.0.1:<port>`, what image names begin with.
    package let address: String

    /// The reference of an image here: `image("web", "1")`.
    package func image(_ name: String, _ tag: String) -> String { "\(address)/\(name):\(tag)" }

    private init() throws {
        directory = try TemporaryDirectory()
        address = "127.0.0.1:\(try freePort())"
        let configuration = """
            version: 0.1
            log: {level: warn}
            storage: {filesystem: {rootdirectory: \(directory.file("images"))}}
            http: {addr: "\(address)"}
            """
        try directory.write(configuration.utf8, to: "registry.yml")
        keeper = try KeptProcess(
            script: Self.script, arguments: [directory.path, address], log: directory.file("registry.log"))
        let answer = try keeper.ask("start")
        guard answer == "done" else { throw KeptProcess.Failure(description: answer) }
    }

    private static let script = """
        cd "$1" || exit 1
        trap '' INT TERM HUP
        read -r _
        docker-registry serve registry.yml </dev/null >&2 &
        registry=$!
        answer="the registry does not start"
        for _ in $(seq 100); do
            curl -sf -m 2 -o ping "http://$2/v2/" && { answer=done; break; }
            kill -0 $registry 2>/dev/null || break
            sleep 0.1
        done
        echo "$answer"
        while read -r _; do :; done
        kill -KILL $registry 2>/dev/null
        cd / && rm -rf "$1"
        """
}
