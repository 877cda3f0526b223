import Foundation
import JSON
import TestSupport
import Testing

/// The Debian package, installed by the dpkg of a Debian tree under a systemd of its own.
@Suite(.dockerEngine, .debianTrees, .timeLimit(.minutes(10)))
struct PackageTests {
    /// A package of what was built, compressed as little as possible.
    private static func make(in directory: TemporaryDirectory, revision: String = "") async throws -> String {
        let output = try await CommandRun.output(
            of: [SourceTree.root + "/script/package", directory.path],
            environment: [
                "PACKAGE_REVISION": revision, "DPKG_DEB_COMPRESSOR_TYPE": "xz", "DPKG_DEB_COMPRESSOR_LEVEL": "0",
            ])
        return try #require(output.split(separator: "\n").last.map(String.init))
    }

    /// The same package, a version later, with a program that is none.
    private static func makeBroken(from package: String, in directory: TemporaryDirectory) async throws -> String {
        let (tree, broken) = (directory.file("broken"), directory.file("broken.deb"))
        try await CommandRun.output(of: [
            "sh", "-ec",
            """
            dpkg-deb --raw-extract "$0" "$1"
            sed -i 's/^Version: .*/&.1/' "$1/DEBIAN/control"
            printf '#!/bin/sh\nexit 3\n' >"$1/usr/bin/aerekos-worker"
            dpkg-deb --root-owner-group -Znone --build "$1" "$2"
            """, package, tree, broken,
        ])
        return broken
    }

    @Test func `lintian finds nothing wrong with it, and it has everything that belongs to the programs`() async throws
    {
        let directory = try TemporaryDirectory()
        let package = try await Self.make(in: directory)
        let lint = try await CommandRun.of(["lintian", "--fail-on", "error,warning", package])
        #expect(lint.status == 0, "\(lint.output)")
        let files = try await CommandRun.output(of: ["dpkg-deb", "--contents", package])
        for file in [
            "/usr/bin/aerekos-worker", "/usr/bin/workerctl -> aerekos-worker",
            "/usr/lib/systemd/system/aerekos-worker.service", "/usr/share/man/man1/workerctl.1.gz",
            "/usr/share/man/man8/aerekos-worker.8.gz", "/usr/share/bash-completion/completions/workerctl",
            "/usr/share/zsh/vendor-completions/_workerctl", "/usr/share/fish/vendor_completions.d/workerctl.fish",
        ] {
            #expect(files.contains(".\(file)\n"), "\(file)")
        }
        let depends = try await CommandRun.output(of: ["dpkg-deb", "--field", package, "Depends"])
        for library in ["libc6 (", "libsqlite3-0 (", "libcurl", "libssl3", "ca-certificates"] {
            #expect(depends.contains(library), "\(depends)")
        }
        let version = try await CommandRun.output(of: ["dpkg-deb", "--field", package, "Version"])
        let program = try await CommandRun.output(of: [BuiltPrograms.worker, "--version"])
        #expect(program.hasSuffix(" " + version))
    }

