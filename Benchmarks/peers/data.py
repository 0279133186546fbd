"""The benchmark's facts as raw columns, and the rules they are counted by."""

import json
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import numpy as np

TOUCH, HOLDOUT, MONEY, TIME, COST = 2, 3, 4, 5, 7
DAY = 86_400
MODELS = ["first", "last", "linear", "position", "decay"]

#: The stored columns in the order engines hold them; `number` is the place in the file plus one.
COLUMNS = {
    "customer": "u4", "at": "u4", "received": "u4", "kind": "u1", "play": "u2",
    "channel": "u1", "member": "u1", "amount": "i8", "of": "u4",
}

#: What columns are called in the engines' tables, where the file's name is a word of SQL.
NAMES = {"at": "moment", "of": "refunded"}


@dataclass(frozen=True)
class Rules:
    """What facts are counted by: the content of meta.json."""

    facts: int
    customers: int
    plays: int
    first_day: int  # days since 1970
    days: int
    windows: list[int]  # days, of play 1, 2, …
    levers: list[int]
    activation_money: int
    activation_seconds: int
    lapse_days: int
    lookback_days: int
    today: int  # days since 1970

    @staticmethod
    def read(folder: Path) -> "Rules":
        meta = json.loads((folder / "meta.json").read_text())
        return Rules(
            facts=meta["facts"], customers=meta["customers"], plays=meta["plays"],
            first_day=day_number(meta["first_day"]), days=meta["days"],
            windows=meta["windows"], levers=meta["levers"],
            activation_money=meta["activation_money"],
            activation_seconds=meta["activation_seconds"],
            lapse_days=meta["lapse_days"], lookback_days=meta["lookback_days"],
            today=day_number(meta["today"]))

    @property
    def lookback(self) -> int:
        """Seconds before money in which touches count."""
        return self.lookback_days * DAY

    @property
    def last_day(self) -> int:
        return max(self.today, self.first_day + self.days - 1)

    @property
    def first_month(self) -> int:
        return month_of(self.first_day)

    @property
    def last_month(self) -> int:
        return month_of(self.last_day)


def day_number(iso: str) -> int:
    """Days since 1970 of an ISO date."""
    return (date.fromisoformat(iso) - date(1970, 1, 1)).days


def month_of(day: int) -> int:
    """year * 12 + month - 1 of a day since 1970."""
    at = date(1970, 1, 1) + timedelta(days=day)
    return at.year * 12 + at.month - 1


def month_end(month: int) -> int:
    """The last day, since 1970, of a month."""
    after = month + 1
    return (date(after // 12, after % 12 + 1, 1) - date(1970, 1, 1)).days - 1


def cover_bits(rules: Rules) -> list[tuple[int, int]]:
    """For each day the bit of its month, and 32 higher the months at whose end it is not lapsed."""
    bits = []
    for day in range(rules.first_day, rules.last_day + 1):
        month = month_of(day)
        covered = 0
        for later in range(month, month_of(rules.today) + 1):
            if 0 <= min(month_end(later), rules.today) - day < rules.lapse_days:
                covered |= 1 << (later - rules.first_month)
        bits.append((day, 1 << (month - rules.first_month) | covered << 32))
    return bits


def decay_weights(rules: Rules) -> list[int]:
    """Weight of a touch by whole hours before the money: 2^(-hours / 168) in 2^-24."""
    return [max(1, round(2**24 * 2 ** (-hour / 168)))
            for hour in range(rules.lookback_days * 24 + 1)]


def people_columns(months: int) -> tuple[str, ...]:
    """The columns of `people` in `lifecycle_tables`."""
    return ("born", "size", *(f"{mask}_{month}" for mask in ("kept", "twice", "active")
                              for month in range(months)))


def lifecycle_tables(rules: Rules, people: np.ndarray, last: np.ndarray, quantity: np.ndarray):
    """The lifecycle and retention tables from sums by month of activation.

    `people`: born, size, then for every month those who spent, who also spent the month before,
    and who are active at its end. `last`: born, last month with spending, how many. `quantity`:
    month, kind, whether activated, born, sort (new, retained, reactivated, other), amount.
    Months count from the first.
    """
    first, months = rules.first_month, rules.last_month - rules.first_month + 1
    spent, retained, active, lasts, money = (np.zeros((months, months), "i8") for _ in range(5))
    size = np.zeros(months, "i8")
    for born, count, *counts in people.tolist():
        size[born] = count
        spent[born], retained[born], active[born] = np.reshape(counts, (3, months))
    for born, month, count in last.tolist():
        lasts[born, month] = count
    sorts = {MONEY: np.zeros((4, months), "i8"), TIME: np.zeros((4, months), "i8")}
    for month, kind, known, born, sort, amount in quantity.tolist():
        sorts[kind][sort, month] += amount
        if kind == MONEY and known:
            money[born, max(born, month)] += amount
    fresh, everyone, stayed = np.diag(spent), spent.sum(axis=0), retained.sum(axis=0)
    lapsed = np.concatenate([[0], everyone[:-1]]) - stayed
    lapsed[month_of(rules.today) - first + 1:] = 0
    by_month = np.column_stack([
        np.arange(months) + first, fresh, stayed, everyone - fresh - stayed, lapsed,
        active.sum(axis=0), *sorts[MONEY], *sorts[TIME]])
    by_cohort = [
        [born + first, month - born, size[born], spent[born, month], lasts[born, month],
         money[born, month]]
        for born in range(months) if size[born] for month in range(born, months)]
    return {"lifecycle": by_month, "retention": np.array(by_cohort, "i8")}


def read(folder: Path) -> dict[str, np.ndarray]:
    """All columns as they arrived, mapped from the files, with `number` made."""
    suffix = {"u1": "u8", "u2": "u16", "u4": "u32", "i8": "i64"}
    columns = {
        name: np.memmap(folder / f"{name}.{suffix[kind]}", dtype=f"<{kind}", mode="r")
        for name, kind in COLUMNS.items()}
    columns["number"] = np.arange(1, len(columns["customer"]) + 1, dtype="u4")
    return columns


def write(folder: Path, columns: dict[str, np.ndarray], meta: dict) -> None:
    """The same files from columns in memory."""
    folder.mkdir(parents=True, exist_ok=True)
    suffix = {"u1": "u8", "u2": "u16", "u4": "u32", "i8": "i64"}
    for name, kind in COLUMNS.items():
        columns[name].astype(f"<{kind}").tofile(folder / f"{name}.{suffix[kind]}")
    (folder / "meta.json").write_text(json.dumps(meta, indent=1) + "\n")
