"""The tasks in DuckDB's SQL."""

from pathlib import Path

import duckdb
import numpy as np

from peers import data
from peers.data import DAY, Rules
from peers.formulation import LAYOUTS, Formulations

VERSION = duckdb.__version__
MEMORY = "12GB"
formulations = Formulations()
way = formulations


def file_of(folder: Path, layout: str) -> Path:
    return folder / "peers" / f"duckdb-{layout}.db"


def load(folder: Path, layout: str, rules: Rules, threads: int) -> None:
    """Fills a database file with the facts in a physical order, and with the small tables."""
    path = file_of(folder, layout)
    with connect(path, threads) as con:
        order = f"ORDER BY {', '.join(LAYOUTS[layout])}" if LAYOUTS[layout] else ""
        con.execute(
            f"CREATE TABLE fact AS SELECT * FROM read_parquet('{folder}/peers/facts.parquet') "
            + order)
        plays = np.arange(1, rules.plays + 1)
        days = np.arange(rules.first_day, rules.last_day + 1)
        small = {
            "play": {"play": plays.astype("u2"), "lever": np.array(rules.levers, "u1"),
                     "span": np.array(rules.windows, "u4") * DAY},
            "calendar": {"day": days.astype("u4"),
                         "month": np.array([data.month_of(int(day)) for day in days], "i4")},
            "decay": {"hours": np.arange(rules.lookback_days * 24 + 1, dtype="u4"),
                      "weight": np.array(data.decay_weights(rules), "i8")},
        }
        for name, columns in small.items():
            con.register("columns", columns)
            con.execute(f"CREATE TABLE {name} AS SELECT * FROM columns")
            con.unregister("columns")
        con.execute("CHECKPOINT")


def connect(path: Path | str, threads: int, read_only: bool = False) -> duckdb.DuckDBPyConnection:
    con = duckdb.connect(str(path), read_only=read_only)
    con.execute(f"SET threads = {threads}")
    con.execute(f"SET memory_limit = '{MEMORY}'")
    con.execute("SET enable_progress_bar = false")
    return con


def open_session(folder: Path, layout: str, rules: Rules, threads: int):
    con = connect(file_of(folder, layout), threads, read_only=True)
    con.execute(f"SET temp_directory = '{folder}/peers/duckdb-spill'")
    return con


def bytes_on_disk(folder: Path, layout: str) -> int:
    return file_of(folder, layout).stat().st_size


def rows(result, columns: tuple[str, ...]) -> np.ndarray:
    """An Arrow table as whole numbers."""
    if isinstance(result, np.ndarray):
        return result
    return np.column_stack([
        np.asarray(result.column(name).to_numpy(), dtype="i8") for name in columns])


def ask(con: duckdb.DuckDBPyConnection, sql: str):
    """The answer as an Arrow table."""
    return con.execute(sql).to_arrow_table()


def month_of(day: str) -> str:
    """SQL for year * 12 + month - 1 of a day's number."""
    date = f"(DATE '1970-01-01' + ({day})::INTEGER)"
    return f"(year({date}) * 12 + month({date}) - 1)"


# Activation

def activation(rules: Rules) -> str:
    """When each customer activated, by a running sum over money and one over time."""
    return f"""
      SELECT customer, min(moment) AS moment FROM (
        SELECT customer, kind, moment, amount,
               sum(amount) OVER (PARTITION BY customer, kind ORDER BY moment, number) AS total
        FROM fact WHERE kind IN (4, 5))
      WHERE amount > 0
        AND total >= CASE kind WHEN 4 THEN {rules.activation_money}
                               ELSE {rules.activation_seconds} END
      GROUP BY customer"""


# Verdicts

EXPOSURE = f"""
  SELECT customer, key.play AS play, (first & 4294967295) AS moment,
         1 - (first >> 32) AS arm, span
  FROM (
    SELECT customer, play,
           min(moment::UBIGINT + CASE kind WHEN 2 THEN 4294967296 ELSE 0 END) AS first
    FROM fact WHERE kind IN (2, 3) GROUP BY customer, play) AS key
  JOIN play ON play.play = key.play"""


@way("verdicts", "customer")
def verdicts_events_joined(con, rules):
    """Money and activations as events, each joined to the exposures in whose window it lies.

    An exposure has spent where an event is its first payment: the payment before lies outside.
    """
    con.execute(f"CREATE OR REPLACE TEMP TABLE exposure AS {EXPOSURE}")
    return {"verdicts": ask(con, f"""
      WITH event AS (
        SELECT customer, moment, amount, 0 AS activated,
               amount > 0 AS paid,
               coalesce(max(CASE WHEN amount > 0 THEN moment END) OVER (
                 PARTITION BY customer ORDER BY moment, number
                 ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS before
        FROM fact WHERE kind = 4
        UNION ALL SELECT customer, moment, 0, 1, false, 0 FROM ({activation(rules)})),
      cell AS (
        SELECT play, moment // {DAY} AS day, arm, count(*) AS customers,
               0 AS activated, 0 AS spent, 0 AS money
        FROM exposure GROUP BY ALL
        UNION ALL
        SELECT play, e.moment // {DAY}, arm, 0, sum(activated),
               count(*) FILTER (paid AND before <= e.moment), sum(amount)
        FROM exposure e JOIN event m
          ON e.customer = m.customer AND m.moment > e.moment AND m.moment <= e.moment + e.span
        GROUP BY ALL)
      SELECT play, day, arm, sum(customers) AS customers, sum(activated) AS activated,
             sum(spent) AS spent, sum(money) AS money
      FROM cell GROUP BY play, day, arm""")}


