"""The tasks in ClickHouse's SQL, run by chDB, its build inside a Python process."""

import shutil
from importlib.metadata import version
from io import BytesIO
from pathlib import Path

import numpy as np
import pyarrow

from chdb import session as chdb_session
from peers import data
from peers.data import DAY, Rules
from peers.formulation import LAYOUTS, Formulations

VERSION = version("chdb-core")
MEMORY = 12 << 30
formulations = Formulations()
way = formulations


class Session:
    """A ClickHouse in this process over a folder of its own, with two threads."""

    def __init__(self, folder: Path, threads: int) -> None:
        self.session = chdb_session.Session(str(folder))
        self.ask(f"SET max_threads = {threads}")
        self.ask(f"SET max_memory_usage = {MEMORY}")
        self.ask("SET max_bytes_before_external_group_by = 0, join_use_nulls = 0")

    def ask(self, sql: str) -> bytes:
        """The answer as an Arrow file."""
        return self.session.query(sql, "Arrow").bytes()

    def close(self) -> None:
        self.session.close()


def folder_of(folder: Path, layout: str) -> Path:
    return folder / "peers" / f"chdb-{layout}"


def load(folder: Path, layout: str, rules: Rules, threads: int) -> None:
    """Fills a MergeTree table with the facts in a physical order, its parts merged."""
    place = folder_of(folder, layout)
    if place.exists():
        shutil.rmtree(place)
    session = Session(place, threads)
    keys = [key.split()[0] for key in LAYOUTS[layout] if not key.endswith("DESC")]
    session.ask("CREATE DATABASE bench")
    types = {"u1": "UInt8", "u2": "UInt16", "u4": "UInt32", "i8": "Int64"}
    columns = ", ".join(f"{data.NAMES.get(name, name)} {types[kind]}"
                        for name, kind in {**data.COLUMNS, "number": "u4"}.items())
    session.ask(f"""
      CREATE TABLE bench.fact ({columns}) ENGINE = MergeTree ORDER BY ({", ".join(keys)})""")
    session.ask(f"""
      INSERT INTO bench.fact SELECT {", ".join(data.NAMES.get(name, name)
                                               for name in {**data.COLUMNS, "number": "u4"})}
      FROM file('{folder.resolve()}/peers/facts.parquet', Parquet)""")
    session.ask("OPTIMIZE TABLE bench.fact FINAL")
    session.close()


def open_session(folder: Path, layout: str, rules: Rules, threads: int) -> Session:
    return Session(folder_of(folder, layout), threads)


def bytes_on_disk(folder: Path, layout: str) -> int:
    """Of the table's active parts."""
    session = Session(folder_of(folder, layout), 2)
    found = session.ask(
        "SELECT sum(bytes_on_disk) AS size FROM system.parts WHERE database = 'bench' AND active")
    session.close()
    return int(rows(found, ("size",))[0, 0])


def rows(result: bytes | np.ndarray, columns: tuple[str, ...]) -> np.ndarray:
    if isinstance(result, np.ndarray):
        return result
    table = pyarrow.ipc.open_file(BytesIO(result)).read_all()
    return np.column_stack([
        np.asarray(table.column(name).to_numpy(), dtype="i8") for name in columns])


def listed(values) -> str:
    return "[" + ", ".join(str(value) for value in values) + "]"


def month_of(moment: str) -> str:
    """SQL for year * 12 + month - 1 of a moment."""
    return f"(toRelativeMonthNum(toDate(toUInt16(intDiv({moment}, {DAY})))) - 1)"


# Activation

def activation(rules: Rules) -> str:
    """When each customer activated, by a running sum over money and one over time."""
    return f"""
      SELECT customer, min(moment) AS moment FROM (
        SELECT customer, kind, moment, amount,
               sum(amount) OVER (PARTITION BY customer, kind ORDER BY moment, number
                                 ROWS UNBOUNDED PRECEDING) AS total
        FROM bench.fact WHERE kind IN (4, 5))
      WHERE amount > 0 AND total >= if(kind = 4, {rules.activation_money},
                                       {rules.activation_seconds})
      GROUP BY customer"""


# Verdicts

