"""The figures as a page of Markdown."""

import json
from pathlib import Path

from peers.worker import ENGINES

#: The goal for each task: the best engine's processor time over Fulcrum's.
GOALS = {"verdicts": 40, "credit": 40, "lifecycle": 70, "paths": 50, "totals": 27,
         "markov": 100, "build": 6}
#: The goal in microseconds of processor time for all answers after so many new facts.
REFRESH_GOALS = {"1": 20, "1000": 3_000, "100000": 120_000}
#: The goal for peak memory in MiB at 100,000,000 facts.
MEMORY_GOAL = 1_200
WORDS = {
    "verdicts": "each play's customers, activated, spent and money within its window, "
                "by day of exposure and arm",
    "credit": "five attribution models, exact to the minor unit, refunds included",
    "lifecycle": "new, retained, reactivated, lapsed and active by month, and cohorts' retention",
    "paths": "transitions between plays on the way to money",
    "totals": "count and sum by day, kind, lever, play, member and channel",
    "markov": "removal effects of all plays",
    "build": "facts as they arrive put into order by customer",
}
FULL = 100_000_000


def best(formulations: dict) -> tuple[str, dict] | None:
    """The formulation that needs the least processor time."""
    done = [(figures["core_ms"], name) for name, figures in formulations.items()
            if "core_ms" in figures]
    return (min(done)[1], formulations[min(done)[1]]) if done else None


def ratio(results: dict, task: str) -> float | None:
    """The best engine's processor time over Fulcrum's."""
    if task == "build":
        theirs = [each["core_ms"] for each in results.get("build", {}).values()
                  if "core_ms" in each]
        ours = results["fulcrum"].get("index", {}).get("build_core_ms")
    else:
        ours = results["fulcrum"]["tasks"].get(task, {}).get("core_ms")
        if task == "markov":
            found = results.get("markov", {})
            theirs = [found["core_ms"]] if "core_ms" in found else []
        else:
            theirs = [figures[1]["core_ms"] for engine in results["engines"].values()
                      if (figures := best(engine["tasks"].get(task, {})))]
    return min(theirs) / ours if theirs and ours else None


def page(all_results: list[dict]) -> str:
    """The whole page, one section for each number of facts."""
    latest = all_results[-1]
    machine = latest["machine"]
    versions = ", ".join(f"{ENGINES[name]} {engine['version']}"
                         for name, engine in latest["engines"].items())
    if "version" in latest.get("markov", {}):
        versions += f", ChannelAttribution {latest['markov']['version']}"
    parts = [f"""# Benchmarks

Fulcrum's engine beside general ones on the same facts. Every answer compared here is equal, whole
number by whole number; a difference would have ended the run. `core-ms` is processor time over all
threads, the median of the runs. An engine counts with the best of several formulations, each with
the tables in an order that suits it; loading is not counted. `ratio` is the processor time of the
best other engine (for `markov` of ChannelAttribution) over Fulcrum's. A goal is what we work towards,
not what a release must have.

Machine: {machine['processor']}, {machine['cores']} cores, {machine['memory_gib']} GiB, \
{machine['system']}. {versions}. {latest['threads']} threads each.
"""]
    parts += [section(results) for results in all_results]
    if len(all_results) > 1:
        parts.append(growth(all_results))
    parts.append(commands(all_results))
    parts.append(losers(all_results))
    return "\n".join(parts)


def section(results: dict) -> str:
    engines = results["engines"]
    head = ["task", "Fulcrum core-ms (wall)"]
    head += [f"{ENGINES[name]} core-ms (wall; peak MiB)" for name in engines]
    head += ["ratio", "goal", "goal met"]
    rows = []
    for task, goal in GOALS.items():
        row = [task, fulcrum_cell(results, task)]
        for name, engine in engines.items():
            row.append(engine_cell(results, name, engine, task))
        times = ratio(results, task)
        row += [f"**{times:.1f}**" if times else "–", f"{goal}", met(times and times >= goal)]
        if len(set(row[1:-2])) > 1 or row[1] != "–":
            rows.append(row)
    lines = [f"## {results['facts']:,} facts, {results['date']}, {results['runs']} runs", "",
             table(head, rows), "", sizes(results), "", refresh(results)]
    if "markov" in results:
        lines += ["", markov_sentence(results)]
    return "\n".join(lines) + "\n"


def met(is_met: bool | None) -> str:
    """Whether a goal is met; a dash where nothing was measured."""
    return "–" if is_met is None else "yes" if is_met else "no"


def fulcrum_cell(results: dict, task: str) -> str:
    if task == "build":
        index = results["fulcrum"].get("index", {})
        figures = {"core_ms": index.get("build_core_ms"), "wall_ms": index.get("build_wall_ms")}
    else:
        figures = results["fulcrum"]["tasks"].get(task, {})
    if figures.get("core_ms") is None:
        return "–"
    wall = figures.get("wall_ms")
    return number(figures["core_ms"]) + (f" ({number(wall)})" if wall is not None else "")


def engine_cell(results: dict, name: str, engine: dict, task: str) -> str:
    if task == "build":
        figures = best(results.get("build", {})) if name == "duckdb" else None
    elif task == "markov":
        figures = None
    else:
        figures = best(engine["tasks"].get(task, {}))
    if not figures:
        return "–"
    each = figures[1]
    return f"{number(each['core_ms'])} ({number(each['wall_ms'])}; {each['peak_mib']:,.0f})"