# Credit

@way("credit", "customer")
def credit_windows(con, rules):
    """Payments joined to touches by month-long buckets; remainders ranked by window functions."""
    share_tables(con, rules)
    ranked = ", ".join(
        f"row_number() OVER (PARTITION BY one "
        f"ORDER BY (size * {w}) % total_{w} DESC, play) AS rank_{w}, "
        f"size - sum(size * {w} // total_{w}) OVER (PARTITION BY one) AS left_{w}"
        for w in ("linear", "position", "decay"))
    shares = " UNION ALL ".join(
        f"SELECT {model} AS model, month, play, sum(sign * (size * {w} // total_{w} "
        f"+ CASE WHEN rank_{w} <= left_{w} THEN 1 ELSE 0 END)) AS credit FROM ranked GROUP BY ALL"
        for model, w in ((3, "linear"), (4, "position"), (5, "decay")))
    con.execute(f"""
      CREATE OR REPLACE TEMP TABLE ranked AS
      SELECT *, {ranked} FROM part JOIN (SELECT *, rowid AS one FROM size) USING (payment)""")
    return {"credit": ask(con, f"""
      SELECT model, month, play, sum(credit) AS credit FROM (
        {shares}
        UNION ALL SELECT 1, month, first_play, sum(sign * size)
          FROM size JOIN whole USING (payment) GROUP BY ALL
        UNION ALL SELECT 2, month, last_play, sum(sign * size)
          FROM size JOIN whole USING (payment) GROUP BY ALL
        UNION ALL SELECT unnest([1, 2, 3, 4, 5]), month, 0, rest FROM (
          SELECT month, sum(sign * size) AS rest
          FROM size ANTI JOIN whole USING (payment) GROUP BY month))
      GROUP BY model, month, play""")}


def share_tables(con, rules) -> None:
    """`size`: the sums to share, with sign and month; `whole` and `part`: weights by payment.

    A refund adds a share of all refunded so far, and takes that of all refunded before it.
    """
    bucket = rules.lookback
    con.execute(f"""
      CREATE OR REPLACE TEMP TABLE size AS
      WITH refund AS (
        SELECT refunded AS payment, {month_of(f"moment // {DAY}")} AS month, amount,
               -sum(amount) OVER (PARTITION BY refunded ORDER BY moment, number) AS taken
        FROM fact WHERE kind = 4 AND amount < 0)
      SELECT number AS payment, {month_of(f"moment // {DAY}")} AS month, 1 AS sign,
             amount::BIGINT AS size
      FROM fact WHERE kind = 4 AND amount > 0
      UNION ALL SELECT payment, month, -1, taken::BIGINT FROM refund
      UNION ALL SELECT payment, month, 1, (taken + amount)::BIGINT FROM refund
      WHERE taken + amount > 0""")
    con.execute(f"""
      CREATE OR REPLACE TEMP TABLE part AS
      WITH payment AS (
        SELECT customer, number, moment, moment // {bucket} - back AS bucket
        FROM fact, (VALUES (0), (1)) AS b(back) WHERE kind = 4 AND amount > 0),
      play_part AS (
        SELECT m.number AS payment, t.play AS play, count(*) AS linear, sum(weight) AS decay,
               min(t.moment::BIGINT << 32 | t.number) AS early,
               max(t.moment::BIGINT << 32 | t.number) AS late
        FROM fact t JOIN payment m
          ON t.customer = m.customer AND t.moment // {bucket} = m.bucket
          AND t.moment < m.moment AND t.moment >= m.moment - {rules.lookback}
        JOIN decay ON hours = (m.moment - t.moment) // 3600
        WHERE t.kind = 2 GROUP BY ALL)
      SELECT payment, play, linear::BIGINT AS linear, decay::BIGINT AS decay,
             sum(linear) OVER (PARTITION BY payment)::BIGINT AS total_linear,
             sum(decay) OVER (PARTITION BY payment)::BIGINT AS total_decay,
             early = min(early) OVER (PARTITION BY payment) AS is_first,
             late = max(late) OVER (PARTITION BY payment) AS is_last
      FROM play_part""")
    con.execute("""
      CREATE OR REPLACE TEMP TABLE part AS
      SELECT *, CASE WHEN total_linear > 2 THEN
                  linear + (2 * total_linear - 5) * (is_first::BIGINT + is_last::BIGINT)
                ELSE linear END AS position,
             CASE WHEN total_linear > 2 THEN 5 * total_linear - 10 ELSE total_linear END
               AS total_position
      FROM part""")
    con.execute("""
      CREATE OR REPLACE TEMP TABLE whole AS
      SELECT payment, max(play) FILTER (is_first) AS first_play,
             max(play) FILTER (is_last) AS last_play
      FROM part GROUP BY payment""")