def exposure(rules: Rules) -> str:
    return f"""
      SELECT customer, play,
             min(toUInt64(moment) + if(kind = 2, 4294967296, 0)) AS first,
             toUInt32(bitAnd(first, 4294967295)) AS start,
             toUInt8(1 - bitShiftRight(first, 32)) AS arm,
             start + {listed(window * DAY for window in rules.windows)}[play] AS ends
      FROM bench.fact WHERE kind IN (2, 3) GROUP BY customer, play"""


def own(value: str, kind: int) -> str:
    """SQL for an array of one kind's values of a customer, in the order of moment and number."""
    key = "bitShiftLeft(toUInt64(moment), 32) + number"
    return (f"arraySort((v, k) -> k, groupArrayIf({value}, kind = {kind}), "
            f"groupArrayIf({key}, kind = {kind}))")


def activated_at(rules: Rules) -> str:
    """SQL for the moment of activation (0: never) from arrays of money and of time."""
    return f"""
      arrayFirst((m, a, c) -> a > 0 AND c >= {rules.activation_money},
                 paid_at, paid, arrayCumSum(paid)) AS by_money,
      arrayFirst((m, a, c) -> a > 0 AND c >= {rules.activation_seconds},
                 spent_at, spent, arrayCumSum(spent)) AS by_time,
      toUInt32(if(by_money = 0 OR (by_time > 0 AND by_time < by_money), by_time, by_money))
        AS activated"""


SPENDS = f"""
  arraySort(groupArrayIf(moment, kind = 4)) AS paid_at, {own("amount", 4)} AS paid,
  arraySort(groupArrayIf(moment, kind = 5)) AS spent_at, {own("amount", 5)} AS spent"""


@way("verdicts", "kind")
def verdicts_arrays(session, rules, settings=""):
    """One row of arrays for each customer; their exposures laid out, money masked by each window.

    Touches are moment and play in one number; a play's first is the one not met before.
    """
    touches = "arraySort(groupArrayIf(bitShiftLeft(toUInt64(moment), 16) + play, kind = {}))"
    spans = listed([0] + [window * DAY for window in rules.windows])
    return {"verdicts": session.ask(f"""
      SELECT bitAnd(bitShiftRight(cell, 15), 65535) AS play, bitAnd(cell, 32767) AS day,
             bitShiftRight(cell, 31) AS arm, customers, activated, spent, money
      FROM (
        SELECT cell, count() AS customers, sum(act > start AND act <= ends) AS activated,
               sum(arrayMax(inside) > 0) AS spent, sum(arraySum(inside)) AS money
        FROM (
          SELECT toUInt32(bitAnd(bitShiftRight(exposure, 16), 4294967295)) AS start,
                 toUInt16(exposure) AS play, activated AS act,
                 toUInt32(start + {spans}[play + 1]) AS ends,
                 toUInt32(bitShiftRight(exposure, 48) * 2147483648 + play * 32768
                          + intDiv(start, {DAY})) AS cell,
                 arrayMap((m, a) -> if(m > start AND m <= ends, a, 0), paid_at, paid) AS inside
          FROM (
            SELECT {activated_at(rules)}, paid_at, paid, arrayConcat(
                arrayFilter((t, p, u) -> u = 1 AND NOT has(held_play, p), touch, touch_play,
                            arrayEnumerateUniq(touch_play)),
                arrayMap(h -> h + 281474976710656,
                         arrayFilter((h, u) -> u = 1, held, arrayEnumerateUniq(held_play))))
                  AS exposures
            FROM (
              SELECT {SPENDS}, {touches.format(2)} AS touch, {touches.format(3)} AS held,
                     arrayMap(t -> toUInt16(t), touch) AS touch_play,
                     arrayMap(h -> toUInt16(h), held) AS held_play
              FROM bench.fact WHERE kind IN (2, 3, 4, 5) GROUP BY customer))
          ARRAY JOIN exposures AS exposure)
        GROUP BY cell) {settings}""")}


@way("verdicts", "kind")
def verdicts_arrays_on_one_thread(session, rules):
    return verdicts_arrays(session, rules, "SETTINGS max_threads = 1")


