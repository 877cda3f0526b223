import Foundation
import Glibc
import Testing

/// Podman's Docker-compatible socket (`podman system service`), apart from any other on the machine.
///
/// It has its own storage and its own process, mount and network namespace, so no packet filter of the host is touched;
/// its containers cannot be reached from the host for that. Inside runs a registry with the images, and at the
/// address, of the shared ``TestRegistry``. When the test process ends, by whatever way, all of it goes.
package final class TestPodman: Sendable {
    package static func shared() async throws -> TestPodman { try await sharedTask.value }
    // Whoever calls shared() waits for this task.
    private static let sharedTask = Task {
        let registry = try await TestRegistry.shared().configurationPath
        return try await offThread { try TestPodman(registry: registry) }
    }

    /// What stands in the way; nil when nothing does.
    package static let obstacle: String? = {
        if let reason = DockerAvailability.obstacle { return reason }
        let missing = ["podman", "runc"].filter { DockerAvailability.program(named: $0) == nil }
        return missing.isEmpty ? nil : "not installed: \(missing.joined(separator: ", "))"
    }()

    private let directory: TemporaryDirectory
    private let keeper: KeptProcess
    package let socketPath: String

    private init(registry: String) throws {
        if let reason = Self.obstacle { throw KeptProcess.Failure(description: reason) }
        directory = try TemporaryDirectory()
        socketPath = directory.file("podman.sock")
        try directory.write(Self.storage(directory.path).utf8, to: "storage.conf")
        try directory.write(Self.containers(directory.path).utf8, to: "containers.conf")
        try directory.write("[[registry]]\nlocation = \"127.0.0.1\"\ninsecure = true\n".utf8, to: "registries.conf")
        try directory.write(#"{"default": [{"type": "insecureAcceptAnything"}]}"#.utf8, to: "policy.json")
        keeper = try KeptProcess(
            script: Self.script, arguments: [directory.path, registry], log: directory.file("podman.log"))
        let answer = try keeper.ask("start")
        guard answer == "done" else {
            let log = contents(of: directory.file("podman.log")).map {
                String(decoding: $0.suffix(2000), as: UTF8.self)
            }
            throw KeptProcess.Failure(description: "\(answer)\n\(log ?? "")")
        }
    }

    private static func storage(_ directory: String) -> String {
        """
        [storage]
        driver = "vfs"
        graphroot = "\(directory)/root"
        runroot = "\(directory)/run"
        """
    }

    /// Limits that this host's own hard limits allow; the rest keeps it apart. Podman tells what cleans up behind a
    /// container of all these places but `static_dir`, which that takes to be where it is by default.
    private static func containers(_ directory: String) -> String {
        """
        [containers]
        default_ulimits = ["nofile=1024:1024", "nproc=4096:4096"]
        log_driver = "k8s-file"
        [engine]
        cgroup_manager = "cgroupfs"
        events_logger = "file"
        lock_type = "file"
        runtime = "runc"
        tmp_dir = "\(directory)/tmp"
        static_dir = "\(directory)/root/libpod"
        volume_path = "\(directory)/volumes"
        [network]
        network_backend = "netavark"
        network_config_dir = "\(directory)/networks"
        """
    }

    /// `$1` is the directory, `$2` the registry's configuration.
    private static let script = """
        cd "$1" || exit 1
        trap '' INT TERM HUP
        mkdir -p networks tmp volumes root run
        read -r _
        export CONTAINERS_STORAGE_CONF="$1/storage.conf" CONTAINERS_CONF="$1/containers.conf"
        export CONTAINERS_REGISTRIES_CONF="$1/registries.conf" REGISTRY="$2" DIRECTORY="$1"
        unshare --pid --fork --kill-child --mount --net --propagation private --mount-proc sh -c '
            mount -t tmpfs tmpfs /run && mount -t tmpfs tmpfs /dev/shm && ip link set lo up || exit 1
            mkdir -p /etc/containers && mount --bind "$DIRECTORY" /etc/containers
            docker-registry serve "$REGISTRY" &
            podman system service --time=0 "unix://$DIRECTORY/podman.sock" &
            wait' </dev/null >&2 &
        keeper=$!
        answer="podman does not start"
        for _ in $(seq 900); do
            curl -sf -m 2 -o ping --unix-socket podman.sock http://engine/_ping && { answer=done; break; }
            kill -0 $keeper 2>/dev/null || break
            sleep 0.1
        done
        echo "$answer"
        while read -r _; do :; done
        kill -KILL $(cat "/proc/$keeper/task/$keeper/children" 2>/dev/null) 2>/dev/null
        wait $keeper 2>/dev/null
        sleep 0.1
        find /sys/fs/cgroup -depth -type d -path '*/libpod_parent*' -exec rmdir {} \\; 2>/dev/null
        cd / && rm -rf "$1"
        """
}

extension Trait where Self == ConditionTrait {
    /// For suites and tests that use ``TestPodman``: skipped, with the reason, where it cannot run.
    package static var podman: Self {
        .enabled(
            if: TestPodman.obstacle == nil || !DockerAvailability.isSkippable,
            Comment(rawValue: TestPodman.obstacle ?? "podman can run here"))
    }
}
