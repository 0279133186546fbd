"""A served ledger as outsiders meet it: its log in a file, requests down to the byte, and people who sign up."""

import http.client
import json
import os
import pathlib
import random
import re
import signal
import socket
import subprocess
import tempfile
import threading
import time
import urllib.parse

from harness import FULCRUM

# A file system in memory makes syncs cheap; the tests ask for what is synced, not for how long it takes.
FAST = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None


def scratch():
    """A folder of a test's own."""
    return tempfile.TemporaryDirectory(prefix="fulcrum-", dir=FAST)


def fulcrum(*arguments, folder=None, text=None, environment=None, timeout=120):
    """One command; gives what `subprocess.run` gives."""
    inherited = {k: v for k, v in os.environ.items() if k != "FULCRUM_LEDGER"}
    return subprocess.run(
        [FULCRUM, *map(str, arguments)], cwd=folder, env={**inherited, **(environment or {})},
        input=text, capture_output=True, text=True, errors="replace", timeout=timeout)


def done(*arguments, **options):
    """One command that must succeed; gives what it printed."""
    ran = fulcrum(*arguments, **options)
    if ran.returncode:
        raise AssertionError(f"{arguments} gave {ran.returncode}\n{ran.stdout}\n{ran.stderr}")
    return ran.stdout


def free_port():
    """A port of this machine that nobody has just now.

    Of those below the system's own choice, so that no connection and no server without a port of its own takes it
    before it is used. Tests that run at the same time draw among thousands.
    """
    for port in random.sample(range(20000, 32768), 100):
        with socket.socket() as line:
            try:
                line.bind(("127.0.0.1", port))
                return port
            except OSError:
                continue
    raise AssertionError("a hundred ports in a row are taken")


class Answer:
    """Status, header fields and body of one answer."""

    def __init__(self, status, fields, body, took):
        self.status, self.fields, self.body, self.took = status, fields, body, took

    @property
    def text(self):
        return self.body.decode("utf-8", "replace")

    @property
    def json(self):
        return json.loads(self.body)

    def __repr__(self):
        return f"{self.status} in {self.took:.2f} s: {self.text[:300]}"


class Lost(OSError):
    """The server ended the connection, or said nothing in time."""