@way("verdicts", "customer")
def verdicts_events_joined(session, rules):
    """Money and activations as events, each joined to the exposures in whose window it lies."""
    return {"verdicts": session.ask(f"""
      WITH exposure AS ({exposure(rules)}),
      event AS (
        SELECT customer, moment, amount, 0 AS activated, amount > 0 AS paid,
               maxIf(moment, amount > 0) OVER (
                 PARTITION BY customer ORDER BY moment, number
                 ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS before
        FROM bench.fact WHERE kind = 4
        UNION ALL SELECT customer, moment, 0, 1, 0, 0 FROM ({activation(rules)}))
      SELECT play, day, arm, sum(n) AS customers, sum(a) AS activated, sum(s) AS spent,
             sum(m) AS money
      FROM (
        SELECT play, intDiv(start, {DAY}) AS day, arm, count() AS n, 0 AS a, 0 AS s, 0 AS m
        FROM exposure GROUP BY play, day, arm
        UNION ALL
        SELECT play, intDiv(start, {DAY}) AS day, arm, 0, sum(activated),
               countIf(paid AND before <= start), sum(amount)
        FROM exposure INNER JOIN event USING (customer)
        WHERE moment > start AND moment <= ends
        GROUP BY play, day, arm)
      GROUP BY play, day, arm""")}


# Credit

def sizes(rules: Rules) -> str:
    """The sums to share, with sign and month.

    A refund adds a share of all refunded so far, and takes that of all refunded before it.
    """
    month = month_of("moment")
    return f"""
      SELECT number AS payment, {month} AS month, toInt64(1) AS sign, amount AS size
      FROM bench.fact WHERE kind = 4 AND amount > 0
      UNION ALL
      SELECT payment, month, change.1 AS sign, change.2 AS size FROM (
        SELECT refunded AS payment, {month} AS month, amount,
               -sum(amount) OVER (PARTITION BY refunded ORDER BY moment, number
                                  ROWS UNBOUNDED PRECEDING) AS taken,
               arrayJoin([(toInt64(-1), taken), (toInt64(1), taken + amount)]) AS change
        FROM bench.fact WHERE kind = 4 AND amount < 0)
      WHERE size > 0"""


def shares(model: int, weight: str) -> str:
    """SQL for one model's shares of `size` over the weights by play, in the order of `plays`."""
    return f"""
      arrayMap(w -> intDiv(size * w, arraySum({weight})), {weight}) AS floor_{model},
      size - arraySum(floor_{model}) AS left_{model},
      arrayMap((w, p) -> (size * w % arraySum({weight})) * 65536 - p, {weight}, plays)
        AS rest_{model},
      if(left_{model} = 0, floor_{model},
         arrayMap((f, r) -> f + (r >= arrayReverseSort(rest_{model})[left_{model}]),
                  floor_{model}, rest_{model})) AS share_{model}"""


def credit_from_parts(session, rules, parts: str, settings=""):
    """Credit from each payment's plays in arrays, with their weights."""
    share = ", ".join(shares(model, name) for model, name in
                      ((3, "linear"), (4, "position"), (5, "decay")))
    session.ask(f"CREATE OR REPLACE TABLE bench.size ENGINE = Memory AS {sizes(rules)}")
    session.ask(f"CREATE OR REPLACE TABLE bench.part ENGINE = Memory AS {parts} {settings}")
    return {"credit": session.ask(f"""
      WITH credited AS (
        SELECT month, sign, size, plays, first_play, last_play, linear, position, decay
        FROM bench.size INNER JOIN bench.part USING (payment)),
      edge AS (
        SELECT month, first_play, last_play, length(plays) = 1 AS alone,
               sum(sign * size) AS credit
        FROM credited GROUP BY month, first_play, last_play, alone),
      several AS (
        SELECT month, sign, plays, {share} FROM credited WHERE length(plays) > 1)
      SELECT model, month, play, sum(credit) AS credit FROM (
        SELECT share.1 AS model, month, share.2 AS play, credit FROM (
          SELECT month, credit, arrayJoin(arrayConcat(
            [(1, first_play), (2, last_play)],
            if(alone, [(3, first_play), (4, first_play), (5, first_play)], []))) AS share
          FROM edge)
        WHERE play > 0
        UNION ALL
        SELECT share.1 AS model, month, share.2 AS play, sum(sign * share.3) AS credit
        FROM (SELECT month, sign, arrayJoin(arrayConcat(
                arrayMap((p, s) -> (3, p, s), plays, share_3),
                arrayMap((p, s) -> (4, p, s), plays, share_4),
                arrayMap((p, s) -> (5, p, s), plays, share_5))) AS share
              FROM several)
        GROUP BY model, month, play
        UNION ALL
        SELECT arrayJoin([1, 2, 3, 4, 5]) AS model, month, 0 AS play, rest AS credit FROM (
          SELECT month, sum(total) AS rest FROM (
            SELECT month, sum(sign * size) AS total FROM bench.size GROUP BY month
            UNION ALL SELECT month, -credit FROM edge)
          GROUP BY month))
      GROUP BY model, month, play {settings}""")}


