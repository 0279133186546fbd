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
    """Fills a MergeTree table with the facts in a physical order, merged to as few parts as can be."""
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


@way("credit", "customer")
def credit_arrays(session, rules):
    """Payments joined to touches by month-long buckets; remainders ranked in arrays of plays."""
    bucket = rules.lookback
    share = ", ".join(shares(model, name) for model, name in
                      ((3, "linear"), (4, "position"), (5, "decay")))
    session.ask(f"CREATE OR REPLACE TABLE bench.size ENGINE = Memory AS {sizes(rules)}")
    session.ask(f"""
      CREATE OR REPLACE TABLE bench.part ENGINE = Memory AS
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
      SELECT payment, groupArray(play) AS plays, groupArray(c) AS linear, groupArray(d) AS decay,
             argMin(play, early) AS first_play, argMax(play, late) AS last_play, sum(c) AS n,
             arrayMap((p, l) -> l + if(n > 2, (2 * n - 5) * ((p = first_play) + (p = last_play)), 0),
                      plays, linear) AS position
      FROM play_part GROUP BY payment""")
    return {"credit": session.ask(f"""
      WITH evaluated AS (
        SELECT month, sign, size, plays, first_play, last_play, {share}
        FROM bench.size INNER JOIN bench.part USING (payment))
      SELECT model, month, play, sum(credit) AS credit FROM (
        SELECT share.1 AS model, month, share.2 AS play, sum(sign * share.3) AS credit
        FROM (SELECT month, sign, arrayJoin(arrayConcat(
                [(1, first_play, size), (2, last_play, size)],
                arrayMap((p, s) -> (3, p, s), plays, share_3),
                arrayMap((p, s) -> (4, p, s), plays, share_4),
                arrayMap((p, s) -> (5, p, s), plays, share_5))) AS share
              FROM evaluated)
        GROUP BY model, month, play
        UNION ALL
        SELECT arrayJoin([1, 2, 3, 4, 5]), month, 0, rest FROM (
          SELECT month, sum(sign * size) AS rest FROM bench.size
          WHERE payment NOT IN (SELECT payment FROM bench.part) GROUP BY month))
      GROUP BY model, month, play""")}


# Lifecycle

@way("lifecycle", "customer")
def lifecycle_bit_masks(session, rules):
    """Months with spending as bits of a number; quantities joined back to their customer."""
    first, months = rules.first_month, rules.last_month - rules.first_month + 1
    bits = f"{listed(bits for _, bits in data.cover_bits(rules))}" \
           f"[intDiv(moment, {DAY}) - {rules.first_day} + 1]"
    session.ask(f"""
      CREATE OR REPLACE TABLE bench.person ENGINE = Memory AS
      SELECT customer, toInt32(born.month - {first}) AS born, bits FROM (
        SELECT customer, groupBitOr(toUInt64({bits})) AS bits
        FROM bench.fact WHERE kind IN (4, 5) AND amount > 0 GROUP BY customer) AS spent
      INNER JOIN (SELECT customer, {month_of("moment")} AS month
                  FROM ({activation(rules)})) AS born USING (customer)""")
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
    first, months = rules.first_month, rules.last_month - rules.first_month + 1
    ends = data.month_of(rules.today) - first
    month_bits = range(months)
    sums = ", ".join(
        f"countIf(bitTest(bits, {m}) AND born <= {m}) AS s{m}, "
        f"countIf({f'bitTest(bits, {m}) AND bitTest(bits, {m - 1})' if m else '0'}"
        f" AND born < {m}) AS r{m}, "
        f"countIf(bitTest(bits, {m + 32}) AND born <= {m}) AS a{m}" for m in month_bits)
    people = rows(session.ask(f"""
      SELECT born, count() AS size, {sums} FROM bench.person GROUP BY born"""),
        ("born", "size", *(f"{letter}{m}" for letter in "sra" for m in month_bits)))
    last = rows(session.ask("""
      SELECT born, toInt32(floor(log2(bitAnd(bits, 4294967295)))) AS last, count() AS count
      FROM bench.person GROUP BY born, last"""), ("born", "last", "count"))
    quantity = rows(quantity, ("month", "kind", "known", "born", "sort", "amount"))
    return data.lifecycle_tables(rules, people, last, quantity)


# Paths

@way("paths", "customer")
def paths_window(session, rules):
    """The state before each touch or payment by a window function over the customer's events."""
    money, null = rules.plays + 1, rules.plays + 2
    return {"paths": session.ask(f"""
      WITH pair AS (
        SELECT before, state, after, count() AS count FROM (
          SELECT toUInt16(if(kind = 2, play, {money})) AS state,
                 lagInFrame(state, 1, {null}) OVER own AS before,
                 leadInFrame(state, 1, {null}) OVER own AS after
          FROM bench.fact WHERE kind = 2 OR (kind = 4 AND amount > 0)
          WINDOW own AS (PARTITION BY customer ORDER BY moment, kind DESC, number
                         ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING))
        GROUP BY before, state, after)
      SELECT step.1 AS `from`, step.2 AS `to`, sum(count) AS count FROM (
        SELECT count, arrayJoin(arrayConcat(
          [(if(before > {rules.plays}, 0, before), state)],
          if(after > {rules.plays}, [(state, after)], []))) AS step
        FROM pair WHERE state <> {money})
      GROUP BY step""")}


# Totals

@way("totals", "arrival")
def totals_group_by(session, rules):
    return {"totals": session.ask(f"""
      SELECT day, kind, {listed([0, *rules.levers])}[play + 1] AS lever, play, member, channel,
             count, amount
      FROM (
        SELECT intDiv(moment, {DAY}) AS day, kind, play, member, channel,
               count() AS count, sum(amount) AS amount
        FROM bench.fact GROUP BY day, kind, play, member, channel)""")}
