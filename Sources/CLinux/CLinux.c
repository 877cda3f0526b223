#define _GNU_SOURCE
#include "CLinux.h"

#include <errno.h>
#include <fcntl.h>
#include <link.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <malloc.h>
#include <pthread.h>
#include <signal.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/vfs.h>
#include <sys/wait.h>
#include <unistd.h>

#ifndef P_PIDFD
#define P_PIDFD 3
#endif

int clinux_accept(int listener) { return accept4(listener, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK); }

int clinux_eventfd(void) { return eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK); }

int clinux_pipe(int descriptors[2]) { return pipe2(descriptors, O_CLOEXEC); }

int clinux_pidfd_open(pid_t pid) { return (int)syscall(SYS_pidfd_open, pid, 0); }

int clinux_pidfd_send_signal(int pidfd, int signal) {
    return (int)syscall(SYS_pidfd_send_signal, pidfd, signal, NULL, 0);
}

int clinux_pidfd_signal_group(int pidfd, int signal) {
    return (int)syscall(SYS_pidfd_send_signal, pidfd, signal, NULL, 1U << 2 /* PIDFD_SIGNAL_PROCESS_GROUP */);
}

int clinux_open_path(const char *path) { return open(path, O_PATH | O_CLOEXEC); }

long clinux_file_system_kind(const char *path) {
    struct statfs status;
    return statfs(path, &status) == 0 ? (long)status.f_type : -1;
}

int clinux_watch_addresses(void) {
    int descriptor = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, NETLINK_ROUTE);
    if (descriptor < 0) return -1;
    struct sockaddr_nl address = {
        .nl_family = AF_NETLINK,
        .nl_groups = RTMGRP_LINK | RTMGRP_IPV4_IFADDR | RTMGRP_IPV6_IFADDR | RTMGRP_IPV4_ROUTE | RTMGRP_IPV6_ROUTE,
    };
    if (bind(descriptor, (struct sockaddr *)&address, sizeof address) == 0) return descriptor;
    int failure = errno;
    close(descriptor);
    errno = failure;
    return -1;
}

int clinux_memfd(const char *name) { return memfd_create(name, 0); }

ssize_t clinux_send_descriptors(int socket, const void *bytes, size_t length, const int *descriptors, int count) {
    if (count < 0 || count > CLINUX_DESCRIPTORS_MAX) {
        errno = EINVAL;
        return -1;
    }
    union {
        char bytes[CMSG_SPACE(sizeof(int) * CLINUX_DESCRIPTORS_MAX)];
        struct cmsghdr alignment;
    } control;
    memset(&control, 0, sizeof control);
    struct iovec part = {(void *)bytes, length};
    struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1};
    if (count > 0) {
        message.msg_control = control.bytes;
        message.msg_controllen = CMSG_SPACE(sizeof(int) * (size_t)count);
        struct cmsghdr *header = CMSG_FIRSTHDR(&message);
        header->cmsg_level = SOL_SOCKET;
        header->cmsg_type = SCM_RIGHTS;
        header->cmsg_len = CMSG_LEN(sizeof(int) * (size_t)count);
        memcpy(CMSG_DATA(header), descriptors, sizeof(int) * (size_t)count);
    }
    return sendmsg(socket, &message, MSG_NOSIGNAL | MSG_DONTWAIT);
}

ssize_t clinux_receive_descriptors(int socket, void *bytes, size_t length, int *descriptors, int *count) {
    union {
        char bytes[CMSG_SPACE(sizeof(int) * CLINUX_DESCRIPTORS_MAX)];
        struct cmsghdr alignment;
    } control;
    struct iovec part = {bytes, length};
    struct msghdr message = {
        .msg_iov = &part, .msg_iovlen = 1, .msg_control = control.bytes, .msg_controllen = sizeof control.bytes};
    *count = 0;
    ssize_t received = recvmsg(socket, &message, MSG_CMSG_CLOEXEC | MSG_DONTWAIT);
    if (received < 0) return -1;
    for (struct cmsghdr *header = CMSG_FIRSTHDR(&message); header != NULL; header = CMSG_NXTHDR(&message, header)) {
        if (header->cmsg_level != SOL_SOCKET || header->cmsg_type != SCM_RIGHTS) continue;
        int found = (int)((header->cmsg_len - CMSG_LEN(0)) / sizeof(int));
        for (int i = 0; i < found && *count < CLINUX_DESCRIPTORS_MAX; i++)
            memcpy(&descriptors[(*count)++], CMSG_DATA(header) + sizeof(int) * (size_t)i, sizeof(int));
    }
    return received;
}

// struct pidfd_info of linux/pidfd.h, as far as Linux 6.15 has it; older headers lack it.
struct exit_info {
    uint64_t mask;
    uint64_t cgroupid;
    uint32_t pid, tgid, ppid, ruid, rgid, euid, egid, suid, sgid, fsuid, fsgid;
    int32_t exit_code;
};

