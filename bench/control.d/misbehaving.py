"""A real node in which deployd is a shell script that can be changed."""

import os
import shutil
import time

from ipc import Subscription
from node import Node, free_port


class MisbehavingNode(Node):
    """The supervisor runs from a copy of its program, whose name is then a script's: that starts the real program for
    every daemon but deployd."""

    def __init__(self, home, dist):
        own = os.path.join(home, "dist")
        os.mkdir(own)
        os.symlink(os.path.join(dist, "conductord"), own + "/conductord")
        shutil.copy(os.path.join(dist, "aerekos-worker"), own + "/supervisor")
        super().__init__(home, own)
        self.program = os.path.join(dist, "aerekos-worker")
        self.script = os.path.join(home, "misbehaviour")

    def settings(self):
        self.control = self.home + "/run/supervisor.sock"
        self.port = free_port()
        return {"PORT": str(self.port), "WATCHDOG_TIMEOUT_DEPLOYD": "1h"}

    def start(self):
        super().start()
        self.subscription.close()
        with open(self.dist + "/new", "w") as program:
            program.write(
                "#!/bin/sh\n"
                f'[ "$1" = deployd ] || exec {self.program} "$@"\n'
                'say() { printf "$1" >&$NOTIFY_FD; }\n'
                "beat() { while :; do say WATCHDOG=1; sleep 0.5; done; }\n"
                f". {self.script}\n")
        os.chmod(self.dist + "/new", 0o755)
        os.rename(self.dist + "/new", self.dist + "/supervisor")

    def behave(self, script):
        """Returns when deployd has begun to."""
        with open(self.script, "w") as file:
            file.write(f"echo begun >{self.script}.begun\n{script}\n")
        if os.path.exists(self.script + ".begun"):
            os.remove(self.script + ".begun")
        connection = Subscription(self.control)
        connection.call("supervisor.restart", name="deployd")
        connection.close()
        while not os.path.exists(self.script + ".begun"):
            time.sleep(0.01)
        time.sleep(0.5)
