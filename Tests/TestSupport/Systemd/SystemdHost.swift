import Foundation
import Glibc

/// A real systemd as the first process of a PID namespace, with control groups, /run and mounts of its own, on this
/// machine's files and network. It sees the units of one directory and no others.
package final class SystemdHost: Sendable {
    private let keeper: KeptProcess
    private let directory: TemporaryDirectory
    /// Where its units lie; others than systemd's own need `DefaultDependencies=no`.
    package var unitDirectory: String { directory.file("units") }

    package init() async throws {
        let directory = try TemporaryDirectory()
        guard mkdir(directory.file("units"), 0o755) == 0 else { throw KeptProcess.Failure(description: "mkdir") }
        try directory.write(Array("[Unit]\nDefaultDependencies=no\n".utf8), to: "units/test.target")
        try directory.write(Array(Self.firstProcess.utf8), to: "first")
        self.directory = directory
        keeper = try KeptProcess(
            script: Self.script, arguments: [directory.path], log: directory.file("systemd.log"))
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

    private static let script = """
        directory=$1
        trap '' INT TERM HUP
        name=aerekos-systemd-$$
        for group in memory pids systemd; do mkdir -p /sys/fs/cgroup/$group/$name; done
        (
            for group in memory pids systemd; do sh -c 'echo $PPID' >/sys/fs/cgroup/$group/$name/cgroup.procs; done
            exec unshare -p -f -m -C --kill-child sh "$directory/first" "$directory" </dev/null >&2
        ) &
        outer=$!
        inside() { nsenter -t $first -a env PATH=/usr/bin:/bin:/usr/sbin:/sbin "$@"; }
        find_first() { first=$(cat /proc/$outer/task/$outer/children 2>/dev/null); first=${first%% *}; [ -n "$first" ]; }
        while read -r verb arguments; do
            case $verb in
            wait)
                answer=timeout
                for attempt in $(seq 300); do
                    if find_first && inside systemctl is-active test.target >/dev/null 2>&1; then answer=up; break; fi
                    kill -0 $outer 2>/dev/null || { answer=ended; break; }
                    sleep 0.1
                done
                echo $answer ;;
            systemctl)
                inside systemctl $arguments >"$directory/output" 2>&1 </dev/null
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
        """
}
