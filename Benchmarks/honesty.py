#!/usr/bin/env python3
"""Wrong verdicts under daily looks: Fulcrum beside gbstats' sequential test on the same plays.

    pip install gbstats==0.8.0
    python3 Benchmarks/honesty.py [--runs 12000] [--seed 1]

`fulcrum-lab honesty` simulates the plays and judges them by the product's own code; this file reads every
day's events back and has gbstats' own interval (SequentialTwoSidedTTest, relative, its default tuning)
judge them: worked when the interval lies above zero, did not work when it lies below the worthwhile lift
of 10 %, whichever comes first. Without gbstats only Fulcrum's figures are shown.
"""

import argparse
import json
import math
import pathlib
import subprocess
import tempfile
import types

ROOT = pathlib.Path(__file__).resolve().parents[1]
WORTHWHILE = 0.10
LOOKS = 90
BAR_WRONG, BAR_DAYS = 0.03, 0.65


def peer():
    """gbstats' classes and numpy, or None where they are not installed."""
    try:
        import numpy
        from gbstats.frequentist.tests import SequentialConfig, SequentialTwoSidedTTest
    except ImportError as absent:
        print(f"gbstats is not judged: {absent}\n")
        return None
    return numpy, SequentialConfig, SequentialTwoSidedTTest


def proportion(numpy, units, events):
    """What gbstats' test asks of a ProportionStatistic, for whole arrays at once."""

    class Means(numpy.ndarray):
        """Means that pass for one number where gbstats asks whether there is one."""

        def __bool__(self):
            return True

    mean = events / units
    return types.SimpleNamespace(
        n=units, mean=mean, unadjusted_mean=mean.view(Means), variance=mean * (1 - mean))


def judge(tools, cell, path):
    """gbstats' worked, did-not-work and median day of one cell."""
    numpy, config, test = tools
    events = numpy.fromfile(path, "<i4").reshape(cell["runs"], LOOKS, 2)
    seen = events.cumsum(axis=1).astype(float)
    treated = numpy.cumsum(cell["treated"]).astype(float)
    control = numpy.cumsum(cell["control"]).astype(float)
    with numpy.errstate(all="ignore"):
        low, high = test(
            proportion(numpy, control, seen[:, :, 1]),
            proportion(numpy, treated, seen[:, :, 0]),
            config(difference_type="relative")).confidence_interval
        low, high = numpy.asarray(low), numpy.asarray(high)
        worked, small = low > 0, high < WORTHWHILE  # NaN is neither

    def first(crossed):
        return numpy.where(crossed.any(axis=1), crossed.argmax(axis=1) + 1, LOOKS + 1)

    up, down = first(worked), first(small)
    days = numpy.where(up <= down, up, LOOKS + 1)
    median = numpy.sort(days)[(cell["runs"] - 1) // 2]
    return {"worked": int((days <= LOOKS).sum()), "did_not_work": int((down < up).sum()),
            "median_days_to_worked": int(median) if median <= LOOKS else None}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--lab", default=str(ROOT / ".build/release/fulcrum-lab"))
    parser.add_argument("--runs", type=int, default=12000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    tools = peer()
    with tempfile.TemporaryDirectory() as folder:
        asked = ["--tables", folder] if tools else []
        cells = json.loads(subprocess.run(
            [options.lab, "honesty", "--json", "--runs", str(options.runs), "--seed",
             str(options.seed), *asked], check=True, capture_output=True).stdout)
        others = [judge(tools, cell, pathlib.Path(folder) / f"{place}.i32") if tools else None
                  for place, cell in enumerate(cells)]
    return report(cells, others)


def report(cells, others):
    print(f"{'':62}{'':>7}{'Fulcrum':^27}{'gbstats':^27}")
    print(f"{'':62}{'lift':>7}{'worked':>9}{'did not':>9}{'days':>9}{'worked':>9}{'did not':>9}{'days':>9}")
    ratios = []
    for cell, other in zip(cells, others):
        line = f"{cell['cell']:62}{cell['lift']:>+7.0%}"
        for side in (cell, other):
            if side:
                days = side["median_days_to_worked"]
                line += (f"{side['worked'] / cell['runs']:>9.2%}"
                         f"{side['did_not_work'] / cell['runs']:>9.2%}{days or '-':>9}")
        print(line)
        if other and cell["median_days_to_worked"] and other["median_days_to_worked"]:
            if cell["lift"] > 0 and other["median_days_to_worked"] > 1:
                ratios.append(cell["median_days_to_worked"] / other["median_days_to_worked"])

    def worst(sides, lift, name):
        return max(side[name] / cell["runs"] for cell, side in zip(cells, sides)
                   if side and cell["lift"] == lift)

    wrong = worst(cells, 0, "worked")
    print(f"\nworked without a lift, worst cell: {wrong:.2%} (bar {BAR_WRONG:.0%})")
    ramp = cells[-1]["worked"] / cells[-1]["runs"]
    print(f"worked in the holdout ramp: {ramp:.2%} (bar {BAR_WRONG:.0%})")
    print("did not work with the worthwhile lift, worst cell: "
          f"{worst(cells, WORTHWHILE, 'did_not_work'):.2%}")
    passed = wrong <= BAR_WRONG and ramp <= BAR_WRONG
    if ratios:
        ratio = math.exp(sum(map(math.log, ratios)) / len(ratios))
        print("gbstats: worked without a lift "
              f"{worst(others[:-1], 0, 'worked'):.2%}, in the ramp "
              f"{others[-1]['worked'] / cells[-1]['runs']:.2%}, did not work with the worthwhile lift "
              f"{worst(others, WORTHWHILE, 'did_not_work'):.2%}")
        print(f"median days to worked against gbstats': {ratio:.2f} over {len(ratios)} cells that both "
              f"decide, worst {max(ratios):.2f} (bar {BAR_DAYS:.2f})")
        passed = passed and ratio <= BAR_DAYS
    return 0 if passed else 1


if __name__ == "__main__":
    raise SystemExit(main())
