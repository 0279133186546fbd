"""Debian's Chromium, driven by Playwright out of an environment of its own, and a served business to look at."""

import datetime
import hashlib
import json
import os
import pathlib
import re
import shutil
import site
import subprocess
import sys
import time
import urllib.request
import venv

from harness import FULCRUM, ROOT

HERE = pathlib.Path(__file__).resolve().parent
ENVIRONMENT = ROOT / ".build-browser" / "venv"
WIDTHS = {390: 844, 1280: 800, 1920: 1080}
PASSWORD = "correct horse battery staple"


def ready():
    """Makes Playwright importable, installing it first where it is missing; gives Chromium's path."""
    wanted = HERE / "requirements-browser.txt"
    mark = ENVIRONMENT / f"ready.{hashlib.sha256(wanted.read_bytes()).hexdigest()[:16]}"
    python = ENVIRONMENT / "bin" / "python"
    if not mark.exists():
        venv.create(ENVIRONMENT, with_pip=True)
        subprocess.run(
            [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r", wanted],
            check=True)
        mark.touch()
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    site.addsitedir(str(ENVIRONMENT / "lib" / version / "site-packages"))
    chromium = shutil.which("chromium")
    if not chromium:
        raise SystemExit("Chromium is missing: tools/setup installs it.")
    return chromium


class Served:
    """A ledger served on a port of its own, until it is stopped."""

    def __init__(self, ledger, folder):
        environment = {k: v for k, v in os.environ.items() if k != "FULCRUM_LEDGER"}
        self.process = subprocess.Popen(
            [FULCRUM, "serve", "--ledger", str(ledger), "--port", "0"], cwd=folder,
            env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.address = self.said(r"Serving at (http://\S+)")
        self.sign_up = self.said(r"signs up, once, at (http://\S+)")

    def said(self, pattern):
        """The first line that matches, of what the server prints."""
        while line := self.process.stdout.readline():
            if found := re.search(pattern, line):
                return found[1]
        raise AssertionError(f"the server never said {pattern}: {self.process.stderr.read()}")

    def stop(self):
        self.process.terminate()
        out, err = self.process.communicate(timeout=20)
        return self.process.returncode, err

    def post(self, path, body, token):
        """Sends JSON as a program does; gives the answer and how long it took."""
        request = urllib.request.Request(
            self.address + path, data=json.dumps(body).encode(), method="POST", headers={
                "Content-Type": "application/json", "Authorization": f"Bearer {token}"})
        begun = time.monotonic()
        with urllib.request.urlopen(request, timeout=10) as answer:
            return json.load(answer), time.monotonic() - begun


def simulated(folder, customers=600):
    """A simulated business in a ledger, with what was received by now."""
    ledger = folder / "fulcrum.db"

    def run(*arguments, codes=(0,)):
        done = subprocess.run([FULCRUM, *map(str, arguments)], cwd=folder, capture_output=True)
        assert done.returncode in codes, done.stderr.decode()

    run("simulate", "made", "--customers", customers)
    now = datetime.datetime.now(datetime.timezone.utc).isoformat()
    facts = (folder / "made" / "facts.ndjson").read_text().splitlines(keepends=True)
    (folder / "facts.ndjson").write_text(
        "".join(line for line in facts if json.loads(line)["received"] <= now))
    run("plan", "apply", "made/plan.yaml", "--ledger", ledger)
    # Some of the facts made up are sent twice with other contents, and go to quarantine: 3.
    run("import", "facts", "facts.ndjson", "--ledger", ledger, codes=(0, 3))
    return ledger


def sign_up(page, served, name="greta"):
    """The first GM signs up and lands on the Flash."""
    page.goto(served.sign_up)
    page.get_by_label("Name").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Create account").click()
    page.wait_for_url(served.address + "/")


def sign_in(page, served, name):
    page.goto(served.address + "/sign-in")
    page.get_by_label("Name").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(served.address + "/")
