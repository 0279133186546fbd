"""The tasks in polars expressions."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl

from peers import data
from peers.data import COST, DAY, HOLDOUT, MONEY, TIME, TOUCH, Rules
from peers.formulation import LAYOUTS, Formulations

VERSION = pl.__version__
formulations = Formulations()
way = formulations

col, lit = pl.col, pl.lit


@dataclass(frozen=True)
class Session:
    fact: pl.DataFrame

    @property
    def lazy(self) -> pl.LazyFrame:
        return self.fact.lazy()

    def kind(self, *kinds: int) -> pl.LazyFrame:
        """Facts of these kinds, in the frame's order; in the `kind` layout a slice each."""
        return self.lazy.filter(col("kind").is_in(kinds) if len(kinds) > 1
                                else col("kind") == kinds[0])


def file_of(folder: Path, layout: str) -> Path:
    return folder / "peers" / f"polars-{layout}.arrow"


def load(folder: Path, layout: str, rules: Rules, threads: int) -> None:
    """Writes the frame in a physical order, so that a run only reads it back."""
    frame = pl.read_parquet(folder / "peers" / "facts.parquet")
    keys = [key.split()[0] for key in LAYOUTS[layout]]
    if keys:
        frame = frame.sort(keys, descending=[key.endswith("DESC") for key in LAYOUTS[layout]])
        frame = frame.rechunk()
    frame.write_ipc(file_of(folder, layout), compression="uncompressed")
    if layout == "customer":
        frame.write_parquet(folder / "peers" / "polars-customer.parquet")


def open_session(folder: Path, layout: str, rules: Rules, threads: int) -> Session:
    frame = pl.read_ipc(file_of(folder, layout)).rechunk()
    if layout == "customer":
        frame = frame.with_columns(col("customer").set_sorted())
    return Session(frame)


def bytes_on_disk(folder: Path, layout: str) -> int:
    return (folder / "peers" / f"polars-{layout}.parquet").stat().st_size


def rows(result: pl.DataFrame, columns: tuple[str, ...]) -> np.ndarray:
    if isinstance(result, np.ndarray):
        return result
    return result.select(col(name).cast(pl.Int64) for name in columns).to_numpy()


def collect(frame: pl.LazyFrame) -> pl.DataFrame:
    return frame.collect(engine="streaming")


def lookup(values: np.ndarray, index: pl.Expr) -> pl.Expr:
    """A table's value at an index."""
    return lit(pl.Series(values)).gather(index)


def months_by_day(rules: Rules) -> np.ndarray:
    return np.array([data.month_of(day) for day in range(rules.first_day, rules.last_day + 1)],
                    dtype="i4")