# Lifecycle

@way("lifecycle", "customer")
def lifecycle_bit_masks(con, rules):
    """Months with spending as bits of a number; quantities joined back to their customer."""
    return lifecycle_from_masks(con, rules, activation(rules))


def lifecycle_from_masks(con, rules, activation_sql):
    first, months = rules.first_month, rules.last_month - rules.first_month + 1
    bits = data.cover_bits(rules)
    con.execute(f"""
      CREATE OR REPLACE TEMP TABLE bits AS
      SELECT unnest([{", ".join(str(day) for day, _ in bits)}])::UINTEGER AS day,
             unnest([{", ".join(str(bit) for _, bit in bits)}])::UBIGINT AS bits""")
    con.execute(f"""
      CREATE OR REPLACE TEMP TABLE person AS
      SELECT customer, born, (bits & 4294967295)::UBIGINT AS spent,
             (((bits >> 32) >> born) << born)::UBIGINT AS active
      FROM (
        SELECT customer, bit_or(bits) AS bits
        FROM fact JOIN bits ON day = moment // {DAY}
        WHERE kind IN (4, 5) AND amount > 0 GROUP BY customer)
      JOIN (SELECT customer, ({month_of(f"moment // {DAY}")} - {first})::INTEGER AS born
            FROM ({activation_sql})) USING (customer)""")
    quantity = ask(con, f"""
      SELECT ({month_of(f"moment // {DAY}")} - {first})::INTEGER AS month, kind,
             born IS NOT NULL AS known, coalesce(born, 0) AS born,
             CASE WHEN NOT known OR month < person.born OR ((spent >> month) & 1) = 0 THEN 3
                  WHEN month = person.born THEN 0
                  WHEN ((spent >> (month - 1)) & 1) = 1 THEN 1 ELSE 2 END AS sort,
             sum(amount)::BIGINT AS amount
      FROM fact LEFT JOIN person USING (customer) WHERE kind IN (4, 5) GROUP BY ALL""")
    sums = ", ".join(
        f"count(*) FILTER (((spent >> {m}) & 1) = 1 AND born <= {m}) AS s{m}, "
        f"count(*) FILTER (((spent >> {max(0, m - 1)}) & 3) = 3 AND born < {m}) AS r{m}, "
        f"count(*) FILTER (((active >> {m}) & 1) = 1) AS a{m}" for m in range(months))
    people = rows(ask(con, f"SELECT born, count(*) AS size, {sums} FROM person GROUP BY born"),
                  ("born", "size", *(f"{letter}{m}" for letter in "sra" for m in range(months))))
    last = rows(ask(con, """
      SELECT born, floor(log2(spent)) AS month, count(*) AS count FROM person GROUP BY ALL"""),
        ("born", "month", "count"))
    quantity = rows(quantity, ("month", "kind", "known", "born", "sort", "amount"))
    return data.lifecycle_tables(rules, people, last, quantity)


# Paths

@way("paths", "customer")
def paths_window(con, rules):
    """The state before each touch or payment by a window function over the customer's events."""
    return paths_from(con, rules, f"""
      SELECT customer, state,
             lag(state, 1, {rules.plays + 2}) OVER own AS before,
             lead(state, 1, {rules.plays + 2}) OVER own AS after
      FROM state
      WINDOW own AS (PARTITION BY customer ORDER BY moment, kind DESC, number)""")


def paths_from(con, rules, neighbours: str):
    """Transitions from each event's state and its neighbours', of the same customer."""
    money, null = rules.plays + 1, rules.plays + 2
    return {"paths": ask(con, f"""
      WITH state AS (
        SELECT customer, moment, kind, number,
               (CASE kind WHEN 2 THEN play ELSE {money} END)::UTINYINT AS state
        FROM fact WHERE kind = 2 OR (kind = 4 AND amount > 0)),
      pair AS (
        SELECT before, state, after, count(*) AS count FROM ({neighbours}) GROUP BY ALL)
      SELECT source AS "from", target AS "to", sum(count)::BIGINT AS count FROM (
        SELECT CASE WHEN before > {rules.plays} THEN 0 ELSE before END AS source,
               state AS target, count
        FROM pair WHERE state <> {money}
        UNION ALL
        SELECT state, after, count FROM pair WHERE state <> {money} AND after > {rules.plays})
      GROUP BY ALL""")}


# Totals

@way("totals", "arrival")
def totals_group_by(con, rules):
    return {"totals": ask(con, f"""
      SELECT moment // {DAY} AS day, kind, coalesce(lever, 0) AS lever, f.play AS play, member, channel,
             count(*) AS count, sum(amount) AS amount
      FROM fact f LEFT JOIN play USING (play) GROUP BY ALL""")}
