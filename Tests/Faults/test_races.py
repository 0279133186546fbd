"""Things that happen at once: pay that is frozen while facts come in, changes beside each other."""

import concurrent.futures
import threading
import unittest

from faulty import FaultsTest, fact, fulcrum, ids, rows, write_lines
from sweep import PLAN

ROUNDS = 8


class Races(FaultsTest):
    def test_pay_frozen_while_facts_come_in_can_be_verified(self):
        self.plan(PLAN)

        def deal(number):
            return {"id": f"w{number}", "kind": "deal", "deal": f"q{number}", "at": "2026-10-05",
                    "customer": f"c{number % 40}", "stage": "won", "amount": "10.00", "currency": "EUR",
                    "member": "ana"}
        write_lines(self.folder / "deals.ndjson", [deal(n) for n in range(20_000)])
        self.assertEqual(fulcrum("import", "facts", self.folder / "deals.ndjson", "--ledger",
                                 self.ledger).returncode, 0)
        server = self.serve()
        key = server.token("shop", "source")
        over = threading.Event()
        sent = [100_000]

        def send():
            while not over.is_set():
                server.facts([deal(sent[0])], key)
                sent[0] += 1
        sender = threading.Thread(target=send)
        sender.start()
        try:
            for _ in range(ROUNDS):
                before = sent[0]
                ran = fulcrum("pay", "process", "2026-10", "--by", "finance", "--ledger", self.ledger)
                self.assertEqual(ran.returncode, 0, ran.stderr)
                self.assertGreater(sent[0], before, "no fact came in meanwhile")
        finally:
            over.set()
            sender.join()
        server.stop()
        ran = fulcrum("pay", "verify", "--ledger", self.ledger, timeout=300)
        self.assertEqual(ran.returncode, 0, ran.stdout)
        self.assertEqual(ran.stdout.count("ok "), ROUNDS, ran.stdout)

    def test_commands_and_posts_at_once_lose_nothing(self):
        self.plan()
        server = self.serve()
        key = server.token("shop", "source")
        write_lines(self.folder / "same.ndjson", [fact(n, prefix="same") for n in range(3000)])
        (self.folder / "other.yaml").write_text(
            (self.folder / "plan.yaml").read_text().replace("1000", "2000"))
        kept = set()

        def post(place):
            for round_ in range(30):
                facts = [fact(n, prefix=f"p{place}-{round_}-") for n in range(10)]
                answer = server.facts(facts, key, timeout=60)
                if answer.status == 200:
                    kept.update(each["id"] for each in facts)
            return []

        def command(*arguments, codes=(0,)):
            ran = fulcrum(*arguments, "--ledger", self.ledger)
            return [] if ran.returncode in codes else [f"{arguments}: {ran.returncode}: {ran.stderr}"]

        def several(place):
            wrong = []
            for round_ in range(6):
                wrong += command("note", f"line {place}-{round_}")
                wrong += command("plan", "apply", self.folder / ("plan.yaml", "other.yaml")[round_ % 2])
                wrong += command("token", "add", f"t{place}-{round_}", "--role", "viewer")
                wrong += command("backup", self.folder / f"b{place}-{round_}.db")
                wrong += command("doctor")
            return wrong
        with concurrent.futures.ThreadPoolExecutor(8) as workers:
            futures = [workers.submit(post, n) for n in range(2)]
            futures += [workers.submit(several, n) for n in range(2)]
            futures += [workers.submit(command, "import", "facts", self.folder / "same.ndjson")
                        for _ in range(2)]
            wrong = [line for future in futures for line in future.result()]
        self.assertEqual(wrong, [])
        self.assertGreater(len(kept), 300)
        there = ids(self.ledger)
        self.assertEqual(len(there), len(set(there)), "doubled")
        self.assertEqual(kept - set(there), set(), "lost")
        self.assertEqual(sum(id.startswith("same") for id in there), 3000)
        notes = sum(id.startswith("note-") for id in there)
        self.assertEqual(notes, 12)
        self.assertEqual(rows(self.ledger, "SELECT count(*) FROM audit WHERE what LIKE 'note%'"), [(12,)])
        server.stop()
        self.assertWhole(self.ledger)
        for copy in self.folder.glob("b*-5.db"):
            self.assertWhole(copy)


if __name__ == "__main__":
    unittest.main()
