"""The five tasks in the slowest, plainest way, to prove the engines' queries right.

Nothing here is clever: one customer at a time, one fact at a time. Run it on small data only.

    python3 Benchmarks/peers/reference.py DIR --out OUT      the answers as CSV files
    python3 Benchmarks/peers/reference.py --self-check      every query of every engine beside them
"""

import argparse
import sys
import tempfile
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import numpy as np

from peers import answers, data
from peers.data import DAY, HOLDOUT, MODELS, MONEY, TIME, TOUCH, Rules, month_end, month_of


@dataclass(frozen=True)
class Fact:
    at: int
    number: int
    customer: int
    kind: int
    play: int
    channel: int
    member: int
    amount: int
    of: int

    @property
    def day(self) -> int:
        return self.at // DAY

    @property
    def month(self) -> int:
        return month_of(self.day)


def facts_of(folder: Path) -> list[Fact]:
    columns = data.read(folder)
    names = ["at", "number", "customer", "kind", "play", "channel", "member", "amount", "of"]
    return [Fact(*row) for row in zip(*(columns[name].tolist() for name in names))]


def by_customer(facts: list[Fact]) -> dict[int, list[Fact]]:
    """Each named customer's facts in the order of moment, then number."""
    customers = defaultdict(list)
    for fact in facts:
        if fact.customer:
            customers[fact.customer].append(fact)
    return {customer: sorted(own, key=lambda fact: (fact.at, fact.number))
            for customer, own in customers.items()}


def of_kind(own: list[Fact], kind: int) -> list[Fact]:
    return [fact for fact in own if fact.kind == kind]


def activation(own: list[Fact], rules: Rules) -> int | None:
    """The moment at which money or time first reaches its threshold."""
    moments = []
    for kind, threshold in (MONEY, rules.activation_money), (TIME, rules.activation_seconds):
        total = 0
        for fact in of_kind(own, kind):
            total += fact.amount
            if total >= threshold and fact.amount > 0:
                moments.append(fact.at)
                break
    return min(moments, default=None)


