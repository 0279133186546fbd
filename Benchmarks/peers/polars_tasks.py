"""The tasks in polars expressions."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl

from peers import data
from peers.data import DAY, HOLDOUT, MONEY, TIME, TOUCH, Rules
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

def exposures(session: Session, rules: Rules) -> pl.DataFrame:
    """Customer, start, end and a packed play, arm and day of each exposure.

    Customer and play are packed into one key. A holdout counts before any touch: touches have a bit
    more.
    """
    touched = (pl.when(col("kind") == TOUCH).then(lit(2**31, pl.UInt32))
               .otherwise(lit(0, pl.UInt32)))
    plays = 1 << rules.plays.bit_length()
    wide = pl.UInt64 if rules.customers * plays >= 2**32 else pl.UInt32
    first = (
        session.kind(TOUCH, HOLDOUT)
        .select(key=col("customer").cast(wide) * plays + col("play"),
                first=col("moment") + touched)
        .group_by("key").agg(col("first").min()))
    start, play = col("first") % 2**31, col("key") % plays
    spans = np.array([0, *rules.windows], "u4") * DAY
    return collect(first.select(
        customer=(col("key") // plays).cast(pl.UInt32), start=start,
        ends=start + lookup(spans, play),
        cell=((1 - col("first") // 2**31) * 2**16 + play.cast(pl.UInt32)) * 2**15
        + start // DAY))


@way("verdicts", "kind")
def verdicts_joined(session, rules):
    """Money and activations as events, each joined to the exposures in whose window it lies.

    An exposure has spent where an event is its first payment: the payment before lies outside.
    """
    exposure = exposures(session, rules).lazy()
    counts = exposure.group_by("cell").agg(customers=pl.len())
    inside = (
        money_events(session, rules).collect().lazy().join(exposure, on="customer")
        .filter((col("moment") > col("start")) & (col("moment") <= col("ends")))
        .group_by("cell")
        .agg(activated=col("activated").sum(), spent=(col("before") <= col("start")).sum(),
             money=col("amount").sum()))
    counts, inside = pl.collect_all([counts, inside], engine="streaming")
    return {"verdicts": verdict_cells(counts.join(inside, on="cell", how="left").fill_null(0))}


def verdict_cells(cells: pl.DataFrame) -> pl.DataFrame:
    return cells.with_columns(play=col("cell") // 2**15 % 2**16, day=col("cell") % 2**15,
                              arm=col("cell") // 2**31)


def sorted_key(frame: pl.DataFrame, moment: pl.Expr) -> pl.Series:
    """Customer and moment in one number, which the `kind` layout has in order."""
    return frame.select(key=col("customer").cast(pl.UInt64) * 2**32 + moment)["key"]


@way("verdicts", "kind")
def verdicts_searched(session, rules):
    """Running sums of money, looked up where each window starts and ends."""
    exposure = exposures(session, rules).sort("customer")
    money = session.kind(MONEY).select(
        "customer", "moment", sum=col("amount").cum_sum(),
        paid=(col("amount") > 0).cast(pl.UInt32).cum_sum()).collect()
    keys = sorted_key(money, col("moment")).set_sorted()
    activated = activation(session, rules)
    moments = (pl.zeros(rules.customers + 1, dtype=pl.UInt32, eager=True)
               .scatter(activated["customer"], activated["moment"]))
    begin = keys.search_sorted(sorted_key(exposure, col("start")), side="right")
    end = keys.search_sorted(sorted_key(exposure, col("ends")), side="right")
    sums, paid = (pl.concat([pl.Series([0], dtype=money[name].dtype), money[name]])
                  for name in ("sum", "paid"))
    moment = lit(moments).gather(col("customer"))
    cells = (
        exposure.lazy().with_columns(
            money=sums.gather(end) - sums.gather(begin),
            spent=paid.gather(end) > paid.gather(begin),
            activated=(moment > col("start")) & (moment <= col("ends")))
        .group_by("cell").agg(
            pl.len().alias("customers"), col("activated").sum(), col("spent").sum(),
            col("money").sum()))
    return {"verdicts": verdict_cells(collect(cells))}


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


# Credit

@way("credit", "kind")
def credit_searched(session, rules):
    """Touches of a payment found by search in the order of customer and moment, then laid out.

    Payments with one touch give it all; of the others remainders are ranked by joining a payment's
    plays to themselves.
    """
    money = session.kind(MONEY).select("customer", "moment", "number", "amount", "refunded",
                                       month=month(rules)).collect()
    touch = session.kind(TOUCH).select("customer", "moment", "play").collect()
    keys = sorted_key(touch, col("moment"))
    paid = money.filter(col("amount") > 0)
    begin = smaller(keys, sorted_key(paid, col("moment") - rules.lookback))
    end = smaller(keys, sorted_key(paid, col("moment")))
    paid = paid.select(
        "moment", "month", "number", "amount", begin=begin, end=end,
        touches=(end - begin).cast(pl.Int64)).with_row_index("payment")
    none, last = col("touches") == 0, len(touch) - 1
    paid = paid.with_columns(
        first=pl.when(~none).then(lit(touch["play"]).gather(col("begin").clip(0, last))),
        last=pl.when(~none).then(lit(touch["play"]).gather(
            pl.when(none).then(0).otherwise(col("end") - 1))))
    sizes = sizes_by_row(money, paid)
    edges = collect(
        sizes.lazy().with_columns(
            first=lit(paid["first"]).gather(col("payment")),
            last=lit(paid["last"]).gather(col("payment")),
            alone=lit(paid["touches"]).gather(col("payment")) == 1)
        .group_by("month", "first", "last", "alone")
        .agg(credit=(col("sign") * col("size")).sum())).lazy()
    credited = col("credit").sum()
    pieces = [
        (edges.group_by("month", play="first").agg(credit=credited), [1]),
        (edges.group_by("month", play="last").agg(credit=credited), [2]),
        (edges.filter("alone").group_by("month", play="first").agg(credit=credited), [3, 4, 5])]
    shared = shares_of_several(rules, touch, paid.filter(col("touches") > 1), sizes)
    done = pl.collect_all([piece for piece, _ in pieces] + shared, engine="streaming")
    answers = []
    for frame, models in zip(done, [models for _, models in pieces] + [[3], [4], [5]]):
        for model in models:
            named = frame.drop_nulls("play")
            answers.append(named.select(lit(model).alias("model"), "month",
                                        col("play").cast(pl.Int64), col("credit")))
    rest = done[0].filter(col("play").is_null())
    answers += [rest.select(lit(model).alias("model"), "month", lit(0, pl.Int64).alias("play"),
                            "credit") for model in range(1, 6)]
    return {"credit": pl.concat(answers).group_by("model", "month", "play").agg(
        col("credit").sum())}


def smaller(keys: pl.Series, bounds: pl.Series) -> pl.Series:
    """How many keys are smaller than each bound; both are in order."""
    places = pl.DataFrame({"key": keys, "place": pl.int_range(len(keys), eager=True)})
    return (
        pl.DataFrame({"key": bounds})
        .join_asof(places, on="key", allow_exact_matches=False, check_sortedness=False)
        .select(col("place").fill_null(-1) + 1)["place"])


def sizes_by_row(money: pl.DataFrame, paid: pl.DataFrame) -> pl.DataFrame:
    """The sums to share, with sign and month, by the payment's row.

    A refund adds a share of all refunded so far, and takes that of all refunded before it.
    """
    refunds = (
        money.filter(col("amount") < 0)
        .with_columns(taken=-col("amount").cum_sum().over("refunded"))
        .join(paid.select("payment", "number"), left_on="refunded", right_on="number"))
    own = ["payment", "month"]
    return pl.concat([
        paid.select(*own, sign=lit(1, pl.Int64), size="amount"),
        refunds.select(*own, sign=lit(-1, pl.Int64), size="taken"),
        refunds.select(*own, sign=lit(1, pl.Int64), size=col("taken") + col("amount"))
        .filter(col("size") > 0)]).with_row_index("one")


def shares_of_several(rules, touch, some: pl.DataFrame, sizes: pl.DataFrame) -> list[pl.LazyFrame]:
    """Credit by month and play of payments with several touches: linear, position and decay."""
    weights = np.array(data.decay_weights(rules), "i8")
    pairs = (
        some.select("payment", "moment", row=pl.int_ranges("begin", "end"))
        .explode("row").with_columns(
            play=lit(touch["play"]).gather(col("row")),
            weight=lookup(
                weights, (col("moment") - lit(touch["moment"]).gather(col("row"))) // 3600)))
    parts = (
        pairs.lazy().group_by("payment", "play")
        .agg(linear=pl.len().cast(pl.Int64), decay=col("weight").sum())
        .join(some.lazy().select("payment", "touches", "first", "last"), on="payment")
        .join(pairs.lazy().group_by("payment").agg(
            total_decay=col("weight").sum()), on="payment"))
    ends = ((col("play") == col("first")).cast(pl.Int64)
            + (col("play") == col("last")).cast(pl.Int64))
    many = col("touches") > 2
    parts = parts.with_columns(
        position=col("linear") + pl.when(many).then((2 * col("touches") - 5) * ends).otherwise(0),
        total_linear=col("touches"),
        total_position=pl.when(many).then(5 * col("touches") - 10).otherwise(col("touches")))
    models = ("linear", "position", "decay")
    scored = parts.join(sizes.lazy(), on="payment").select(
        "one", "month", "sign", "play", "size",
        *((col("size") * col(model) // col(f"total_{model}")).alias(f"share_{model}")
          for model in models),
        *((col("size") * col(model) % col(f"total_{model}") * 65536 - col("play"))
          .alias(f"rest_{model}") for model in models))
    scored = collect(scored).lazy()
    ranked = (
        scored.join(scored.drop("month", "sign", "size"), on="one", suffix="_other")
        .group_by("one", "play", "month", "sign", "size").agg(
            *(col(f"share_{model}").first() for model in models),
            *((col(f"rest_{model}_other") > col(f"rest_{model}")).sum().cast(pl.Int64)
              .alias(f"larger_{model}") for model in models),
            *(col(f"share_{model}_other").sum().alias(f"given_{model}") for model in models)))
    ranked = collect(ranked).lazy()
    return [
        ranked.group_by("month", "play").agg(credit=(col("sign") * (
            col(f"share_{model}")
            + (col(f"larger_{model}") < col("size") - col(f"given_{model}")).cast(pl.Int64))).sum())
        for model in models]


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
                       size=col("taken") + col("amount")).filter(col("size") > 0),
    ]).with_row_index("one")


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

@way("lifecycle", "kind")
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
    spent = col("bits") % 2**32
    powers = np.array([1 << month for month in range(months + 1)], "i8")
    since = spent // lookup(powers, col("born")) * lookup(powers, col("born"))
    later = spent // lookup(powers, col("born")) * lookup(powers, col("born") + 1)
    masks = person.lazy().select(
        "born", kept=since.cast(pl.UInt32), twice=(since & later).cast(pl.UInt32),
        active=(col("bits") // 2**32 // lookup(powers, col("born"))
                * lookup(powers, col("born"))).cast(pl.UInt32))
    people = masks.group_by("born").agg(
        pl.len().alias("size"),
        *((col(mask) // 2**month % 2).sum().alias(f"{mask}_{month}")
          for mask in ("kept", "twice", "active") for month in range(months)))
    last = person.lazy().group_by(
        "born", month=(col("bits") % (1 << 32)).cast(pl.Float64).log(2).floor()
    ).agg(pl.len().alias("count"))
    people, last = pl.collect_all([people, last])
    quantity = quantity.with_columns(known=col("born").is_not_null()).fill_null(0)
    return data.lifecycle_tables(
        rules, rows(people, data.people_columns(months)), rows(last, ("born", "month", "count")),
        rows(quantity, ("month", "kind", "known", "born", "sort", "amount")))


# Paths

@way("paths", "customer")
def paths_packed(session, rules):
    """Customer and state in one number: its difference to the one before says both."""
    money, null = rules.plays + 1, rules.plays + 2
    wide = 1 << null.bit_length()
    state = (pl.when(col("kind") == TOUCH).then(col("play")).otherwise(money)).cast(pl.UInt32)
    if rules.customers * wide >= 2**32:
        state = state.cast(pl.UInt64)
    counts = collect(
        session.lazy
        .filter((col("kind") == TOUCH) | ((col("kind") == MONEY) & (col("amount") > 0)))
        .select(own=col("customer") * wide + state)
        .with_columns(before=col("own").shift().fill_null(0))
        .select(step=pl.when((col("own") ^ col("before")) < wide)
                .then(col("before") % wide * wide + col("own") % wide)
                .otherwise(money * wide + col("own") % wide).cast(pl.UInt16))
        .group_by("step").agg(count=pl.len()))
    steps, left = {}, {}
    for step, count in counts.iter_rows():
        source, target = step // wide, step % wide
        if source == money and target == money:
            continue
        steps[0 if source == money else source, target] = count
        left[target] = left.get(target, 0) + count
        if source != money:
            left[source] = left.get(source, 0) - count
    steps |= {(play, null): count for play, count in left.items() if play != money}
    return {"paths": np.array([[*step, count] for step, count in steps.items()], "i8")}


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
def totals_packed_by_kind(session, rules):
    """The columns packed into one number, touches apart: they have no amount to add up."""
    day, small = col("moment") // DAY - rules.first_day, pl.UInt32
    touches = session.kind(TOUCH).group_by(
        key=day * 2**20 + col("play").cast(small) * 2**12 + col("member").cast(small) * 2**5
        + col("channel")).agg(count=pl.len())
    others = session.lazy.filter(col("kind") != TOUCH).group_by(
        key=day * 2**18 + col("kind").cast(small) * 2**15 + col("play").cast(small) * 2**7
        + col("member")).agg(count=pl.len(), amount=col("amount").sum())
    key, levers = col("key"), np.array([0, *rules.levers], "u1")
    touches = touches.select(
        day=key // 2**20 + rules.first_day, kind=lit(TOUCH, small), play=key // 2**12 % 2**8,
        member=key // 2**5 % 2**7, channel=key % 2**5, count="count", amount=lit(0, pl.Int64))
    others = others.select(
        day=key // 2**18 + rules.first_day, kind=key // 2**15 % 8, play=key // 2**7 % 2**8,
        member=key % 2**7, channel=lit(0, small), count="count", amount="amount")
    parts = pl.collect_all([touches, others], engine="streaming")
    return {"totals": pl.concat(parts).with_columns(lever=lookup(levers, col("play")))}


@way("totals", "arrival")
def totals_packed(session, rules):
    """The columns packed into one number of 64 bits."""
    small = pl.UInt32
    key = col("key")
    grouped = session.lazy.group_by(
        key=(col("moment") // DAY).cast(pl.UInt64) * 2**40 + col("kind").cast(pl.UInt64) * 2**32
        + (col("play").cast(small) * 2**16 + col("member").cast(small) * 2**8 + col("channel"))
    ).agg(count=pl.len(), amount=col("amount").sum()).select(
        "count", "amount", day=key // 2**40, kind=key // 2**32 % 2**8, play=key // 2**16 % 2**16,
        member=key // 2**8 % 2**8, channel=key % 2**8)
    levers = np.array([0, *rules.levers], "u1")
    return {"totals": collect(grouped.with_columns(lever=lookup(levers, col("play"))))}


@way("totals", "arrival")
def totals_columns(session, rules):
    grouped = session.lazy.group_by(
        "kind", "play", "member", "channel", day=col("moment") // DAY).agg(
            count=pl.len(), amount=col("amount").sum())
    levers = np.array([0, *rules.levers], "u1")
    return {"totals": collect(grouped.with_columns(lever=lookup(levers, col("play"))))}
