"""Clients that take their time, COUNT of each kind at once, against the API at PORT of 127.0.0.1, and /health all along.

Prints one JSON object: how often /health was answered, the median of the times that this took, in seconds, what it was
instead, how many of each kind were told 408, and how many connections there are at the end. Ends when all clients have
been cut off."""

import json
import re
import statistics
import sys
import time

sys.dont_write_bytecode = True

from slow_kinds import KINDS, connect, get  # noqa: E402

port, count = int(sys.argv[1]), int(sys.argv[2])
deadline = time.monotonic() + 150


class Client:
    def __init__(self, kind):
        self.kind = kind
        self.received = b""
        self.is_open = True
        first, self.more = KINDS[kind]
        self.socket = connect(port, kind)
        self.socket.setblocking(False)
        self.attempt(lambda: first and self.socket.send(first))

    def attempt(self, body):
        try:
            return body()
        except BlockingIOError:
            return None
        except OSError:
            self.is_open = False

    def go_on(self):
        if not self.is_open or self.kind == "not reading":
            return
        if self.more:
            self.attempt(lambda: self.socket.send(self.more))
        piece = self.attempt(lambda: self.socket.recv(65536))
        if piece == b"":
            self.is_open = False
        self.received += piece or b""


times, wrong, connections = [], [], None


def ask():
    begin = time.monotonic()
    try:
        answer = get(port, b"/health")
    except OSError as error:
        answer = str(error).encode()
    if answer.startswith(b"HTTP/1.1 200 "):
        times.append(time.monotonic() - begin)
    else:
        wrong.append(answer[:200].decode(errors="replace"))


clients = []
for number in range(count):
    clients += [Client(kind) for kind in KINDS]
    if number % 10 == 0:
        ask()
while time.monotonic() < deadline:
    ask()
    for client in clients:
        client.go_on()
    found = re.search(rb"^aerekos_http_connections (\d+)", get(port, b"/metrics"), re.MULTILINE)
    connections = int(found[1]) if found else None
    # The one is this question's own.
    if connections == 1:
        break
    time.sleep(0.02)
for client in clients:
    client.go_on()
told = {
    kind: sum(client.received.startswith(b"HTTP/1.1 408 ") for client in clients if client.kind == kind)
    for kind in KINDS
}
record = {"health": len(times), "median": statistics.median(times) if times else None}
print(json.dumps(record | {"wrong": wrong[:5], "told": told, "connections": connections}))
