"""What a user types, sees and mistypes."""

import json
import re
import sqlite3
import time
import unittest

from harness import FULCRUM, PLAN, FulcrumTest, money


class Commands(FulcrumTest):
    def setUp(self):
        super().setUp()
        self.write("plan.yaml", PLAN)

    def load(self, *lines, code=0):
        self.write("facts.ndjson", "\n".join(lines) + "\n")
        self.run_fulcrum("plan", "apply", "plan.yaml")
        return self.run_fulcrum("import", "facts", "facts.ndjson", code=code)

    def test_import_twice_changes_nothing_and_says_so(self):
        self.load(money(1, "5.00"), money(2, "6.00"))
        out = self.run_fulcrum("import", "facts", "facts.ndjson")
        self.assertIn("nothing changed", out.lower())
        with sqlite3.connect(self.folder / "fulcrum.db") as database:
            self.assertEqual(database.execute("SELECT count(*) FROM fact").fetchone(), (2,))

    def test_a_bad_row_never_stops_the_good_ones(self):
        out = self.load(
            money(1, "5.00"), money(2, "6.005"), "not json", money(3, "7.00", currency="CHF"),
            money(4, "8.00"), code=3)
        self.assertIn("3", out)
        rows = self.answer("quarantine")["rows"]
        self.assertEqual([row["line"] for row in rows], [2, 3, 4])
        self.assertEqual(rows[0]["column"], "amount")
        self.assertIn("more digits than EUR has", rows[0]["why"])
        self.assertIn("add CHF to rates", rows[2]["mend"])
        self.assertEqual(self.answer("number", "--as-of", "2026-10-31")["actual"], "13.00")

    def test_quarantine_is_replayed_after_mending_the_plan(self):
        self.load(money(1, "5.00"), money(2, "7.00", currency="CHF"), code=3)
        self.run_fulcrum("quarantine", "replay", code=3)
        self.write("plan.yaml", PLAN.replace("USD: 0.92", "USD: 0.92, CHF: 1.10"))
        self.run_fulcrum("plan", "apply", "plan.yaml")
        self.run_fulcrum("quarantine", "replay")
        self.assertEqual(self.answer("quarantine")["count"], 0)
        self.assertEqual(self.answer("number", "--as-of", "2026-10-31")["actual"], "12.70")

    def test_a_mended_row_is_replayed(self):
        self.load(money(1, "5.005"), code=3)
        self.run_fulcrum("quarantine", "replay", "1", "--row", money(1, "5.01"))
        self.assertEqual(self.answer("number", "--as-of", "2026-10-31")["actual"], "5.01")

    def test_quarantine_is_shown_and_dropped(self):
        self.load(money(1, "5.005"), code=3)
        self.assertIn("5.005", self.run_fulcrum("quarantine", "show", "1"))
        self.run_fulcrum("quarantine", "show", "9", code=1)
        self.run_fulcrum("quarantine", "drop", "1")
        self.assertIn("Nothing is in quarantine", self.run_fulcrum("quarantine", "list"))

    def test_the_same_id_with_other_content_is_refused_and_shown(self):
        self.load(money(1, "5.00"))
        self.write("other.ndjson", money(1, "6.00") + "\n")
        self.run_fulcrum("import", "facts", "other.ndjson", code=3)
        row = self.answer("quarantine")["rows"][0]
        self.assertIn("5.00", row["why"])
        self.assertIn("6.00", row["why"])
        self.assertEqual(self.answer("number", "--as-of", "2026-10-31")["actual"], "5.00")

    def test_standard_input_and_dry_run(self):
        self.run_fulcrum("plan", "apply", "plan.yaml")
        out = self.run_fulcrum("import", "facts", "-", "--dry-run", text=money(1, "5.00") + "\n")
        self.assertIn("1", out)
        self.assertEqual(self.answer("number", "--as-of", "2026-10-31")["actual"], "0.00")
        self.run_fulcrum("import", "facts", "-", text=money(1, "5.00") + "\n")
        self.assertEqual(self.answer("number", "--as-of", "2026-10-31")["actual"], "5.00")

    def test_export_imports_again_to_an_equal_ledger(self):
        self.load(
            money(1, "5.00", recurring={"from": "2026-10-01", "to": "2026-11-01"}, odd={"a": 1.50}),
            money(2, "-5.00", of="m1"),
            json.dumps({"id": "r", "kind": "retract", "at": "2026-10-06", "fact": "m2", "why": "x"}))
        self.run_fulcrum("export", "one")
        self.run_fulcrum("plan", "apply", "one/plan-1.yaml", "--ledger", "two.db")
        self.run_fulcrum("import", "facts", "one/facts.ndjson", "--ledger", "two.db")
        self.run_fulcrum("export", "two", "--ledger", "two.db")
        self.assertEqual((self.folder / "one/facts.ndjson").read_text(),
                         (self.folder / "two/facts.ndjson").read_text())
        self.run_fulcrum("export", "one", code=1)
        for name in ("number", "lifecycle", "bridge"):
            one = self.answer(name, "--as-of", "2026-10-31")
            self.assertEqual(one, self.answer(name, "--as-of", "2026-10-31", "--ledger", "two.db"))

    def test_backup_and_restore(self):
        self.load(money(1, "5.00"))
        self.run_fulcrum("backup", "copy.db")
        self.run_fulcrum("backup", "copy.db", code=1)
        self.run_fulcrum("restore", "copy.db", code=1)
        self.run_fulcrum("restore", "copy.db", "--ledger", "new.db")
        answer = self.answer("number", "--as-of", "2026-10-31", "--ledger", "new.db")
        self.assertEqual(answer["actual"], "5.00")

    def test_a_wrong_plan_is_refused_whole(self):
        self.run_fulcrum("plan", "apply", "plan.yaml")
        self.write("wrong.yaml", PLAN.replace("timezone", "timezon").replace("money: 10", "money: ten"))
        self.run_fulcrum("plan", "apply", "wrong.yaml", code=1)
        self.assertIn("wrong.yaml:2:1", self.err)
        self.assertIn("did you mean 'timezone'", self.err)
        self.assertIn("wrong.yaml:6:", self.err)
        self.assertEqual(self.run_fulcrum("plan", "show").strip(), PLAN.strip())
        self.run_fulcrum("plan", "check", "wrong.yaml", code=1)

    def test_a_plan_s_changes_are_said_in_words(self):
        self.run_fulcrum("plan", "apply", "plan.yaml")
        self.write("next.yaml", PLAN.replace("2026-10: 1000", "2026-10: 2000"))
        out = self.run_fulcrum("plan", "diff", "next.yaml")
        self.assertIn("2026-10", out)
        self.assertIn("2000", out)
        self.run_fulcrum("plan", "apply", "next.yaml")
        self.assertIn("version 2", self.run_fulcrum("plan", "apply", "next.yaml").lower())

    def test_wrong_usage_leaves_with_2_and_wrong_input_with_1(self):
        for arguments, code in (
                (("answer", "nmber"), 2), (("flash", "--as-of", "2026-02-30"), 2), (("nothing",), 2),
                (("import",), 2), (("flash",), 1), (("plan", "check", "none.yaml"), 1),
                (("import", "facts", "none.ndjson"), 1)):
            self.run_fulcrum(*arguments, code=code)
            self.assertTrue(self.err.strip(), arguments)

    def test_every_command_has_help_with_an_example(self):
        text = self.run_fulcrum("--help")
        commands = re.findall(r"^  ([a-z]+)  ", text.split("SUBCOMMANDS:")[1], re.M)
        self.assertGreater(len(commands), 10)
        for command in commands:
            self.assertIn("xample", self.run_fulcrum(command, "--help"), command)

    def test_an_unknown_source_is_told_with_what_there_is(self):
        self.run_fulcrum("plan", "apply", "plan.yaml")
        self.write("x.csv", "a,b\n1,2\n")
        self.run_fulcrum("import", "strype-charges", "x.csv", code=1)
        self.assertIn("stripe-charges", self.err)

    def test_known_when_it_was_known(self):
        self.load(
            money(1, "5.00", at="2026-09-10", received="2026-09-10T12:00:00Z"),
            money(2, "7.00", at="2026-09-20", received="2026-10-02T12:00:00Z"))
        then = self.answer("number", "--as-of", "2026-09-30")
        now = self.answer("number", "--as-of", "2026-09-30", "--restated")
        self.assertEqual((then["actual"], now["actual"]), ("5.00", "12.00"))
        october = self.answer("number", "--as-of", "2026-10-05")
        self.assertEqual(october["restatements"], [
            {"period": "2026-09", "was": "5.00", "now": "12.00", "change": "7.00"}])

    def test_a_retraction_counts_from_when_it_is_known(self):
        self.load(
            money(1, "5.00", at="2026-09-10", received="2026-09-10T12:00:00Z"),
            json.dumps({"id": "r", "kind": "retract", "at": "2026-09-12", "fact": "m1", "why": "x",
                        "received": "2026-09-12T12:00:00Z"}))
        self.assertEqual(self.answer("number", "--as-of", "2026-09-11")["actual"], "5.00")
        self.assertEqual(self.answer("number", "--as-of", "2026-09-12")["actual"], "0.00")


    def test_a_retraction_restates_a_period_that_was_over(self):
        self.load(
            money(1, "5.00", at="2026-09-10", received="2026-09-10T12:00:00Z"),
            json.dumps({"id": "r", "kind": "retract", "at": "2026-10-05", "fact": "m1", "why": "x",
                        "received": "2026-10-05T12:00:00Z"}))
        restatements = self.answer("number", "--as-of", "2026-10-31")["restatements"]
        self.assertEqual(restatements, [
            {"period": "2026-09", "was": "5.00", "now": "0.00", "change": "-5.00"}])

    def test_nobody_can_say_that_a_fact_was_received_before_the_last_one(self):
        self.load(money(1, "5.00", at="2026-09-10", received="2026-10-02T12:00:00Z"))
        self.write("late.ndjson", money(2, "7.00", at="2026-09-10", received="2026-09-10T12:00:00Z"))
        self.run_fulcrum("import", "facts", "late.ndjson")
        then = self.answer("number", "--as-of", "2026-10-03")
        self.assertEqual(then["restatements"], [])
        september = self.answer("number", "--as-of", "2026-09-30", "--restated")
        self.assertEqual((september["actual"], september["restated"]), ("12.00", True))

    def test_hostile_but_valid_facts_are_counted_not_crashed_on(self):
        lines = [money(f"big{n}", "90000000000000.00") for n in range(1100)]
        lines.append(money("old", "1.00", at="0001-01-01T12:00:00Z"))
        lines.append(money("last", "1.00", at="9999-12-31T12:00:00Z"))
        lines.append(money("tax", "1.00", recurring={"from": "2026-10-01", "to": "2026-11-01"},
                           tax="-92233720368547758.07"))
        # What happened before 1970 or happens years from now is a slip of the keyboard, and waits to be corrected.
        self.load(*lines, code=3)
        self.assertEqual(self.answer("quarantine")["count"], 2)
        number = self.answer("number", "--as-of", "2026-10-31")
        self.assertEqual(number["actual"], "99000000000000001.00")
        for name in ("clock", "lifecycle", "retention", "bridge"):
            self.answer(name, "--as-of", "2026-10-31")
            self.answer(name, "--as-of", "0001-01-15")
        self.answer("retention", "--as-of", "2026-10-31", "--by", "day")
        self.run_fulcrum("flash", "--as-of", "2026-10-31")
        self.run_fulcrum("doctor")

    def test_a_refund_without_a_customer_takes_credit_back(self):
        touch = json.dumps({"id": "t", "kind": "touch", "at": "2026-10-01", "customer": "c",
                            "play": "p", "lever": "sales"})
        self.load(touch, money(1, "100.00"), json.dumps({
            "id": "m2", "kind": "money", "at": "2026-10-06", "amount": "-100.00", "currency": "EUR",
            "of": "m1"}))
        levers = self.answer("number", "--as-of", "2026-10-31")["levers"]
        self.assertEqual(set(levers.values()), {"0.00"})
        self.assertEqual(self.answer("bridge", "--as-of", "2026-10-31")["contraction"], "0.00")


    def test_the_doctor_names_what_is_damaged(self):
        self.load(money(1, "5.00", product="pro"), money(2, "6.00"))
        self.run_fulcrum("doctor")
        with sqlite3.connect(self.folder / "fulcrum.db") as database:
            database.execute("DROP TRIGGER fact_is_append_only")
            database.execute("UPDATE fact SET body = '{' WHERE id = 'm1'")
        self.run_fulcrum("doctor", code=1)
        self.assertRegex(self.out, r"FAILED +Every fact's body can be read.\n +fact number 1")


class Demo(FulcrumTest):
    def test_the_demo_s_flash_is_plain_narrow_and_quick(self):
        out = self.run_fulcrum("demo", "demo", "--customers", "5000")
        self.assertNotIn("\x1b", out)
        ledger = ("--ledger", "demo/fulcrum.db")
        flash = self.run_fulcrum("flash", *ledger)
        for line in flash.splitlines():
            self.assertLessEqual(len(line), 80, line)
        self.assertRegex(flash, r"day \d+ of \d+")
        times = []
        for _ in range(5):
            started = time.monotonic()
            self.run_fulcrum("flash", *ledger)
            times.append(time.monotonic() - started)
        self.assertLess(sorted(times)[2], 0.3)
        self.run_fulcrum("doctor", "--deep", *ledger)
        # Each answer with each option, of which there are more than thirty.
        worked_out = re.search(r"Every answer can be computed. \((\d+) computed\)", self.out)
        self.assertGreater(int(worked_out[1]), 30)
        self.assertIn(f"from the exported facts. ({worked_out[1]} compared)", self.out)
        self.assertIn("All checks passed", self.out)
        truth = json.loads((self.folder / "demo/truth.json").read_text())
        self.assertTrue(truth)
