"""A whole run of the benchmark: data, Fulcrum, each engine's formulations, comparison."""

import json
import os
import platform
import shutil
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import numpy as np

from peers import answers, markov
from peers.data import Rules
from peers.worker import ENGINES, engine_module

HERE = Path(__file__).resolve().parent.parent
MEMORY_MIB = 18 * 1024
QUALIFYING = 2_000_000
FINALISTS = 2


class Failed(Exception):
    """A process that left with an error, took too long or too much memory."""


class Suite:
    """Runs everything asked for and gathers figures; `faults` are answers that differ."""

    def __init__(self, options, folder: Path) -> None:
        self.options = options
        self.folder = folder
        self.faults: list[str] = []
        self.compared = 0
        self.tasks = [task for task in options.tasks if task in answers.TASKS]

    def results(self) -> dict:
        qualified = None
        if not self.options.smoke and self.options.facts > QUALIFYING * 2:
            small = self.data(QUALIFYING)
            self.fulcrum(small, runs=1)
            qualified = {engine: {task: self.formulations(engine, task, small, 2)
                                  for task in self.tasks}
                         for engine in self.options.engines}
        folder = self.data(self.options.facts)
        fulcrum = self.fulcrum(folder, self.options.runs)
        engines = {}
        for engine in self.options.engines:
            engines[engine] = {
                "tasks": {task: self.formulations(
                    engine, task, folder, self.options.runs,
                    qualified[engine][task] if qualified else None) for task in self.tasks},
                "version": engine_module(engine).VERSION,
            }
            if not self.options.smoke:
                engines[engine]["bytes_per_fact"] = self.bytes_per_fact(engine, folder)
        found = {
            "facts": self.options.facts, "date": date.today().isoformat(),
            "runs": self.options.runs, "threads": self.options.threads,
            "machine": machine(), "fulcrum": fulcrum, "engines": engines,
        }
        if "markov" in self.options.tasks:
            found["markov"] = self.markov(folder)
        if "build" in self.options.tasks and not self.options.smoke:
            found["build"] = self.build(folder)
        return found

    def data(self, facts: int) -> Path:
        """The folder with this many facts, made by Fulcrum where it is not there."""
        folder = self.folder / str(facts)
        if not (folder / "meta.json").exists():
            say(f"making {facts:,} facts")
            folder.mkdir(parents=True, exist_ok=True)
            called([self.options.lab.resolve(), "bench", "generate", folder,
                    "--facts", facts])
        return folder

    def fulcrum(self, folder: Path, runs: int) -> dict:
        """Fulcrum's figures; its answers stay in the folder as CSV files."""
        say("fulcrum")
        shutil.rmtree(folder / "fulcrum", ignore_errors=True)
        return json.loads(called(
            [self.options.lab.resolve(), "bench", "measure", folder, "--runs", runs,
             "--threads", self.options.threads, "--out", folder / "fulcrum"]))

    def formulations(
        self, engine: str, task: str, folder: Path, runs: int, qualified: dict | None = None
    ) -> dict:
        """Figures by formulation: all of them, or the best of those that ran at a small size."""
        known = engine_module(engine).formulations.of(task)
        chosen = [each.name for each in known]
        if self.options.smoke:
            chosen = chosen[:1]
        found = {}
        if qualified:
            done = sorted((figures["core_ms"], name) for name, figures in qualified.items()
                          if "core_ms" in figures)
            chosen = [name for _, name in done[:FINALISTS]]
            found = {name: {"slower": figures["core_ms"]} if "core_ms" in figures else figures
                     for name, figures in qualified.items() if name not in chosen}
        for each in known:
            if each.name in chosen:
                found[each.name] = self.formulation(engine, task, each, folder, runs)
        return found

    def formulation(self, engine: str, task: str, each, folder: Path, runs: int) -> dict:
        out = folder / "peers" / "result.json"
        out.unlink(missing_ok=True)
        try:
            self.load(engine, each.layout, folder)
            self.python("peers.worker", "--threads", self.options.threads, "run", engine, task,
                        each.name, folder, "--runs", runs, "--seconds", self.options.limit / 2,
                        "--out", out, seconds=self.options.limit)
        except Failed as failure:
            say(f"{engine} {task} \"{each.name}\": {failure}")
            return {"failed": str(failure)}
        figures = json.loads(out.read_text())
        self.compare(engine, task, each.name, folder, dict(np.load(out.with_suffix(".npz"))))
        timing = "" if self.options.smoke else f": {figures['core_ms']:,.0f} core-ms"
        say(f"{engine} {task} \"{each.name}\"{timing}")
        return figures

    def compare(self, engine: str, task: str, name: str, folder: Path, got) -> None:
        ours = answers.canonical(task, answers.read(task, folder / "fulcrum"))
        unlike = answers.differences(task, ours, got)
        self.compared += 1
        if unlike:
            self.faults.append("\n".join([
                f"{task}: fulcrum and {ENGINES[engine]} (\"{name}\") differ", *unlike]))

    def load(self, engine: str, layout: str, folder: Path) -> None:
        if not (folder / "peers" / f"{engine}-{layout}.loaded").exists():
            say(f"loading {engine}, order of {layout}")
            self.python("peers.worker", "--threads", self.options.threads, "load", engine, layout,
                        folder, seconds=3600)

    def bytes_per_fact(self, engine: str, folder: Path) -> float:
        self.load(engine, "customer", folder)
        size = engine_module(engine).bytes_on_disk(folder, "customer")
        return size / self.options.facts

    def markov(self, folder: Path) -> dict:
        """Fulcrum's removal effects beside an exact solution and ChannelAttribution's."""
        rules = Rules.read(folder)
        paths = answers.read("paths", folder / "fulcrum")["paths"]
        exact = markov.removal_effects(paths, rules.plays)
        ours = read_effects(folder / "fulcrum" / "removal.csv", rules.plays)
        apart = float(np.abs(exact - ours).max())
        self.compared += 1
        if not apart <= 1e-9:
            self.faults.append(f"markov: removal effects are {apart:.3g} from an exact solution")
        found = {"exact_deviation": apart}
        if self.options.smoke:
            return found
        out = folder / "peers" / "markov.json"
        try:
            self.load("duckdb", "customer", folder)
            self.python("peers.markov", folder, "--runs", min(3, self.options.runs),
                        "--threads", self.options.threads, "--out", out,
                        seconds=self.options.limit)
        except Failed as failure:
            say(f"ChannelAttribution: {failure}")
            return found | {"failed": str(failure)}
        figures = json.loads(out.read_text())
        effects = np.array(figures.pop("effects"))
        with np.errstate(divide="ignore", invalid="ignore"):
            relative = np.nanmax(np.abs(effects - exact) / np.abs(exact))
        figures["deviation"] = float(np.abs(effects - exact).max())
        figures["relative_deviation"] = float(relative)
        say(f"ChannelAttribution: {figures['core_ms']:,.0f} core-ms")
        return found | figures

    def build(self, folder: Path) -> dict:
        """DuckDB's sort of all facts, into memory and into a file."""
        found = {}
        self.load("duckdb", "arrival", folder)
        for target in ("memory", "file"):
            out = folder / "peers" / "build.json"
            try:
                self.python("peers.build", folder, target, "--runs", min(3, self.options.runs),
                            "--threads", self.options.threads, "--out", out,
                            seconds=self.options.limit)
                found[target] = json.loads(out.read_text())
                say(f"duckdb build in {target}: {found[target]['core_ms']:,.0f} core-ms")
            except Failed as failure:
                say(f"duckdb build in {target}: {failure}")
                found[target] = {"failed": str(failure)}
        return found

    def python(self, module: str, *arguments, seconds: float) -> None:
        """A Python process of its own, ended when it takes too long or too much memory."""
        environment = dict(
            os.environ, PYTHONPATH=str(HERE), POLARS_MAX_THREADS=str(self.options.threads))
        log = self.folder / "worker.log"
        with log.open("w") as errors:
            process = subprocess.Popen(
                [sys.executable, "-m", module, *map(str, arguments)], env=environment,
                stdout=errors, stderr=subprocess.STDOUT)
            ended = watch(process, seconds)
        if ended:
            raise Failed(ended)
        if process.returncode:
            lines = log.read_text().strip().splitlines() or [f"exit code {process.returncode}"]
            raise Failed(lines[-1][:300])


