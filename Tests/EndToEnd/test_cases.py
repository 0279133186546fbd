"""Worked cases from vendors' documents, through `fulcrum try`. Sources stand at each case."""

import json

from harness import FulcrumTest, money

PLAN = """\
business: Cases
timezone: UTC
currency: USD
number: {{ measure: revenue, basis: payments, period: month, targets: {{ {targets} }} }}
calendar: {{ weekend: [] }}
activation: {{ money: 0.01 }}
attribution: {{ model: position, lookback: 30d }}
"""


class Cases(FulcrumTest):
    def attempt(self, answer, day, facts, *arguments, targets=""):
        self.write("plan.yaml", PLAN.format(targets=targets))
        self.write("facts.ndjson", "\n".join(facts) + "\n")
        return json.loads(self.run_fulcrum(
            "try", "--plan", "plan.yaml", "--facts", "facts.ndjson", "--answer", answer,
            "--as-of", day, "--json", *arguments))

    def pay(self, number, amount, at, customer="c", start=None, end=None, **more):
        if start:
            more["recurring"] = {"from": start, "to": end}
        return money(number, amount, at, customer, "USD", **more)

    def test_run_rate_of_public_calculators(self):
        """96,000 in 12 of 30 days is 240,000 by the end, 92.3 % of a goal of 260,000."""
        facts = [self.pay(n, "8000.00", f"2026-11-{n:02}") for n in range(1, 13)]
        clock = self.attempt("clock", "2026-11-12", facts, targets="2026-11: 260000")
        self.assertEqual((clock["elapsed"], clock["business_days"]), (12, 30))
        self.assertEqual(clock["run_rate"], "8000.00")
        self.assertEqual(clock["projected"], "240000.00")
        self.assertAlmostEqual(clock["pace"], 0.923, 3)
        self.assertEqual(clock["needed_per_day"], "9111.11")

    def test_pacing_index_of_public_calculators(self):
        """320,000 of 500,000 after 20 of 30 days is an index of 96.0 %."""
        facts = [self.pay(1, "320000.00", "2026-11-20")]
        clock = self.attempt("clock", "2026-11-20", facts, targets="2026-11: 500000")
        self.assertAlmostEqual(clock["pace"], 0.96, 12)

    def history(self):
        return [
            self.pay(1, "2000.00", "2025-01-10", start="2025-01-10", end="2026-01-10"),
            self.pay(2, "60.00", "2025-01-14", start="2025-01-14", end="2025-02-14"),
            self.pay(3, "-60.00", "2025-01-28", of="m2"),
            self.pay(4, "150.00", "2026-02-05", start="2026-02-05", end="2026-03-05"),
        ]

    def test_plan_history_of_chartmogul(self):
        """ChartMogul help, article 201244842: new 166.67, expansion 60, contraction 60 and no churn,
        then churn 166.67 as the year ends, and reactivation 150."""
        convention = ("--convention", "chartmogul")
        first = self.attempt("bridge", "2025-01-31", self.history(), *convention)["recurring"]
        self.assertEqual(first["new"], "166.67")
        self.assertEqual(first["expansion"], "60.00")
        self.assertEqual(first["contraction"], "60.00")
        self.assertEqual((first["lapse"], first["to"]), ("0.00", "166.67"))
        churned = self.attempt("bridge", "2026-01-31", self.history(), *convention)["recurring"]
        self.assertEqual((churned["lapse"], churned["to"]), ("166.67", "0.00"))
        self.assertEqual(churned["customers"]["lapse"], 1)
        back = self.attempt("bridge", "2026-02-28", self.history(), *convention)["recurring"]
        self.assertEqual((back["reactivation"], back["new"]), ("150.00", "0.00"))

    def test_conventions_differ_in_the_lines_that_they_should(self):
        answer = self.attempt("bridge", "2025-01-31", self.history(), "--convention", "profitwell")
        recurring = answer["recurring"]
        # Within the month nothing but its ends is seen, and refunds of a month change nothing.
        self.assertEqual((recurring["new"], recurring["expansion"]), ("226.67", "0.00"))
        lines = {line["line"]: line for line in answer["differing"]}
        self.assertEqual(lines["new"]["profitwell"], "226.67")
        # By days: 22 of 365 days of 2,000; the refunded month nets to nothing.
        self.assertEqual(lines["new"]["fulcrum"], "120.55")
        stripe = self.attempt("bridge", "2025-01-31", self.history(), "--convention", "stripe")
        self.assertEqual(stripe["recurring"]["expansion"], "60.00")
        self.assertEqual(stripe["recurring"]["contraction"], "0.00")

    def test_churn_rates_of_chartmogul(self):
        """ChartMogul standard: start 100, churn 10, contraction 10, expansion 10: gross 20 %, net 10 %."""
        facts = []
        for n, (customer, before, now) in enumerate(
                [("a", 10, 0), ("b", 30, 20), ("c", 20, 30), ("d", 40, 40)]):
            facts.append(self.pay(f"b{n}", str(before), "2026-01-01", customer, "2026-01-01", "2026-02-01"))
            if now:
                facts.append(self.pay(f"n{n}", str(now), "2026-02-01", customer, "2026-02-01", "2026-03-01"))
        for convention in ("fulcrum", "chartmogul", "profitwell", "stripe"):
            recurring = self.attempt(
                "bridge", "2026-02-28", facts, "--convention", convention)["recurring"]
            self.assertEqual(recurring["from"], "100.00")
            self.assertAlmostEqual(recurring["gross_churn"], 0.2)
            self.assertAlmostEqual(recurring["net_churn"], 0.1)
            self.assertAlmostEqual(recurring["grr"], 0.8)
            self.assertAlmostEqual(recurring["nrr"], 0.9)
            self.assertAlmostEqual(recurring["quick_ratio"], 0.5)

    def test_lifetime_value_of_chartmogul(self):
        """ARPA 100 at 5 % churn is worth 2,000."""
        facts = []
        for month, customers in ((1, range(20)), (2, range(1, 21)), (3, range(1, 21))):
            for n in customers:
                facts.append(self.pay(
                    f"{month}-{n}", "100.00", f"2026-0{month}-01", f"c{n}",
                    f"2026-0{month}-01", f"2026-0{month + 1}-01"))
        recurring = self.attempt("bridge", "2026-03-31", facts)["recurring"]
        self.assertEqual(recurring["arpa"], "100.00")
        self.assertAlmostEqual(recurring["mean_churn"], 0.05)
        self.assertEqual(recurring["ltv"], "2000.00")

    def test_on_or_after_of_amplitude(self):
        """Inactive on days 1 to 3, active on day 4."""
        facts = [self.pay(1, "1.00", "2026-03-02"), self.pay(2, "1.00", "2026-03-06")]
        cohort = self.attempt("retention", "2026-03-12", facts, "--by", "day")["cohorts"][0]
        self.assertEqual(cohort["on"][:6], [1.0, 0.0, 0.0, 0.0, 1.0, 0.0])
        self.assertEqual(cohort["on_or_after"][:6], [1.0, 1.0, 1.0, 1.0, 1.0, 0.0])

    def test_calendar_or_rolling_of_amplitude_and_mixpanel(self):
        """Monday 20:00 then Tuesday 06:00; 25 February then 3 March."""
        days = [self.pay(1, "1.00", "2026-03-02T20:00:00Z"), self.pay(2, "1.00", "2026-03-03T06:00:00Z")]
        for rolling, on in (((), 1.0), (("--rolling",), 0.0)):
            answer = self.attempt("retention", "2026-03-12", days, "--by", "day", *rolling)
            self.assertEqual(answer["cohorts"][0]["on"][1], on)
        months = [self.pay(1, "1.00", "2026-02-25"), self.pay(2, "1.00", "2026-03-03")]
        for rolling, on in (((), 1.0), (("--rolling",), 0.0)):
            answer = self.attempt("retention", "2026-06-30", months, "--by", "month", *rolling)
            self.assertEqual(answer["cohorts"][0]["on"][1], on)

    def test_position_based_credit_of_vendors(self):
        """Four touches 40/10/10/40, one 100, two 50/50, three 40/20/40."""
        levers = ["product", "sales", "marketing", "product"]
        expected = {
            1: {"product": "100.00"}, 2: {"product": "50.00", "sales": "50.00"},
            3: {"product": "40.00", "sales": "20.00", "marketing": "40.00"},
            4: {"product": "80.00", "sales": "10.00", "marketing": "10.00"},
        }
        for count, shares in expected.items():
            facts = [
                json.dumps({"id": f"t{n}", "kind": "touch", "at": f"2026-11-0{n + 1}",
                            "customer": "c", "play": f"p{n}", "lever": levers[n]})
                for n in range(count)]
            facts.append(self.pay(1, "100.00", "2026-11-09"))
            answer = self.attempt("number", "2026-11-30", facts)
            given = {k: v for k, v in answer["levers"].items() if v != "0.00"}
            self.assertEqual(given, shares)
