"""Connections from one address that is not loopback: 64 are served, and what becomes of one more.

Arguments: the address and the port of the API. Prints one JSON object with the answers' first lines."""

import json
import socket
import sys
import time

address, port = sys.argv[1], int(sys.argv[2])
REQUEST = b"GET /livez HTTP/1.1\r\nHost: localhost\r\n\r\n"


def ask(connection):
    """The head of the answer; nothing where there is none."""
    try:
        connection.sendall(REQUEST)
        answer = b""
        while b"\r\n\r\n" not in answer:
            piece = connection.recv(65536)
            if not piece:
                break
            answer += piece
    except OSError as error:
        return str(error)
    return answer.decode().split("\r\n\r\n")[0]


def connect(host):
    connection = socket.create_connection((host, port), timeout=30)
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return connection


for _ in range(600):
    try:
        if ask(connect(address)).startswith("HTTP/1.1 200"):
            break
    except OSError:
        pass
    time.sleep(0.1)
kept = []
deadline = time.monotonic() + 60
# The connections before this may not have been seen to be closed yet.
while len(kept) < 64 and time.monotonic() < deadline:
    connection = connect(address)
    if ask(connection).startswith("HTTP/1.1 200"):
        kept.append(connection)
    else:
        connection.close()  # it counts until the node has seen its end
        time.sleep(0.1)
record = {"served": len(kept)}
record["one more"] = ask(connect(address))
record["from loopback"] = ask(connect("127.0.0.1"))
record["those before"] = sum(ask(connection).startswith("HTTP/1.1 200") for connection in kept)
kept.pop().close()
while time.monotonic() < deadline:
    record["after one has gone"] = ask(connect(address))
    if record["after one has gone"].startswith("HTTP/1.1 200"):
        break
    time.sleep(0.1)
print(json.dumps(record))
