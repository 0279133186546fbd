#!/usr/bin/env python3
"""Import of a million simulated facts beside sqlite3's own .import of the same rows.

    python3 Benchmarks/import.py [--facts 1000000] [--runs 5]

Both read a file and fill a table with the same columns and the same indexes: Fulcrum from NDJSON,
checking every field and giving numbers to names; sqlite3 from CSV, with the rows as Fulcrum keeps
them. Runs alternate; medians count. Peak memory is what the kernel says of the finished process.
"""

import argparse
import os
import pathlib
import statistics
import subprocess
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[1]
COLUMNS = ("number", "id", "kind", "at", "received", "customer", "play", "lever", "member", "source",
           "amount", "currency", "refers", "body")
TABLE = f"""
PRAGMA journal_mode = WAL;
PRAGMA synchronous = FULL;
PRAGMA cache_size = -65536;
CREATE TABLE fact ({", ".join("number INTEGER PRIMARY KEY" if c == "number" else
                              "id TEXT NOT NULL UNIQUE" if c == "id" else c for c in COLUMNS)});
CREATE INDEX fact_refers ON fact (refers) WHERE refers IS NOT NULL AND refers <> '';
"""


def timed(arguments, text=None):
    """Wall seconds and peak MiB of one process."""
    started = time.monotonic()
    process = subprocess.Popen(arguments, stdin=subprocess.PIPE if text else None,
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    if text:
        process.stdin.write(text.encode())
        process.stdin.close()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 3):
        raise SystemExit(f"{arguments} left with {process.returncode}")
    return time.monotonic() - started, usage.ru_maxrss / 1024


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--fulcrum", default=str(ROOT / ".build/release/fulcrum"))
    parser.add_argument("--facts", type=int, default=1_000_000)
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()
    fulcrum = str(pathlib.Path(options.fulcrum).resolve())
    with tempfile.TemporaryDirectory() as holder:
        folder = pathlib.Path(holder)
        subprocess.run([fulcrum, "simulate", str(folder / "big"), "--customers",
                        str(options.facts // 23), "--until", "2026-10-31"], check=True)
        source = folder / "facts.ndjson"
        with open(folder / "big/facts.ndjson") as whole, open(source, "w") as part:
            for _, line in zip(range(options.facts), whole):
                part.write(line)
        ledger, peer, rows = folder / "l.db", folder / "p.db", folder / "rows.csv"
        results = {"fulcrum": [], "sqlite3": []}
        for run in range(options.runs + 1):
            for path in folder.glob("*.db*"):
                path.unlink()
            subprocess.run([fulcrum, "plan", "apply", str(folder / "big/plan.yaml"), "--ledger",
                            str(ledger)], check=True, stdout=subprocess.DEVNULL)
            ours = timed([fulcrum, "import", "facts", str(source), "--ledger", str(ledger)])
            if run == 0:
                with open(rows, "w") as output:
                    subprocess.run(["sqlite3", "-csv", str(ledger),
                                    f"SELECT {', '.join(COLUMNS)} FROM fact ORDER BY number"],
                                   check=True, stdout=output)
                kept = int(subprocess.run(["sqlite3", str(ledger), "SELECT count(*) FROM fact"],
                                          check=True, capture_output=True).stdout)
            theirs = timed(["sqlite3", str(peer)], TABLE + f".import --csv {rows} fact\n")
            if run:  # the first pair warms the disk's cache
                results["fulcrum"].append(ours)
                results["sqlite3"].append(theirs)
    print(f"{options.facts:,} facts read, {kept:,} kept; medians of {options.runs} runs")
    for name, figures in results.items():
        seconds = statistics.median(figure[0] for figure in figures)
        memory = statistics.median(figure[1] for figure in figures)
        print(f"{name:8} {seconds:6.2f} s  {kept / seconds:10,.0f} facts/s  peak {memory:6.0f} MiB")
    ratio = statistics.median(
        ours[0] / theirs[0] for ours, theirs in zip(results["fulcrum"], results["sqlite3"]))
    print(f"ratio    {ratio:6.2f}  (bar: 2.00)")
    return 0 if ratio <= 2 else 1


if __name__ == "__main__":
    raise SystemExit(main())
