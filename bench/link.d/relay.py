"""Passes calls on between a node and its conductor, and counts their bytes: HTTP alone, without TCP and IP."""

import socket
import threading
import time


class Relay:
    def __init__(self, target):
        self.target = target
        self.lock = threading.Lock()
        self.calls = {}  # last word of the path: [calls, bytes sent by the node, bytes it got]
        self.moments = {}  # the same word: when the last answer was passed on, by time.monotonic()
        self.connections = 0
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.address = "127.0.0.1:%d" % self.listener.getsockname()[1]
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            try:
                node, _ = self.listener.accept()
            except OSError:
                return
            self.connections += 1
            threading.Thread(target=self.serve, args=(node,), daemon=True).start()

    def serve(self, node):
        host, port = self.target.split(":")
        with node, socket.create_connection((host, int(port))) as conductor:
            while (request := self.message(node)) and conductor.sendall(request) is None:
                answer = self.message(conductor)
                if not answer:
                    return
                name = request.split(b" ", 2)[1].decode().split("?")[0].rsplit("/", 1)[1]
                with self.lock:
                    entry = self.calls.setdefault(name, [0, 0, 0])
                    for index, value in enumerate((1, len(request), len(answer))):
                        entry[index] += value
                    self.moments[name] = time.monotonic()
                node.sendall(answer)

    @staticmethod
    def message(sender):
        """Head and body, as they came; empty at the end of the connection."""
        received = b""
        try:
            while b"\r\n\r\n" not in received:
                if not (piece := sender.recv(65536)):
                    return b""
                received += piece
            head, _, body = received.partition(b"\r\n\r\n")
            lines = [line.split(b":", 1) for line in head.lower().split(b"\r\n")[1:]]
            missing = next((int(value) for name, value in lines if name == b"content-length"), 0) - len(body)
            while missing > 0:
                if not (piece := sender.recv(65536)):
                    return b""
                received += piece
                missing -= len(piece)
        except OSError:
            return b""
        return received

    def taken(self):
        with self.lock:
            return {name: list(entry) for name, entry in self.calls.items()}

    def last_answers(self):
        with self.lock:
            return dict(self.moments)

    def close(self):
        self.listener.close()