def month(rules: Rules, moment: str = "moment") -> pl.Expr:
    return lookup(months_by_day(rules), col(moment) // DAY - rules.first_day)


def starts() -> pl.Expr:
    """Whether a row is the first of its customer, in frames ordered by customer."""
    return (col("customer") != col("customer").shift()).fill_null(True)


def running(amount: str) -> pl.Expr:
    """A customer's running sum, in frames ordered by customer and moment."""
    total = col(amount).cum_sum()
    return total - pl.when(starts()).then(total - col(amount)).forward_fill()


def activation(session: Session, rules: Rules) -> pl.DataFrame:
    """When each customer activated, from running sums over the whole frame."""
    found = []
    for kind, threshold in (MONEY, rules.activation_money), (TIME, rules.activation_seconds):
        found.append(
            session.kind(kind).select("customer", "moment", "amount")
            .with_columns(total=running("amount"))
            .filter((col("amount") > 0) & (col("total") >= threshold))
            .select("customer", "moment").filter(starts())
            .collect())
    return pl.concat(found).group_by("customer").agg(col("moment").min())


# Verdicts

@way("verdicts", "customer")
def verdicts_events_joined(session, rules):
    """Money and activations as events, each joined to the exposures in whose window it lies."""
    shift = 1 << 32
    exposure = (
        session.kind(TOUCH, HOLDOUT)
        .select("customer", "play", key=col("moment").cast(pl.Int64)
                + pl.when(col("kind") == TOUCH).then(shift).otherwise(0))
        .group_by("customer", "play").agg(col("key").min())
        .select("customer", "play", start=(col("key") % shift), arm=1 - col("key") // shift)
        .with_columns(end=col("start") + lookup(
            np.array([0, *rules.windows], "i8") * DAY, col("play"))))
    exposure = collect(exposure)
    return verdict_cells(rules, exposure, money_events(session, rules))


def money_events(session, rules):
    """Payments with the moment of the customer's payment before, and activations."""
    money = session.kind(MONEY)
    refunds = money.filter(col("amount") <= 0).select(
        "customer", "moment", "amount", before=lit(None, pl.UInt32), activated=lit(0))
    payments = money.filter(col("amount") > 0).select(
        "customer", "moment", "amount",
        before=pl.when(starts()).then(0).otherwise(col("moment").shift()).cast(pl.UInt32),
        activated=lit(0))
    activations = activation(session, rules).lazy().select(
        "customer", "moment", amount=lit(0, pl.Int64), before=lit(None, pl.UInt32),
        activated=lit(1))
    return pl.concat([payments, refunds, activations])


def verdict_cells(rules, exposure, events):
    """Counts of exposures, and of the events in their windows, by play, day and arm."""
    keys = ["play", (col("start") // DAY).alias("day"), "arm"]
    counts = exposure.lazy().group_by(*keys).agg(
        customers=pl.len().cast(pl.Int64))
    inside = (
        events.join(exposure.lazy(), on="customer")
        .filter((col("moment") > col("start")) & (col("moment") <= col("end")))
        .group_by(*keys)
        .agg(activated=col("activated").sum().cast(pl.Int64),
             spent=(col("before") <= col("start")).sum().cast(pl.Int64),
             money=col("amount").sum()))
    cells = counts.join(inside, on=["play", "day", "arm"], how="left")
    return {"verdicts": collect(cells).fill_null(0)}


# Credit

@way("credit", "customer")
def credit_windows(session, rules):
    """Payments joined to touches by month-long buckets; remainders ranked within a payment."""
    money = session.kind(MONEY).select("customer", "moment", "number", "amount", "refunded",
                                       month=month(rules)).collect()
    sizes = sizes_to_share(money)
    part = weighted_parts(session, rules, money)
    models = ["linear", "position", "decay"]
    whole = part.lazy().group_by("payment").agg(
        first_play=col("play").filter(col("is_first")).first(),
        last_play=col("play").filter(col("is_last")).first())
    ranked = part.lazy().join(sizes.lazy(), on="payment")
    for model in models:
        exact = col("size") * col(model)
        ranked = ranked.with_columns(
            (exact // col(f"total_{model}")).alias(f"share_{model}"),
            ((exact % col(f"total_{model}")) * 65536 - col("play")).alias(f"rest_{model}"))
    one = "one"
    ranked = ranked.with_columns(
        (col(f"share_{model}") + (
            col(f"rest_{model}").rank("ordinal", descending=True).over(one)
            <= col("size") - col(f"share_{model}").sum().over(one)).cast(pl.Int64))
        .alias(f"share_{model}") for model in models)
    ranked = ranked.collect()
    edges = sizes.lazy().join(whole, on="payment", how="left").collect()
    signed = (col("sign") * col("size")).sum().alias("credit")
    answers = []
    for number, model in enumerate(models, 3):
        answers.append(ranked.lazy().group_by("month", "play")
                       .agg((col("sign") * col(f"share_{model}")).sum().alias("credit"))
                       .select(lit(number).alias("model"), "month", "play", "credit"))
    for number, edge in (1, "first_play"), (2, "last_play"):
        answers.append(edges.lazy().drop_nulls(edge).group_by("month", play=col(edge)).agg(signed)
                       .select(lit(number).alias("model"), "month", "play", "credit"))
    rest = edges.lazy().filter(col("first_play").is_null()).group_by("month").agg(signed)
    for number in range(1, 6):
        answers.append(rest.select(lit(number).alias("model"), "month",
                                   lit(0, pl.UInt16).alias("play"), "credit"))
    return {"credit": pl.concat(answers).collect()}


def sizes_to_share(money: pl.DataFrame) -> pl.DataFrame:
    """The sums to share, with sign and month.

    A refund adds a share of all refunded so far, and takes that of all refunded before it.
    """
    refunds = money.filter(col("amount") < 0).with_columns(
        taken=-col("amount").cum_sum().over("refunded"))
    return pl.concat([
        money.filter(col("amount") > 0).select(
            payment="number", month="month", sign=lit(1, pl.Int64), size="amount"),
        refunds.select(payment="refunded", month="month", sign=lit(-1, pl.Int64), size="taken"),
        refunds.select(payment="refunded", month="month", sign=lit(1, pl.Int64),
                       size=col("taken") + col("amount")).filter(col("size") > 0)]).with_row_index("one")


def weighted_parts(session, rules, money: pl.DataFrame) -> pl.DataFrame:
    """Weights by payment and play."""
    payments = money.lazy().filter(col("amount") > 0).select(
        "customer", payment="number", paid="moment", bucket=col("moment") // rules.lookback)
    payments = pl.concat([payments, payments.with_columns(col("bucket") - 1)])
    touches = session.kind(TOUCH).select(
        "customer", "play", "moment", "number", bucket=col("moment") // rules.lookback)
    pairs = (
        touches.join(payments, on=["customer", "bucket"])
        .filter((col("moment") < col("paid"))
                & (col("moment") + rules.lookback >= col("paid")))
        .select("payment", "play",
                weight=lookup(np.array(data.decay_weights(rules), "i8"),
                              (col("paid") - col("moment")) // 3600),
                key=col("moment").cast(pl.Int64) * (1 << 32) + col("number")))
    parts = pairs.group_by("payment", "play").agg(
        linear=pl.len().cast(pl.Int64), decay=col("weight").sum(),
        early=col("key").min(), late=col("key").max())
    parts = collect(parts)
    totals = parts.lazy().group_by("payment").agg(
        total_linear=col("linear").sum(), total_decay=col("decay").sum(),
        earliest=col("early").min(), latest=col("late").max())
    count = col("total_linear")
    return (
        parts.lazy().join(totals, on="payment")
        .with_columns(is_first=col("early") == col("earliest"),
                      is_last=col("late") == col("latest"))
        .with_columns(
            position=pl.when(count > 2).then(
                col("linear") + (2 * count - 5)
                * (col("is_first").cast(pl.Int64) + col("is_last").cast(pl.Int64)))
            .otherwise(col("linear")),
            total_position=pl.when(count > 2).then(5 * count - 10).otherwise(count))
        .drop("early", "late", "earliest", "latest")).collect()


# Lifecycle

@way("lifecycle", "customer")
def lifecycle_bit_masks(session, rules):
    """Months with spending as bits of a number; quantities joined back to their customer."""
    first = rules.first_month
    spends = session.kind(MONEY, TIME).select(
        "customer", "kind", "amount",
        month=lookup((months_by_day(rules) - first).astype("i4"),
                     col("moment") // DAY - rules.first_day),
        bits=lookup(cover_bits(rules), col("moment") // DAY - rules.first_day)).collect()
    person = (
        spends.lazy().filter(col("amount") > 0)
        .group_by("customer").agg(col("bits").bitwise_or())
        .join(activation(session, rules).lazy().select(
            "customer", born=month(rules) - first), on="customer"))
    person = collect(person)
    quantity = (
        spends.lazy().drop("bits").join(person.lazy(), on="customer", how="left")
        .group_by("month", "born", "kind", sort=sort_of())
        .agg(col("amount").sum()))
    return lifecycle_tables(rules, person, collect(quantity))


def sort_of() -> pl.Expr:
    """0 new, 1 retained, 2 reactivated, 3 other, from `month`, `born` and the months' bits."""
    bit = lookup(np.array([1 << month for month in range(32)], "i8"), col("month"))
    before = lookup(np.array([0] + [1 << month for month in range(32)], "i8"), col("month"))
    return (pl.when(col("born").is_null() | (col("month") < col("born")) | (col("bits") & bit == 0))
            .then(3).when(col("month") == col("born")).then(0)
            .when(col("bits") & before != 0).then(1).otherwise(2))


def cover_bits(rules: Rules) -> np.ndarray:
    """For each day the bit of its month, and 32 higher the months at whose end it is not lapsed."""
    return np.array([bits for _, bits in data.cover_bits(rules)], dtype="i8")


def lifecycle_tables(rules: Rules, person: pl.DataFrame, quantity: pl.DataFrame):
    months = rules.last_month - rules.first_month + 1
    bit = lambda place: (col("bits") // (1 << place)) % 2 == 1  # noqa: E731
    sums = []
    for m in range(months):
        sums += [
            (bit(m) & (col("born") <= m)).sum().alias(f"s{m}"),
            ((bit(m) & bit(m - 1) & (col("born") < m)) if m else lit(False)).sum().alias(f"r{m}"),
            (bit(m + 32) & (col("born") <= m)).sum().alias(f"a{m}")]
    people = person.lazy().group_by("born").agg(pl.len().alias("size"), *sums)
    last = person.lazy().group_by(
        "born", month=(col("bits") % (1 << 32)).cast(pl.Float64).log(2).floor()
    ).agg(pl.len().alias("count"))
    people, last = pl.collect_all([people, last])
    columns = ("born", "size", *(f"{letter}{m}" for letter in "sra" for m in range(months)))
    quantity = quantity.with_columns(known=col("born").is_not_null()).fill_null(0)
    return data.lifecycle_tables(
        rules, rows(people, columns), rows(last, ("born", "month", "count")),
        rows(quantity, ("month", "kind", "known", "born", "sort", "amount")))


# Paths

@way("paths", "customer")
def paths_neighbours(session, rules):
    """Each event beside the one before it in the frame's order."""
    money, null = rules.plays + 1, rules.plays + 2
    event = session.lazy.filter(
        (col("kind") == TOUCH) | ((col("kind") == MONEY) & (col("amount") > 0))).select(
            "customer",
            state=pl.when(col("kind") == TOUCH).then(col("play")).otherwise(money)
            .cast(pl.UInt32))
    pair = (
        event.with_columns(
            same=~starts(), before=col("state").shift().fill_null(money))
        .group_by(code=(col("same") * 65536 + col("before") * 256 + col("state"))
                  .cast(pl.UInt32))
        .agg(pl.len().alias("count")))
    last = event.select(
        "state", end=(col("customer") != col("customer").shift(-1)).fill_null(True)).filter(
            "end").group_by("state").agg(pl.len().alias("count"))
    pair, last = pl.collect_all([pair, last])
    counts = {}
    for code, count in pair.iter_rows():
        same, before, state = code >> 16, code >> 8 & 255, code & 255
        before = before if same else money
        if state != money:
            key = (0 if before == money else before, state)
        elif before != money:
            key = (before, money)
        else:
            continue
        counts[key] = counts.get(key, 0) + count
    for state, count in last.iter_rows():
        if state != money:
            counts[state, null] = count
    return {"paths": np.array([[*key, count] for key, count in counts.items()], "i8")}


# Totals

@way("totals", "arrival")
def totals_group_by(session, rules):
    grouped = session.lazy.group_by(
        "kind", "play", "member", "channel", day=col("moment") // DAY).agg(
            count=pl.len(), amount=col("amount").sum())
    levers = np.array([0, *rules.levers], "u1")
    return {"totals": collect(grouped.with_columns(lever=lookup(levers, col("play"))))}
