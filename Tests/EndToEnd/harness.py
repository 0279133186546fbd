"""Runs the release build as a user does, each test in a folder of its own."""

import json
import os
import pathlib
import subprocess
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
FULCRUM = os.environ.get("FULCRUM", str(ROOT / ".build/release/fulcrum"))
LAB = os.environ.get("FULCRUM_LAB", str(pathlib.Path(FULCRUM).with_name("fulcrum-lab")))
DATA = pathlib.Path(os.environ.get("FULCRUM_DATA", ROOT.parent / "shared" / "data"))
EXAMPLES = ROOT / "Examples"


class FulcrumTest(unittest.TestCase):
    """A test with a folder of its own and the command line to run in it."""

    maxDiff = None

    def setUp(self):
        self.holder = tempfile.TemporaryDirectory()
        self.folder = pathlib.Path(self.holder.name)

    def tearDown(self):
        self.holder.cleanup()

    def start(self, *arguments, program=FULCRUM, **options):
        environment = {k: v for k, v in os.environ.items() if k != "FULCRUM_LEDGER"}
        return subprocess.Popen(
            [program, *map(str, arguments)], cwd=self.folder, env=environment,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, **options)

    def run_lab(self, *arguments, code=0):
        """Runs one of the developer tools."""
        return self.run_fulcrum(*arguments, code=code, program=LAB)

    def run_fulcrum(self, *arguments, code=0, text=None, program=FULCRUM):
        process = self.start(*arguments, stdin=subprocess.PIPE, program=program)
        out, err = process.communicate(text.encode() if text is not None else None)
        self.out, self.err = out.decode(), err.decode()
        self.assertEqual(
            process.returncode, code, f"{arguments}\n--- out\n{self.out}\n--- err\n{self.err}")
        return self.out

    def answer(self, name, *arguments):
        return json.loads(self.run_fulcrum("answer", name, "--json", *arguments))

    def write(self, name, text):
        path = self.folder / name
        path.write_text(text)
        return path


def needs(*names):
    """Skips a test, saying so, where a real file is absent."""
    absent = [name for name in names if not (DATA / name).exists()]
    return unittest.skipIf(absent, f"needs {', '.join(absent)} in {DATA}; see Examples/README.md")


PLAN = """\
business: Northwind
timezone: Europe/London
currency: EUR
rates: { USD: 0.92, JPY: 0.006 }
number: { measure: revenue, basis: payments, period: month, targets: { 2026-10: 1000 } }
activation: { money: 10, time: 30m, lapse: 60d }
"""


def money(number, amount, at="2026-10-05T10:00:00Z", customer="c", currency="EUR", **more):
    return json.dumps({"id": f"m{number}", "kind": "money", "at": at, "customer": customer,
                       "amount": amount, "currency": currency, **more})
