"""A clock that is set back: what was shown of a day stays, and the server names the clock."""

import json
import time
import unittest

from faulty import PLAN, FaultsTest, done, fulcrum, rows

DAY = 86_400


def day(ago=0):
    return time.strftime("%Y-%m-%d", time.gmtime(time.time() - ago * DAY))


def paid(number, amount, on):
    return {"id": f"k{number}", "kind": "money", "at": on, "customer": f"c{number}",
            "amount": amount, "currency": "EUR"}


class Clock(FaultsTest):
    def setUp(self):
        super().setUp()
        self.shimmed = self.page()
        # The plan is in force since before the first fact: nothing is received before what the ledger has seen.
        self.shimmed["offset"] = -5 * DAY
        (self.folder / "plan.yaml").write_text(PLAN.replace("Europe/London", "UTC"))
        ran = fulcrum("plan", "apply", self.folder / "plan.yaml", "--ledger", self.ledger,
                      environment=self.shimmed.environment)
        self.assertEqual(ran.returncode, 0, ran.stderr)
        self.shimmed["offset"] = 0

    def keep(self, server, key, *facts):
        answer = server.facts(list(facts), key)
        self.assertEqual((answer.status, answer.json.get("kept")), (200, len(facts)), answer)

    def number(self, on):
        return done("answer", "number", "--as-of", on, "--json", "--ledger", self.ledger)

    def test_a_clock_set_back_changes_no_day_that_was_shown(self):
        page = self.shimmed
        page["offset"] = -3 * DAY
        server = self.serve(environment=page.environment)
        key, gm = server.token("shop", "source"), server.token("ops", "gm")
        self.keep(server, key, paid(1, "100.00", day(3)))
        page["offset"] = -DAY
        self.keep(server, key, paid(2, "50.00", day(1)))
        page["offset"] = 0
        self.keep(server, key, paid(3, "7.00", day(0)))
        self.assertGreater(page["clocks"], 10, "the shim was never asked for the time")
        received = [row[0] for row in rows(self.ledger, "SELECT received FROM fact ORDER BY number")]
        self.assertGreater(received[1] - received[0], 1.9 * DAY * 1000,
                           "the clock was not wrong when it was to be")
        shown = self.number(day(1))
        self.assertIn("50.00", json.dumps(json.loads(shown)))
        page["offset"] = -DAY
        self.keep(server, key, paid(4, "1000.00", day(1)))
        ready = self.until(
            lambda: (lambda found: "clock" in found.text.lower() and found)(server.get("/ready")), 10,
            "/ready names the clock while it is behind the last receipt")
        self.assertIn("ready", json.loads(ready.body))
        behind = self.until(
            lambda: server.metrics(gm).get("fulcrum_clock_behind_seconds"), 5,
            "fulcrum_clock_behind_seconds")
        self.assertAlmostEqual(behind, DAY, delta=600)
        page["offset"] = 0
        self.assertEqual(self.number(day(1)), shown, "a day that was shown has changed")
        received = [row[0] for row in rows(self.ledger, "SELECT received FROM fact ORDER BY number")]
        self.assertEqual(received, sorted(received), "receipt goes back")
        self.until(lambda: server.get("/ready").status == 200, 10, "ready when the clock is right")
        self.until(lambda: "clock" not in server.get("/ready").text.lower(), 10,
                   "/ready is silent about the clock again")
        self.keep(server, key, paid(5, "3.00", day(0)))
        self.assertEqual(server.stop()[0], 0)
        self.assertWhole(self.ledger)

    def test_an_import_with_the_clock_set_back_changes_no_day_that_was_shown(self):
        lines = self.folder / "facts.ndjson"
        lines.write_text(json.dumps(paid(1, "50.00", day(1))) + "\n")
        page = self.shimmed
        page["offset"] = -DAY
        ran = fulcrum("import", "facts", lines, "--ledger", self.ledger, environment=page.environment)
        self.assertEqual(ran.returncode, 0, ran.stderr)
        page["offset"] = 0
        lines.write_text(json.dumps(paid(2, "7.00", day(0))) + "\n")
        done("import", "facts", lines, "--ledger", self.ledger)
        shown = self.number(day(1))
        self.assertIn("50.00", shown)
        page["offset"] = -DAY
        lines.write_text(json.dumps(paid(3, "1000.00", day(1))) + "\n")
        ran = fulcrum("import", "facts", lines, "--ledger", self.ledger, environment=page.environment)
        self.assertEqual(ran.returncode, 0, ran.stderr)
        self.assertGreater(page["clocks"], 2, "the shim was never asked for the time")
        self.assertEqual(len(rows(self.ledger, "SELECT id FROM fact")), 3)
        self.assertEqual(self.number(day(1)), shown, "a day that was shown has changed")

    def test_a_clock_far_ahead_and_back_leaves_the_server_well(self):
        page = self.shimmed
        server = self.serve(environment=page.environment)
        key, gm = server.token("shop", "source"), server.token("ops", "gm")
        self.keep(server, key, paid(1, "1.00", day(0)))
        page["offset"] = 40 * DAY
        self.keep(server, key, paid(2, "2.00", day(0)))
        page["offset"] = 0
        self.keep(server, key, paid(3, "3.00", day(0)))
        self.assertEqual(server.get("/v1/answers/number", token=gm).status, 200)
        self.until(lambda: "clock" in server.get("/ready").text.lower(), 10, "/ready names the clock")
        self.assertEqual(server.stop()[0], 0)
        self.assertWhole(self.ledger)


if __name__ == "__main__":
    unittest.main()