@way("credit", "kind")
def credit_arrays(session, rules, settings=""):
    """A customer's touches in an array, filtered for each payment; remainders ranked in arrays."""
    weights = listed(data.decay_weights(rules))
    return credit_from_parts(session, rules, f"""
      SELECT payment, length(seen) AS n, toUInt16(seen[1]) AS first_play,
             toUInt16(seen[n]) AS last_play, arrayMap(t -> toUInt16(t), seen) AS seen_play,
             arrayDistinct(seen_play) AS plays,
             arrayMap(p -> toInt64(countEqual(seen_play, p)), plays) AS linear,
             arrayMap((p, l) -> l + if(n > 2, (2 * toInt64(n) - 5)
                                    * ((p = first_play) + (p = last_play)), 0), plays, linear)
               AS position,
             arrayMap(t -> {weights}[intDiv(paid - bitShiftRight(t, 16), 3600) + 1], seen)
               AS weight,
             if(length(plays) = 1, [toInt64(arraySum(weight))],
                arrayMap(p -> toInt64(arraySum((q, w) -> if(q = p, w, 0), seen_play, weight)),
                         plays)) AS decay
      FROM (
        SELECT payment, paid,
               arrayFilter(t -> bitShiftRight(t, 16) >= paid - {rules.lookback}
                                AND bitShiftRight(t, 16) < paid, touch) AS seen
        FROM (
          SELECT {own("bitShiftLeft(toUInt64(moment), 16) + play", 2)} AS touch,
                 groupArrayIf((number, moment), kind = 4 AND amount > 0) AS payments
          FROM bench.fact WHERE kind IN (2, 4) GROUP BY customer)
        ARRAY JOIN payments.1 AS payment, payments.2 AS paid
        WHERE notEmpty(seen))""", settings)


@way("credit", "kind")
def credit_arrays_on_one_thread(session, rules):
    return credit_arrays(session, rules, "SETTINGS max_threads = 1")


@way("credit", "kind")
def credit_joined(session, rules):
    """Payments joined to touches by month-long buckets; remainders ranked in arrays of plays."""
    bucket = rules.lookback
    return credit_from_parts(session, rules, f"""
      WITH paid AS (
        SELECT customer, number AS payment, moment AS paid,
               intDiv(moment, {bucket}) - arrayJoin([0, 1]) AS bucket
        FROM bench.fact WHERE kind = 4 AND amount > 0),
      touch AS (
        SELECT customer, play, moment, number, toInt64(intDiv(moment, {bucket})) AS bucket
        FROM bench.fact WHERE kind = 2),
      play_part AS (
        SELECT payment, play, toInt64(count()) AS c,
               sum({listed(data.decay_weights(rules))}[intDiv(paid - moment, 3600) + 1]) AS d,
               min((moment, number)) AS early, max((moment, number)) AS late
        FROM touch INNER JOIN paid ON touch.customer = paid.customer AND touch.bucket = paid.bucket
        WHERE moment < paid AND moment >= paid - {rules.lookback}
        GROUP BY payment, play)
      SELECT payment, groupArray(play) AS plays, groupArray(c) AS linear,
             groupArray(toInt64(d)) AS decay,
             argMin(play, early) AS first_play, argMax(play, late) AS last_play, sum(c) AS n,
             arrayMap((p, l) -> l + if(n > 2, (2 * n - 5)
                                    * ((p = first_play) + (p = last_play)), 0),
                      plays, linear) AS position
      FROM play_part GROUP BY payment""")


# Lifecycle