    @Test func `installed it runs, an upgrade keeps state and services, a removal the services, and a purge nothing`()
        async throws
    {
        let engine = try await TestEngine.shared()
        let registry = try await TestRegistry.shared()
        let directory = try TemporaryDirectory()
        let first = try await Self.make(in: directory)
        let second = try await Self.make(in: directory, revision: "2")
        let broken = try await Self.makeBroken(from: second, in: directory)
        let host = try await SystemdHost(
            tree: SourceTree.debian("systemd"), engine: engine.socketPath, packages: [first, second, broken])
        let machine = PackagedNode(host: host)
        let port = try freePort()
        let service = "web-\(port)"
        func incarnation() async throws -> [String?] {
            let container = try await engine.inspect("aerekos-" + service)
            return [container?["Id"]?.string, container?["State"]?["StartedAt"]?.string]
        }
        do {
            let files = try await machine.files()

            // Installed: it runs, without settings yet, and is there after the next start of the machine.
            // The second of the README's commands; the first has made the package.
            let readme = try #require(try SourceTree.commands(below: "As a package").first)
            let install = readme.split(separator: "\n").last?
                .replacingOccurrences(of: "sudo apt install", with: "apt-get install -y")
                .replacingOccurrences(of: "./.build/package/aerekos-worker_*.deb", with: "/packages/\(name(of: first))")
            try await machine.succeed(try #require(install))
            try await machine.waitUntilReady()
            #expect(try await machine.succeed("systemctl is-enabled aerekos-worker") == "enabled\n")
            #expect(try await machine.succeed("stat -c '%a %U' /etc/aerekos-worker/worker.env") == "600 root\n")
            #expect(try await machine.succeed("dpkg --verify aerekos-worker") == "", "as it was packed")
            try await machine.succeed("echo SERVICE_STABLE_TIME=200ms >>/etc/aerekos-worker/worker.env")
            try await machine.succeed("systemctl reload aerekos-worker")
            try await machine.waitUntilReady()
            try await machine.succeed(
                "workerctl deploy \(service) --image \(registry.image("web", "1")) --port \(port):80")
            try await waitForPage("one", port: port)
            let before = try await incarnation()
            let daemons = try await machine.pids()
            let supervisor = try await machine.succeed("systemctl show -p MainPID aerekos-worker")
            let settings = try await machine.succeed("cat /etc/aerekos-worker/worker.env")
            let identity = try await machine.succeed("cat /var/lib/aerekos-worker/node-id")

            // Upgraded in place.
            let upgrade = try await machine.succeed("dpkg -i /packages/\(name(of: second))")
            #expect(upgrade.contains("deployd runs the new program"), "\(upgrade)")
            try await machine.waitUntilReady()
            let after = try await machine.pids()
            #expect(after.count == 4 && after.allSatisfy { daemons[$0.key] != $0.value }, "\(after)")
            #expect(try await machine.succeed("systemctl show -p MainPID aerekos-worker") == supervisor)
            #expect(try await machine.succeed("systemctl show -p NRestarts aerekos-worker") == "NRestarts=0\n")
            #expect(try await machine.succeed("cat /etc/aerekos-worker/worker.env") == settings)
            #expect(try await machine.succeed("cat /var/lib/aerekos-worker/node-id") == identity)
            #expect(try await incarnation() == before)
            #expect(try await machine.succeed("workerctl services").contains(service))

            // A program that cannot be executed: dpkg fails, and what ran runs on.
            let failed = try await host.run("dpkg -i /packages/\(name(of: broken))")
            #expect(failed.status == 1 && failed.output.contains("The new program cannot be executed"), "\(failed)")
            #expect(try await incarnation() == before)
            #expect(try await machine.succeed("systemctl show -p MainPID aerekos-worker") == supervisor)
            try await machine.succeed("dpkg -i /packages/\(name(of: second))")
            #expect(try await machine.succeed("systemctl show -p MainPID aerekos-worker") == supervisor)
            try await machine.waitUntilReady()
            #expect(try await incarnation() == before)

            // Back to the version before, in the same way.
            let downgrade = try await machine.succeed("dpkg -i /packages/\(name(of: first))")
            #expect(downgrade.contains("deployd runs the new program"), "\(downgrade)")
            try await machine.waitUntilReady()
            #expect(try await machine.succeed("systemctl show -p MainPID aerekos-worker") == supervisor)
            #expect(try await machine.succeed("cat /etc/aerekos-worker/worker.env") == settings)
            #expect(try await incarnation() == before)

            // Removed: the services run on, and it says how to be rid of them.
            let removal = try await machine.succeed("dpkg -r aerekos-worker")
            #expect(
                removal.contains("cloud.aerekos.worker=\(identity.trimmingCharacters(in: .newlines))"), "\(removal)")
            #expect(try await machine.succeed("ls /run/aerekos-worker 2>&1 || true").contains("No such file"))
            #expect(try await incarnation() == before)
            #expect(try await TestNode.page(port: port) == "one")

            // Installed again: as it was.
            try await machine.succeed("dpkg -i /packages/\(name(of: second))")
            try await machine.waitUntilReady()
            #expect(try await machine.succeed("cat /etc/aerekos-worker/worker.env") == settings)
            try await eventually("the service is the node's as before") {
                try await machine.succeed("workerctl services").contains("running")
            }
            #expect(try await incarnation() == before)
            try await machine.succeed("workerctl remove \(service)")

            try await machine.succeed("apt-get purge -y aerekos-worker")
            let left = try await machine.files().subtracting(files)
            #expect(left == [], "nothing is left")
        } catch {
            let journal = try? await host.run("journalctl --no-pager -n 60")
            try? await remove(service, engine)
            throw NodeWithService.Unexpected("\(error)\n\(journal?.output ?? "")")
        }
        try await remove(service, engine)
    }

    @Test func `installed in a tree that is not running, it is there when the machine starts`() async throws {
        let engine = try await TestEngine.shared()
        let directory = try TemporaryDirectory()
        let package = try await Self.make(in: directory)
        let host = try await SystemdHost(
            tree: SourceTree.debian("systemd"), engine: engine.socketPath, packages: [package],
            preparation: "dpkg -i /packages/\(name(of: package))")
        let machine = PackagedNode(host: host)
        try await machine.waitUntilReady()
        #expect(try await machine.succeed("stat -c '%a' /etc/aerekos-worker/worker.env") == "600\n")
    }

    private func name(of package: String) -> String { URL(fileURLWithPath: package).lastPathComponent }

    private func remove(_ service: String, _ engine: TestEngine) async throws {
        for container in try await engine.containers(label: "cloud.aerekos.service=\(service)") {
            if let id = container["Id"]?.string { try await engine.remove(container: id) }
        }
    }
}
