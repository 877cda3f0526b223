import JSON
import TestSupport

/// A machine of its own, on which the package is installed.
struct PackagedNode: Sendable {
    let host: SystemdHost

    /// Runs a shell command that has to end with 0; what it printed.
    @discardableResult
    func succeed(_ command: String) async throws -> String {
        let run = try await host.run(command)
        guard run.status == 0 else {
            throw NodeWithService.Unexpected("status \(run.status) of \(command):\n\(run.output)")
        }
        return run.output
    }

    /// Waits until systemd has the unit active and all daemons are ready.
    func waitUntilReady() async throws {
        try await eventually("the unit is active and its daemons are ready", within: .seconds(60)) {
            let unit = try await host.run("systemctl is-active --quiet aerekos-worker && workerctl subsystems")
            return unit.status == 0
        }
    }

    /// The daemons' process ids by name.
    func pids() async throws -> [String: Int] {
        let status = try JSON(parsing: Array(try await succeed("workerctl subsystems --json").utf8))
        return Dictionary(
            uniqueKeysWithValues: (status["subsystems"]?.array ?? []).compactMap { subsystem -> (String, Int)? in
                guard let name = subsystem["name"]?.string, let pid = subsystem["pid"]?.int else { return nil }
                return (name, pid)
            })
    }

    /// All files of the machine but those that dpkg, apt and systemd keep about their own work.
    func files() async throws -> Set<String> {
        let directories = [
            "proc", "sys", "dev", "run", "tmp", "var/lib/dpkg", "var/lib/apt", "var/cache/apt", "var/log",
            "var/lib/systemd", "packages",
        ]
        let pruned = directories.map { "-path /\($0)" }.joined(separator: " -o ")
        return Set(
            try await succeed("find / -xdev '(' \(pruned) ')' -prune -o -print").split(separator: "\n")
                .map(String.init))
    }
}
