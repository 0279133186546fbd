"""Removal effects of plays: exactly, and by ChannelAttribution's simulation.

    python3 -m peers.markov DIR --runs 3 --out FILE      times ChannelAttribution
"""

import argparse
import contextlib
import json
import os
import resource
import time
from importlib.metadata import version
from pathlib import Path

import numpy as np

from peers import duckdb_tasks
from peers.data import Rules


def removal_effects(paths: np.ndarray, plays: int) -> np.ndarray:
    """1 - P(money without the play) / P(money), by solving the chain's linear equations.

    `paths` holds from, to, count; 0 is the start, plays + 1 money, plays + 2 null. Removing a play
    sends whoever reaches it to null.
    """
    counts = np.zeros((plays + 1, plays + 3))
    counts[paths[:, 0], paths[:, 1]] = paths[:, 2]
    sums = counts.sum(axis=1, keepdims=True)
    shares = np.divide(counts, sums, out=np.zeros_like(counts), where=sums > 0)
    inner, money = shares[:, :plays + 1], shares[:, plays + 1]

    def reaching(removed: int | None) -> float:
        kept = np.ones(plays + 1)
        if removed is not None:
            kept[removed] = 0
        matrix = np.eye(plays + 1) - inner * kept[:, None] * kept[None, :]
        return np.linalg.solve(matrix, money * kept)[0]

    whole = reaching(None)
    return np.array([1 - reaching(play) / whole if whole else 0.0
                     for play in range(1, plays + 1)])


def distinct_paths(con, rules: Rules):
    """Each distinct path, as text, with how often it ended in money and how often not."""
    return con.execute("""
      WITH paid AS (
        SELECT customer, moment, number, kind, play,
               sum(CASE kind WHEN 4 THEN 1 ELSE 0 END) OVER (
                 PARTITION BY customer ORDER BY moment, kind DESC, number
                 ROWS UNBOUNDED PRECEDING) AS path
        FROM fact WHERE kind = 2 OR (kind = 4 AND amount > 0)),
      each AS (
        SELECT string_agg(play, ' > ' ORDER BY moment, number) FILTER (kind = 2) AS path,
               lead(path) OVER (PARTITION BY customer ORDER BY path) IS NOT NULL AS money
        FROM paid GROUP BY customer, path)
      SELECT path, count(*) FILTER (money) AS conv, count(*) FILTER (NOT money) AS null_count
      FROM each WHERE path IS NOT NULL GROUP BY path""").df()


def modelled(paths) -> dict[int, float]:
    """ChannelAttribution's removal effects."""
    import ChannelAttribution

    result = ChannelAttribution.markov_model(
        paths, "path", "conv", var_null="null_count", order=1, out_more=True, ncore=2, seed=1,
        verbose=False, flg_pro=False)
    effects = result["removal_effects"]
    return {int(name): float(effect)
            for name, effect in zip(effects.iloc[:, 0], effects.iloc[:, 1])}


def measured(run):
    """What a call gives, its core milliseconds and its wall milliseconds."""
    core, wall = time.process_time(), time.monotonic()
    got = run()
    return got, (time.process_time() - core) * 1000, (time.monotonic() - wall) * 1000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    rules = Rules.read(options.folder)
    with open(os.devnull, "w") as silence, contextlib.redirect_stdout(silence):
        import ChannelAttribution  # noqa: F401

        con = duckdb_tasks.open_session(options.folder, "customer", rules, options.threads)
        paths, making_core, making_wall = measured(lambda: distinct_paths(con, rules))
        runs = [measured(lambda: modelled(paths)) for _ in range(options.runs)]
    options.out.write_text(json.dumps({
        "version": version("ChannelAttribution"), "paths": len(paths), "runs": len(runs),
        "core_ms": float(np.median([run[1] for run in runs])),
        "wall_ms": float(np.median([run[2] for run in runs])),
        "making_core_ms": making_core, "making_wall_ms": making_wall,
        "peak_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "effects": [runs[0][0].get(play, 0.0) for play in range(1, rules.plays + 1)]}))


if __name__ == "__main__":
    main()
