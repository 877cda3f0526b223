"""Slow clients by the hundred, and how long /health takes beside them; see bench/siege."""

import os
import sys
import threading
import time

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../Tests/Peers"))

from slow_kinds import KINDS, connect, get  # noqa: E402

port, apid, count, seconds = (int(text) for text in sys.argv[1:5])


def health():
    """Seconds from the connection to the whole answer."""
    begin = time.perf_counter()
    answer = get(port, b"/health")
    if not answer.startswith(b"HTTP/1.1 200 "):
        raise OSError(answer[:60])
    return time.perf_counter() - begin


def besiege(kind, stop):
    """Keeps as many slow clients as are wanted: one that is cut off is replaced."""
    first, more = KINDS[kind]
    clients = []
    while not stop.is_set():
        for client in clients[:]:
            try:
                if more:
                    client.send(more)
                elif kind == "silent":
                    client.setblocking(False)
                    if client.recv(1) == b"":
                        raise OSError("closed")
            except BlockingIOError:
                pass
            except OSError:
                clients.remove(client)
                client.close()
        while len(clients) < count and not stop.is_set():
            try:
                client = connect(port, kind)
                client.setblocking(False)
                clients.append(client)
                if first:
                    client.send(first)
            except OSError:
                break
        stop.wait(0.2)
    for client in clients:
        client.close()


def private_dirty():
    with open(f"/proc/{apid}/smaps_rollup") as rollup:
        return next(int(line.split()[1]) for line in rollup if line.startswith("Private_Dirty"))


before = private_dirty()
print(f"{'kind of ' + str(count) + ' clients':28} {'median':>9} {'p99':>9} {'longest':>9} {'asked':>7} {'failed':>7}")
for kind in ["none", *KINDS]:
    stop = threading.Event()
    siege = threading.Thread(target=besiege, args=(kind, stop)) if kind in KINDS else None
    if siege:
        siege.start()
        time.sleep(2)
    times, failed = [], 0
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            times.append(health())
        except OSError:
            failed += 1
        time.sleep(0.005)
    stop.set()
    if siege:
        siege.join()
    times.sort()
    median, p99, longest = (times[min(len(times) - 1, int(len(times) * part))] * 1000 for part in (0.5, 0.99, 1))
    print(f"{kind:28} {median:6.2f} ms {p99:6.2f} ms {longest:6.2f} ms {len(times):7} {failed:7}", flush=True)
time.sleep(3)
print(f"apid's private dirty memory: {before} kB before, {private_dirty()} kB after")
