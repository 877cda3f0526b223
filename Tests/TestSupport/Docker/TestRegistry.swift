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

    /// What a registry asks of those who come to it.
    package struct Manners: Sendable {
        /// Whom it lets in; nil: everybody.
        package var user: String?
        /// Paths of a certificate and its key; nil: plain HTTP.
        package var certificate: (path: String, key: String)?
        /// `127.0.0.1`, which an engine trusts whatever it speaks, or another address of the host.
        package var host = "127.0.0.1"

        package init() {}
    }

    /// A registry of a test's own with the images of the shared one. End it with ``end()``.
    package static func start(_ manners: Manners) async throws -> TestRegistry {
        let images = try await shared().directory.file("images")
        return try await offThread { try TestRegistry(manners, images: images) }
    }

    /// The password of ``Manners/user`` is always this: the registry knows its hash only.
    package static let password = "open sesame"
    private static let passwordHash = "$2b$04$Lj9C1ax0YpQPIQ80VY2K3.E30AN/mod7EG2KFU9fZTkIvSO7AlDYS"

    /// Makes the registry stand still: it takes connections and answers nothing, until ``thaw()``.
    package func freeze() async throws { try await tell("freeze") }
    package func thaw() async throws { try await tell("thaw") }

    private func tell(_ command: String) async throws {
        let answer = try await offThread { try self.keeper.ask(command) }
        guard answer == "done" else { throw KeptProcess.Failure(description: answer) }
    }

    package func end() async throws { try await offThread { self.keeper.end() } }

    private let directory: TemporaryDirectory
    private let keeper: KeptProcess
    /// `127.0.0.1:<port>`, what image names begin with.
    package let address: String

    /// The reference of an image here: `image("web", "1")`.
    package func image(_ name: String, _ tag: String) -> String { "\(address)/\(name):\(tag)" }

    private init(_ manners: Manners = Manners(), images: String? = nil) throws {
        directory = try TemporaryDirectory()
        address = "\(manners.host):\(try freePort())"
        var http = ["addr: \"\(address)\""]
        if let (path, key) = manners.certificate { http.append("tls: {certificate: \(path), key: \(key)}") }
        var configuration = """
            version: 0.1
            log: {level: warn}
            storage: {filesystem: {rootdirectory: \(images ?? directory.file("images"))}}
            http: {\(http.joined(separator: ", "))}

            """
        if let user = manners.user {
            try directory.write("\(user):\(Self.passwordHash)\n".utf8, to: "logins")
            configuration += "auth: {htpasswd: {realm: test, path: \(directory.file("logins"))}}\n"
        }
        try directory.write(configuration.utf8, to: "registry.yml")
        let scheme = manners.certificate == nil ? "http" : "https"
        keeper = try KeptProcess(
            script: Self.script, arguments: [directory.path, "\(scheme)://\(address)"],
            log: directory.file("registry.log"))
        let answer = try keeper.ask("start")
        guard answer == "done" else { throw KeptProcess.Failure(description: answer) }
    }

    /// Its configuration, with which another process can serve the same images at the same address elsewhere.
    var configurationPath: String { directory.file("registry.yml") }

    private static let script = """
        cd "$1" || exit 1
        trap '' INT TERM HUP
        read -r _
        docker-registry serve registry.yml </dev/null >&2 &
        registry=$!
        answer="the registry does not start"
        for _ in $(seq 600); do
            # Any answer will do: without a login it is 401.
            curl -sk -m 2 -o ping "$2/v2/" && { answer=done; break; }
            kill -0 $registry 2>/dev/null || break
            sleep 0.1
        done
        echo "$answer"
        while read -r command; do
            case $command in
            freeze)
                kill -STOP $registry
                # Its threads stop one after the other.
                while grep -hs ^State: /proc/$registry/task/*/status | grep -qv stopped; do sleep 0.01; done
                ;;
            thaw) kill -CONT $registry ;;
            esac
            echo done
        done
        kill -KILL $registry 2>/dev/null
        cd / && rm -rf "$1"
        """
}
