"""kill -9 in the middle of an import: whole batches, and a rerun that ends as if nothing happened."""

import json
import pathlib
import random
import signal
import sqlite3
import time

from harness import PLAN, FulcrumTest, money

BATCH = 50_000


class Crash(FulcrumTest):
    def facts(self, ledger):
        with sqlite3.connect(f"file:{ledger}?mode=ro", uri=True) as database:
            self.assertEqual(database.execute("PRAGMA integrity_check").fetchone(), ("ok",))
            return database.execute(
                "SELECT f.number, f.id, f.at, f.received, f.amount, c.id FROM fact f"
                " JOIN customer c ON c.number = f.customer ORDER BY f.number").fetchall()

    def test_twenty_random_moments(self):
        count = 160_000
        lines = (money(n, f"{n % 97}.50", customer=f"c{n * 7919 % 9000}",
                       at=f"2026-0{n % 9 + 1}-1{n % 9}T0{n % 10}:00:00Z",
                       received="2026-10-10T00:00:00Z") for n in range(count))
        self.write("facts.ndjson", "\n".join(lines) + "\n")
        self.write("plan.yaml", PLAN)
        self.run_fulcrum("plan", "apply", "plan.yaml", "--ledger", "whole.db")
        started = time.monotonic()
        self.run_fulcrum("import", "facts", "facts.ndjson", "--ledger", "whole.db")
        whole = self.facts(self.folder / "whole.db")
        took = time.monotonic() - started
        self.assertEqual(len(whole), count)
        seed = random.randrange(1 << 30)
        chance = random.Random(seed)
        interrupted = 0
        for attempt in range(20):
            ledger = f"killed-{attempt}.db"
            self.run_fulcrum("plan", "apply", "plan.yaml", "--ledger", ledger)
            process = self.start("import", "facts", "facts.ndjson", "--ledger", ledger)
            time.sleep(chance.uniform(0, took))
            process.send_signal(signal.SIGKILL)
            process.communicate()
            left = self.facts(self.folder / ledger)
            self.assertEqual(left, whole[:len(left)], f"seed {seed}, attempt {attempt}")
            self.assertTrue(
                len(left) % BATCH == 0 or len(left) == count, f"{len(left)} facts, seed {seed}")
            interrupted += 0 < len(left) < count
            self.run_fulcrum("import", "facts", "facts.ndjson", "--ledger", ledger)
            self.assertEqual(self.facts(self.folder / ledger), whole, f"seed {seed}")
            for path in self.folder.glob(f"{ledger}*"):
                path.unlink()
        self.assertGreater(interrupted, 0, f"no kill hit a running import; seed {seed}")

    def test_a_backup_in_the_middle_of_an_import_holds_whole_batches(self):
        count = 160_000
        self.write("facts.ndjson", "\n".join(
            money(n, "1.50", customer=f"c{n % 9000}") for n in range(count)) + "\n")
        self.write("plan.yaml", PLAN)
        self.run_fulcrum("plan", "apply", "plan.yaml")
        process = self.start("import", "facts", "facts.ndjson")
        copies = []
        while process.poll() is None:
            copies.append(f"copy-{len(copies)}.db")
            self.run_fulcrum("backup", copies[-1])
        process.communicate()
        self.assertEqual(process.returncode, 0)
        held = [len(self.facts(self.folder / copy)) for copy in copies]
        self.assertTrue(all(n % BATCH == 0 or n == count for n in held), held)
        self.assertEqual(held, sorted(held))
        self.assertEqual(len(self.facts(self.folder / "fulcrum.db")), count)