def sizes(results: dict) -> str:
    index = results["fulcrum"].get("index", {})
    peak = results["fulcrum"].get("peak_mib")
    cells = [["Fulcrum, in memory", short(index.get("bytes_per_fact_hot"))],
             ["Fulcrum, file", short(index.get("bytes_per_fact_file"))]]
    names = {"polars": "polars, Parquet file"}
    cells += [[names.get(name, ENGINES[name]), short(engine.get("bytes_per_fact"))]
              for name, engine in results["engines"].items()]
    text = table(["held by", "bytes a fact"], cells)
    if peak:
        text += f"\n\nFulcrum's peak memory: {peak:,.0f} MiB"
        if results["facts"] == FULL:
            text += f" (goal: {MEMORY_GOAL:,}; met: {met(peak <= MEMORY_GOAL)})"
        text += f". The index opens in {short(index.get('open_ms'))} ms."
    as_of = results["fulcrum"].get("as_of")
    if as_of:
        text += (" All answers as of a day a month back, the view of it included, take "
                 f"{as_of['ratio_all']:.2f} times as long as now's.")
    return text


def refresh(results: dict) -> str:
    found = results["fulcrum"].get("refresh", {})
    rows = []
    for facts, figures in found.items():
        if facts.isdigit():
            took, goal = figures.get("core_us"), REFRESH_GOALS.get(facts)
            is_met = took <= goal if took is not None and goal is not None else None
            rows.append([f"{int(facts):,}", milliseconds(took), milliseconds(goal), met(is_met)])
    head = ["new facts", "processor time until all answers are fresh", "goal", "goal met"]
    return table(head, rows) if rows else ""


def milliseconds(micro: float | None) -> str:
    if micro is None:
        return "–"
    return f"{micro:.0f} µs" if micro < 1000 else f"{micro / 1000:,.1f} ms"


def markov_sentence(results: dict) -> str:
    found = results["markov"]
    text = (f"Markov: Fulcrum's removal effects are within {found['exact_deviation']:.1g} of an "
            "exact linear solution.")
    if "core_ms" in found:
        text += (
            f" ChannelAttribution on the same {found['paths']:,} distinct paths: "
            f"{number(found['core_ms'])} core-ms for the model alone, "
            f"{number(found['core_ms'] + found['making_core_ms'])} with the making of the paths "
            f"(by DuckDB), {found['peak_mib']:,.0f} MiB; it simulates, and is up to "
            f"{found['relative_deviation'] * 100:.1f} % off. Fulcrum's figure includes the "
            "counting of the paths.")
    elif "failed" in found:
        text += f" ChannelAttribution did not run: {found['failed']}."
    return text


def growth(all_results: list[dict]) -> str:
    """Fulcrum's and the best engine's processor time from the smallest size to the largest."""
    small, large = all_results[0], all_results[-1]
    facts = large["facts"] / small["facts"]
    rows = []
    for task in GOALS:
        times = ratio(small, task), ratio(large, task)
        ours = [results["fulcrum"].get("index", {}).get("build_core_ms") if task == "build"
                else results["fulcrum"]["tasks"].get(task, {}).get("core_ms")
                for results in (small, large)]
        if all(ours) and all(times):
            theirs = [own * each for own, each in zip(ours, times)]
            rows.append([task, f"{ours[1] / ours[0]:.2f}", f"{theirs[1] / theirs[0]:.2f}"])
    return (f"## Growth\n\nFrom {small['facts']:,} to {large['facts']:,} facts, {facts:.1f} times "
            "as many, processor time grows by\n\n"
            + table(["task", "Fulcrum", "best engine"], rows) + "\n")


def commands(all_results: list[dict]) -> str:
    lines = "\n".join(f"python3 Benchmarks/engine.py --facts {results['facts']} "
                      f"--runs {results['runs']} --write" for results in all_results)
    tasks = table(["task", "what it answers"], [[task, words] for task, words in WORDS.items()])
    return f"""## What is asked, and how to ask again

{tasks}

```
make build
{lines}
```
"""


def losers(all_results: list[dict]) -> str:
    """Every formulation and what it took."""
    rows = []
    for results in all_results:
        for name, engine in results["engines"].items():
            for task, formulations in engine["tasks"].items():
                for title, figures in formulations.items():
                    rows.append([f"{results['facts']:,}", task, ENGINES[name], title,
                                 outcome(figures)])
    return "## Formulations\n\n" + table(
        ["facts", "task", "engine", "formulation", "core-ms"], rows) + "\n"


def outcome(figures: dict) -> str:
    if "core_ms" in figures:
        return number(figures["core_ms"])
    if "slower" in figures:
        return f"not run: {number(figures['slower'])} at 2,000,000"
    return f"failed: {figures['failed']}".replace("|", "/")


def table(head: list[str], rows: list[list[str]]) -> str:
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    return "\n".join(lines + ["| " + " | ".join(row) + " |" for row in rows])


def number(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}"


def short(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"


def write(root: Path, results: dict) -> None:
    """Keeps the figures, and writes the page from all that are kept."""
    folder = root / "Benchmarks" / "results"
    folder.mkdir(exist_ok=True)
    (folder / f"{results['facts']}.json").write_text(json.dumps(results, indent=1) + "\n")
    kept = [json.loads(file.read_text()) for file in folder.glob("*.json")]
    kept.sort(key=lambda each: each["facts"])
    (root / "docs" / "BENCHMARKS.md").write_text(page(kept))
