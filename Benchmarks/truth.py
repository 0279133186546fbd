"""Verdicts of a simulated business against its truth: python3 Benchmarks/truth.py FOLDER [--fulcrum PATH].

FOLDER is what `fulcrum demo FOLDER --plays 200 --customers 100000` made. A verdict is right where it says "worked" of a
play with a lift, "hurt" or "futile" of one whose lift is below the worthwhile one, or "no activation" of one without a
lift. "Unproven" is neither: the deadline came and nothing showed. Exits with 1 where a play that nobody was kept from
is called worked.
"""
import argparse
import collections
import json
import pathlib
import subprocess
import sys


def judged(play, truth):
    lift, verdict, reason = truth["true_lift"], play["verdict"], play["reason"]
    if verdict in ("too-early", "withheld"):
        return verdict
    if verdict == "worked":
        return "right" if lift > 0 else "wrong"
    if verdict == "inconclusive":
        return "inconclusive, truly above zero" if lift > 0 else "inconclusive, truly not"
    if reason == "no-activation":
        return "right" if lift <= 0 else "wrong"
    return "right" if lift < play["terms"]["worthwhile"] else "wrong"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--fulcrum", default=".build/release/fulcrum")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    truth = {p["play"]: p for p in json.loads((options.folder / "truth.json").read_text())["plays"]}
    answer = json.loads(subprocess.run(
        [options.fulcrum, "answer", "plays", "--json", "--ledger", str(options.folder / "fulcrum.db")],
        check=True, capture_output=True, text=True).stdout)
    counts = collections.Counter()
    worked_without_lot = 0
    for play in answer["plays"]:
        counts[play["grade"], judged(play, truth[play["play"]])] += 1
        worked_without_lot += play["grade"] == "C" and play["verdict"] == "worked"
    if options.json:
        print(json.dumps({f"{grade} {what}": n for (grade, what), n in counts.items()}))
    else:
        for (grade, what), n in sorted(counts.items()):
            print(f"grade {grade}  {what:28} {n:4}")
        print(f"{answer['judged']} judged by lot; {answer['expected_false_worked']} expected to be wrongly called worked")
    sys.exit(1 if worked_without_lot else 0)


if __name__ == "__main__":
    main()
