"""Clients that take their time, COUNT of each kind at once, against the API at PORT of 127.0.0.1, and /health all along.

Prints one JSON object: how often /health was answered, what it was instead, how many of each kind were told 408, how many
were left unanswered to, and how many connections there are at the end. Ends when all clients have been cut off."""

import json
import re
import socket
import sys
import time

port, count = int(sys.argv[1]), int(sys.argv[2])
deadline = time.monotonic() + 150

# What each sends at first, and then again and again.
KINDS = {
    "headers": (b"GET /health HTTP/1.1\r\nHost: localhost\r\nX-A: ", b"a"),
    "bodies": (
        b"POST /services/x/restart HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
        b"Content-Length: 90000\r\n\r\n[",
        b" ",
    ),
    "silent": (b"", b""),
    # More than the kernel keeps for them; they never read.
    "not reading": (b"GET /openapi.json HTTP/1.1\r\nHost: localhost\r\n\r\n" * 150, b""),
}


def connect(takes_little=False):
    connection = socket.socket()
    connection.settimeout(30)
    if takes_little:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    connection.connect(("127.0.0.1", port))
    return connection


def get(path):
    with connect() as connection:
        connection.sendall(b"GET %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n" % path)
        answer = b""
        while piece := connection.recv(65536):
            answer += piece
    return answer


class Client:
    def __init__(self, kind):
        self.kind = kind
        self.received = b""
        self.is_open = True
        first, self.more = KINDS[kind]
        self.socket = connect(takes_little=kind == "not reading")
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


health, wrong, connections = 0, [], None


def ask():
    global health
    try:
        answer = get(b"/health")
    except OSError as error:
        answer = str(error).encode()
    if answer.startswith(b"HTTP/1.1 200 "):
        health += 1
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
    found = re.search(rb"^aerekos_http_connections (\d+)", get(b"/metrics"), re.MULTILINE)
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
print(json.dumps({"health": health, "wrong": wrong[:5], "told": told, "connections": connections}))
