"""The life of a payout: frozen, locked, trued up, disputed, and the same bytes ever after."""

import json
import sqlite3
import unittest

from harness import FulcrumTest

PLAN = """\
business: Northwind
timezone: UTC
currency: EUR
number: { targets: {} }
activation: { money: 1 }
people:
  - { id: sam, name: Sam Okoro, pay: lead }
  - { id: ana, name: Ana Silva, manager: sam, pay: rep, quota: { yearly: 120000 } }
pay:
  lead: { credit: team, rates: { tiers: [ { rate: 1% } ] } }
  rep:
    rates: { tiers: [ { up-to: 5000, rate: 10% }, { rate: RATE } ] }
    draw: { amount: 300, recoverable: true }
"""


def deal(number, amount, day, member="ana", **more):
    return json.dumps({"id": f"f{number}", "kind": "deal", "at": day, "deal": f"d{number}",
                       "member": member, "stage": "won", "amount": amount, "currency": "EUR", **more})


class PayLife(FulcrumTest):
    def setUp(self):
        super().setUp()
        self.plan("12%")
        self.take(deal(1, "4000", "2026-01-10"), deal(2, "3000", "2026-01-20"),
                  deal(3, "1000", "2026-02-05"))

    def plan(self, rate):
        self.write("plan.yaml", PLAN.replace("RATE", rate))
        self.run_fulcrum("plan", "apply", "plan.yaml")

    def take(self, *facts):
        self.write("facts.ndjson", "\n".join(facts) + "\n")
        self.run_fulcrum("import", "facts", "facts.ndjson")

    def pay(self, *arguments, code=0):
        return self.run_fulcrum("pay", *arguments, code=code)

    def lines(self, member, period):
        shown = json.loads(self.pay("statement", member, "--period", period, "--format", "json"))
        return [(line["rule"], line["fact"], line["pay"]) for line in shown["lines"]], shown

    def lock(self, period):
        self.pay("process", period, "--by", "finance")
        self.pay("lock", period, "--by", "gm")

    def test_a_statement_stays_the_same_byte_for_byte(self):
        self.lock("2026-01")
        formats = ("text", "json", "csv", "html")
        before = [self.pay("statement", "ana", "--period", "2026-01", "--format", f) for f in formats]
        self.assertIn("740.00", before[0])
        self.plan("50%")
        self.take(deal(4, "9000", "2026-01-25"), deal(5, "7000", "2027-01-10"),
                  json.dumps({"id": "r", "kind": "retract", "at": "2026-02-01", "fact": "f1"}))
        self.pay("adjust", "ana", "2026-02", "10", "--why", "fair", "--by", "gm")
        after = [self.pay("statement", "ana", "--period", "2026-01", "--format", f) for f in formats]
        self.assertEqual(before, after)
        self.assertIn("ok      snapshot 1", self.pay("verify"))

    def test_a_snapshot_that_was_tampered_with_is_told(self):
        self.lock("2026-01")
        base = sqlite3.connect(self.folder / "fulcrum.db")
        for sql in ("UPDATE pay_statement SET body = '{}'", "DELETE FROM pay_step"):
            with self.assertRaises(sqlite3.IntegrityError):
                base.execute(sql)
        base.execute("DROP TRIGGER pay_statement_keeps_update")
        base.execute("UPDATE pay_statement SET body = replace(body, '740.00', '840.00')")
        base.commit()
        self.assertIn("FAILED  snapshot 1", self.pay("verify", code=1))

    def test_late_facts_true_up_in_the_open_period_and_only_once(self):
        self.lock("2026-01")
        self.take(deal(4, "1000", "2026-01-25"))
        lines, _ = self.lines("ana", "2026-02")
        self.assertIn(("true-up", "f4", "120.00"), lines)
        self.assertIn(("true-up", "f4", "10.00"), self.lines("sam", "2026-02")[0])
        self.assertNotIn("true-up", str(self.lines("ana", "2026-01")))
        self.lock("2026-02")
        self.assertNotIn("true-up", str(self.lines("ana", "2026-03")))
        self.take(json.dumps({"id": "r", "kind": "retract", "at": "2026-03-01", "fact": "f2"}))
        found, shown = self.lines("ana", "2026-03")
        # Without f2 January is 4,000 and 1,000 at 10 %: 500, and 860 were paid.
        self.assertEqual(sum(float(p) for rule, _, p in found if rule == "true-up"), -360)
        self.assertEqual(sum(float(p) for _, _, p in found), float(shown["figures"]["payout"])
                         if "figures" in shown else float(shown["payout"]))
        self.assertIn("ok      snapshot 2", self.pay("verify"))

    def test_a_plan_changed_later_leaves_locked_periods_by_their_own(self):
        self.lock("2026-01")
        self.plan("50%")
        self.take(deal(4, "1000", "2026-01-25"), deal(5, "6000", "2026-02-10"))
        lines, _ = self.lines("ana", "2026-02")
        self.assertIn(("true-up", "f4", "120.00"), lines)
        self.assertIn(("rates", "f5", "1400.00"), lines)

    def test_unlocking_puts_a_new_snapshot_beside_the_old(self):
        self.lock("2026-01")
        self.take(deal(4, "1000", "2026-01-25"))
        self.pay("unlock", "2026-01", "--why", "late import", "--by", "gm")
        runs = self.pay("runs")
        self.assertRegex(runs, r"1  2026-01  unlocked[^\n]*\n2  2026-01  processed")
        self.assertIn("860.00", self.pay("statement", "ana", "--period", "2026-01"))
        self.pay("lock", "2026-01")
        self.pay("paid", "2026-01")
        self.pay("unlock", "2026-01", "--why", "again", code=1)
        self.assertIn("what was paid stays", self.err)
        self.assertIn("unlock 2026-01 (snapshot 1): late import", self.pay("trail"))

    def test_steps_out_of_order_are_refused(self):
        self.pay("lock", "2026-01", code=1)
        self.assertIn("was never processed", self.err)
        self.pay("process", "2026-01")
        self.pay("paid", "2026-01", code=1)
        self.assertIn("lock it first", self.err)
        self.pay("lock", "2026-01")
        self.pay("process", "2026-01", code=1)
        self.pay("adjust", "ana", "2026-01", "5", "--why", "x", code=1)
        self.pay("process", "2999-01", code=1)
        self.assertIn("is not over", self.err)
        self.pay("process", "January", code=1)
        self.assertIn("isn't a valid pay period", self.err)

    def test_a_held_deal_counts_and_pays_when_released(self):
        self.pay("hold", "d2", "--from", "2026-01-21", "--why", "unsigned")
        lines, shown = self.lines("ana", "2026-01")
        self.assertEqual(shown["credit"], "7000.00")
        self.assertIn(("hold", None, "-340.00"), lines)
        self.pay("hold", "d2", "--why", "again", code=1)
        self.pay("release", "d2", "--on", "2026-02-03")
        self.assertIn(("release", None, "340.00"), self.lines("ana", "2026-02")[0])

    def test_loans_are_carried_and_paid_back(self):
        _, february = self.lines("ana", "2026-02")
        self.assertEqual((february["payout"], february["loan"]), ("300.00", "200.00"))
        self.take(deal(6, "4000", "2026-03-03"))
        _, march = self.lines("ana", "2026-03")
        self.assertEqual((march["payout"], march["loan"]), ("300.00", "100.00"))

    def test_disputes_hang_on_a_line_and_are_settled_once(self):
        self.lock("2026-01")
        self.pay("dispute", "open", "ana", "2026-01", "9", "--text", "x", code=1)
        self.pay("dispute", "open", "ana", "2026-01", "2", "--text", "mine alone", "--by", "ana")
        self.pay("dispute", "open", "ana", "2026-01", "2", "--text", "again", code=1)
        self.pay("dispute", "reply", "1", "--text", "see the contract", "--by", "sam")
        self.pay("dispute", "resolve", "1", "--accepted", "--text", "so it is", "--by", "gm")
        self.pay("dispute", "reply", "1", "--text", "more", code=1)
        shown = self.pay("dispute", "show", "1")
        self.assertIn("Dispute 1, accepted: line 2 of ana's 2026-01", shown)
        self.assertRegex(shown, r"ana  mine alone\n[^\n]*sam  see the contract\n[^\n]*gm  so it is")

    def test_managers_are_those_of_the_time(self):
        """A plan that moves ana to nobody from now on leaves January's credit with sam."""
        self.write("plan.yaml", PLAN.replace("RATE", "12%").replace(", manager: sam", ""))
        self.run_fulcrum("plan", "apply", "plan.yaml")
        _, shown = self.lines("sam", "2026-01")
        self.assertEqual(shown["credit"], "7000.00")

    def test_what_if_cost_and_people(self):
        what = json.loads(self.pay("what-if", "ana", "--period", "2026-02", "--amount", "5000",
                                   "--json"))
        # 1,000 of February earn 100 and are made up to 300; 6,000 earn 620.
        self.assertEqual(what["if"]["difference"], "320.00")
        self.assertEqual([row["payout"] for row in what["at"]],
                         ["860.00", "1100.00", "1340.00", "2300.00"])
        cost = json.loads(self.pay("cost", "--period", "2026-02", "--json"))
        self.assertEqual((cost["people"], cost["without_quota"]), (2, 1))
        self.assertEqual(cost["accrued"], "310.00")
        people = self.answer("people", "--as-of", "2026-01-31", "--restated")["people"]
        self.assertEqual([(p["member"], p["rank"]) for p in people], [("ana", 1), ("sam", None)])
        own = self.answer("people", "--member", "sam", "--as-of", "2026-01-31", "--restated")
        self.assertEqual((len(own["people"]), own["hidden"]), (1, 1))

    def test_accrual_adds_up_to_the_payouts(self):
        shown = json.loads(self.pay("accrual", "--as-of", "2026-01-31", "--restated", "--json"))
        self.assertEqual(shown["accrued"], "810.00")
        self.assertEqual(sum(float(day["amount"]) for day in shown["days"]), 810)
        self.assertEqual(len(shown["days"]), 31)


if __name__ == "__main__":
    unittest.main()
