"""One process of the benchmark: loads an engine, or runs one formulation and measures it.

    python3 -m peers.worker load ENGINE LAYOUT DIR
    python3 -m peers.worker run ENGINE TASK NAME DIR --runs 3 --out FILE
"""

import argparse
import importlib
import json
import os
import resource
import time
from pathlib import Path

import numpy as np

from peers import answers
from peers.data import Rules
from peers.formulation import LAYOUTS, Formulation

ENGINES = {"duckdb": "DuckDB", "chdb": "chDB", "polars": "polars"}


def engine_module(engine: str):
    return importlib.import_module(f"peers.{engine}_tasks")


def every_formulation() -> list[tuple[str, str, str]]:
    return [(engine, known.task, known.name) for engine in ENGINES
            for known in engine_module(engine).formulations.known.values()]


def write_parquet(folder: Path) -> None:
    """The facts as they arrived in a file that every engine reads."""
    import pyarrow
    import pyarrow.parquet

    from peers import data

    path = folder / "peers" / "facts.parquet"
    path.parent.mkdir(exist_ok=True)
    if path.exists():
        return
    columns = data.read(folder)
    part = path.with_suffix(".part")
    batch = 1_000_000
    writer = None
    for start in range(0, len(columns["at"]), batch):
        table = pyarrow.table({data.NAMES.get(name, name): np.asarray(column[start:start + batch])
                               for name, column in columns.items()})
        writer = writer or pyarrow.parquet.ParquetWriter(part, table.schema, compression="lz4")
        writer.write_table(table)
    writer.close()
    part.rename(path)


def load(engine: str, layout: str, folder: Path, threads: int) -> None:
    write_parquet(folder)
    mark = folder / "peers" / f"{engine}-{layout}.loaded"
    if not mark.exists():
        engine_module(engine).load(folder, layout, Rules.read(folder), threads)
        mark.touch()


def formulation(engine: str, task: str, name: str) -> Formulation:
    return engine_module(engine).formulations.known[task, name]


def tables(module, task: str, raw: dict) -> answers.Answer:
    got = {name: module.rows(raw[name], table.columns)
           for name, table in answers.TASKS[task].items()}
    return answers.canonical(task, got)


def answer_once(engine: str, task: str, name: str, folder: Path) -> answers.Answer:
    """Loads if need be and answers, without measuring."""
    module = engine_module(engine)
    chosen = formulation(engine, task, name)
    load(engine, chosen.layout, folder, 2)
    rules = Rules.read(folder)
    session = module.open_session(folder, chosen.layout, rules, 2)
    try:
        return tables(module, task, chosen.run(session, rules))
    finally:
        if hasattr(session, "close"):
            session.close()


def run(options: argparse.Namespace) -> None:
    """Runs a formulation until its runs or its time are used up; keeps the first answer."""
    module = engine_module(options.engine)
    rules = Rules.read(options.folder)
    chosen = formulation(options.engine, options.task, options.name)
    session = module.open_session(options.folder, chosen.layout, rules, options.threads)
    cores, walls = [], []
    got = None
    started = time.monotonic()
    while len(walls) < options.runs:
        if walls and time.monotonic() - started + walls[-1] / 1000 > options.seconds:
            break
        core, wall = time.process_time(), time.monotonic()
        raw = chosen.run(session, rules)
        cores.append((time.process_time() - core) * 1000)
        walls.append((time.monotonic() - wall) * 1000)
        got = got or tables(module, options.task, raw)
        del raw
    np.savez(options.out.with_suffix(".npz"), **got)
    options.out.write_text(json.dumps({
        "core_ms": float(np.median(cores)), "wall_ms": float(np.median(walls)),
        "runs": len(walls), "version": module.VERSION, "layout": chosen.layout,
        "peak_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--threads", type=int, default=2)
    commands = parser.add_subparsers(dest="command", required=True)
    loading = commands.add_parser("load")
    loading.add_argument("engine", choices=ENGINES)
    loading.add_argument("layout", choices=LAYOUTS)
    loading.add_argument("folder", type=Path)
    running = commands.add_parser("run")
    running.add_argument("engine", choices=ENGINES)
    running.add_argument("task", choices=answers.TASKS)
    running.add_argument("name")
    running.add_argument("folder", type=Path)
    running.add_argument("--runs", type=int, default=3)
    running.add_argument("--seconds", type=float, default=600, help="no further run after these")
    running.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    os.environ["POLARS_MAX_THREADS"] = str(options.threads)
    if options.command == "load":
        load(options.engine, options.layout, options.folder, options.threads)
    else:
        run(options)


if __name__ == "__main__":
    main()
