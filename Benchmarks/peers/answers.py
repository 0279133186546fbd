"""What each task answers: its tables, and how two answers are compared row by row."""

import csv
from dataclasses import dataclass
from pathlib import Path

import numpy as np


@dataclass(frozen=True)
class Table:
    """A table of whole numbers: the columns that name a row, then those that it counts."""

    keys: tuple[str, ...]
    values: tuple[str, ...]

    @property
    def columns(self) -> tuple[str, ...]:
        return self.keys + self.values


LIFECYCLE = (
    "new", "retained", "reactivated", "lapsed", "active_at_end",
    "money_new", "money_retained", "money_reactivated", "money_other",
    "seconds_new", "seconds_retained", "seconds_reactivated", "seconds_other")

#: The tables that make up each task's answer.
TASKS = {
    "verdicts": {"verdicts": Table(
        ("play", "day", "arm"), ("customers", "activated", "spent", "money"))},
    "credit": {"credit": Table(("model", "month", "play"), ("credit",))},
    "lifecycle": {
        "lifecycle": Table(("month",), LIFECYCLE),
        "retention": Table(("cohort", "k"), ("size", "on", "last", "money"))},
    "paths": {"paths": Table(("from", "to"), ("count",))},
    "totals": {"totals": Table(
        ("day", "kind", "lever", "play", "member", "channel"), ("count", "amount"))},
}

MODEL_NUMBERS = {"first": 1, "last": 2, "linear": 3, "position": 4, "decay": 5}

Answer = dict[str, np.ndarray]


def canonical(task: str, answer: Answer) -> Answer:
    """Rows that count nothing left out, the rest in the order of their keys."""
    tidy = {}
    for name, table in TASKS[task].items():
        rows = np.asarray(answer[name], dtype=np.int64).reshape(-1, len(table.columns))
        if name == "retention":  # `size` repeats on each row of a cohort
            keep = (rows[:, 3:] != 0).any(axis=1) | (rows[:, 1] == 0)
        else:
            keep = (rows[:, len(table.keys):] != 0).any(axis=1)
        rows = rows[keep]
        order = np.lexsort(tuple(rows[:, i] for i in reversed(range(len(table.keys)))))
        tidy[name] = rows[order]
    return tidy


def differences(task: str, ours: Answer, theirs: Answer, limit: int = 5) -> list[str]:
    """Sentences about the first rows that differ; none where the answers are equal."""
    found = []
    for name, table in TASKS[task].items():
        left, right = ours[name], theirs[name]
        if left.shape == right.shape and (left == right).all():
            continue
        one, other = keyed(left, table), keyed(right, table)
        found.append(f"{name}: {len(left)} rows against {len(right)}; columns {table.columns}")
        unlike = [key for key in sorted(one.keys() | other.keys())
                  if one.get(key) != other.get(key)]
        found += [f"  {key}: {one.get(key)} against {other.get(key)}" for key in unlike[:limit]]
        if not unlike:
            found.append("  the same key on more than one row")
    return found


def keyed(rows: np.ndarray, table: Table) -> dict[tuple, tuple]:
    width = len(table.keys)
    return {tuple(row[:width]): tuple(row[width:]) for row in rows.tolist()}


def read(task: str, folder: Path) -> Answer:
    """An answer from its CSV files; models may be names or numbers."""
    return {name: read_table(folder / f"{name}.csv", table) for name, table in TASKS[task].items()}


def read_table(path: Path, table: Table) -> np.ndarray:
    with path.open(newline="") as file:
        reader = csv.reader(file)
        header = next(reader)
        places = [header.index(column) for column in table.columns]
        rows = [[int(MODEL_NUMBERS.get(row[place], row[place])) for place in places]
                for row in reader if row]
    return np.array(rows, dtype=np.int64).reshape(-1, len(table.columns))


def write(task: str, answer: Answer, folder: Path) -> None:
    """An answer as the CSV files that `read` reads."""
    folder.mkdir(parents=True, exist_ok=True)
    names = {number: name for name, number in MODEL_NUMBERS.items()}
    for name, table in TASKS[task].items():
        with (folder / f"{name}.csv").open("w", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(table.columns)
            for row in answer[name].tolist():
                writer.writerow([names[row[0]], *row[1:]] if name == "credit" else row)
