"""A served business that is attacked, and what every attack must leave standing."""

import json
import os
import pathlib
import sqlite3
import sys
import time
import unittest

HERE = pathlib.Path(__file__).resolve().parent
sys.path.append(str(HERE.parent / "EndToEnd"))

from harness import FULCRUM, ROOT  # noqa: E402, F401
from served import (  # noqa: E402, F401
    Answer, Lost, Pulse, Served, cookie_of, done, fulcrum, received, scratch, status)

SEED = int(os.environ.get("ATTACK_SEED", "1"))
TODAY = time.strftime("%Y-%m-%d", time.gmtime())

PLAN = """\
business: Northwind
timezone: UTC
currency: EUR
rates: { USD: 0.92, JPY: 0.006 }
number: { measure: revenue, basis: payments, period: month, targets: { yearly: 12000 } }
activation: { money: 1.00, time: 30m, within: 14d, lapse: 60d }
levers:
  product: { lead: priya }
  marketing: { lead: mia }
  sales: { lead: sam, stages: { qualified: 20%, proposal: 50% } }
people:
  - { id: sam, name: Sam Okoro, lever: sales, pay: lead }
  - { id: ana, name: Ana Silva, lever: sales, manager: sam, pay: rep, quota: { yearly: 120000 } }
  - { id: ben, name: Ben Ode, lever: sales, manager: sam, pay: rep, quota: { yearly: 120000 } }
pay:
  lead: { credit: team, rates: { tiers: [ { rate: 1% } ] } }
  rep: { rates: { tiers: [ { up-to: 5000, rate: 10% }, { rate: 12% } ] } }
"""

PASSWORD = "correct horse battery staple"

# What no terminal and no page is given: control characters, and those that turn the direction of text.
BAD_CHARACTERS = [chr(n) for n in [*range(9), 11, 12, *range(14, 32), *range(127, 160)]] + [
    "\u061c", "\u200e", "\u200f", "\u202a", "\u202b", "\u202c", "\u202d", "\u202e", "\u2066", "\u2067",
    "\u2068", "\u2069"]


def moment(ago=0):
    """A moment so many seconds ago, as facts have it."""
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() - ago))


def money(id, amount="5.00", at=None, customer="c", **more):
    return {"id": id, "kind": "money", "at": at or moment(60), "customer": customer, "amount": amount,
            "currency": "EUR", **more}


class AttackTest(unittest.TestCase):
    """A test with a ledger of its own; whatever was tried, the server is up and well at the end."""

    maxDiff = 4000
    # Whether the test leaves a server that must be up.
    ends_up = True

    def setUp(self):
        holder = scratch()
        self.addCleanup(holder.cleanup)
        self.folder = pathlib.Path(holder.name).resolve()
        self.ledger = self.folder / "fulcrum.db"
        (self.folder / "plan.yaml").write_text(PLAN)
        done("plan", "apply", self.folder / "plan.yaml", "--ledger", self.ledger)
        self.servers = []

    def serve(self, *options, **more):
        server = Served(self.ledger, *options, **more)
        self.addCleanup(server.kill)
        self.servers.append(server)
        return server

    def run_fulcrum(self, *arguments, code=0, **options):
        ran = fulcrum(*arguments, "--ledger", self.ledger, folder=self.folder, **options)
        if code is not None:
            self.assertEqual(ran.returncode, code, f"{arguments}\n{ran.stdout}\n{ran.stderr}")
        return ran

    def assertStatus(self, answer, *wanted):
        self.assertIn(answer.status, wanted, answer)

    def assertUp(self, server, what=""):
        self.assertTrue(server.is_up, f"{what}: the server ended with {server.process.poll()}: "
                                      f"{server.logged()[-500:]}")
        self.assertEqual(server.get("/health", timeout=10).status, 200, what)

    def assertKept(self, answer, count):
        self.assertEqual((answer.status, answer.json.get("kept")), (200, count), answer)

    def assertQuarantined(self, answer, about=""):
        """One fact was sent, and it was refused with a reason."""
        self.assertEqual(answer.status, 200, f"{about}: {answer}")
        fate = answer.json["facts"][0]
        self.assertEqual(fate["answer"], "quarantined", f"{about}: {answer}")
        self.assertTrue(fate.get("why"), f"{about}: {answer}")
        return fate["why"]

    def assertNothingUnforeseen(self, server):
        lines = [line for line in server.log_lines() if "nforeseen" in json.dumps(line)]
        self.assertEqual(lines, [])

    def assertDoctor(self, about=""):
        ran = fulcrum("doctor", "--ledger", self.ledger)
        self.assertEqual(ran.returncode, 0, f"{about}\n{ran.stdout}{ran.stderr}")

    def assertPlain(self, text, about=""):
        """No control or direction character is in a text."""
        bad = sorted({f"U+{ord(c):04X}" for c in text if c in BAD_CHARACTERS})
        self.assertEqual(bad, [], f"{about}: {text[:400]!r}")

    def every_answer(self, server, token, names=None, within=30):
        """Every answer's status, with which the server must stay up."""
        names = names or answer_names(server)
        for name in names:
            answer = server.get(f"/v1/answers/{name}", token=token, timeout=within)
            self.assertIn(answer.status, (200, 422, 503), f"{name}: {answer}")
            self.assertUp(server, name)

    def rows(self, question, *values):
        database = sqlite3.connect(f"file:{self.ledger}?mode=ro", uri=True, timeout=30)
        try:
            return database.execute(question, values).fetchall()
        finally:
            database.close()

    def smuggle(self, like, **columns):
        """Puts a fact into the file as an earlier version would have kept it, past every check at the door."""
        database = sqlite3.connect(self.ledger, timeout=30)
        try:
            names = [row[1] for row in database.execute("PRAGMA table_info(fact)")]
            values = dict(zip(names, database.execute(
                "SELECT * FROM fact WHERE id = ?", (like,)).fetchone()))
            values["number"] = database.execute("SELECT max(number) + 1 FROM fact").fetchone()[0]
            values.update(columns)
            database.execute(f"INSERT INTO fact ({', '.join(values)}) VALUES "
                             f"({', '.join('?' * len(values))})", list(values.values()))
            database.commit()
        finally:
            database.close()

    def trail(self):
        """The audit trail's lines, each its columns in one text."""
        return [" | ".join(str(value) for value in row)
                for row in self.rows("SELECT * FROM audit ORDER BY number")]


def answers_in_document(server):
    """What the API's own document says of each answer, by name."""
    paths = server.get("/v1/openapi.json").json["paths"]
    found = {path.rsplit("/", 1)[1]: methods["get"] for path, methods in paths.items()
             if path.startswith("/v1/answers/")}
    if not found:
        raise AssertionError("the document names no answers")
    return found


def answer_names(server):
    """The answers there are."""
    return list(answers_in_document(server))


def answer_options(server):
    """The options that answers take, by name: those of every answer together."""
    return {parameter["name"]: parameter["schema"]
            for operation in answers_in_document(server).values()
            for parameter in operation["parameters"]}
