"""The supervisors that bench/restart compares: each keeps four trivial children running."""

import ctypes
import mmap
import os
import shutil
import signal
import struct
import subprocess
import time

from ipc import Subscription

SLOT = struct.Struct("qqqq32x")  # main_ns, ready_ns, pid, starts: `struct slot` of child.c
SLOTS = range(4)
PR_SET_PDEATHSIG = 1
libc = ctypes.CDLL(None)


def launch(arguments, log, directory="/", environment=None, death_signal=signal.SIGKILL):
    """Starts a process out of reach of Ctrl-C, which gets `death_signal` when this one is gone."""
    with open(log, "ab") as output:
        return subprocess.Popen(
            arguments, cwd=directory, stdin=subprocess.DEVNULL, stdout=output, stderr=output, start_new_session=True,
            env={"PATH": os.environ["PATH"], **(environment or {})},
            preexec_fn=lambda: libc.prctl(PR_SET_PDEATHSIG, death_signal))


class Peer:
    """A supervisor; the subclasses say how it is set up and started."""

    name = setting = ""
    program = None  # what must be on PATH
    package = None  # the Debian package that has it
    minimum_uptime = 0.0  # seconds; a child that dies sooner is restarted later, by design
    is_slow = False  # its restarts take a second: a quarter of the samples is enough
    is_ours = False
    clock_variable = "RESTART_CLOCK"

    def __init__(self, home, child):
        self.home = os.path.join(home, self.name.replace(" ", "-"))
        self.child = child
        self.log = os.path.join(self.home, "log")
        self.clock_path = os.path.join(self.home, "clock")
        self.processes = []
        os.mkdir(self.home)
        with open(self.clock_path, "wb") as clock:
            clock.truncate(SLOT.size * len(SLOTS))
        with open(self.clock_path, "r+b") as clock:
            self.clock = mmap.mmap(clock.fileno(), 0)

    def commands(self):
        """(arguments, directory, further environment) of each process that makes up the supervisor."""
        raise NotImplementedError

    def start(self):
        for arguments, directory, environment in self.commands():
            environment = {self.clock_variable: self.clock_path, **environment}
            self.processes.append(launch(arguments, self.log, directory, environment))
        if not self.wait_for_starts([0, 0, 0, 0], 10):
            raise RuntimeError(f"{self.name} did not start its children:\n{self.last_words()}")

    def stop(self):
        """Kills it; each child ends with its parent (child.c), and is ended here if it has not."""
        for process in self.processes:
            process.kill()
        for process in self.processes:
            process.wait()
        for slot in SLOTS:
            pid = self.slot(slot)[2]
            if pid > 0 and program_of(pid) == self.child:
                os.kill(pid, signal.SIGKILL)

    def slot(self, number):
        return SLOT.unpack_from(self.clock, number * SLOT.size)

    def starts(self):
        return [self.slot(number)[3] for number in SLOTS]

    def wait_for_starts(self, before, seconds):
        """Whether every child has started once more than `before` says (None: not asked)."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if all(then is None or now > then for now, then in zip(self.starts(), before)):
                return True
            time.sleep(0.005)
        return False

    def last_words(self):
        with open(self.log, errors="replace") as log:
            return log.read()[-2000:]

    def tells(self):
        """A channel on which the supervisor tells that a child is ready; None when it has none."""
        return None

    def service_directories(self):
        directories = []
        for slot in SLOTS:
            directories.append(os.path.join(self.home, f"service{slot}"))
            os.mkdir(directories[-1])
            os.symlink(self.child, os.path.join(directories[-1], "run"))
        return directories


def program_of(pid):
    try:
        return os.readlink(f"/proc/{pid}/exe")
    except OSError:
        return None


class Raw(Peer):
    name = "raw"
    setting = "a C loop of waitpid, vfork, execve; not a supervisor"

    def commands(self):
        return [([os.path.join(os.path.dirname(self.child), "raw"), self.child], "/", {})]


class S6(Peer):
    name = program = "s6-supervise"
    package = "s6"
    setting = "with readiness (notification-fd), ./run is the child itself"

    def commands(self):
        directories = self.service_directories()
        for directory in directories:
            with open(os.path.join(directory, "notification-fd"), "w") as file:
                file.write("3\n")
        return [([self.program, directory], "/", {"RESTART_READY_FD": "3"}) for directory in directories]

    def tells(self):
        return Fifos([os.path.join(self.home, f"service{slot}", "event") for slot in SLOTS])


class Fifos:
    """s6-supervise writes U into every fifo of its event directory when the service is ready."""

    def __init__(self, directories):
        self.descriptors = []
        for directory in directories:
            path = os.path.join(directory, "ftrig1:@" + "0" * 24 + ":" + "restrt")
            os.mkfifo(path, 0o622)
            self.descriptors.append(os.open(path, os.O_RDWR | os.O_NONBLOCK))

    def wait(self, slot, seconds):
        """When it was told that the child is ready, in nanoseconds; None when it was not."""
        os.set_blocking(self.descriptors[slot], True)
        while True:
            if b"U" in os.read(self.descriptors[slot], 64):
                return time.monotonic_ns()

    def close(self):
        for descriptor in self.descriptors:
            os.close(descriptor)


class Runit(Peer):
    name = program = "runsv"
    package = "runit"
    setting = "./run is the child itself; killed after more than 1 s, or it waits"
    minimum_uptime = 1.1

    def commands(self):
        return [([self.program, directory], "/", {}) for directory in self.service_directories()]


class Daemontools(Peer):
    name = program = "supervise"
    package = "daemontools"
    setting = "./run is the child itself; killed after more than 1 s, or it waits"
    minimum_uptime = 1.1

    def commands(self):
        return [([self.program, directory], "/", {}) for directory in self.service_directories()]


class Dinit(Peer):
    name = program = package = "dinit"
    setting = "restart-delay = 0, no restart limit, smooth-recovery"

    def commands(self):
        services = [f"child{slot}" for slot in SLOTS]
        for slot, service in zip(SLOTS, services):
            with open(os.path.join(self.home, service), "w") as file:
                file.write(
                    f"type = process\ncommand = {self.child} {slot}\nrestart = true\nsmooth-recovery = true\n"
                    "restart-delay = 0\nrestart-limit-count = 0\nready-notification = pipefd:3\n")
        arguments = [self.program, "--user", "--services-dir", self.home, "--socket-path", self.home + "/socket"]
        return [(arguments + services, "/", {"RESTART_READY_FD": "3"})]


class Supervisord(Peer):
    name = program = "supervisord"
    package = "supervisor"
    setting = "autorestart = true, startsecs = 0; it looks once a second"
    is_slow = True

    def commands(self):
        path = os.path.join(self.home, "supervisord.conf")
        with open(path, "w") as file:
            file.write(
                f"[supervisord]\nnodaemon=true\nlogfile=/dev/null\nlogfile_maxbytes=0\npidfile={self.home}/pid\n")
            for slot in SLOTS:
                file.write(
                    f"[program:child{slot}]\ncommand={self.child} {slot}\nautorestart=true\nstartsecs=0\n"
                    "stdout_logfile=NONE\nstderr_logfile=NONE\n")
        return [([self.program, "-c", path], "/", {})]


class Ours(Peer):
    """The project's supervisor, in the program restart-bench."""

    name = "aerekos"
    setting = "sockets, output pipe, readiness, own session, limits, log lines and all"
    is_ours = True
    clock_variable = "UNUSED"
    driver = ""
    megabytes = 0

    def commands(self):
        self.runtime = os.path.join(self.home, "run")
        os.mkdir(self.runtime, 0o700)
        return [([self.driver, self.child, self.clock_path, self.runtime, str(self.megabytes)], "/", {})]

    def tells(self):
        return Told(Subscription(os.path.join(self.runtime, "supervisor.sock")))


class OursWithHeap(Ours):
    name = "aerekos 256 MB"
    setting = "the same with 256 MB of heap touched"
    megabytes = 256


class Told:
    NAMES = ["probed", "heartbeatd", "deployd", "apid"]

    def __init__(self, subscription):
        self.subscription = subscription

    def wait(self, slot, seconds):
        return self.subscription.wait_until_ready({self.NAMES[slot]}, seconds)

    def close(self):
        self.subscription.close()


ALL = [Raw, S6, Runit, Dinit, Supervisord, Daemontools, Ours, OursWithHeap]


def available(install):
    """The peers that can run here, and a line for each that cannot. `install(package)` tries to get one."""
    present, missing = [], []
    for peer in ALL:
        if peer.program is None or shutil.which(peer.program) or (install(peer.package) and shutil.which(peer.program)):
            present.append(peer)
        else:
            missing.append(f"{peer.program}: not on PATH, and this system has no package {peer.package}")
    return present, missing
