"""The supervisor's control socket: four bytes of length, big-endian, and JSON-RPC (docs/protocol.md)."""

import json
import socket
import time


class Subscription:
    """A connection that hears of every change of a subsystem's state."""

    def __init__(self, path):
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.settimeout(5)
        self.socket.connect(path)
        self.answers_due = 0
        self.buffer = b""
        self.call("supervisor.subscribe")

    def call(self, method, **params):
        body = json.dumps({"jsonrpc": "2.0", "id": 1, "method": method, "params": params}).encode()
        self.socket.sendall(len(body).to_bytes(4, "big") + body)
        while True:
            message, _ = self.next_message()
            if "result" in message:
                return message["result"]

    def next_message(self):
        """The next message, and when its bytes arrived in nanoseconds of CLOCK_MONOTONIC."""
        arrived = time.monotonic_ns()
        while len(self.buffer) < 4 or len(self.buffer) < 4 + int.from_bytes(self.buffer[:4], "big"):
            received = self.socket.recv(65536)
            arrived = time.monotonic_ns()
            if not received:
                raise ConnectionError("the supervisor closed its control socket")
            self.buffer += received
        end = 4 + int.from_bytes(self.buffer[:4], "big")
        message, self.buffer = json.loads(self.buffer[4:end]), self.buffer[end:]
        return message, arrived

    def wait_until_ready(self, names, seconds):
        """When the last of `names` was told to be ready, each from a new start on; None when one was not."""
        waiting, started = set(names), set()
        deadline = time.monotonic() + seconds
        try:
            while time.monotonic() < deadline:
                message, arrived = self.next_message()
                status = message.get("params", {})
                name, state = status.get("name"), status.get("state")
                if state == "starting":
                    started.add(name)
                elif state in ("backing_off", "failing") and name in waiting:
                    return None
                elif state == "ready" and name in started:
                    waiting.discard(name)
                    if not waiting:
                        return arrived
        except TimeoutError:
            pass
        return None

    def close(self):
        self.socket.close()
