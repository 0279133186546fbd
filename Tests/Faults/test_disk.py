"""A server whose disk fails for a while, or is full: it says so, loses nothing, and is well again by itself."""

import errno
import json
import subprocess
import unittest

from faulty import (
    EVERYTHING, ROOM, SYNC, WRITE, FaultsTest, Page, bad_words, done, fact, ids)

# Seconds in which a server must have noticed, without anybody sending it anything.
SOON = 15


class Disk(FaultsTest):
    def setUp(self):
        super().setUp()
        self.plan()

    def failing(self, error, kinds, name):
        page = self.page()
        server = self.serve(environment=page.environment)
        key, gm = server.token("shop", "source"), server.token("ops", "gm")
        kept = set()

        def send(start):
            facts = [fact(start + n) for n in range(10)]
            answer = server.facts(facts, key)
            if answer.status == 200:
                kept.update(each["id"] for each in answer.json["facts"] if each["answer"] != "quarantined")
            return answer
        self.assertEqual(send(0).status, 200)
        self.until(lambda: server.get("/ready").status == 200, SOON, "ready before anything fails")
        before = server.metrics(gm)
        lines = len(server.log_lines())
        page.arm(Page.FAIL, 1, 0, error, kinds)
        answers = [send(100 + 10 * n) for n in range(8)]
        self.assertGreater(page["fired"], 0, f"{name}: the shim did not fire")
        self.assertEqual([answer.status for answer in answers], [503] * 8, f"{name}: {answers}")
        for answer in answers:
            self.assertIsNone(bad_words(answer.text), answer)
        self.assertNotReady(server, name)
        self.assertEqual(server.get("/", token=gm).status, 200, f"{name}: reading goes on")
        during = server.metrics(gm)
        self.assertGreater(
            during.get("fulcrum_writes_failed_total", -1),
            before.get("fulcrum_writes_failed_total", 0), f"{name}: fulcrum_writes_failed_total")
        self.assertIn("fulcrum_last_write_seconds", during)
        # What could not be done because of it is said beside.
        said = [line for line in server.log_lines()[lines:] if line.get("kind") == "writes"]
        self.assertEqual(len(said), 1, f"{name}: one line when it begins, not {said}")
        page.disarm()
        self.until(lambda: server.get("/ready").status == 200, SOON,
                   f"{name}: ready again without anybody writing")
        said = [line for line in server.log_lines()[lines:] if line.get("kind") == "writes"]
        self.assertEqual(len(said), 2, f"{name}: one line when it ends, not {said}")
        for start in [0, *range(100, 180, 10), 300]:
            self.assertEqual(send(start).status, 200, f"{name}: {start}")
        server.kill()
        there = ids(self.ledger)
        self.assertEqual(len(there), len(set(there)), f"{name}: doubled")
        self.assertEqual(kept - set(there), set(), f"{name}: lost")
        self.assertEqual(len(there), 100, name)
        self.assertWhole(self.ledger, name)

    def assertNotReady(self, server, name):
        answer = self.until(
            lambda: (lambda found: found.status == 503 and found)(server.get("/ready")), SOON,
            f"{name}: /ready is 503")
        said = json.loads(answer.body)
        self.assertIs(said["ready"], False, f"{name}: {said}")
        reasons = next((value for value in said.values() if isinstance(value, list)), None)
        self.assertTrue(reasons, f"{name}: no reasons in {said}")
        self.assertTrue(all(" " in reason["why"] for reason in reasons), said)
        self.assertIsNone(bad_words(answer.text), answer)

    def test_no_byte_can_be_written(self):
        self.failing(errno.EIO, WRITE, "EIO when writing")

    def test_nothing_can_be_synced(self):
        self.failing(errno.EIO, SYNC, "EIO when syncing")

    def test_the_disk_is_full_for_a_while(self):
        self.failing(errno.ENOSPC, ROOM, "a full disk")

    def test_everything_fails(self):
        self.failing(errno.EIO, EVERYTHING, "EIO everywhere")

    # Not promised (docs/RELIABILITY.md): SQLite makes files beside the ledger before it reads the first time.
    @unittest.expectedFailure
    def test_a_server_on_a_full_disk_starts_and_answers(self):
        first = self.serve()
        gm, key = first.token("ops", "gm"), first.token("shop", "source")
        self.assertEqual(first.facts([fact(1)], key).status, 200)
        first.kill()
        page = self.page()
        page.arm(Page.FAIL, 1, 0, errno.ENOSPC, ROOM)
        server = self.serve(environment=page.environment)
        self.assertGreater(page["fired"], 0, "the shim did not fire")
        self.assertEqual(server.get("/health").status, 200)
        self.assertEqual(server.get("/v1/answers/number", token=gm).status, 200)
        self.assertEqual(server.get("/", token=gm).status, 200)
        self.assertNotReady(server, "full at the start")
        answer = server.facts([fact(2)], key)
        self.assertEqual(answer.status, 503, answer)
        page.disarm()
        self.until(lambda: server.get("/ready").status == 200, 2 * SOON, "ready once there is room")
        self.assertEqual(server.facts([fact(2)], key).status, 200)
        server.kill()
        self.assertEqual(sorted(ids(self.ledger)), ["m1", "m2"])
        self.assertWhole(self.ledger)

    def fill(self, server, key, number, size):
        """Posts facts from a number on until three posts were refused; gives the ids kept, and the next number."""
        kept, refused, end = [], 0, number + 400 * size
        while refused < 3 and number < end:
            facts = [fact(number + n, customer=f"c{number + n}") for n in range(size)]
            answer = server.facts(facts, key)
            if answer.status == 200:
                self.assertEqual(answer.json["kept"], size)
                kept += [each["id"] for each in facts]
            else:
                self.assertEqual(answer.status, 503, answer)
                refused += 1
            number += size
        self.assertEqual(refused, 3, "the disk never filled")
        return kept, number

    def test_a_small_disk_fills_up_and_is_emptied(self):
        mount = self.folder / "small"
        mount.mkdir()
        tried = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=6m", "tmpfs", mount],
                               capture_output=True, text=True)
        if tried.returncode:
            self.skipTest(f"nothing can be mounted here: {tried.stderr.strip()}")
        self.addCleanup(subprocess.run, ["umount", "-l", mount], check=False)
        ledger = mount / "fulcrum.db"
        done("plan", "apply", self.folder / "plan.yaml", "--ledger", ledger)
        server = self.serve(ledger=ledger)
        self.addCleanup(server.kill)
        gm, key = server.token("ops", "gm"), server.token("shop", "source")
        kept, number = self.fill(server, key, 0, 1000)
        self.assertNotReady(server, "a small disk")
        self.assertEqual(server.get("/v1/answers/number", token=gm).status, 200)
        self.assertTrue(server.is_up)
        server.kill()
        # Started on the full disk it serves what there is.
        server.start()
        self.assertEqual(server.get("/v1/answers/number", token=gm).status, 200)
        # What was in the log is folded in by then, so that there may be a little room again.
        more, number = self.fill(server, key, number, 100)
        kept += more
        self.assertNotReady(server, "started on a small disk that is full")
        grown = subprocess.run(["mount", "-o", "remount,size=200m", mount], capture_output=True)
        self.assertEqual(grown.returncode, 0, grown.stderr)
        self.until(lambda: server.get("/ready").status == 200, 2 * SOON, "ready once there is room")
        self.assertEqual(server.facts([fact(number + 1, prefix="last")], key).status, 200)
        server.stop()
        there = ids(ledger)
        self.assertEqual(len(there), len(set(there)), "doubled")
        self.assertEqual(set(kept) - set(there), set(), "lost")
        self.assertWhole(ledger)


if __name__ == "__main__":
    unittest.main()
