import Glibc

/// A tmpfs of a few megabytes on a directory of its own, which a test may fill up. Needs root.
///
/// However the test process ends, it is unmounted as soon as nobody uses it.
package final class SmallFileSystem: Sendable {
    private let directory: TemporaryDirectory
    private let keeper: KeptProcess
    package let path: String

    package init(megabytes: Int) throws {
        directory = try TemporaryDirectory()
        path = directory.file("fs")
        keeper = try KeptProcess(
            script: Self.script, arguments: [path, "\(megabytes)m"], log: directory.file("fs.log"))
        let answer = try keeper.ask("mount")
        guard answer == "done" else { throw KeptProcess.Failure(description: "\(path) cannot be mounted: \(answer)") }
    }

    deinit { keeper.end() }

    private static let script = """
        trap '' INT TERM HUP
        read -r _
        mkdir "$1" && mount -t tmpfs -o "size=$2,mode=0700" aerekos-test "$1" && echo done || echo "no mount"
        while read -r _; do :; done
        waited=0
        until umount "$1" 2>/dev/null || [ $waited -ge 300 ]; do sleep 0.1; waited=$((waited + 1)); done
        umount -l "$1" 2>/dev/null
        rmdir "$1"
        """
}