class Served:
    """`fulcrum serve` on a port of its own; what it logs is in a file."""

    PATIENCE = 30
    # The address that requests come from; another of this machine's stands for another visitor.
    source = "127.0.0.1"

    def __init__(self, ledger, *options, environment=None, before=(), wait=PATIENCE, log=None,
                 must=True, under=None, beside=None):
        self.ledger = pathlib.Path(ledger)
        beside = pathlib.Path(beside or self.ledger.parent)
        self.options, self.before, self.under = options, before, under
        self.environment = {**os.environ, **(environment or {})}
        self.log_path = beside / f"{self.ledger.name}.log"
        self.out_path = beside / f"{self.ledger.name}.out"
        self.log = log
        self.port = 0
        self.start(wait, must)

    def start(self, wait=PATIENCE, must=True):
        """Starts it, again on the same port; gives whether it serves."""
        if not self.port and "--public-address" in self.options:
            self.port = free_port()
        self.out_path.write_text("")
        out = self.out_path.open("ab")
        err = self.log if self.log is not None else self.log_path.open("ab")
        self.process = subprocess.Popen(
            [*self.before, FULCRUM, "serve", "--ledger", str(self.ledger), "--port",
             str(self.port), *map(str, self.options)],
            env=self.environment, stdin=subprocess.DEVNULL, stdout=out, stderr=err,
            preexec_fn=self.under)
        out.close()
        if self.log is None:
            err.close()
        end = time.monotonic() + wait
        while time.monotonic() < end:
            found = re.search(r"Serving at \S+?(?::(\d+))?\s", self.out_path.read_text())
            if found:
                # Behind a proxy it tells the proxy's address.
                self.port = self.port or int(found[1])
                link = re.search(r"/sign-up\?key=(\S+)", self.out_path.read_text())
                self.first_key = link and link[1]
                return True
            if self.process.poll() is not None:
                break
            time.sleep(0.01)
        if must:
            code = self.process.poll()
            self.kill()
            raise AssertionError(f"the server did not start ({code}): {self.logged()[-2000:]}")
        return False

    @property
    def is_up(self):
        return self.process.poll() is None

    def logged(self):
        return self.log_path.read_text(errors="replace") if self.log_path.exists() else ""

    def log_lines(self):
        """What it logged, a JSON object a line."""
        lines = []
        for line in self.logged().splitlines():
            try:
                lines.append(json.loads(line))
            except ValueError:
                lines.append({"message": line})
        return lines

    def kill(self):
        if self.process.poll() is None:
            os.kill(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def stop(self, within=20):
        """Ends it as a service manager does; gives its exit code and the seconds it took."""
        begun = time.monotonic()
        if self.process.poll() is None:
            self.process.terminate()
        try:
            self.process.wait(within)
        except subprocess.TimeoutExpired:
            self.kill()
            return "hung", time.monotonic() - begun
        return self.process.returncode, time.monotonic() - begun

    # Requests

    def ask(self, method, path, body=None, token=None, cookie=None, form=None, timeout=30,
            source=None, **fields):
        """One request; raises ``Lost`` where nothing comes back."""
        fields = {name.replace("_", "-"): value for name, value in fields.items()}
        if token:
            fields["Authorization"] = f"Bearer {token}"
        if cookie:
            fields["Cookie"] = cookie
        if isinstance(body, (dict, list)):
            body = json.dumps(body).encode()
            fields.setdefault("Content-Type", "application/json")
        elif isinstance(body, str):
            body = body.encode()
        if form is not None:
            body = urllib.parse.urlencode(form).encode()
            fields.setdefault("Content-Type", "application/x-www-form-urlencoded")
        line = http.client.HTTPConnection(
            "127.0.0.1", self.port, timeout=timeout, source_address=(source or self.source, 0))
        begun = time.monotonic()
        try:
            line.request(method, path, body, fields)
            answer = line.getresponse()
            read = answer.read()
            return Answer(answer.status, answer.headers, read, time.monotonic() - begun)
        except (OSError, http.client.HTTPException) as error:
            raise Lost(f"{method} {path[:200]}: {error!r} after {time.monotonic() - begun:.1f} s")
        finally:
            line.close()

    def get(self, path, **more):
        return self.ask("GET", path, **more)

    def post(self, path, body=None, **more):
        return self.ask("POST", path, body, **more)

    def facts(self, facts, token, **more):
        """Facts by the ingest door, one a line."""
        lines = "\n".join(fact if isinstance(fact, str) else json.dumps(fact) for fact in facts)
        return self.post("/v1/facts", lines.encode(), token=token,
                         Content_Type="application/x-ndjson", **more)

    def raw(self, data, timeout=15, half=False, until=1):
        """Bytes as they are on a connection of their own; gives all that comes back."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=timeout) as line:
            try:
                line.sendall(data)
                if half:
                    line.shutdown(socket.SHUT_WR)
            except OSError:
                pass
            return received(line, until)

    def token(self, name, role, *options):
        """A token, by the command line."""
        return done("token", "add", name, "--role", role, *options, "--ledger",
                    self.ledger).split()[-1]

    def metrics(self, token):
        """Every sample of /metrics by its name with its labels."""
        samples = {}
        for line in self.get("/metrics", token=token).text.splitlines():
            if line and not line.startswith("#"):
                name, _, value = line.rpartition(" ")
                samples[name] = float(value)
        return samples

    def wait_for_board(self, token, facts, within=30):
        """Waits until the board has so many facts; raises where it does not come to that."""
        end = time.monotonic() + within
        seen = None
        while time.monotonic() < end:
            seen = self.metrics(token).get("fulcrum_facts")
            if seen is not None and seen >= facts:
                return
            time.sleep(0.02)
        raise AssertionError(f"the board has {seen} facts of {facts} after {within} s")

    def processor(self):
        """Seconds of a processor it has used."""
        fields = pathlib.Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def memory(self):
        """Bytes of memory it holds."""
        for line in pathlib.Path(f"/proc/{self.process.pid}/status").read_text().splitlines():
            if line.startswith("VmRSS"):
                return int(line.split()[1]) << 10
        return 0

    # People

    def sign_up(self, key, name, password):
        """Takes a link up; gives the cookie."""
        return cookie_of(self.post("/sign-up", {"key": key, "name": name, "password": password}))

    def sign_in(self, name, password, **more):
        return self.post("/sign-in", {"name": name, "password": password}, **more)

    def invite(self, name, role, *options):
        """A sign-up link's key, by the command line."""
        return done("user", "add", name, "--role", role, *options, "--ledger",
                    self.ledger).split("key=")[-1].strip()

    def member(self, name, role, *options, password="correct horse battery staple"):
        """Somebody who signed up; gives the cookie."""
        return self.sign_up(self.invite(name, role, *options), name, password)

    def form_token(self, cookie, path="/"):
        """What forms of a session must carry, as its pages have it."""
        page = self.get(path, cookie=cookie, Accept="text/html").text
        found = re.search(r'name="csrf"\s+value="([^"]+)"', page) or re.search(
            r'value="([^"]+)"\s+name="csrf"', page) or re.search(
            r'name="csrf"\s+content="([^"]+)"', page)
        if not found:
            raise AssertionError(f"no form token on {path}: {page[:500]}")
        return found[1]


def received(line, until=1):
    """All that comes until the other side ends, or until so many answers have begun and it is quiet."""
    data = b""
    try:
        while True:
            more = line.recv(65536)
            if not more:
                break
            data += more
            if until and data.count(b"HTTP/1.1 ") >= until and complete(data):
                break
    except (TimeoutError, ConnectionError):
        pass
    return data


def complete(data):
    """Whether the last answer in the bytes has all of its body."""
    head, gap, body = data[data.rfind(b"HTTP/1.1 "):].partition(b"\r\n\r\n")
    if not gap:
        return False
    length = re.search(rb"(?i)content-length:\s*(\d+)", head)
    if length:
        return len(body) >= int(length[1])
    return b"chunked" not in head.lower() or body.endswith(b"0\r\n\r\n")


def status(data):
    """The first status in bytes that came back; 0 where there is none."""
    found = re.match(rb"HTTP/1\.1 (\d+)", data)
    return int(found[1]) if found else 0


def cookie_of(answer):
    """The session's cookie out of an answer that lets somebody in."""
    given = answer.fields.get("Set-Cookie")
    if not given:
        raise AssertionError(f"nobody was let in: {answer}")
    return given.split(";")[0]


class Pulse(threading.Thread):
    """Asks /health again and again while something else goes on, on a connection a time and from an address
    of its own."""

    source = "127.0.0.9"

    def __init__(self, server, every=0.02, timeout=10):
        super().__init__(daemon=True)
        self.server, self.every, self.timeout = server, every, timeout
        self.times, self.failures = [], []
        self.over = threading.Event()

    def run(self):
        while not self.over.is_set():
            begun = time.monotonic()
            try:
                answer = self.server.get("/health", timeout=self.timeout, source=self.source)
                if answer.status != 200:
                    self.failures.append(answer.status)
            except Lost as error:
                self.failures.append(str(error))
            self.times.append(time.monotonic() - begun)
            self.over.wait(self.every)

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_):
        self.over.set()
        self.join()

    def quantile(self, share):
        times = sorted(self.times)
        return times[min(len(times) - 1, int(len(times) * share))] if times else float("inf")
