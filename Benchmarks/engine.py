#!/usr/bin/env python3
"""Fulcrum's engine beside DuckDB, chDB, polars and ChannelAttribution: equal answers, then time.

    python3 Benchmarks/engine.py                           20,000,000 facts
    python3 Benchmarks/engine.py --facts 100000000 --write
    python3 Benchmarks/engine.py --smoke                   equality alone, at 2,000,000

Every engine holds the facts in tables of its own, in an order that suits it; loading is not timed.
Each way of asking for an answer ("formulation") runs in a process of its own and must answer what
Fulcrum answers, whole number by whole number. All of them run at 2,000,000 facts; the two that need
the least processor time run at the full size, and the better one counts. A difference is an error.
"""

import argparse
import hashlib
import os
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
ENGINES = ("duckdb", "chdb", "polars")
TASKS = ("verdicts", "credit", "lifecycle", "paths", "totals", "markov", "build")
QUALIFYING = 2_000_000


def parsed() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lab", type=Path, default=ROOT / ".build/release/fulcrum-lab")
    parser.add_argument("--facts", type=int)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--engines", type=names(ENGINES), default=list(ENGINES))
    parser.add_argument("--tasks", type=names(TASKS), default=list(TASKS))
    parser.add_argument("--write", action="store_true",
                        help="keep the figures and write docs/BENCHMARKS.md")
    parser.add_argument("--keep", type=Path, metavar="DIR",
                        help="keep data here, and use what is there")
    parser.add_argument("--smoke", action="store_true",
                        help="one run of one formulation each; equality alone")
    parser.add_argument("--venv", type=Path, default=ROOT / ".build-bench/venv")
    parser.add_argument("--limit", type=float, default=600,
                        help="seconds that a formulation may take")
    options = parser.parse_args()
    options.facts = options.facts or (QUALIFYING if options.smoke else 20_000_000)
    if options.smoke:
        options.runs = 1
    return options


def names(known: tuple[str, ...]):
    def parse(text: str) -> list[str]:
        chosen = text.split(",")
        for name in chosen:
            if name not in known:
                raise argparse.ArgumentTypeError(f"{name}: choose from {', '.join(known)}")
        return chosen
    return parse


def use_environment(folder: Path) -> None:
    """Goes on in a Python that has the pinned packages, made first where it is missing."""
    python = folder.absolute() / "bin" / "python"
    if Path(sys.prefix).resolve() == folder.resolve():
        return
    if not python.exists():
        venv.create(folder, with_pip=True)
    for file, needed in ("requirements.txt", True), ("requirements-markov.txt", False):
        wanted = HERE / file
        mark = folder / f"{file}.{hashlib.sha256(wanted.read_bytes()).hexdigest()[:16]}"
        if mark.exists():
            continue
        done = subprocess.run([python, "-m", "pip", "install", "--quiet", "-r", wanted])
        if done.returncode == 0:
            mark.touch()
        elif needed:
            raise SystemExit(f"{file} could not be installed")
        else:
            print(f"{file} could not be installed; its comparison is left out", file=sys.stderr)
    os.execv(python, [python, __file__, *sys.argv[1:]])


def main() -> None:
    options = parsed()
    use_environment(options.venv)
    from peers import report
    from peers.suite import Suite

    with tempfile.TemporaryDirectory(dir=scratch_folder(options)) as holder:
        suite = Suite(options, options.keep or Path(holder))
        results = suite.results()
    if options.smoke:
        print(f"{suite.compared} answers compared, {len(suite.faults)} differ")
    else:
        print(report.page([results]))
        if options.write and not suite.faults:
            report.write(ROOT, results)
    for fault in suite.faults:
        print(fault, file=sys.stderr)
    sys.exit(1 if suite.faults else 0)


def scratch_folder(options: argparse.Namespace) -> Path:
    folder = options.keep or ROOT / ".build-bench"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


if __name__ == "__main__":
    main()
