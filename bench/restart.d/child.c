// The trivial daemon of bench/restart: it writes down when its main() ran, says that it is ready, and waits.
//
//     child [NUMBER]
//
// NUMBER (0 to 3, or the name of one of the node's daemons) is its slot in the clock file; without it, or when it is
// started as "run", the last character of the working directory. The clock file's path is in RESTART_CLOCK, or in STATE_DIR when the project's
// supervisor starts it. It says READY=1 to NOTIFY_FD (the project's supervisor), or a line end to descriptor
// RESTART_READY_FD (s6, dinit).
#define _GNU_SOURCE
#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

struct slot {
    int64_t main_ns;   // CLOCK_MONOTONIC, first thing in main()
    int64_t ready_ns;  // CLOCK_MONOTONIC, after it has said that it is ready
    int64_t pid;
    _Atomic int64_t starts;  // counted last: what stands above is whole
    int64_t unused[4];
};

static int64_t now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * 1000000000LL + time.tv_nsec;
}

static int slot_number(const char *name) {
    static const char *const daemons[] = {"probed", "heartbeatd", "deployd", "apid"};
    for (int i = 0; i < 4; i++)
        if (strcmp(name, daemons[i]) == 0) return i;
    return (name[strlen(name) - 1] - '0') & 3;
}

int main(int count, char **arguments) {
    int64_t started = now();
    char directory[4096] = "0";
    int is_run = strcmp(basename(arguments[0]), "run") == 0;
    const char *name = count > 1 && !is_run ? arguments[1] : getcwd(directory, sizeof directory);
    const char *path = getenv("RESTART_CLOCK");
    if (path == NULL) path = getenv("STATE_DIR");
    if (path == NULL || name == NULL) return 64;
    int file = open(path, O_RDWR | O_CLOEXEC);
    struct slot *slots = mmap(NULL, 4 * sizeof *slots, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    if (slots == MAP_FAILED) return 1;

    const char *notify = getenv("NOTIFY_FD"), *ready = getenv("RESTART_READY_FD");
    if (notify != NULL) send(atoi(notify), "READY=1", 7, MSG_NOSIGNAL);
    if (ready != NULL && write(atoi(ready), "\n", 1) < 0) return 1;
    int64_t said = now();

    struct slot *slot = &slots[slot_number(name)];
    slot->main_ns = started;
    slot->ready_ns = said;
    slot->pid = getpid();
    atomic_fetch_add(&slot->starts, 1);
    prctl(PR_SET_PDEATHSIG, SIGKILL);  // nothing is left over when its supervisor is gone
    for (;;) pause();
}