def activation_arrays(rules: Rules) -> str:
    return f"""
      SELECT customer, activated AS moment FROM (
        SELECT customer, {activated_at(rules)} FROM (
          SELECT customer, {SPENDS} FROM bench.fact WHERE kind IN (4, 5) GROUP BY customer))
      WHERE activated > 0"""


@way("lifecycle", "kind")
def lifecycle_arrays(session, rules):
    return lifecycle_from_masks(session, rules, activation_arrays(rules))


@way("lifecycle", "kind")
def lifecycle_windows(session, rules):
    return lifecycle_from_masks(session, rules, activation(rules))


def lifecycle_from_masks(session, rules, activation_sql: str):
    """Months with spending as bits of a number; quantities joined back to their customer."""
    first = rules.first_month
    bits = f"{listed(bits for _, bits in data.cover_bits(rules))}" \
           f"[intDiv(moment, {DAY}) - {rules.first_day} + 1]"
    session.ask(f"""
      CREATE OR REPLACE TABLE bench.person ENGINE = Memory AS
      SELECT customer, toInt32(born.month - {first}) AS born, bits FROM (
        SELECT customer, groupBitOr(toUInt64({bits})) AS bits
        FROM bench.fact WHERE kind IN (4, 5) AND amount > 0 GROUP BY customer) AS spent
      INNER JOIN (SELECT customer, {month_of("moment")} AS month
                  FROM ({activation_sql})) AS born USING (customer)""")
    quantity = session.ask(f"""
      SELECT {month_of("moment")} - {first} AS month, kind, person.customer > 0 AS known, born,
             multiIf(NOT known OR month < born OR NOT bitTest(bits, greatest(month, 0)), 3,
                     month = born, 0, bitTest(bits, greatest(month, 1) - 1), 1, 2) AS sort,
             sum(amount) AS amount
      FROM bench.fact LEFT JOIN bench.person AS person USING (customer)
      WHERE kind IN (4, 5) GROUP BY month, kind, known, born, sort""")
    return lifecycle_tables(session, rules, quantity)


def lifecycle_tables(session, rules, quantity: bytes):
    """Both tables from `bench.person`, and from quantities by month, kind, cohort and sort."""
    months = rules.last_month - rules.first_month + 1
    sums = ", ".join(f"sum(bitAnd(bitShiftRight({mask}, {month}), 1)) AS {mask}_{month}"
                     for mask in ("kept", "twice", "active") for month in range(months))
    people = rows(session.ask(f"""
      SELECT born, count() AS size, {sums} FROM (
        SELECT born, bitShiftLeft(bitShiftRight(toUInt32(bits), born), born) AS kept,
               bitAnd(kept, bitShiftLeft(bitShiftRight(toUInt32(bits), born), born + 1)) AS twice,
               bitShiftLeft(bitShiftRight(toUInt32(bitShiftRight(bits, 32)), born), born) AS active
        FROM bench.person)
      GROUP BY born"""), data.people_columns(months))
    last = rows(session.ask("""
      SELECT born, toInt32(floor(log2(bitAnd(bits, 4294967295)))) AS last, count() AS count
      FROM bench.person GROUP BY born, last"""), ("born", "last", "count"))
    quantity = rows(quantity, ("month", "kind", "known", "born", "sort", "amount"))
    return data.lifecycle_tables(rules, people, last, quantity)


# Paths

def paths_from(session, rules, neighbours: str, settings=""):
    """Transitions from pairs of neighbours; touches that nothing follows lead to null."""
    money, null = rules.plays + 1, rules.plays + 2
    pairs = rows(session.ask(f"""
      SELECT if(before = {money}, 0, before) AS source, state, toInt64(sum(count)) AS count FROM (
        SELECT before, state, count() AS count FROM ({neighbours}) GROUP BY before, state)
      GROUP BY source, state {settings}"""), ("source", "state", "count"))
    steps = {(source, state): count for source, state, count in pairs.tolist()
             if source or state != money}
    left = {play: sum(count for (_, state), count in steps.items() if state == play)
            - sum(count for (source, _), count in steps.items() if source == play)
            for play in range(1, money)}
    steps |= {(play, null): count for play, count in left.items() if count}
    return {"paths": np.array([[*step, count] for step, count in steps.items()], "i8")}