def watch(process: subprocess.Popen, seconds: float) -> str | None:
    """Waits for a process; ends it and says why when it goes over its time or memory."""
    started = time.monotonic()
    while True:
        try:
            process.wait(timeout=0.5)
            return None
        except subprocess.TimeoutExpired:
            pass
        reason = None
        if time.monotonic() - started > seconds:
            reason = f"over {seconds:.0f} s"
        elif resident_mib(process.pid) > MEMORY_MIB:
            reason = f"over {MEMORY_MIB // 1024} GiB of memory"
        if reason:
            process.kill()
            process.wait()
            return reason


def resident_mib(process: int) -> float:
    try:
        pages = int(Path(f"/proc/{process}/statm").read_text().split()[1])
    except (FileNotFoundError, IndexError):
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def called(command: list) -> str:
    """What a command prints; its errors go through, and a failure ends the run."""
    done = subprocess.run([str(part) for part in command], stdout=subprocess.PIPE, text=True)
    if done.returncode:
        raise SystemExit(f"{' '.join(map(str, command[:3]))} left with {done.returncode}")
    return done.stdout


def read_effects(path: Path, plays: int) -> np.ndarray:
    effects = np.zeros(plays)
    for line in path.read_text().split()[1:]:
        play, effect = line.split(",")
        effects[int(play) - 1] = float(effect)
    return effects


def machine() -> dict:
    """What the figures were measured on."""
    model = platform.processor() or platform.machine()
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            model = line.split(":", 1)[1].strip()
            break
    memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 2**30
    return {"processor": model, "cores": os.cpu_count(), "memory_gib": round(memory, 1),
            "system": f"{platform.system()} {platform.release()}",
            "python": platform.python_version()}


def say(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)
