"""Processes whose disk fails and whose clock is wrong, and ledgers looked at from outside."""

import errno
import functools
import hashlib
import json
import mmap
import os
import pathlib
import re
import sqlite3
import struct
import subprocess
import sys
import tempfile
import time
import unittest

HERE = pathlib.Path(__file__).resolve().parent
sys.path.append(str(HERE.parent / "EndToEnd"))

from harness import FULCRUM, PLAN, money  # noqa: E402
from served import Lost, Pulse, Served, done, fulcrum, received, scratch, status  # noqa: E402, F401

# Every nth point of a sweep; 1 is all of them.
STRIDE = int(os.environ.get("FAULT_STRIDE", "1"))
SEED = int(os.environ.get("FAULT_SEED", "1"))

WRITE, SYNC, RENAME, TRUNCATE, ALLOCATE, UNLINK, LINK, CREATE = (1 << n for n in range(8))
EVERYTHING = 255
# What a full disk refuses: what takes room, and nothing else.
ROOM = WRITE | ALLOCATE | LINK | CREATE


@functools.cache
def shim():
    """The preloaded library, made with the machine's own compiler."""
    holder = tempfile.mkdtemp(prefix="fulcrum-faults-")
    made = pathlib.Path(holder) / "faults.so"
    subprocess.run(["cc", "-O1", "-shared", "-fPIC", "-o", made, HERE / "faults.c", "-ldl"],
                   check=True)
    return made


class Page:
    """What the shim and the test tell each other: one number of eight bytes each."""

    FIELDS = ["calls", "fired", "deed", "error", "first", "times", "kinds", "offset", "clocks"]
    NOTHING, FAIL, KILL = range(3)

    def __init__(self, path, below):
        self.path, self.below = pathlib.Path(path), pathlib.Path(below).resolve()
        self.path.write_bytes(bytes(8 * len(self.FIELDS)))
        self.file = self.path.open("r+b")
        self.bytes = mmap.mmap(self.file.fileno(), 8 * len(self.FIELDS))
        self["kinds"] = EVERYTHING

    def __getitem__(self, name):
        return struct.unpack_from("<q", self.bytes, 8 * self.FIELDS.index(name))[0]

    def __setitem__(self, name, value):
        struct.pack_into("<q", self.bytes, 8 * self.FIELDS.index(name), value)

    def arm(self, deed, first=1, times=1, error=errno.EIO, kinds=EVERYTHING):
        """From now on the calls numbered from `first` fail, or end the process."""
        for name, value in [("deed", 0), ("calls", 0), ("fired", 0), ("error", error),
                            ("first", first), ("times", times), ("kinds", kinds), ("deed", deed)]:
            self[name] = value

    def disarm(self):
        self["deed"] = 0

    @property
    def environment(self):
        return {"LD_PRELOAD": str(shim()), "FAULT_PAGE": str(self.path),
                "FAULT_BELOW": str(self.below)}

    def close(self):
        self.bytes.close()
        self.file.close()


class FaultsTest(unittest.TestCase):
    """A test with a folder of its own on a fast disk."""

    maxDiff = 4000

    def setUp(self):
        holder = scratch()
        self.addCleanup(holder.cleanup)
        self.folder = pathlib.Path(holder.name).resolve()
        # What fails lies below this one; the server's log does not.
        self.data = self.folder / "data"
        self.data.mkdir()
        self.ledger = self.data / "fulcrum.db"

    def plan(self, text=PLAN):
        (self.folder / "plan.yaml").write_text(text)
        done("plan", "apply", self.folder / "plan.yaml", "--ledger", self.ledger)

    def page(self, below=None):
        """A page that lies beside the folder it is about."""
        holder = scratch()
        self.addCleanup(holder.cleanup)
        page = Page(pathlib.Path(holder.name) / "page", below or self.data)
        self.addCleanup(page.close)
        return page

    def serve(self, *options, **more):
        server = Served(more.pop("ledger", self.ledger), *options, beside=self.folder, **more)
        self.addCleanup(server.kill)
        return server

    def assertWhole(self, ledger, about=""):
        """The doctor finds nothing, and SQLite neither."""
        ran = fulcrum("doctor", "--ledger", ledger)
        self.assertEqual(ran.returncode, 0, f"{about}\n{ran.stdout}{ran.stderr}")

    def until(self, holds, within, what):
        """Waits until something holds; fails where it does not come to that. Gives what it gave."""
        end = time.monotonic() + within
        while True:
            last = holds()
            if last:
                return last
            if time.monotonic() > end:
                self.fail(f"{what}: not within {within} s, but {last!r}")
            time.sleep(0.03)


def rows(ledger, question, *values):
    """What a ledger holds, asked with SQL on a connection that cannot write."""
    database = sqlite3.connect(f"file:{ledger}?mode=ro", uri=True, timeout=30)
    try:
        return database.execute(question, values).fetchall()
    finally:
        database.close()


def ids(ledger):
    return [row[0] for row in rows(ledger, "SELECT id FROM fact ORDER BY number")]


# Words of another language than the user's, which no message may hold.
DUMPS = re.compile(
    r"not an error|Failure\(|\(problem:|LedgerProblem|DatabaseError|Error Domain|Optional\(|"
    r"NSCocoa|Swift\.|unknown error|SQLite error 0|Fatal error|Unforeseen|"
    r"bind\(descriptor|errno: \d+\)", re.I)


def bad_words(text):
    """What a message says that no user should read."""
    found = DUMPS.search(text)
    return found and found[0]


def now():
    """This moment, as facts have it."""
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())


def fact(number, amount="5.00", at="2026-10-05T10:00:00Z", customer=None, prefix="m"):
    return {"id": f"{prefix}{number}", "kind": "money", "at": at,
            "customer": customer or f"c{number % 50}", "amount": amount, "currency": "EUR"}


def digest(text):
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def write_lines(path, things):
    pathlib.Path(path).write_text("".join(json.dumps(thing) + "\n" for thing in things))
