// The few Linux calls that Swift's Glibc overlay does not import, or that only C can make safely.
// Every function returns -1 (or a negative errno where it says so) and sets errno as the system call does.
#ifndef AEREKOS_CLINUX_H
#define AEREKOS_CLINUX_H

#include <stdint.h>
#include <sys/epoll.h>
#include <sys/inotify.h>
#include <sys/signalfd.h>
#include <sys/types.h>

// accept4(2) with SOCK_CLOEXEC | SOCK_NONBLOCK.
int clinux_accept(int listener);

// eventfd(2) with EFD_CLOEXEC | EFD_NONBLOCK, its counter at 0.
int clinux_eventfd(void);

// pipe2(2) with O_CLOEXEC: descriptors[0] is read, descriptors[1] written.
int clinux_pipe(int descriptors[2]);

// pidfd_open(2): a descriptor that becomes readable when the process ends.
int clinux_pidfd_open(pid_t pid);

// pidfd_send_signal(2): signals exactly that process, never a later one with the same number.
int clinux_pidfd_send_signal(int pidfd, int signal);

// As above, but the whole process group that the process leads; also after its end, while others of the group live.
// EINVAL before Linux 6.9.
int clinux_pidfd_signal_group(int pidfd, int signal);

// open(2) with O_PATH | O_CLOEXEC: a hold on a file, which can be executed through it whatever becomes of its name.
int clinux_open_path(const char *path);

// statfs(2): f_type of the file system that a path is on, or -1.
long clinux_file_system_kind(const char *path);

// rtnetlink(7), not blocking: a descriptor that becomes readable when an interface, address or route of this network
// namespace has changed.
int clinux_watch_addresses(void);

// memfd_create(2), kept across execve(2).
int clinux_memfd(const char *name);

// The most descriptors that one message carries here.
#define CLINUX_DESCRIPTORS_MAX 16

// sendmsg(2) with SCM_RIGHTS of unix(7), never waiting and without SIGPIPE: the bytes and the descriptors arrive
// together. Returns the number of bytes sent, or -1.
ssize_t clinux_send_descriptors(int socket, const void *bytes, size_t length, const int *descriptors, int count);

// recvmsg(2) with MSG_CMSG_CLOEXEC, never waiting. `descriptors` has room for CLINUX_DESCRIPTORS_MAX; *count says how
// many came. Returns the number of bytes, 0 at the end, or -1.
ssize_t clinux_receive_descriptors(int socket, void *bytes, size_t length, int *descriptors, int *count);

// How a process ended: `code` is CLD_EXITED, CLD_KILLED or CLD_DUMPED; `status` the exit status or signal. Of a child
// also what it used, with its own children that it has waited for: getrusage(2).
struct clinux_exit {
    pid_t pid;
    int code;
    int status;
    int has_usage;
    double user_seconds;
    double system_seconds;
    int64_t maximum_resident_bytes;
};

// waitid(2) with WEXITED | WNOHANG on a pidfd. Returns 1 and fills `ended` when it reaped, 0 when the process still
// runs, -1 on error.
int clinux_wait_pidfd(int pidfd, struct clinux_exit *ended);

// The same without reaping it.
int clinux_peek_pidfd(int pidfd, struct clinux_exit *ended);

// How a process that is no child ended: the ioctl PIDFD_GET_INFO with PIDFD_INFO_EXIT. Returns 1 and fills `ended` when
// the kernel tells (Linux 6.15, once its parent has reaped it), 0 when it does not.
int clinux_pidfd_exit(int pidfd, struct clinux_exit *ended);

// waitid(2) for any child with WEXITED | WNOHANG | WNOWAIT: tells of one that can be reaped, without reaping it.
int clinux_peek_any_child(struct clinux_exit *ended);

// waitid(2) with WEXITED | WNOHANG for one process id.
int clinux_wait_pid(pid_t pid, struct clinux_exit *ended);

// As above with WNOWAIT: tells, without reaping, whether this child has ended.
int clinux_peek_pid(pid_t pid, struct clinux_exit *ended);

// sigabbrev_np(3): "KILL" for 9; NULL for a number without a name.
const char *clinux_signal_abbreviation(int signal);

// prctl(2) PR_SET_CHILD_SUBREAPER.
int clinux_become_subreaper(void);

// Credentials of the process at the other end of a Unix socket: SO_PEERCRED of socket(7).
int clinux_peer_credentials(int socket, pid_t *pid, uid_t *uid, gid_t *gid);

// Whether the caller is the process's first thread: gettid(2) and getpid(2) are the same.
int clinux_is_main_thread(void);

// pthread_setname_np(3) for the calling thread; names are cut at 15 bytes.
void clinux_name_thread(const char *name);

// From now on all threads share one heap (mallopt(3), M_ARENA_MAX): a second thread reserves no 64 MiB of addresses for
// one of its own.
void clinux_use_one_heap(void);

// Gives free heap back to the kernel (malloc_trim(3)).
void clinux_release_heap(void);

// Lets go of the memory that only starting, or other work that is over, needed: free heap goes back to the kernel
// (malloc_trim(3)), and the pages of code and constants are unmapped (madvise(2) MADV_DONTNEED on segments that are
// never written). What is still used comes back from the page cache at its next use.
void clinux_release_memory_at_rest(void);

// From now on, when another process sends a signal that otherwise tells of a crash (SIGSEGV, SIGBUS, SIGILL, SIGFPE,
// SIGTRAP, SIGABRT), the byte at `offset` of the file becomes '!' before the signal ends this process as ever: so that a
// crash can be told from a kill. sigaction(2), si_code.
void clinux_note_foreign_signals(int file, off_t offset);

// Ends the process by a bad memory access.
void clinux_crash(void);

// What the child of clinux_spawn() gets. All pointers are borrowed for the call.
struct clinux_spawn_request {
    const char *path;
    char *const *arguments;    // ends with NULL
    char *const *environment;  // ends with NULL
    // Where the child writes its own process id as decimal digits, inside one of the environment strings
    // (LISTEN_PID=..........): at least 11 bytes. May be NULL.
    char *pid_slot;
    // descriptors[i] becomes descriptor i of the child; all others are closed.
    const int *descriptors;
    int descriptor_count;
    int umask_value;
    // Limits to set; a resource below 0 ends the list.
    const int *limit_resources;
    const uint64_t *limit_values;
    // For /proc/self/oom_score_adj, proc(5), -1000 to 1000; where it is not permitted, it stays as it is, as with NULL.
    const char *oom_score_adjust;
    int nice_value;         // setpriority(2); where it is not permitted, it stays as it is
    int io_priority;        // ioprio_set(2): class << 13 | level; 0 leaves it as it is; likewise
    const char *control_group;  // the cgroup.procs file of the group to join, cgroups(7); may be NULL
    int no_new_privileges;  // prctl(2) PR_SET_NO_NEW_PRIVS
    int new_session;        // setsid(2)
};

// Sets this process's /proc/self/oom_score_adj, -1000 to 1000, proc(5). Returns 0, or the errno.
int clinux_adjust_own_oom_score(int value);

// Starts a program without copying the caller's memory (vfork(2) class: clone with CLONE_VM | CLONE_VFORK).
// Signals are at their defaults and unblocked in the child. Returns the process id, or the negative errno of the first
// step that failed, execve(2) included: a program that cannot be started is told at once.
pid_t clinux_spawn(const struct clinux_spawn_request *request);

#endif