@way("paths", "customer")
def paths_arrays_on_one_thread(session, rules):
    return paths_arrays(session, rules, "SETTINGS max_threads = 1")


@way("paths", "customer")
def paths_arrays(session, rules, settings=""):
    """A customer's states in one array beside itself moved on by one.

    Moment, whether a touch, number and state are packed into one number, which sorts as they do.
    """
    event = (f"bitShiftLeft(toUInt64(moment - {rules.first_day * DAY}), 36)"
             f" + if(kind = 2, 34359738368, 0) + bitShiftLeft(toUInt64(number), 8)"
             f" + if(kind = 2, play, {rules.plays + 1})")
    return paths_from(session, rules, f"""
      SELECT intDiv(pair, 256) AS before, pair % 256 AS state FROM (
        SELECT arrayMap(e -> toUInt8(e), arraySort(groupArray({event}))) AS states
        FROM bench.fact WHERE kind = 2 OR (kind = 4 AND amount > 0) GROUP BY customer)
      ARRAY JOIN arrayMap((a, b) -> toUInt16(a * 256 + b),
                          arrayPushFront(arrayPopBack(states), toUInt8(0)), states) AS pair""",
                      settings)


@way("paths", "customer")
def paths_streaming(session, rules):
    """Each event beside the one before it, by a window over the table's order."""
    money = rules.plays + 1
    return paths_from(session, rules, f"""
      SELECT if(same, before, 0) AS before, state FROM (
        SELECT customer = lagInFrame(customer) OVER own AS same,
               lagInFrame(state) OVER own AS before,
               state
        FROM (
          SELECT customer, moment, kind, number, toUInt8(if(kind = 2, play, {money})) AS state
          FROM bench.fact WHERE kind = 2 OR (kind = 4 AND amount > 0)
          ORDER BY customer, moment, kind DESC, number)
        WINDOW own AS (ROWS BETWEEN 1 PRECEDING AND CURRENT ROW))""")


@way("paths", "customer")
def paths_windows(session, rules):
    """The event before each by a window over a customer's events."""
    return paths_from(session, rules, f"""
      SELECT lagInFrame(state) OVER (
               PARTITION BY customer ORDER BY moment, kind DESC, number
               ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) AS before,
             toUInt8(if(kind = 2, play, {rules.plays + 1})) AS state
      FROM bench.fact WHERE kind = 2 OR (kind = 4 AND amount > 0)""")


# Totals

@way("totals", "arrival")
def totals_packed_by_kind(session, rules):
    """The columns packed into one number, touches apart: they have no amount to add up."""
    day = f"(intDiv(moment, {DAY}) - {rules.first_day})"
    return {"totals": session.ask(f"""
      SELECT day + {rules.first_day} AS day, kind, {listed([0, *rules.levers])}[play + 1] AS lever,
             play, member, channel, count, amount
      FROM (
        SELECT bitShiftRight(key, 20) AS day, 2 AS kind,
               bitAnd(bitShiftRight(key, 12), 255) AS play,
               bitAnd(bitShiftRight(key, 5), 127) AS member, bitAnd(key, 31) AS channel, count,
               0 AS amount
        FROM (SELECT toUInt32({day} * 1048576 + play * 4096 + member * 32 + channel) AS key,
                     count() AS count
              FROM bench.fact WHERE kind = 2 GROUP BY key)
        UNION ALL
        SELECT bitShiftRight(key, 18), bitAnd(bitShiftRight(key, 15), 7),
               bitAnd(bitShiftRight(key, 7), 255), bitAnd(key, 127), 0, count, amount
        FROM (SELECT toUInt32({day} * 262144 + kind * 32768 + play * 128 + member) AS key,
                     count() AS count, sum(amount) AS amount
              FROM bench.fact WHERE kind <> 2 GROUP BY key))""")}


@way("totals", "arrival")
def totals_columns(session, rules):
    return {"totals": session.ask(f"""
      SELECT day, kind, {listed([0, *rules.levers])}[play + 1] AS lever, play, member, channel,
             count, amount
      FROM (
        SELECT intDiv(moment, {DAY}) AS day, kind, play, member, channel,
               count() AS count, sum(amount) AS amount
        FROM bench.fact GROUP BY day, kind, play, member, channel)""")}