int clinux_pidfd_exit(int pidfd, struct clinux_exit *ended) {
    const uint64_t wants_exit = 1U << 3;  // PIDFD_INFO_EXIT
    struct exit_info info;
    memset(&info, 0, sizeof info);
    info.mask = wants_exit;
    if (ioctl(pidfd, _IOWR(0xFF, 11, struct exit_info), &info) < 0 || (info.mask & wants_exit) == 0) return 0;
    ended->pid = (pid_t)info.pid;
    if (WIFEXITED(info.exit_code)) {
        ended->code = CLD_EXITED;
        ended->status = WEXITSTATUS(info.exit_code);
    } else {
        ended->code = WCOREDUMP(info.exit_code) ? CLD_DUMPED : CLD_KILLED;
        ended->status = WTERMSIG(info.exit_code);
    }
    return 1;
}

static double seconds(struct timeval time) { return (double)time.tv_sec + (double)time.tv_usec / 1e6; }

// The system call itself: the function of the C library keeps its last argument to itself.
static int wait_for(int id_type, id_t id, int options, struct clinux_exit *ended) {
    siginfo_t info;
    struct rusage usage;
    memset(&info, 0, sizeof info);
    memset(&usage, 0, sizeof usage);
    long result;
    do {
        result = syscall(SYS_waitid, id_type, id, &info, WEXITED | WNOHANG | options, &usage);
    } while (result < 0 && errno == EINTR);
    if (result < 0) return -1;
    if (info.si_pid == 0) return 0;
    ended->pid = info.si_pid;
    ended->code = info.si_code;
    ended->status = info.si_status;
    ended->has_usage = 1;
    ended->user_seconds = seconds(usage.ru_utime);
    ended->system_seconds = seconds(usage.ru_stime);
    ended->maximum_resident_bytes = (int64_t)usage.ru_maxrss * 1024;
    return 1;
}

int clinux_wait_pidfd(int pidfd, struct clinux_exit *ended) { return wait_for(P_PIDFD, (id_t)pidfd, 0, ended); }

int clinux_peek_pidfd(int pidfd, struct clinux_exit *ended) { return wait_for(P_PIDFD, (id_t)pidfd, WNOWAIT, ended); }

int clinux_peek_any_child(struct clinux_exit *ended) { return wait_for(P_ALL, 0, WNOWAIT, ended); }

int clinux_wait_pid(pid_t pid, struct clinux_exit *ended) { return wait_for(P_PID, (id_t)pid, 0, ended); }

int clinux_peek_pid(pid_t pid, struct clinux_exit *ended) { return wait_for(P_PID, (id_t)pid, WNOWAIT, ended); }

const char *clinux_signal_abbreviation(int signal) { return sigabbrev_np(signal); }

int clinux_become_subreaper(void) { return prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0); }

int clinux_peer_credentials(int socket, pid_t *pid, uid_t *uid, gid_t *gid) {
    struct ucred credentials;
    socklen_t length = sizeof credentials;
    if (getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &credentials, &length) < 0) return -1;
    *pid = credentials.pid;
    *uid = credentials.uid;
    *gid = credentials.gid;
    return 0;
}

int clinux_is_main_thread(void) { return gettid() == getpid(); }

static int write_file(const char *path, const char *text) {
    int file = open(path, O_WRONLY | O_CLOEXEC);
    if (file < 0) return errno;
    ssize_t length = (ssize_t)strlen(text);
    int failure = write(file, text, (size_t)length) == length ? 0 : errno;
    close(file);
    return failure;
}

int clinux_adjust_own_oom_score(int value) {
    char text[16];
    snprintf(text, sizeof text, "%d", value);
    return write_file("/proc/self/oom_score_adj", text);
}

void clinux_name_thread(const char *name) {
    char short_name[16] = {0};
    strncpy(short_name, name, 15);
    prctl(PR_SET_NAME, short_name, 0, 0, 0);
}

static int release_segments(struct dl_phdr_info *object, size_t size, void *context) {
    (void)size, (void)context;
    uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);
    for (int i = 0; i < object->dlpi_phnum; i++) {
        const ElfW(Phdr) *segment = &object->dlpi_phdr[i];
        if (segment->p_type != PT_LOAD || segment->p_flags & PF_W) continue;
        uintptr_t start = (object->dlpi_addr + segment->p_vaddr + page - 1) & ~(page - 1);
        uintptr_t end = (object->dlpi_addr + segment->p_vaddr + segment->p_filesz) & ~(page - 1);
        if (end > start) madvise((void *)start, end - start, MADV_DONTNEED);
    }
    return 0;
}

void clinux_use_one_heap(void) { mallopt(M_ARENA_MAX, 1); }

void clinux_release_heap(void) { malloc_trim(0); }

void clinux_release_memory_at_rest(void) {
    malloc_trim(0);
    dl_iterate_phdr(release_segments, NULL);
}

// From here on: the child of vfork. It shares the parent's memory while the parent waits, so it only makes system calls
// and writes to its own stack, to `failure`, and to the environment slot that the caller provided.

static void write_decimal(char *slot, pid_t number) {
    char digits[11];
    int count = 0;
    do {
        digits[count++] = (char)('0' + number % 10);
        number /= 10;
    } while (number > 0);
    for (int i = 0; i < count; i++) slot[i] = digits[count - 1 - i];
    slot[count] = '\0';
}

