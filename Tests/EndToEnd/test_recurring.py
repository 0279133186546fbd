"""The recurring bridge by days, once more in exact fractions from the exported facts."""

import collections
import datetime
import fractions
import json
import re
import zoneinfo

from harness import FulcrumTest

Fraction = fractions.Fraction
DAY = datetime.timedelta(1)


def rounded(value):
    """Half away from zero."""
    whole = abs(value) + Fraction(1, 2)
    return (whole.numerator // whole.denominator) * (1 if value >= 0 else -1)


class Recurring(FulcrumTest):
    def services(self):
        """Each payment's moment, customer, first day, day after the last, and cents of EUR."""
        plan = (self.folder / "plan.yaml").read_text()
        rates = {code: Fraction(rate) for code, rate in re.findall(r"\b(USD|GBP): *([0-9.]+)", plan)}
        facts = [json.loads(line) for line in
                 (self.folder / "out/facts.ndjson").read_text().splitlines()]
        void = {fact["fact"] for fact in facts if fact["kind"] == "retract"}
        money = {f["id"]: f for f in facts if f["kind"] == "money" and f["id"] not in void}
        for fact in money.values():
            paid = money.get(fact.get("of"), fact)
            period = fact.get("recurring") or paid.get("recurring")
            if period:
                cents = rounded(Fraction(fact["amount"]) * 100 * rates.get(fact["currency"], 1))
                yield (datetime.datetime.fromisoformat(fact["at"].replace("Z", "+00:00")),
                       fact.get("customer") or paid.get("customer"),
                       datetime.date.fromisoformat(period["from"]),
                       datetime.date.fromisoformat(period["to"]), cents)

    def rate(self, service, start, end):
        """Cents on the days of a month, cut by running totals."""
        _, _, first, last, cents = service
        days = (last - first).days
        upto = lambda day: rounded(Fraction(cents * min(max((day - first).days, 0), days), days))
        return upto(end) - upto(start)

    def test_every_line_of_twelve_months(self):
        self.run_fulcrum("simulate", ".", "--customers", 1500, "--seed", 11, "--until", "2026-10-31")
        self.run_fulcrum("plan", "apply", "plan.yaml")
        self.run_fulcrum("import", "facts", "facts.ndjson", code=3)
        self.run_fulcrum("export", "out")
        by_customer = collections.defaultdict(list)
        for service in self.services():
            by_customer[service[1]].append(service)
        self.assertGreater(len(by_customer), 100)
        starts = [datetime.date(2025, 4, 1)]
        while starts[-1] < datetime.date(2026, 11, 1):
            starts.append((starts[-1] + 31 * DAY).replace(day=1))
        london = zoneinfo.ZoneInfo("Europe/London")
        for n in range(7, len(starts) - 1):
            # Only what has happened by the end of the month counts: refunds come later.
            end = datetime.datetime.combine(starts[n + 1], datetime.time(), london)
            rates = [[sum(self.rate(s, a, b) for s in services if s[0] < end)
                      for a, b in zip(starts, starts[1:n + 2])]
                     for services in by_customer.values()]
            expected = collections.Counter()
            for months in rates:
                a, b = max(0, months[n - 1]), max(0, months[n])
                below = (b - months[n]) - (a - months[n - 1])
                expected.update({"from": months[n - 1], "to": months[n], "contraction": below})
                before = any(m > 0 for m in months[:n])
                if a == 0 < b:
                    expected["reactivation" if before else "new"] += b
                elif b == 0 < a:
                    expected["lapse"] += a
                elif b != a:
                    expected["expansion" if b > a else "contraction"] += abs(b - a)
            answer = self.answer("bridge", "--restated", "--as-of", starts[n + 1] - DAY)["recurring"]
            for line in ("from", "new", "reactivation", "expansion", "contraction", "lapse", "to"):
                self.assertEqual(rounded(Fraction(answer[line]) * 100), expected[line],
                                 (starts[n], line))
