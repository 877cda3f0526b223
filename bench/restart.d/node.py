"""A real node with its conductor, whose daemons are killed; no container engine."""

import os
import signal
import socket
import time

from ipc import Subscription
from peers import launch

DAEMONS = ["probed", "heartbeatd", "deployd", "apid"]


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Node:
    def __init__(self, home, dist):
        self.home = os.path.join(home, "node")
        self.dist = dist
        self.log = os.path.join(self.home, "node.log")
        self.processes = []
        os.mkdir(self.home)

    def settings(self):
        """What a kind of node has otherwise."""
        return {}

    def start(self):
        self.conductor_address = address = f"127.0.0.1:{free_port()}"
        environment = {
            "CONDUCTOR_TOKEN": "bench", "CONDUCTOR_URL": f"http://{address}", "PORT": str(free_port()),
            "HEARTBEAT_INTERVAL": "5", "STATE_DIR": self.home + "/state", "RUNTIME_DIR": self.home + "/run",
            "DOCKER_HOST": f"unix://{self.home}/no-engine.sock", "RESTART_BURST": "1000000",
        }
        environment.update(self.settings())
        arguments = [self.dist + "/conductord", "--listen", address, "--database", self.home + "/conductor.db"]
        for command in (arguments, [self.dist + "/supervisor"]):
            log = self.log if command is not arguments else self.home + "/conductor.log"
            self.processes.append(launch(command, log, self.home, environment, signal.SIGTERM))
        self.wait_for_line("the node is ready")
        self.subscription = Subscription(self.home + "/run/supervisor.sock")

    def wait_for_line(self, text):
        for _ in range(2000):
            with open(self.log) as log:
                words = log.read()
            if text in words:
                return
            time.sleep(0.005)
        raise RuntimeError(f"the node did not become ready:\n{words[-2000:]}")

    def pids(self):
        status = self.subscription.call("supervisor.status")
        return {subsystem["name"]: subsystem.get("pid") for subsystem in status["subsystems"]}

    def kill(self, names):
        """Milliseconds from the first SIGKILL until all of `names` were told to be ready; None when they were not."""
        pids = self.pids()
        if not all(pids[name] for name in names):
            return None
        begin = time.monotonic_ns()
        for name in names:
            os.kill(pids[name], signal.SIGKILL)
        end = self.subscription.wait_until_ready(names, 10)
        return None if end is None else (end - begin) / 1e6

    def stop(self):
        """The supervisor first, as an operator would: SIGTERM, and its daemons end in order."""
        for process in reversed(self.processes):
            process.terminate()
            try:
                process.wait(12)
            except Exception:
                process.kill()
                process.wait()
