"""kill -9 again and again, of imports and of a server under load: nothing lost, nothing doubled, nothing left."""

import json
import os
import random
import signal
import subprocess
import threading
import time
import unittest

from faulty import (
    FULCRUM, RENAME, SEED, FaultsTest, Lost, Page, done, fact, fulcrum, ids, rows)

IMPORTS = int(os.environ.get("FAULT_IMPORTS", "12"))
SERVES = int(os.environ.get("FAULT_SERVES", "12"))


class Kills(FaultsTest):
    def setUp(self):
        super().setUp()
        self.plan()
        self.chance = random.Random(SEED)

    def left_over(self):
        """Files beside the ledger that are neither it, nor SQLite's, nor the index."""
        return sorted(path.name for path in self.data.iterdir() if path.name not in {
            "fulcrum.db", "fulcrum.db-wal", "fulcrum.db-shm", "fulcrum.db.index"})

    def test_imports_killed_at_random_moments(self):
        count = 60_000
        facts = self.folder / "facts.ndjson"
        with facts.open("w") as out:
            for number in range(count):
                out.write(json.dumps(fact(number, customer=f"c{number * 7919 % 9000}")) + "\n")
        wanted = [f"m{number}" for number in range(count)]
        other = self.folder / "timed.db"
        done("plan", "apply", self.folder / "plan.yaml", "--ledger", other)
        begun = time.monotonic()
        done("import", "facts", facts, "--ledger", other)
        took = time.monotonic() - begun
        hit = 0
        for attempt in range(IMPORTS):
            about = f"seed {SEED}, attempt {attempt}"
            for path in self.data.iterdir():
                path.unlink()
            done("plan", "apply", self.folder / "plan.yaml", "--ledger", self.ledger)
            for _ in range(3):
                process = subprocess.Popen(
                    [FULCRUM, "import", "facts", facts, "--ledger", self.ledger],
                    stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
                time.sleep(self.chance.uniform(0.02, took * 1.1))
                hit += process.poll() is None
                process.kill()
                process.wait()
                there = ids(self.ledger)
                self.assertEqual(there, wanted[:len(there)], f"{about}: not the file's first facts")
            done("import", "facts", facts, "--ledger", self.ledger)
            self.assertEqual(ids(self.ledger), wanted, about)
            self.assertEqual(rows(self.ledger, "PRAGMA integrity_check"), [("ok",)], about)
        self.assertGreater(hit, IMPORTS, f"only {hit} kills met a running import; seed {SEED}")
        self.assertWhole(self.ledger)
        self.assertEqual(self.left_over(), [])
        print(f"imports: {hit} kills of {3 * IMPORTS} met one that ran", flush=True)

    def test_a_server_killed_under_load(self):
        server = self.serve()
        key = server.token("shop", "source")
        acknowledged, tried = [], set()
        lock = threading.Lock()

        def send(thread, attempt, over):
            sent = 0
            chance = random.Random(f"{SEED}-{attempt}-{thread}")
            while not over.is_set():
                size = chance.choice([1, 5, 50, 400])
                facts = [fact(sent + n, prefix=f"r{attempt}-{thread}-", customer=f"c{n}")
                         for n in range(size)]
                with lock:
                    tried.update(each["id"] for each in facts)
                try:
                    answer = server.facts(facts, key, timeout=10)
                except Lost:
                    return
                if answer.status == 200:
                    self.assertEqual(answer.json["kept"], size, answer)
                    with lock:
                        acknowledged.extend(each["id"] for each in facts)
                sent += size
        for attempt in range(SERVES):
            over = threading.Event()
            threads = [threading.Thread(target=send, args=(n, attempt, over)) for n in range(3)]
            for thread in threads:
                thread.start()
            time.sleep(self.chance.uniform(0.1, 1.0))
            server.kill()
            over.set()
            for thread in threads:
                thread.join()
            there = ids(self.ledger)
            about = f"seed {SEED}, attempt {attempt}"
            self.assertEqual(len(there), len(set(there)), f"{about}: doubled")
            self.assertEqual(set(acknowledged) - set(there), set(), f"{about}: lost")
            self.assertEqual(set(there) - tried, set(), f"{about}: out of nowhere")
            server.start()
            self.until(lambda: server.get("/ready").status == 200, 20, f"{about}: ready again")
            self.assertEqual(self.left_over(), [], f"{about}: stays behind after a start")
        self.assertGreater(len(acknowledged), 50 * SERVES, "hardly anything was acknowledged")
        server.stop()
        self.assertWhole(self.ledger)
        print(f"serve: {SERVES} kills, {len(acknowledged)} facts acknowledged", flush=True)

    def test_an_index_cut_short_is_cleared_away_at_the_next_start(self):
        lines = self.folder / "facts.ndjson"
        with lines.open("w") as out:
            for number in range(3000):
                out.write(json.dumps(fact(number)) + "\n")
        page = self.page()
        # The import is over, and its index is about to take its place.
        page.arm(Page.KILL, 1, 0, kinds=RENAME)
        ran = fulcrum("import", "facts", lines, "--ledger", self.ledger, environment=page.environment)
        if ran.returncode != -signal.SIGKILL:
            ran = fulcrum("flash", "--ledger", self.ledger, environment=page.environment)
        self.assertGreater(page["fired"], 0, "no index was about to take its place")
        self.assertNotEqual(self.left_over(), [], "nothing was left behind by the kill")
        page.disarm()
        server = self.serve()
        self.until(lambda: server.get("/ready").status == 200, 20, "ready")
        self.assertEqual(self.left_over(), [])
        server.stop()
        self.assertWhole(self.ledger)


if __name__ == "__main__":
    unittest.main()
