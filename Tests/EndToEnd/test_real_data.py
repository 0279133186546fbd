"""The real files, through the example plans, against totals worked out a second way."""

import collections
import csv
import datetime
import decimal
import pathlib
import unittest

from harness import DATA, EXAMPLES, FulcrumTest, needs

Decimal = decimal.Decimal


def month(day):
    return day.strftime("%Y-%m")


def months(first, last):
    year, number = map(int, first.split("-"))
    labels = []
    while f"{year:04}-{number:02}" <= last:
        labels.append(f"{year:04}-{number:02}")
        year, number = (year, number + 1) if number < 12 else (year + 1, 1)
    return labels


class CDNOW(FulcrumTest):
    """Every figure of lifecycle, retention and bridge, counted again from the file's lines."""

    def purchases(self):
        for line in (DATA / "cdnow/CDNOW_master.txt").read_text().split("\n")[1:]:
            parts = line.split()
            if parts:
                day = datetime.datetime.strptime(parts[1], "%Y%m%d").date()
                yield parts[0], day, Decimal(parts[3])

    def load(self):
        self.run_fulcrum("plan", "apply", EXAMPLES / "cdnow/plan.yaml")
        self.run_fulcrum("import", "cdnow", DATA / "cdnow/CDNOW_master.txt")

    @needs("cdnow/CDNOW_master.txt")
    def test_totals_activations_and_a_second_import(self):
        self.load()
        self.assertIn("69,659", self.out)
        total = Decimal(0)
        for label in months("1997-01", "1998-06"):
            last = (datetime.date.fromisoformat(label + "-28") + datetime.timedelta(4)).replace(day=1)
            number = self.answer("number", "--as-of", last - datetime.timedelta(1))
            total += Decimal(number["actual"])
            expected = {"1997-01": "299060.17", "1997-12": "95577.35", "1998-06": "76109.30"}
            if label in expected:
                self.assertEqual(number["actual"], expected[label])
        self.assertEqual(total, Decimal("2500315.63"))
        lifecycle = self.answer("lifecycle", "--as-of", "1998-06-30")
        new = {p["period"]: p["new"] for p in lifecycle["periods"] if p["new"]}
        self.assertEqual(
            new, {"1997-01": 7814, "1997-02": 8455, "1997-03": 7231, "1997-11": 2})
        before = self.run_fulcrum("answer", "lifecycle", "--json", "--as-of", "1998-06-30")
        self.run_fulcrum("import", "cdnow", DATA / "cdnow/CDNOW_master.txt")
        self.assertIn("nothing changed", self.out.lower())
        after = self.run_fulcrum("answer", "lifecycle", "--json", "--as-of", "1998-06-30")
        self.assertEqual(before, after)

    @needs("cdnow/CDNOW_master.txt")
    def test_every_cell_of_lifecycle_retention_and_bridge(self):
        self.load()
        labels = months("1997-01", "1998-06")
        index = {label: number for number, label in enumerate(labels)}
        spent = collections.defaultdict(lambda: [Decimal(0)] * len(labels))
        active = collections.defaultdict(set)
        born, sums = {}, collections.defaultdict(Decimal)
        for customer, day, amount in sorted(self.purchases(), key=lambda p: p[1]):
            number = index[month(day)]
            spent[customer] = list(spent[customer])
            spent[customer][number] += amount
            sums[customer] += amount
            if amount > 0:
                active[customer].add(number)
                born.setdefault(customer, number)
        self.check_lifecycle(labels, spent, active, born)
        self.check_retention(labels, spent, active, born)
        self.check_bridge(labels, spent, active)

    def check_lifecycle(self, labels, spent, active, born):
        periods = self.answer("lifecycle", "--as-of", "1998-06-30")["periods"]
        self.assertEqual([p["period"] for p in periods], labels)
        for n, period in enumerate(periods):
            now = {c for c in born if n in active[c]}
            before = {c for c in born if n - 1 in active[c]}
            new = {c for c in born if born[c] == n}
            self.assertEqual(period["new"], len(new), period)
            self.assertEqual(period["retained"], len((now & before) - new), period)
            self.assertEqual(period["reactivated"], len(now - before - new), period)
            self.assertEqual(period["lapsed"], len(before - now), period)
            money = sum((spent[c][n] for c in new), Decimal(0))
            self.assertEqual(Decimal(period["money_new"]), money)

    def check_retention(self, labels, spent, active, born):
        cohorts = self.answer("retention", "--as-of", "1998-06-30")["cohorts"]
        cells = 0
        for n, label in enumerate(labels):
            cohort = next((c for c in cohorts if c["cohort"] == label), None)
            members = [c for c in born if born[c] == n]
            if cohort is None:
                self.assertEqual(members, [])
                continue
            self.assertEqual(cohort["size"], len(members))
            for k in range(len(labels) - n):
                if not members:
                    continue
                on = sum(n + k in active[c] for c in members) / len(members)
                after = sum(max(active[c]) >= n + k for c in members) / len(members)
                money = sum((sum(spent[c][:n + k + 1]) for c in members), Decimal(0))
                self.assertAlmostEqual(cohort["on"][k], on, 12)
                self.assertAlmostEqual(cohort["on_or_after"][k], after, 12)
                self.assertEqual(Decimal(cohort["money_by"][k]), money)
                cells += 1
            self.assertTrue(all(cell is None for cell in cohort["on"][len(labels) - n:]))
        self.assertGreater(cells, 50)

    def check_bridge(self, labels, spent, active):
        for n in range(1, len(labels)):
            first = datetime.date.fromisoformat(labels[n] + "-01")
            last = (first + datetime.timedelta(31)).replace(day=1) - datetime.timedelta(1)
            answer = self.answer("bridge", "--as-of", last)
            expected = collections.Counter()
            for customer, sums in spent.items():
                a, b = sums[n - 1], sums[n]
                before = any(k < n for k in active[customer])
                expected["from"] += a
                expected["to"] += b
                if a == 0 and b > 0:
                    expected["reactivation" if before else "new"] += b
                elif b == 0 and a > 0:
                    expected["lapse"] += a
                elif b > a:
                    expected["expansion"] += b - a
                elif b < a:
                    expected["contraction"] += a - b
            for line in ("from", "new", "reactivation", "expansion", "contraction", "lapse", "to"):
                self.assertEqual(Decimal(answer[line]), expected[line], (labels[n], line))


