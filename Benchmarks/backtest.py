#!/usr/bin/env python3
"""The period-end forecast beside statsforecast's AutoETS, SeasonalNaive and MSTL.

    pip install statsforecast==2.1.1
    python3 Benchmarks/backtest.py [--only real|simulated] [--data ../shared/data]

Each month with at least three before it is forecast from several days within it, by `fulcrum-lab backtest`
and by each peer on the last 400 days (300 paths by its own simulate(), normal errors; MSTL, which has
none, by adding blocks of seven residuals). CRPS is in units of the mean of the last three totals; the odds
are of reaching 90, 100 and 110 % of it. Real series are looked for in --data; those absent are left out.
"""

import argparse
import collections
import csv
import datetime
import json
import pathlib
import subprocess
import tempfile
import warnings

import numpy
from statsforecast.models import MSTL, AutoETS, SeasonalNaive

ROOT = pathlib.Path(__file__).resolve().parents[1]
PATHS, HISTORY, LEAST_PAST = 300, 400, 3
REAL_DAYS, SIMULATED_DAYS = (0, 5, 10, 15, 20, 25), (3, 8, 15, 22)
BARS = {"real": 0.95, "simulated": 0.6}


def real_series(folder):
    """Name, first day, last day and amounts by day of each real series that is there."""
    day = datetime.date.fromisoformat
    amounts = collections.defaultdict(collections.Counter)

    def rows(name):
        path = folder / name
        if not path.exists():
            print(f"left out: {path}")
            return []
        return csv.DictReader(open(path))

    path = folder / "cdnow/CDNOW_master.txt"
    for line in open(path) if path.exists() else []:
        cells = line.split()
        if len(cells) == 4 and cells[1].isdigit():
            on = day(f"{cells[1][:4]}-{cells[1][4:6]}-{cells[1][6:]}")
            amounts["cdnow"][on] += float(cells[3])
            if int(cells[0]) % 12 == 0:
                amounts["cdnow, one in twelve"][on] += float(cells[3])
    for row in rows("olist/marketing_qualified_leads.csv"):
        amounts["leads"][day(row["first_contact_date"])] += 1
    for row in rows("olist/closed_deals.csv"):
        amounts["closed deals"][day(row["won_date"][:10])] += 1
    for row in rows("crm/sales_pipeline.csv"):
        if row["Deal_Stage"] == "Won" and row["Close_Value"]:
            amounts["won value"][day(row["Close_Date"][:10])] += float(row["Close_Value"])
    spans = {"cdnow": ("1997-04-01", "1998-06-30"), "leads": ("2017-07-01", "2018-05-31"),
             "cdnow, one in twelve": ("1997-04-01", "1998-06-30"),
             "closed deals": ("2018-01-01", "2018-10-31"), "won value": ("2017-03-01", "2017-12-31")}
    return [(name, *map(day, spans[name]), by_day) for name, by_day in amounts.items()]


def simulated_series(kind, seed):
    """Two years of a made-up business, with a habit that a calendar forecast must find."""
    random = numpy.random.default_rng(1000 * seed + kind)
    first, last = datetime.date(2024, 1, 1), datetime.date(2025, 12, 31)
    level, amounts = 1000.0, {}
    day = first
    while day <= last:
        after = day + datetime.timedelta(days=1)
        left = ((day.replace(day=28) + datetime.timedelta(days=4)).replace(day=1) - day).days
        if day.day == 1:
            level *= numpy.exp(random.normal(0, 0.08))
            if kind == 5 and random.random() < 0.15:
                level *= random.choice([0.5, 1.8])
            promoted = set(random.integers(1, 26, 2))
        factor = (0.2 if kind % 2 else 0.6) if day.weekday() >= 5 else 1.0
        if kind == 0 and left <= 5:
            factor *= 5  # hockey stick
        if kind == 1 and day.day in (1, 15):
            factor *= 12  # billing days
        if kind == 2 and left <= 3 and day.month % 3 == 0:
            factor *= 8  # quarter end
        if kind == 3 and any(0 <= day.day - start < 3 for start in promoted):
            factor *= 3  # promotions
        if kind == 6:
            factor *= 1.0015 ** (day - first).days  # growth
        amount = level * factor * random.gamma(4, 0.25)
        if kind == 7:
            amount = level * 8 * random.gamma(1, 1) * (random.random() < 0.12 * factor)  # few deals
        amounts[day] = amount
        day = after
    return f"simulated {kind}.{seed}", first, last, amounts


