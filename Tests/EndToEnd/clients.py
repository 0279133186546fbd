"""Real clients out of an environment of their own, and a served ledger for them to talk to."""

import hashlib
import json
import os
import pathlib
import re
import subprocess
import urllib.error
import urllib.request
import venv

from harness import FULCRUM, ROOT

HERE = pathlib.Path(__file__).resolve().parent
ENVIRONMENT = ROOT / ".build-clients" / "venv"


def python():
    """The environment's Python, made first where it is missing."""
    wanted = HERE / "requirements-clients.txt"
    mark = ENVIRONMENT / f"ready.{hashlib.sha256(wanted.read_bytes()).hexdigest()[:16]}"
    found = ENVIRONMENT / "bin" / "python"
    if not mark.exists():
        venv.create(ENVIRONMENT, with_pip=True)
        subprocess.run([found, "-m", "pip", "install", "--quiet", "--disable-pip-version-check",
                        "-r", wanted], check=True)
        mark.touch()
    return found


class Server:
    """`fulcrum serve` on a ledger, which can be killed and started again on the same port."""

    def __init__(self, ledger, *options, environment=None):
        self.ledger = pathlib.Path(ledger)
        self.options = options
        self.environment = {**os.environ, **(environment or {})}
        self.port = 0
        self.scheme = "https" if "--tls-certificate" in options else "http"
        self.start()

    def start(self):
        self.process = subprocess.Popen(
            [FULCRUM, "serve", "--ledger", str(self.ledger), "--port", str(self.port),
             *map(str, self.options)], env=self.environment, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, text=True)
        line = self.process.stdout.readline()
        found = re.search(r"Serving at (\S+?):(\d+)$", line.strip())
        if not found:
            raise AssertionError(f"the server said {line!r}: {self.process.stderr.read()}")
        self.port = int(found[2])
        self.address = f"{found[1]}:{self.port}"

    def kill(self):
        self.process.kill()
        self.process.communicate()

    def stop(self):
        """Ends it as a service manager does; gives its exit code."""
        if self.process.poll() is None:
            self.process.terminate()
        try:
            self.process.communicate(timeout=20)
        except subprocess.TimeoutExpired:
            self.kill()
            raise
        return self.process.returncode

    def token(self, role, *options):
        return subprocess.run(
            [FULCRUM, "token", "add", f"a-{role}", "--role", role, *options, "--ledger",
             self.ledger], check=True, capture_output=True, text=True).stdout.strip()

    def send(self, path, body=None, token=None, method=None, **headers):
        """One request; gives status, headers and body."""
        data = body if isinstance(body, bytes) or body is None else json.dumps(body).encode()
        headers = {name.replace("_", "-"): value for name, value in headers.items()}
        if token:
            headers["Authorization"] = f"Bearer {token}"
        headers.setdefault("Content-Type", "application/json")
        request = urllib.request.Request(
            self.address + path, data=data, headers=headers, method=method)
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return answer.status, answer.headers, answer.read()
        except urllib.error.HTTPError as error:
            return error.code, error.headers, error.read()
