"""DuckDB putting all facts into the order of customer, moment and number.

    python3 -m peers.build DIR --runs 3 --out FILE
"""

import argparse
import json
import resource
import time
from pathlib import Path

import numpy as np

from peers import duckdb_tasks

COLUMNS = "customer, moment, number, received, kind, play, channel, member, amount, refunded"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("target", choices=["memory", "file"])
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    arrived = duckdb_tasks.file_of(options.folder, "arrival")
    scratch = options.folder / "peers" / "build.db"
    cores, walls = [], []
    for _ in range(options.runs):
        scratch.unlink(missing_ok=True)
        con = duckdb_tasks.connect(
            scratch if options.target == "file" else ":memory:", options.threads)
        con.execute(f"SET temp_directory = '{options.folder}/peers/duckdb-spill'")
        con.execute(f"ATTACH '{arrived}' AS arrived (READ_ONLY)")
        core, wall = time.process_time(), time.monotonic()
        con.execute(f"""
          CREATE TABLE fact AS
          SELECT {COLUMNS} FROM arrived.fact ORDER BY customer, moment, number""")
        cores.append((time.process_time() - core) * 1000)
        walls.append((time.monotonic() - wall) * 1000)
        con.close()
        scratch.unlink(missing_ok=True)
    options.out.write_text(json.dumps({
        "core_ms": float(np.median(cores)), "wall_ms": float(np.median(walls)),
        "runs": options.runs, "layout": options.target,
        "peak_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}))


if __name__ == "__main__":
    main()