def paths(model, amounts, left):
    """Simulated sums of the days left."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        if isinstance(model, MSTL):
            model.fit(amounts)
            residuals = amounts - model.predict_in_sample()["fitted"]
            residuals = residuals[numpy.isfinite(residuals)]
            random = numpy.random.default_rng(1)
            starts = random.integers(0, max(len(residuals) - 7, 1), (PATHS, -(-left // 7)))
            blocks = residuals[(starts[:, :, None] + numpy.arange(7)).clip(max=len(residuals) - 1)]
            noise = blocks.reshape(PATHS, -1)[:, :left]
            return (model.predict(h=left)["mean"] + noise).sum(axis=1)
        return numpy.asarray(model.simulate(h=left, n_paths=PATHS, y=amounts, seed=1)).sum(axis=1)


def score(sample, total, scale, odds):
    """CRPS, error of the median, coverage and Brier score of a sample of totals."""
    ordered = numpy.sort(sample)
    n = len(ordered)
    spread = 2 * ((2 * numpy.arange(1, n + 1) - n - 1) * ordered).sum() / n ** 2
    low, middle, high = numpy.quantile(ordered, (0.1, 0.5, 0.9))
    return ((numpy.abs(ordered - total).mean() - spread / 2) / scale,
            abs(middle - total) / max(total, 1e-9), low <= total <= high,
            numpy.mean([((ordered >= o["target"]).mean() - (total >= o["target"])) ** 2 for o in odds]))


def cases(lab, series, days):
    """Fulcrum's rows of one series, each with the amounts known then."""
    name, first, last, by_day = series
    span = [first + datetime.timedelta(days=d) for d in range((last - first).days + 1)]
    amounts = numpy.array([float(by_day.get(day, 0)) for day in span])
    with tempfile.NamedTemporaryFile("w", suffix=".csv") as file:
        file.writelines(f"{day},{amount!r}\n" for day, amount in zip(span, amounts.tolist()))
        file.flush()
        asked = [text for day in days for text in ("--on", str(day))]
        rows = json.loads(subprocess.run([lab, "backtest", file.name, *asked], check=True,
                                         capture_output=True).stdout)
    periods = sorted({row["period"] for row in rows})
    skipped = periods[:-4] if name.startswith("simulated") else periods[:LEAST_PAST - 1]
    for row in rows:
        start = (datetime.date.fromisoformat(row["period"]) - first).days
        if row["period"] in skipped or row["total"] <= 0 or row["scale"] <= 0:
            continue
        end = (datetime.date.fromisoformat(row["period"]).replace(day=28)
               + datetime.timedelta(days=4)).replace(day=1)
        today = start + row["gone"]
        yield row, amounts[max(0, today - HISTORY):today], (end - first).days - today


def peers():
    return {"AutoETS": AutoETS(season_length=7), "SeasonalNaive": SeasonalNaive(season_length=7),
            "MSTL": MSTL(season_length=[7, 30])}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--lab", default=str(ROOT / ".build/release/fulcrum-lab"))
    parser.add_argument("--data", type=pathlib.Path, default=ROOT.parent / "shared" / "data")
    parser.add_argument("--only", choices=("real", "simulated"))
    options = parser.parse_args()
    passed = True
    for kind in (options.only,) if options.only else ("real", "simulated"):
        many = real_series(options.data) if kind == "real" else [
            simulated_series(shape, seed) for shape in range(8) for seed in (1, 2)]
        results = collections.defaultdict(list)
        shares = {}
        for series in many:
            before = len(results["Fulcrum"])
            for row, known, left in cases(options.lab, series,
                                          REAL_DAYS if kind == "real" else SIMULATED_DAYS):
                total, scale = row["total"], row["scale"]
                results["Fulcrum"].append((
                    row["crps"] / scale, abs(row["quantiles"]["0.5"] - total) / total,
                    row["quantiles"]["0.1"] <= total <= row["quantiles"]["0.9"],
                    numpy.mean([(o["chance"] - (total >= o["target"])) ** 2 for o in row["odds"]])))
                for name, model in peers().items():
                    sample = row["so_far"] + paths(model, known, left)
                    results[name].append(score(sample, total, scale, row["odds"]))
            shares[series[0]] = {name: numpy.mean([row[0] for row in rows[before:]])
                                 for name, rows in results.items()}
        if results:
            passed = report(kind, results, shares) and passed
    return 0 if passed else 1


def report(kind, results, shares):
    print(f"\n{kind}: {len(results['Fulcrum'])} forecasts; CRPS by series")
    print(f"{'':24}" + "".join(f"{name:>15}" for name in results))
    for series, scores in shares.items():
        print(f"{series:24}" + "".join(f"{scores[name]:15.4f}" for name in results))
    print(f"{'':16}{'CRPS':>9}{'error':>9}{'cover 80':>9}{'Brier':>9}")
    means = {name: numpy.mean(numpy.array(rows, float), axis=0) for name, rows in results.items()}
    for name, mean in means.items():
        print(f"{name:16}" + "".join(f"{figure:9.4f}" for figure in mean))
    ratio = means["Fulcrum"][0] / min(mean[0] for name, mean in means.items() if name != "Fulcrum")
    print(f"CRPS against the best peer's: {ratio:.2f} (bar {BARS[kind]:.2f})")
    return ratio <= BARS[kind]


if __name__ == "__main__":
    raise SystemExit(main())
