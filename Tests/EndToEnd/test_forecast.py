"""Forecasts of real series: known figures, and an independent computation where it is installed."""

import collections
import csv
import datetime
import importlib.util
import json
import sys
import unittest

from harness import DATA, FulcrumTest, needs

REFERENCE = DATA.parent / "reference" / "forecast.py"
DAYS = (0, 1, 2, 5, 10, 15, 20, 25)


def cdnow():
    amounts = collections.Counter()
    for line in (DATA / "cdnow/CDNOW_master.txt").read_text().splitlines():
        cells = line.split()
        if len(cells) == 4 and cells[1].isdigit():
            amounts[datetime.datetime.strptime(cells[1], "%Y%m%d").date()] += float(cells[3])
    return "1997-04-01", "1998-06-30", amounts


def by_day(name, day, keep, amount):
    amounts = collections.Counter()
    for row in csv.DictReader((DATA / name).read_text().splitlines()):
        if keep(row):
            amounts[datetime.date.fromisoformat(row[day][:10])] += amount(row)
    return amounts


def leads():
    return "2017-07-01", "2018-05-31", by_day(
        "olist/marketing_qualified_leads.csv", "first_contact_date", lambda _: True, lambda _: 1)


def closed_deals():
    return "2018-01-01", "2018-10-31", by_day(
        "olist/closed_deals.csv", "won_date", lambda _: True, lambda _: 1)


def won_value():
    return "2017-03-01", "2017-12-31", by_day(
        "crm/sales_pipeline.csv", "Close_Date",
        lambda row: row["Deal_Stage"] == "Won" and row["Close_Value"],
        lambda row: float(row["Close_Value"]))


class ForecastTest(FulcrumTest):
    def backtest(self, series, days):
        first, last, amounts = series
        first, last = map(datetime.date.fromisoformat, (first, last))
        self.span = [first + datetime.timedelta(d) for d in range((last - first).days + 1)]
        self.amounts = [float(amounts[day]) for day in self.span]
        path = self.write("amounts.csv", "day,amount\n" + "".join(
            f"{day},{amount!r}\n" for day, amount in zip(self.span, self.amounts)))
        asked = [text for day in days for text in ("--on", day)]
        return json.loads(self.run_lab("backtest", path, *asked))

    @needs("cdnow/CDNOW_master.txt")
    def test_june_1998_after_fifteen_days(self):
        row = next(row for row in self.backtest(cdnow(), [15]) if row["period"] == "1998-06-01")
        self.assertAlmostEqual(row["so_far"], 46145.53, places=2)
        self.assertAlmostEqual(row["rest"], 43506.685, places=3)
        self.assertAlmostEqual(row["variance"] ** 0.5, 10020.156, places=3)
        for level, amount in (("0.1", 77405.81), ("0.5", 88885.42), ("0.9", 102885.80)):
            self.assertAlmostEqual(row["quantiles"][level], amount, places=2)
        self.assertAlmostEqual(row["total"], 76109.30, places=2)

    @needs("cdnow/CDNOW_master.txt", "olist/closed_deals.csv", "crm/sales_pipeline.csv")
    def test_every_month_equals_an_independent_computation(self):
        if not REFERENCE.exists():
            self.skipTest(f"needs {REFERENCE}")
        try:
            import scipy.stats  # noqa: F401, the reference needs it
            import numpy
        except ImportError as absent:
            self.skipTest(f"needs numpy and scipy: {absent}")
        kept, sys.dont_write_bytecode = sys.dont_write_bytecode, True
        spec = importlib.util.spec_from_file_location("reference", REFERENCE)
        reference = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(reference)
        sys.dont_write_bytecode = kept
        checked = 0
        for series in (cdnow(), leads(), closed_deals(), won_value()):
            rows = self.backtest(series, DAYS)
            months = [place for place, day in enumerate(self.span) if day.day == 1]
            months.append(len(self.span))
            for row in rows:
                place = months.index(self.span.index(datetime.date.fromisoformat(row["period"])))
                known = self.amounts[:months[place] + row["gone"]]
                weekdays = [day.weekday() for day in self.span[:months[place + 1]]]
                with numpy.errstate(all="ignore"):
                    said = reference.Model(known, weekdays, months[:place + 2]).forecast()
                pairs = [(row["so_far"], said["C"]), (row["rest"], said["R"]),
                         (row["variance"], said["var"])]
                pairs += [(row["quantiles"][str(p)], reference.quantile(said, p))
                          for p in (0.1, 0.5, 0.9)]
                pairs += [(odds["chance"], reference.pHit(said, odds["target"]))
                          for odds in row["odds"]]
                for ours, theirs in pairs:
                    self.assertLessEqual(abs(ours - theirs), 1e-9 * max(1, abs(theirs)), row)
                checked += 1
        self.assertEqual(checked, 8 * (14 + 10 + 9 + 9))


if __name__ == "__main__":
    unittest.main()
