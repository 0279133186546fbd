"""A server's first start and what is sent to it, with every disk call failing in turn."""

import concurrent.futures
import collections
import errno
import pathlib
import re
import shutil
import unittest

from faulty import (
    EVERYTHING, ROOM, STRIDE, FaultsTest, Lost, Page, Served, bad_words, done, fact, fulcrum,
    ids, rows, scratch)


def open_links(ledger):
    """How many sign-up links hold, as the command that lists them says."""
    return done("user", "list", "--ledger", ledger).count("invited")


class Start(FaultsTest):
    """Each point is a folder of its own with a ledger that was never served."""

    def setUp(self):
        super().setUp()
        self.plan()
        self.key = done("token", "add", "shop", "--role", "source", "--ledger",
                        self.ledger).split()[-1]
        self.gm = done("token", "add", "ops", "--role", "gm", "--ledger", self.ledger).split()[-1]
        for path in self.data.iterdir():
            if path.name.endswith((".log", ".out")):
                path.unlink()

    def send(self, server):
        """What a point sends; gives the ids that were acknowledged and how many notes were."""
        kept, notes = [], 0
        for start in range(0, 60, 20):
            facts = [fact(start + n) for n in range(20)]
            try:
                answer = server.facts(facts, self.key, timeout=20)
                if answer.status == 200:
                    kept += [each["id"] for each in answer.json["facts"] if each["answer"] == "kept"]
                elif answer.status != 503:
                    raise AssertionError(f"facts were answered {answer}")
                answer = server.post("/notes", {"text": f"note {start}"}, token=self.gm, timeout=20)
                if answer.status == 200:
                    notes += 1
                elif answer.status != 503:
                    raise AssertionError(f"a note was answered {answer}")
                if bad_words(answer.text):
                    raise AssertionError(f"says {answer.text}")
            except Lost:
                break
        return kept, notes

    def count(self, kinds):
        """The calls of an undisturbed start with all that is sent."""
        with scratch() as name:
            room = pathlib.Path(name).resolve()
            shutil.copytree(self.data, room / "data")
            page = Page(room / "page", room / "data")
            page["kinds"] = kinds
            server = Served(room / "data" / "fulcrum.db", environment=page.environment, beside=room)
            try:
                kept, notes = self.send(server)
            finally:
                server.stop()
            self.assertEqual((len(kept), notes), (60, 3))
            calls = page["calls"]
            page.close()
            return calls

    def point(self, number, deed, times, error, kinds):
        with scratch() as name:
            room = pathlib.Path(name).resolve()
            shutil.copytree(self.data, room / "data")
            ledger = room / "data" / "fulcrum.db"
            page = Page(room / "page", room / "data")
            server = None
            try:
                page.arm(deed, number, times, error, kinds)
                server = Served(ledger, environment=page.environment, beside=room, must=False)
                kept, notes = self.send(server) if server.is_up and server.port else ([], 0)
                fired = page["fired"]
                was_up, code = server.is_up, server.process.poll()
                server.kill()
                said = server.logged() + server.out_path.read_text()
                problems = []
                if bad_words(said):
                    problems.append(f"logs {bad_words(said)!r}: {said[-300:]}")
                if fired and deed == Page.FAIL and not was_up and code not in (1,):
                    problems.append(f"ended with {code}: {said[-300:]}")
                if fired and deed == Page.FAIL and code == 1 and not said.strip():
                    problems.append("ended and said nothing")
                page.disarm()
                problems += self.look(ledger, kept, notes)
                problems += self.again(server, kept)
                return fired, [f"{problem}" for problem in problems]
            except Exception as error_:
                return page["fired"], [f"{type(error_).__name__}: {error_}"]
            finally:
                if server:
                    server.kill()
                page.close()

    def look(self, ledger, kept, notes):
        problems = []
        ran = fulcrum("doctor", "--ledger", ledger)
        if ran.returncode:
            problems.append(f"the doctor finds: {(ran.stdout + ran.stderr)[-300:]}")
        there = ids(ledger)
        if len(there) != len(set(there)):
            problems.append("facts are doubled")
        if set(kept) - set(there):
            problems.append(f"{len(set(kept) - set(there))} acknowledged facts are lost")
        written = rows(ledger, "SELECT count(*) FROM fact WHERE id LIKE 'note-%'")[0][0]
        audited = rows(ledger, "SELECT count(*) FROM audit WHERE what LIKE 'note%'")[0][0]
        if written != audited:
            problems.append(f"{written} notes and {audited} lines of the trail about them")
        if written < notes:
            problems.append(f"{notes} notes were acknowledged and {written} are there")
        links = open_links(ledger)
        if links > 1:
            problems.append(f"{links} first links are open")
        return problems

    def again(self, server, kept):
        """Started again, undisturbed: everything is taken, once, and one link is open."""
        problems = []
        server.start()
        if not server.first_key:
            problems.append("started again it gives no link for the first GM")
        after, notes = self.send(server)
        if notes != 3:
            problems.append(f"started again it takes {notes} notes of 3")
        server.stop()
        there = ids(server.ledger)
        if sorted(id for id in there if id.startswith("m")) != sorted(f"m{n}" for n in range(60)):
            problems.append(f"at the end {len(there)} facts are there")
        if set(after) & set(kept):
            problems.append("facts were acknowledged as new twice")
        links = open_links(server.ledger)
        if links > 1:
            problems.append(f"started again {links} first links are open")
        return problems

    def sweep(self, name, deed, times=1, error=errno.EIO, kinds=EVERYTHING):
        calls = self.count(kinds)
        self.assertGreater(calls, 10)
        numbers = list(range(1, calls + 1, STRIDE))
        with concurrent.futures.ThreadPoolExecutor(3) as workers:
            results = list(workers.map(
                lambda number: self.point(number, deed, times, error, kinds), numbers))
        fired = sum(1 for hits, _ in results if hits)
        found = collections.OrderedDict()
        for number, (_, problems) in zip(numbers, results):
            for problem in problems:
                found.setdefault(re.sub(r"\d+", "N", problem), []).append(f"call {number}: {problem}")
        print(f"serve {name}: {fired} of {len(numbers)} points fired, {calls} calls", flush=True)
        # How many calls the index and the log take depends on which comes first.
        self.assertGreater(fired, len(numbers) * 0.7, "the shim hardly fired")
        self.assertEqual(
            [f"{len(cases)} points, first {cases[0]}" for cases in found.values()], [], name)

    def test_killed_at_every_call(self):
        self.sweep("killed", Page.KILL)

    def test_with_every_call_failing(self):
        self.sweep("failing", Page.FAIL)

    def test_on_a_disk_that_fills_at_every_call(self):
        self.sweep("full", Page.FAIL, 0, errno.ENOSPC, ROOM)


if __name__ == "__main__":
    unittest.main()
