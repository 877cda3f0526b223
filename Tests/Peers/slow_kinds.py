"""Kinds of clients that take their time with a node's API: what each sends at first, and then again and again."""

import socket

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


def connect(port, kind=None):
    """A connection to 127.0.0.1, for a client of that kind, or for one that takes no time."""
    connection = socket.socket()
    connection.settimeout(30)
    if kind == "not reading":
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    connection.connect(("127.0.0.1", port))
    return connection


def get(port, path):
    """The whole answer, with its head, over a new connection."""
    with connect(port) as connection:
        connection.sendall(b"GET %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n" % path)
        answer = b""
        while piece := connection.recv(65536):
            answer += piece
    return answer
