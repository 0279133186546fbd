"""Made-up facts of the benchmark's shape, for checking the queries without a build of Fulcrum.

    python3 Benchmarks/peers/generate.py DIR --facts 20000
"""

import argparse
import sys
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import numpy as np

from peers import data
from peers.data import COST, DAY, HOLDOUT, MONEY, TIME, TOUCH

PLAYS, CHANNELS, MEMBERS = 50, 8, 40
FIRST_DAY, DAYS = "2024-01-01", 730
REFUNDS = 0.03  # of money facts
LATE = 0.02
TIES = 0.05  # of facts, brought to a whole hour so that moments coincide


def generate(folder: Path, facts: int, seed: int = 1) -> None:
    random = np.random.default_rng(seed)
    customers = max(1, round(facts / 20.8))
    start = data.day_number(FIRST_DAY) * DAY
    end = start + DAYS * DAY

    kind = random.choice([TOUCH, HOLDOUT, MONEY, TIME, COST], size=facts,
                         p=[0.718, 0.02, 0.14, 0.12, 0.002]).astype("u1")
    customer = random.integers(1, customers + 1, size=facts)
    paying = random.permutation(customers) < customers * 0.6
    moves = np.isin(kind, [MONEY, TIME]) & ~paying[customer - 1]
    customer[moves] = (np.flatnonzero(paying) + 1)[random.integers(paying.sum(), size=moves.sum())]
    customer[kind == COST] = 0
    play = np.where(np.isin(kind, [TOUCH, HOLDOUT, COST]), random.integers(1, PLAYS + 1, facts), 0)
    channel = np.where(kind == TOUCH, random.integers(0, CHANNELS + 1, facts), 0)
    has_member = (np.isin(kind, [TOUCH, MONEY])) & (random.random(facts) < 0.2)
    member = np.where(has_member, random.integers(1, MEMBERS + 1, facts), 0)
    at = random.integers(start, end, size=facts)
    tied = random.random(facts) < TIES
    at[tied] -= at[tied] % 3600
    amount = np.zeros(facts, dtype="i8")
    for of_kind, low, high in (MONEY, 20, 20_000), (TIME, 30, 3_600), (COST, 1_000, 90_000):
        places = np.flatnonzero(kind == of_kind)
        amount[places] = random.integers(low, high, size=len(places))

    # Some money becomes refunds of other money of the same customer; some payments have several.
    money = np.flatnonzero(kind == MONEY)
    random.shuffle(money)
    cut = max(1, round(len(money) * REFUNDS))
    refund, rest = money[:cut], money[cut:]
    paid = rest[random.integers(max(1, len(rest) // 3), size=cut)]
    part = random.choice([1.0, 1.0, 0.5, 0.3, 0.25], size=cut)
    customer[refund] = customer[paid]
    at[refund] = np.minimum(at[paid] + random.integers(0, 40 * DAY, size=cut), end - 1)
    amount[refund] = -np.maximum(1, (amount[paid] * part).astype("i8"))
    member[refund] = member[paid]

    late = np.where(random.random(facts) < LATE, random.integers(0, 5 * DAY, size=facts), 0)
    received = at + late
    order = np.argsort(received, kind="stable")
    number = np.empty(facts, dtype="i8")
    number[order] = np.arange(1, facts + 1)
    of = np.zeros(facts, dtype="i8")
    of[refund] = number[paid]
    columns = {"customer": customer, "at": at, "received": received, "kind": kind, "play": play,
               "channel": channel, "member": member, "amount": amount, "of": of}
    windows = [7, 14, 21, 30, 45, 60, 90]
    data.write(folder, {name: column[order] for name, column in columns.items()}, {
        "facts": facts, "customers": customers, "plays": PLAYS, "channels": CHANNELS,
        "members": MEMBERS, "first_day": FIRST_DAY, "days": DAYS,
        "windows": [windows[play % len(windows)] for play in range(PLAYS)],
        "levers": [play % 3 + 1 for play in range(PLAYS)],
        "activation_money": 100, "activation_seconds": 1800, "lapse_days": 60,
        "lookback_days": 30, "today": "2025-12-30"})


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--facts", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    generate(options.folder, options.facts, options.seed)


if __name__ == "__main__":
    main()
