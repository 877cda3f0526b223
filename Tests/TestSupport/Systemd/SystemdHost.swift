import Foundation
import Glibc

/// A real systemd as the first process of a PID namespace, with control groups, /run and mounts of its own.
package final class SystemdHost: Sendable {
    private let keeper: KeptProcess
    private let directory: TemporaryDirectory
    /// Where its units lie; others than systemd's own need `DefaultDependencies=no`.
    package var unitDirectory: String { directory.file("units") }

    /// On this machine's files and network. It sees the units of one directory and no others.
    package convenience init() async throws {
        let directory = try TemporaryDirectory()
        guard mkdir(directory.file("units"), 0o755) == 0 else { throw KeptProcess.Failure(description: "mkdir") }
        try directory.write(Array("[Unit]\nDefaultDependencies=no\n".utf8), to: "units/test.target")
        try await self.init(directory, Self.firstProcess, target: "test.target", more: [])
    }

    /// On the files of a packed Debian tree, with no network: as a machine of its own, with an engine's socket in its
    /// usual place.
    /// - Parameters:
    ///   - tree: A tar archive with systemd in it.
    ///   - packages: Debian packages that lie in /packages there.
    ///   - preparation: A shell command to be run in the tree before systemd is.
    package convenience init(
        tree: String, engine socket: String, packages: [String] = [], preparation: String = "true"
    ) async throws {
        let directory = try TemporaryDirectory()
        let root = directory.file("tree")
        let log = directory.file("preparation.log")
        let copies = packages.map { "cp '\($0)' '\(root)/packages/'" }.joined(separator: "\n")
        try await offThread {
            try runShell(
                """
                mkdir -p '\(root)/packages' '\(root)/dev'
                tar -C '\(root)' -xf '\(tree)'
                \(copies)
                # What dpkg and its scripts write to; gone with the mount that comes in its place.
                touch '\(root)/dev/null'
                chroot '\(root)' /bin/sh -ec '\(preparation)' >'\(log)' 2>&1 || { cat '\(log)' >&2; exit 1; }
                """)
        }
        try await self.init(
            directory, Self.firstProcessInTree, target: "multi-user.target", more: ["--net", "--uts", socket])
    }

    /// - Parameter more: Arguments of unshare(1), and then one for the first process.
    private init(_ directory: TemporaryDirectory, _ first: String, target: String, more: [String]) async throws {
        try directory.write(Array(first.utf8), to: "first")
        self.directory = directory
        keeper = try KeptProcess(
            script: Self.script,
            arguments: [directory.path, target, more.last ?? "", more.dropLast().joined(separator: " ")],
            log: directory.file("systemd.log"))
        let keeper = keeper
        let answer = try await offThread { try keeper.ask("wait") }
        guard answer == "up" else {
            let log = contents(of: directory.file("systemd.log")).map { String(decoding: $0, as: UTF8.self) }
            throw KeptProcess.Failure(description: "systemd does not run: \(answer)\n\(log ?? "")")
        }
    }

    deinit { keeper.end() }

    /// Runs systemctl(1) in it; its exit status, and what it printed.
    @discardableResult
    package func systemctl(_ arguments: String...) async throws -> (status: Int, output: String) {
        let answer = try await offThread { try self.keeper.ask("systemctl " + arguments.joined(separator: " ")) }
        let output = contents(of: directory.file("output")).map { String(decoding: $0, as: UTF8.self) } ?? ""
        return (Int(answer) ?? -1, output)
    }

    /// Runs a shell command in it; its exit status, and what it printed.
    @discardableResult
    package func run(_ command: String) async throws -> (status: Int, output: String) {
        let answer = try await offThread { try self.keeper.ask("run " + command) }
        let output = contents(of: directory.file("output")).map { String(decoding: $0, as: UTF8.self) } ?? ""
        return (Int(answer) ?? -1, output)
    }

    /// The process that has this number inside, by its number outside.
    package func process(_ inside: pid_t) async throws -> pid_t? {
        pid_t(try await offThread { try self.keeper.ask("pid \(inside)") })
    }

    private static let firstProcess = """
        set -e
        mount --make-rprivate /
        mount -t proc proc /proc
        umount -R /sys/fs/cgroup
        mount -t tmpfs -o mode=755 tmpfs /sys/fs/cgroup
        for group in memory pids; do
            mkdir /sys/fs/cgroup/$group
            mount -t cgroup -o $group cgroup /sys/fs/cgroup/$group
        done
        mkdir /sys/fs/cgroup/systemd
        mount -t cgroup -o none,name=systemd cgroup /sys/fs/cgroup/systemd
        mount -t tmpfs -o mode=755 tmpfs /run
        exec env -i container=test PATH=/usr/bin:/bin:/usr/sbin:/sbin SYSTEMD_UNIT_PATH="$1/units" \\
            /lib/systemd/systemd --system --unit=test.target --log-target=console --show-status=no
        """

    private static let firstProcessInTree = """
        set -e
        tree=$1/tree
        mount --make-rprivate /
        mount --bind "$tree" "$tree"
        mount -t proc proc "$tree/proc"
        mount --bind "$tree/proc/sys" "$tree/proc/sys"
        mount -o remount,ro,bind "$tree/proc/sys"
        mount -t sysfs -o ro sysfs "$tree/sys"
        mount -t tmpfs -o mode=755 tmpfs "$tree/dev"
        for device in null zero full random urandom tty; do
            touch "$tree/dev/$device"
            mount --bind "/dev/$device" "$tree/dev/$device"
        done
        mkdir "$tree/dev/shm" "$tree/dev/pts"
        mount -t tmpfs tmpfs "$tree/dev/shm"
        mount -t tmpfs -o mode=755 tmpfs "$tree/sys/fs/cgroup"
        for group in memory pids; do
            mkdir "$tree/sys/fs/cgroup/$group"
            mount -t cgroup -o $group cgroup "$tree/sys/fs/cgroup/$group"
        done
        mkdir "$tree/sys/fs/cgroup/systemd"
        mount -t cgroup -o none,name=systemd cgroup "$tree/sys/fs/cgroup/systemd"
        mount -t tmpfs -o mode=755 tmpfs "$tree/run"
        touch "$tree/run/docker.sock"
        mount --bind "$2" "$tree/run/docker.sock"
        hostname debian
        ip link set lo up
        ln -sf /dev/null "$tree/etc/systemd/system/getty.target"
        ln -sf /dev/null "$tree/etc/systemd/system/console-getty.service"
        cd "$tree"
        mkdir old
        pivot_root . old
        exec env -i container=test PATH=/usr/bin:/bin:/usr/sbin:/sbin sh -c 'umount -l /old && rmdir /old &&
            exec /lib/systemd/systemd --system --unit=multi-user.target --log-target=console --show-status=no'
        """

    private static let script = """
        directory=$1 target=$2 first_argument=$3 namespaces=$4
        trap '' INT TERM HUP
        name=aerekos-systemd-$$
        for group in memory pids systemd; do mkdir -p /sys/fs/cgroup/$group/$name; done
        (
            for group in memory pids systemd; do sh -c 'echo $PPID' >/sys/fs/cgroup/$group/$name/cgroup.procs; done
            exec unshare -p -f -m -C $namespaces --kill-child sh "$directory/first" "$directory" "$first_argument" </dev/null >&2
        ) &
        outer=$!
        inside() { nsenter -t $first -a env PATH=/usr/bin:/bin:/usr/sbin:/sbin "$@"; }
        find_first() { first=$(cat /proc/$outer/task/$outer/children 2>/dev/null); first=${first%% *}; [ -n "$first" ]; }
        while read -r verb arguments; do
            case $verb in
            wait)
                answer=timeout
                for attempt in $(seq 900); do
                    if find_first && inside systemctl is-active $target >/dev/null 2>&1; then answer=up; break; fi
                    kill -0 $outer 2>/dev/null || { answer=ended; break; }
                    sleep 0.1
                done
                echo $answer ;;
            systemctl)
                inside systemctl $arguments >"$directory/output" 2>&1 </dev/null
                echo $? ;;
            run)
                inside sh -c "$arguments" >"$directory/output" 2>&1 </dev/null
                echo $? ;;
            pid)
                found=none
                for status in /proc/[0-9]*/status; do
                    numbers=$(sed -n 's/^NSpid://p' $status 2>/dev/null)
                    set -- $numbers
                    [ $# = 2 ] && [ "$2" = "$arguments" ] || continue
                    [ "$(readlink /proc/$1/ns/pid)" = "$(readlink /proc/$first/ns/pid)" ] && found=$1
                done
                echo $found ;;
            esac
        done
        kill -KILL $outer 2>/dev/null
        wait $outer 2>/dev/null
        for attempt in $(seq 50); do
            for group in memory pids systemd; do
                [ -d /sys/fs/cgroup/$group/$name ] && find /sys/fs/cgroup/$group/$name -depth -type d -exec rmdir {} + 2>/dev/null
            done
            ls -d /sys/fs/cgroup/*/$name >/dev/null 2>&1 || break
            sleep 0.1
        done
        # Its mounts are gone with its namespace.
        rm -rf --one-file-system "$directory/tree"
        """
}