class CRM(FulcrumTest):
    @needs("crm/sales_pipeline.csv")
    def test_bookings_by_month_and_what_is_reported(self):
        file = DATA / "crm/sales_pipeline.csv"
        self.run_fulcrum("plan", "apply", EXAMPLES / "crm/plan.yaml")
        first = self.run_fulcrum("import", "crm", file)
        with open(file, newline="") as opened:
            rows = list(csv.DictReader(opened))
        self.assertIn(f"{len(rows):,}", first)
        self.assertIn("19", first)
        self.assertIn(f"{sum(not row['Account'] for row in rows)} deals have no customer", first)
        by_month = collections.defaultdict(Decimal)
        for row in rows:
            if row["Deal_Stage"] == "Won" and row["Close_Value"]:
                by_month[row["Close_Date"][:7]] += Decimal(row["Close_Value"])
        total = Decimal(0)
        for label in months(min(by_month), max(by_month)):
            start = datetime.date.fromisoformat(label + "-01")
            last = (start + datetime.timedelta(31)).replace(day=1) - datetime.timedelta(1)
            answer = self.answer("number", "--as-of", last)
            self.assertEqual(Decimal(answer["actual"]), by_month[label], label)
            total += Decimal(answer["actual"])
        self.assertEqual(total, Decimal("17936928.00"))
        self.assertEqual(by_month["2017-03"], 608189)
        self.assertEqual(by_month["2017-06"], 1720970)
        self.assertEqual(by_month["2017-09"], 3335488)
        self.assertEqual(by_month["2017-12"], 2459765)
        self.assertEqual(answer["won_without_amount"], 19)
        self.assertIn("nothing changed", self.run_fulcrum("import", "crm", file).lower())
        self.run_fulcrum("doctor")
        self.assertIn("19 won deals carry no amount", self.out)


class Olist(FulcrumTest):
    @needs("olist/marketing_qualified_leads.csv", "olist/closed_deals.csv")
    def test_leads_are_touches_and_deals_carry_splits(self):
        leads = DATA / "olist/marketing_qualified_leads.csv"
        deals = DATA / "olist/closed_deals.csv"
        self.run_fulcrum("plan", "apply", EXAMPLES / "olist/plan.yaml")
        self.run_fulcrum("import", "leads", leads)
        self.assertIn("8,000", self.out)
        self.run_fulcrum("import", "deals", deals)
        self.assertIn("842", self.out)
        for source, file in (("leads", leads), ("deals", deals)):
            self.run_fulcrum("import", source, file)
            self.assertIn("nothing changed", self.out.lower())
        self.run_fulcrum("export", "out")
        kinds, touched, won, splits = collections.Counter(), {}, {}, 0
        import json
        for line in (self.folder / "out/facts.ndjson").read_text().splitlines():
            fact = json.loads(line)
            kinds[fact["kind"]] += 1
            if fact["kind"] == "touch":
                touched[fact["customer"]] = fact
            if fact["kind"] == "deal":
                won[fact["customer"]] = fact
                splits += len(fact.get("splits", {})) == 2
        self.assertEqual(kinds["touch"], 8000)
        self.assertEqual(kinds["deal"], 842)
        self.assertEqual(set(won) - set(touched), set())
        with open(deals, newline="") as opened:
            rows = list(csv.DictReader(opened))
        both = sum(bool(r["sdr_id"]) and bool(r["sr_id"]) and r["sdr_id"] != r["sr_id"] for r in rows)
        self.assertEqual(splits, both)
        early = [c for c in won if won[c]["at"] < touched[c]["at"]]
        self.assertEqual(len(early), 1, "the deal that precedes its lead is kept")


if __name__ == "__main__":
    unittest.main()
