import Glibc
import Synchronization
import TestSupport

/// A wall clock for the programs of a node that the test sets, under the real programs.
///
/// A small library, named in an /etc/ld.so.preload that only these programs see (in a mount namespace of their own),
/// adds an offset to what clock_gettime(2), gettimeofday(2) and time(2) say of the real time. The offset lies in a file
/// that all of them map, so a step is there for all at once. CLOCK_MONOTONIC is the kernel's, as when a host's clock
/// is set; so are the files' times and the kernel's own timers on CLOCK_REALTIME, of which the programs use none.
final class SteppedClock: Sendable {
    private let directory: TemporaryDirectory
    private let offset: Mutex<UnsafeMutablePointer<Int64>>
    /// Executes what follows it, with this clock.
    let launcher: [String]

    init() throws {
        directory = try TemporaryDirectory()
        try directory.write([UInt8](repeating: 0, count: 8), to: "offset")
        let descriptor = open(directory.file("offset"), O_RDWR | O_CLOEXEC)
        defer { close(descriptor) }
        guard let page = mmap(nil, 8, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0), page != MAP_FAILED else {
            throw Failure(description: "the clock's offset cannot be mapped")
        }
        offset = Mutex(page.assumingMemoryBound(to: Int64.self))
        try directory.write(Self.source.utf8, to: "clock.c")
        let etc = directory.file("etc")
        launcher = [
            "unshare", "--mount", "--propagation", "private", "/bin/sh", "-c",
            "mount --bind \(etc) /etc && exec \"$@\"", "sh",
        ]
        try runShell(
            """
            cd \(directory.path)
            $(command -v cc || command -v clang) -shared -fPIC -O1 -DOFFSET='"\(directory.file("offset"))"' -o clock.so clock.c -ldl
            cp -a /etc etc
            rm -f etc/shadow* etc/gshadow*
            echo \(directory.file("clock.so")) >etc/ld.so.preload
            """)
    }

    deinit { offset.withLock { _ = munmap($0, 8) } }

    /// How far the programs' wall clock is from the real one.
    func set(seconds: Int64) { offset.withLock { $0.pointee = seconds } }

    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    private static let source = """
        #define _GNU_SOURCE
        #include <fcntl.h>
        #include <stdint.h>
        #include <sys/mman.h>
        #include <sys/syscall.h>
        #include <sys/time.h>
        #include <time.h>
        #include <unistd.h>

        static const volatile int64_t zero, *offset = &zero;

        __attribute__((constructor)) static void map_offset(void) {
            int descriptor = open(OFFSET, O_RDONLY | O_CLOEXEC);
            if (descriptor < 0) return;
            void *page = mmap(0, 8, PROT_READ, MAP_SHARED, descriptor, 0);
            close(descriptor);
            if (page != MAP_FAILED) offset = page;
        }

        int clock_gettime(clockid_t clock, struct timespec *now) {
            int result = syscall(SYS_clock_gettime, clock, now);
            if (result == 0 && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE)) now->tv_sec += *offset;
            return result;
        }

        int gettimeofday(struct timeval *restrict now, void *restrict zone) {
            struct timespec precise;
            (void)zone;
            clock_gettime(CLOCK_REALTIME, &precise);
            now->tv_sec = precise.tv_sec;
            now->tv_usec = precise.tv_nsec / 1000;
            return 0;
        }

        time_t time(time_t *result) {
            struct timespec precise;
            clock_gettime(CLOCK_REALTIME, &precise);
            if (result) *result = precise.tv_sec;
            return precise.tv_sec;
        }
        """
}