static int move_descriptors(const struct clinux_spawn_request *request) {
    int count = request->descriptor_count;
    int lifted[64];
    if (count > 64) return EMFILE;
    // First out of the way what has one of the target numbers; then all to their places.
    for (int i = 0; i < count; i++) {
        lifted[i] = request->descriptors[i];
        if (lifted[i] < count) lifted[i] = fcntl(lifted[i], F_DUPFD_CLOEXEC, count);
        if (lifted[i] < 0) return errno;
    }
    for (int i = 0; i < count; i++)
        if (dup2(lifted[i], i) < 0) return errno;
    if (syscall(SYS_close_range, (unsigned)count, ~0U, 0) < 0) {
        long limit = sysconf(_SC_OPEN_MAX);
        for (int i = count; i < limit; i++) close(i);
    }
    return 0;
}

// The signals that this process ignores, a bit each: some from its start, and nobody changes that after the first spawn.
static uint64_t ignored_signals;

static void find_ignored_signals(void) {
    static int is_done;
    if (is_done) return;
    is_done = 1;
    for (int number = 1; number < 65; number++) {
        struct sigaction now;
        if (sigaction(number, NULL, &now) == 0 && now.sa_handler == SIG_IGN) ignored_signals |= 1ULL << (number - 1);
    }
}

static int set_up_child(const struct clinux_spawn_request *request) {
    // What has a handler is at its default after execve(2); only what is ignored would stay so.
    struct sigaction standard;
    memset(&standard, 0, sizeof standard);
    standard.sa_handler = SIG_DFL;
    for (int number = 1; number < 65; number++)
        if (ignored_signals & (1ULL << (number - 1))) sigaction(number, &standard, NULL);
    // Two are glibc's own: it refuses to set them, but one that was inherited as ignored would stay so for good. All
    // zeros is SIG_DFL in the kernel's own struct, whose size differs by machine.
    unsigned long zeros[8] = {0};
    syscall(SYS_rt_sigaction, 32, zeros, NULL, 8);
    syscall(SYS_rt_sigaction, 33, zeros, NULL, 8);

    if (request->control_group != NULL) {
        int failure = write_file(request->control_group, "0");
        if (failure != 0) return failure;
    }
    if (request->new_session && setsid() < 0) return errno;
    umask((mode_t)request->umask_value);
    int failure = move_descriptors(request);
    if (failure != 0) return failure;
    for (int i = 0; request->limit_resources[i] >= 0; i++) {
        struct rlimit limit = {request->limit_values[i], request->limit_values[i]};
        if (setrlimit((__rlimit_resource_t)request->limit_resources[i], &limit) < 0) return errno;
    }
    // Wishes: without the privilege for them, the process runs all the same.
    if (request->oom_score_adjust != NULL) (void)write_file("/proc/self/oom_score_adj", request->oom_score_adjust);
    (void)setpriority(PRIO_PROCESS, 0, request->nice_value);
    if (request->io_priority != 0) (void)syscall(SYS_ioprio_set, 1 /* IOPRIO_WHO_PROCESS */, 0, request->io_priority);
    if (request->no_new_privileges && prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0) return errno;
    if (request->pid_slot != NULL) write_decimal(request->pid_slot, getpid());
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    return 0;
}

pid_t clinux_spawn(const struct clinux_spawn_request *request) {
    find_ignored_signals();
    sigset_t all, previous;
    sigfillset(&all);
    // No handler of the parent may run in the child while they share memory.
    pthread_sigmask(SIG_SETMASK, &all, &previous);
    volatile int failure = 0;
    pid_t child = vfork();
    if (child == 0) {
        failure = set_up_child(request);
        if (failure == 0) {
            execve(request->path, request->arguments, request->environment);
            failure = errno;
        }
        _exit(127);
    }
    int fork_error = errno;
    pthread_sigmask(SIG_SETMASK, &previous, NULL);
    if (child < 0) return -fork_error;
    if (failure != 0) {
        waitpid(child, NULL, 0);
        return -failure;
    }
    return child;
}

static int noted_file = -1;
static off_t noted_offset;

// Makes only async-signal-safe calls. SA_RESETHAND has put the default back: raised again, the signal ends the process.
static void note_foreign_signal(int number, siginfo_t *info, void *context) {
    (void)context;
    if (info->si_code <= 0 && info->si_pid != getpid()) (void)!pwrite(noted_file, "!", 1, noted_offset);
    raise(number);
}

void clinux_note_foreign_signals(int file, off_t offset) {
    static const int numbers[] = {SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGTRAP, SIGABRT};
    noted_file = file;
    noted_offset = offset;
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_sigaction = note_foreign_signal;
    action.sa_flags = SA_SIGINFO | SA_RESETHAND | SA_NODEFER;
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) sigaction(numbers[i], &action, NULL);
}

void clinux_crash(void) {
    volatile int *volatile nowhere = NULL;
    *nowhere = 1;
}