def verdicts(customers: dict[int, list[Fact]], rules: Rules) -> answers.Answer:
    cells = defaultdict(lambda: [0, 0, 0, 0])
    for own in customers.values():
        activated = activation(own, rules)
        money = of_kind(own, MONEY)
        for play in {fact.play for fact in own if fact.kind in (TOUCH, HOLDOUT)}:
            kept = [fact for fact in own if fact.kind == HOLDOUT and fact.play == play]
            reached = [fact for fact in own if fact.kind == TOUCH and fact.play == play]
            first = (kept or reached)[0].at
            end = first + rules.windows[play - 1] * DAY
            inside = [fact.amount for fact in money if first < fact.at <= end]
            cell = cells[play, first // DAY, 1 if kept else 0]
            cell[0] += 1
            cell[1] += activated is not None and first < activated <= end
            cell[2] += any(amount > 0 for amount in inside)
            cell[3] += sum(inside)
    return {"verdicts": table([*key, *cell] for key, cell in cells.items())}


def weights_of(model: str, touches: list[Fact], moment: int, decay: list[int]) -> dict[int, int]:
    """The weight of each play among a payment's touches."""
    count = len(touches)
    by_play = Counter()
    for index, touch in enumerate(touches):
        edge = index in (0, count - 1)
        by_play[touch.play] += {
            "first": int(index == 0),
            "last": int(index == count - 1),
            "linear": 1,
            "position": 2 * (count - 2) if edge and count > 2 else 1,
            "decay": decay[(moment - touch.at) // 3600],
        }[model]
    return by_play


def largest_remainder(amount: int, weights: dict[int, int]) -> dict[int, int]:
    if amount < 0:
        return {play: -share for play, share in largest_remainder(-amount, weights).items()}
    total = sum(weights.values())
    shares = {play: amount * weight // total for play, weight in weights.items()}
    left = amount - sum(shares.values())
    ranked = sorted(weights, key=lambda play: (-(amount * weights[play] % total), play))
    for play in ranked[:left]:
        shares[play] += 1
    return shares


def credit(customers: dict[int, list[Fact]], rules: Rules) -> answers.Answer:
    cells = Counter()
    decay = data.decay_weights(rules)
    for own in customers.values():
        touches, money = of_kind(own, TOUCH), of_kind(own, MONEY)
        payments = {fact.number: fact for fact in money}
        taken = Counter()
        for fact in money:
            paid = payments[fact.of] if fact.of else fact
            before = taken[fact.of] if fact.of else 0
            if fact.of:
                taken[fact.of] += fact.amount
            counted = [touch for touch in touches if paid.at - rules.lookback <= touch.at < paid.at]
            for number, model in enumerate(MODELS, 1):
                if not counted:
                    cells[number, fact.month, 0] += fact.amount
                    continue
                weights = weights_of(model, counted, paid.at, decay)
                earlier = largest_remainder(before, weights)
                together = largest_remainder(before + fact.amount, weights)
                for play in weights:
                    cells[number, fact.month, play] += together[play] - earlier[play]
    return {"credit": table([*key, amount] for key, amount in cells.items())}


def lifecycle(customers: dict[int, list[Fact]], rules: Rules) -> answers.Answer:
    months = defaultdict(Counter)
    cohorts = defaultdict(lambda: defaultdict(Counter))
    sizes = Counter()
    last_month = month_of(rules.today)
    for own in customers.values():
        activated = activation(own, rules)
        spends = [fact for fact in own if fact.kind in (MONEY, TIME)]
        spent = {fact.month for fact in spends if fact.amount > 0}
        sorts = {}
        if activated is not None:
            born = month_of(activated // DAY)
            for month in spent:
                if month == born:
                    sorts[month] = "new"
                elif month > born:
                    sorts[month] = "retained" if month - 1 in spent else "reactivated"
            for month, sort in sorts.items():
                months[month][sort] += 1
                if month < last_month and month + 1 not in spent:
                    months[month + 1]["lapsed"] += 1
            days = [fact.day for fact in spends
                    if fact.amount > 0 and activated // DAY <= fact.day <= rules.today]
            for month in range(born, last_month + 1):
                end = min(month_end(month), rules.today)
                if any(day <= end and end - day < rules.lapse_days for day in days):
                    months[month]["active_at_end"] += 1
            sizes[born] += 1
            ages = {max(0, fact.month - born) for fact in spends
                    if fact.amount > 0 and fact.at >= activated}
            for age in ages:
                cohorts[born][age]["on"] += 1
            cohorts[born][max(ages)]["last"] += 1
            for fact in spends:
                if fact.kind == MONEY:
                    cohorts[born][max(0, fact.month - born)]["money"] += fact.amount
        for fact in spends:
            unit = "money" if fact.kind == MONEY else "seconds"
            months[fact.month][f"{unit}_{sorts.get(fact.month, 'other')}"] += fact.amount
    return {
        "lifecycle": table(
            [month, *(row[name] for name in answers.LIFECYCLE)] for month, row in months.items()),
        "retention": table(
            [born, age, sizes[born], cell["on"], cell["last"], cell["money"]]
            for born, ages in cohorts.items() for age, cell in ages.items())}


def paths_of(own: list[Fact]) -> list[tuple[list[int], bool]]:
    """A customer's paths: the plays of their touches in order, and whether money ends it."""
    touches = of_kind(own, TOUCH)
    paths = []
    start = 0
    for fact in of_kind(own, MONEY):
        if fact.amount <= 0:
            continue
        end = start
        while end < len(touches) and touches[end].at < fact.at:
            end += 1
        paths.append(([touch.play for touch in touches[start:end]], True))
        start = end
    paths.append(([touch.play for touch in touches[start:]], False))
    return [(plays, paid) for plays, paid in paths if plays]


def paths(customers: dict[int, list[Fact]], rules: Rules) -> answers.Answer:
    counts = Counter()
    money, null = rules.plays + 1, rules.plays + 2
    for own in customers.values():
        for plays, paid in paths_of(own):
            states = [0, *plays, money if paid else null]
            counts.update(zip(states, states[1:]))
    return {"paths": table([*key, count] for key, count in counts.items())}


def totals(facts: list[Fact], rules: Rules) -> answers.Answer:
    cells = defaultdict(lambda: [0, 0])
    for fact in facts:
        lever = rules.levers[fact.play - 1] if fact.play else 0
        cell = cells[fact.day, fact.kind, lever, fact.play, fact.member, fact.channel]
        cell[0] += 1
        cell[1] += fact.amount
    return {"totals": table([*key, *cell] for key, cell in cells.items())}


def table(rows) -> np.ndarray:
    return np.array(list(rows), dtype=np.int64)


def all_answers(folder: Path) -> dict[str, answers.Answer]:
    """Every task's answer over the facts of a folder."""
    rules = Rules.read(folder)
    facts = facts_of(folder)
    customers = by_customer(facts)
    found = {
        "verdicts": verdicts(customers, rules), "credit": credit(customers, rules),
        "lifecycle": lifecycle(customers, rules), "paths": paths(customers, rules),
        "totals": totals(facts, rules)}
    return {task: answers.canonical(task, answer) for task, answer in found.items()}


def self_check(facts: int) -> int:
    """Runs every query of every engine over small made-up data; the number of wrong ones."""
    from peers import worker
    from peers.generate import generate

    wrong = 0
    for seed in range(1, 4):
        with tempfile.TemporaryDirectory() as holder:
            folder = Path(holder)
            generate(folder, facts, seed)
            right = all_answers(folder)
            for engine, task, name in worker.every_formulation():
                got = worker.answer_once(engine, task, name, folder)
                unlike = answers.differences(task, right[task], got)
                wrong += bool(unlike)
                print(f"seed {seed} {engine} {task} {name}: {'WRONG' if unlike else 'equal'}")
                print(*unlike, sep="\n", end="\n" if unlike else "")
    return wrong


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("--out", type=Path)
    parser.add_argument("--self-check", action="store_true")
    parser.add_argument("--facts", type=int, default=20_000, help="of the self-check")
    options = parser.parse_args()
    if options.self_check:
        sys.exit(1 if self_check(options.facts) else 0)
    if not options.folder or not options.out:
        parser.error("a folder and --out, or --self-check")
    for task, answer in all_answers(options.folder).items():
        answers.write(task, answer, options.out)


if __name__ == "__main__":
    main()
