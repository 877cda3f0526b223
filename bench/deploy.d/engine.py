"""A container engine of its own for a benchmark: data, socket, bridge and cgroups apart from any other."""

import http.client
import json
import os
import signal
import socket
import subprocess
import time
import urllib.parse


class Connection(http.client.HTTPConnection):
    def __init__(self, path):
        super().__init__("engine", timeout=120)
        self.path = path

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(120)
        self.sock.connect(self.path)


class Engine:
    IMAGE = "bench/idle:1"

    def __init__(self, home):
        self.home = os.path.join(home, "engine")
        os.mkdir(self.home)
        self.socket = self.home + "/docker.sock"
        self.bridge = self.make_bridge()
        self.process = None

    def start(self):
        log = open(self.home + "/engine.log", "w")
        self.process = subprocess.Popen(
            ["unshare", "--pid", "--fork", "--kill-child", "--mount", "--propagation", "private", "--mount-proc",
             "dockerd", "--data-root", self.home + "/data", "--exec-root", self.home + "/exec", "--pidfile",
             self.home + "/engine.pid", "--host", "unix://" + self.socket, "--bridge", self.bridge,
             "--default-address-pool", f"base=10.{self.number}.128.0/17,size=24", "--iptables=false",
             "--ip6tables=false", "--ip-masq=false", "--ip-forward=false"], stdout=log, stderr=log,
            start_new_session=True)  # Ctrl-C is for the benchmark, which has yet to clear away
        for _ in range(600):
            try:
                self.call("GET", "/_ping")
                break
            except OSError:
                time.sleep(0.1)
        else:
            raise RuntimeError("the engine does not start: " + open(self.home + "/engine.log").read()[-2000:])
        self.make_image()

    def make_bridge(self):
        for self.number in range(200, 250):
            name = f"aerbench{self.number}"
            if subprocess.run(["ip", "link", "add", name, "type", "bridge"], stderr=subprocess.DEVNULL).returncode == 0:
                subprocess.run(["ip", "addr", "add", f"10.{self.number}.0.1/24", "dev", name], check=True)
                subprocess.run(["ip", "link", "set", name, "up"], check=True)
                return name
        raise RuntimeError("no bridge can be made")

    def make_image(self):
        root = self.home + "/root"
        os.makedirs(root + "/bin")
        subprocess.run(["cp", "/bin/busybox", root + "/bin/busybox"], check=True)
        tar = subprocess.run(["tar", "-C", root, "-c", "."], check=True, stdout=subprocess.PIPE).stdout
        # It ends at once when told to.
        script = "trap 'exit 0' TERM; /bin/busybox sleep 1000000 & wait"
        command = urllib.parse.quote("CMD " + json.dumps(["/bin/busybox", "sh", "-c", script]))
        repository, tag = self.IMAGE.split(":")
        self.call("POST", f"/images/create?fromSrc=-&repo={repository}&tag={tag}&changes={command}", tar)

    def call(self, method, path, body=None):
        connection = Connection(self.socket)
        data = body if body is None or isinstance(body, bytes) else json.dumps(body).encode()
        kind = "application/x-tar" if isinstance(body, bytes) else "application/json"
        connection.request(method, path, data, {"Content-Type": kind} if data else {})
        answer = connection.getresponse()
        content = answer.read()
        connection.close()
        if answer.status >= 400 and answer.status != 404:
            raise RuntimeError(f"{method} {path}: {answer.status} {content[:300]}")
        try:
            return json.loads(content)
        except ValueError:
            return None

    def starts(self, count=1):
        """Hears of containers that start from now on, without asking; call what it gives to wait for so many of them."""
        connection = Connection(self.socket)
        connection.request("GET", "/events?filters=" + urllib.parse.quote('{"type":["container"],"event":["start"]}'))
        answer = connection.getresponse()

        def wait():
            for _ in range(count):
                answer.readline()
            connection.close()

        return wait

    def running(self):
        return self.call("GET", "/containers/json")

    def remove_all(self):
        for container in self.call("GET", "/containers/json?all=1"):
            self.call("DELETE", f"/containers/{container['Id']}?force=1&v=1")

    def end(self):
        if self.process is None:
            subprocess.run(["ip", "link", "del", self.bridge], check=False)
            return
        try:
            self.remove_all()
            for network in self.call("GET", "/networks?filters=" + urllib.parse.quote('{"type":["custom"]}')):
                self.call("DELETE", "/networks/" + network["Id"])
        finally:
            # The engine is the only child; the namespace's other processes end with it.
            with open(f"/proc/{self.process.pid}/task/{self.process.pid}/children") as children:
                for pid in children.read().split():
                    os.kill(int(pid), signal.SIGTERM)
            try:
                self.process.wait(30)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
            subprocess.run(["ip", "link", "del", self.bridge], check=False)
