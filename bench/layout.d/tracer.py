"""Which functions processes enter from now on: each begins with a breakpoint, which is taken away when it is met.

ptrace(2), on x86-64. The processes run on meanwhile; each function costs one stop, once.
"""

import ctypes
import os
import signal
import struct
import time

CONT, PEEKUSER, POKEUSER, SEIZE = 7, 3, 6, 0x4206
TRACE_CLONE, EXIT_KILL = 1 << 3, 1 << 20
INSTRUCTION_POINTER = 16 * 8  # in struct user_regs_struct
BREAKPOINT = 0xCC
ALL_THREADS = 0x40000000  # __WALL
STACK = 16384  # bytes that are looked at for who has called whom

libc = ctypes.CDLL(None, use_errno=True)
libc.ptrace.restype = ctypes.c_long
libc.ptrace.argtypes = [ctypes.c_long, ctypes.c_long, ctypes.c_void_p, ctypes.c_void_p]


def ptrace(request, thread, address=0, data=0):
    ctypes.set_errno(0)
    result = libc.ptrace(request, thread, ctypes.c_void_p(address), ctypes.c_void_p(data))
    if result == -1 and ctypes.get_errno():
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return result


class Traced:
    """One process. `entered`: addresses of functions, in order; those that wait on a stack are the first."""

    def __init__(self, pid, text, entries):
        self.pid = pid
        self.start, self.text = text
        self.entries = entries
        self.memory = os.open(f"/proc/{pid}/mem", os.O_RDWR)
        self.threads = [int(name) for name in os.listdir(f"/proc/{pid}/task")]
        self.entered = dict.fromkeys(self.waiting())
        for thread in self.threads:
            ptrace(SEIZE, thread, data=TRACE_CLONE | EXIT_KILL)
        armed = bytearray(self.text)
        for entry in entries:
            armed[entry - self.start] = BREAKPOINT
        os.pwrite(self.memory, armed, self.start)

    def waiting(self):
        """Functions whose return addresses lie on a stack, or what looks like one."""
        found, index = [], 0
        for thread in self.threads:
            with open(f"/proc/{self.pid}/task/{thread}/syscall") as file:
                fields = file.read().split()
            if len(fields) < 3:
                continue  # it is running
            stack = os.pread(self.memory, STACK, int(fields[-2], 16))
            for (word,) in struct.iter_unpack("<Q", stack[:len(stack) // 8 * 8]):
                if self.start <= word < self.start + len(self.text):
                    found.append(self.function(word))
        return found

    def function(self, address):
        low, high = 0, len(self.entries)
        while low < high:
            middle = (low + high) // 2
            low, high = (middle + 1, high) if self.entries[middle] <= address else (low, middle)
        return self.entries[max(0, low - 1)]

    def meet(self, thread):
        """A thread has stopped at a breakpoint: the instruction is put back, and tried again. False: it was none."""
        entry = ptrace(PEEKUSER, thread, INSTRUCTION_POINTER) - 1
        if not self.start <= entry < self.start + len(self.text):
            return False
        os.pwrite(self.memory, self.text[entry - self.start:entry - self.start + 1], entry)
        ptrace(POKEUSER, thread, INSTRUCTION_POINTER, entry)
        self.entered[entry] = None
        return True


def process_of(thread):
    with open(f"/proc/{thread}/status") as file:
        return next(int(line.split()[1]) for line in file if line.startswith("Tgid:"))


def follow(processes, seconds):
    """Lets `processes`, Traced by pid, run for so long. They are killed when the caller ends (PTRACE_O_EXITKILL)."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        thread, status = os.waitpid(-1, ALL_THREADS | os.WNOHANG)
        if thread == 0:
            time.sleep(0.001)
            continue
        if not os.WIFSTOPPED(status):
            raise RuntimeError(f"process {thread} has ended while it was looked at")
        told, is_event = os.WSTOPSIG(status), status >> 16
        if is_event or (told == signal.SIGTRAP and processes[process_of(thread)].meet(thread)):
            told = 0
        ptrace(CONT, thread, data=told)
