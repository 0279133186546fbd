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
    return con.sql(sql).to_arrow_table()


def month_of(day: str) -> str:
    """SQL for year * 12 + month - 1 of a day's number."""
    date = f"(DATE '1970-01-01' + ({day})::INTEGER)"
    return f"(year({date}) * 12 + month({date}) - 1)"


# Activation

def activation(rules: Rules) -> str:
    """When each customer activated, by running sums over a customer's money and time."""
    return f"""
      SELECT customer, min(moment) AS moment FROM (
        SELECT customer, kind, moment, amount,
               sum(amount) OVER (PARTITION BY customer, kind ORDER BY moment, number) AS total
        FROM fact WHERE kind IN (4, 5))
      WHERE amount > 0
        AND total >= CASE kind WHEN 4 THEN {rules.activation_money}
                               ELSE {rules.activation_seconds} END
      GROUP BY customer"""


def activation_streaming(rules: Rules) -> str:
    """The same from one sum that runs on over all customers, less what it was at each one's start.

    A window without partitions streams over a table in order. The latest start is kept in the upper
    bits of a running maximum, the sum at it in the lower 40.
    """
    def of_kind(kind: int, threshold: int) -> str:
        return f"""
          SELECT customer, moment FROM (
            SELECT customer, moment, amount,
                   total - (max(start) OVER (ROWS UNBOUNDED PRECEDING) & 1099511627775) AS total
            FROM (
              SELECT customer, moment, amount, total,
                     CASE WHEN lag(customer) OVER () IS DISTINCT FROM customer
                          THEN (customer::BIGINT << 40) + total - amount END AS start
              FROM (
                SELECT customer, moment, amount,
                       (sum(amount) OVER (ROWS UNBOUNDED PRECEDING))::BIGINT AS total
                FROM fact WHERE kind = {kind})))
          WHERE amount > 0 AND total >= {threshold}"""
    return f"""
      SELECT customer, min(moment) AS moment FROM (
        {of_kind(4, rules.activation_money)} UNION ALL {of_kind(5, rules.activation_seconds)})
      GROUP BY customer"""


def refuse_large_sums(con) -> None:
    """Fails where a running sum over everyone would not fit beside a customer's number."""
    largest = con.execute("""
      SELECT max(total) FROM (
        SELECT sum(amount) AS total FROM fact WHERE kind IN (4, 5) AND amount > 0 GROUP BY kind)""")
    if largest.fetchone()[0] >= 1 << 40:
        raise OverflowError("sums over all customers need more than 40 bits")


def activation_shortcut(rules: Rules) -> str:
    """The same, with running sums only for those whose first money does not activate them.

    Of the others only time before that money can matter.
    """
    return f"""
      WITH quick AS MATERIALIZED (
        SELECT customer, moment FROM (
          SELECT customer, moment, amount,
                 customer IS DISTINCT FROM lag(customer) OVER () AS first
          FROM fact WHERE kind = 4)
        WHERE first AND amount >= {rules.activation_money}),
      slow AS (
        SELECT customer, kind, moment, amount,
               sum(amount) OVER (PARTITION BY customer, kind ORDER BY moment, number) AS total
        FROM (
          SELECT s.customer, s.moment, s.amount, s.number, s.kind
          FROM fact s LEFT JOIN quick q ON s.customer = q.customer
          WHERE s.kind IN (4, 5)
            AND (q.moment IS NULL OR (s.kind = 5 AND s.moment < q.moment))))
      SELECT customer, min(moment) AS moment FROM (
        SELECT customer, moment FROM quick
        UNION ALL
        SELECT customer, moment FROM slow
        WHERE amount > 0
          AND total >= CASE kind WHEN 4 THEN {rules.activation_money}
                                 ELSE {rules.activation_seconds} END)
      GROUP BY customer"""


# Verdicts

def exposure(rules: Rules) -> str:
    """Customer, start, end and a packed play, arm and day of each exposure.

    A holdout counts before any touch: touches have a bit more.
    """
    return f"""
      SELECT customer, moment, (moment + span)::UINTEGER AS ends,
             ((1 - (first >> 31))::UINTEGER * 65536::UINTEGER + key.play::UINTEGER)
               * 32768::UINTEGER + moment // {DAY}::UINTEGER AS cell
      FROM (
        SELECT customer, play, first, (first & 2147483647)::UINTEGER AS moment
        FROM (
          SELECT customer, play,
                 min(moment + CASE kind WHEN 2 THEN 2147483648::UINTEGER ELSE 0::UINTEGER END)
                   AS first
          FROM fact WHERE kind IN (2, 3) GROUP BY customer, play)) AS key
      JOIN play ON play.play = key.play"""


EVENT = """
  SELECT customer, moment, amount, 0::UTINYINT AS activated, 1::UTINYINT AS paid,
         CASE WHEN lag(customer) OVER () = customer THEN lag(moment) OVER ()
              ELSE 0::UINTEGER END AS before
  FROM fact WHERE kind = 4 AND amount > 0
  UNION ALL SELECT customer, moment, amount, 0, 0, 0 FROM fact WHERE kind = 4 AND amount < 0
  UNION ALL SELECT customer, moment, 0, 1, 0, 0 FROM activation"""

WINDOWED_EVENT = """
  SELECT customer, moment, amount, 0::UTINYINT AS activated, (amount > 0)::UTINYINT AS paid,
         coalesce(max(CASE WHEN amount > 0 THEN moment END) OVER (
           PARTITION BY customer ORDER BY moment, number
           ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0::UINTEGER) AS before
  FROM fact WHERE kind = 4
  UNION ALL SELECT customer, moment, 0, 1, 0, 0 FROM activation"""


def verdicts_joined(con, rules, activation_sql: str, event: str = EVENT):
    """Money and activations as events, each joined to the exposures in whose window it lies.

    An exposure has spent where an event is its first payment: the payment before lies outside.
    """
    con.execute(f"CREATE OR REPLACE TEMP TABLE exposure AS {exposure(rules)}")
    con.execute(f"CREATE OR REPLACE TEMP TABLE activation AS {activation_sql}")
    con.execute(f"CREATE OR REPLACE TEMP TABLE event AS {event}")
    return {"verdicts": ask(con, """
      SELECT (cell >> 15) & 65535 AS play, cell & 32767 AS day, cell >> 31 AS arm,
             customers, coalesce(activated, 0) AS activated, coalesce(spent, 0) AS spent,
             coalesce(money, 0) AS money
      FROM (SELECT cell, count(*) AS customers FROM exposure GROUP BY cell)
      LEFT JOIN (
        SELECT cell, sum(activated)::BIGINT AS activated,
               count(*) FILTER (paid = 1 AND before <= e.moment) AS spent,
               sum(amount)::BIGINT AS money
        FROM exposure e JOIN event m
          ON e.customer = m.customer AND m.moment > e.moment AND m.moment <= e.ends
        GROUP BY cell) USING (cell)""")}


@way("verdicts", "kind")
def verdicts_shortcut(con, rules):
    return verdicts_joined(con, rules, activation_shortcut(rules))


@way("verdicts", "kind")
def verdicts_streaming(con, rules):
    refuse_large_sums(con)
    return verdicts_joined(con, rules, activation_streaming(rules))


@way("verdicts", "customer")
def verdicts_windows(con, rules):
    return verdicts_joined(con, rules, activation(rules), WINDOWED_EVENT)


# Credit

@way("credit", "kind")
def credit_self_join(con, rules):
    """Remainders ranked by counting the larger ones in a join of a payment's plays to themselves.

    Only payments with several plays are ranked; the rest of a month is what first touches leave.
    """
    con.execute(f"CREATE OR REPLACE TEMP TABLE size AS {size(rules)}")
    con.execute(f"""
      CREATE OR REPLACE TEMP TABLE play_part AS
      WITH paid AS (
        SELECT customer, number, moment FROM fact WHERE kind = 4 AND amount > 0),
      pair AS MATERIALIZED (
        SELECT m.number AS payment, t.play, t.moment, t.number,
               (m.moment - t.moment) // 3600 AS hours
        FROM fact t JOIN paid m
          ON t.customer = m.customer AND t.moment < m.moment
          AND t.moment >= m.moment - {rules.lookback}
        WHERE t.kind = 2)
      SELECT payment, play, count(*) AS linear, sum(weight)::BIGINT AS decay,
             min(moment::BIGINT << 32 | number) AS early,
             max(moment::BIGINT << 32 | number) AS late
      FROM pair JOIN decay USING (hours) GROUP BY ALL""")
    con.execute("""
      CREATE OR REPLACE TEMP TABLE part AS
      SELECT payment, play, linear, decay,
             count(*) OVER (PARTITION BY payment) AS plays,
             sum(linear) OVER (PARTITION BY payment)::BIGINT AS touches,
             sum(decay) OVER (PARTITION BY payment)::BIGINT AS total_decay,
             early = min(early) OVER (PARTITION BY payment) AS is_first,
             late = max(late) OVER (PARTITION BY payment) AS is_last
      FROM play_part""")
    con.execute("""
      CREATE OR REPLACE TEMP TABLE edge AS
      SELECT month, play, coalesce(sum(sign * size) FILTER (is_first), 0) AS first,
             coalesce(sum(sign * size) FILTER (is_last), 0) AS last,
             coalesce(sum(sign * size) FILTER (plays = 1), 0) AS alone
      FROM size JOIN part USING (payment) GROUP BY ALL""")
    models = ("linear", "position", "decay")
    scores = ", ".join(
        f"size * {model} // total_{model} AS share_{model}, "
        f"(size * {model} % total_{model}) * 65536 - play AS rest_{model}" for model in models)
    con.execute(f"""
      CREATE OR REPLACE TEMP TABLE scored AS
      WITH weighed AS (
        SELECT payment, play, decay, total_decay, linear, touches AS total_linear,
               CASE WHEN touches > 2
                    THEN linear + (2 * touches - 5) * (is_first::BIGINT + is_last::BIGINT)
                    ELSE linear END AS position,
               CASE WHEN touches > 2 THEN 5 * touches - 10 ELSE touches END AS total_position
        FROM part WHERE plays > 1)
      SELECT one, month, sign, play, size, {scores}
      FROM weighed JOIN (SELECT *, rowid AS one FROM size) USING (payment)""")
    ranked = ", ".join(
        f"any_value(a.share_{model}) + (count(*) FILTER (b.rest_{model} > a.rest_{model})"
        f" < any_value(a.size) - sum(b.share_{model}))::BIGINT AS {model}" for model in models)
    con.execute(f"""
      CREATE OR REPLACE TEMP TABLE share AS
      SELECT month, play, {", ".join(f"sum(sign * {model})::BIGINT AS {model}" for model in models)}
      FROM (SELECT a.month, a.sign, a.play, {ranked}
            FROM scored a JOIN scored b USING (one)
            GROUP BY a.one, a.month, a.sign, a.play)
      GROUP BY ALL""")
    return {"credit": ask(con, """
      WITH several AS (
        SELECT month, play, first, last, alone + coalesce(linear, 0) AS linear,
               alone + coalesce(position, 0) AS position, alone + coalesce(decay, 0) AS decay
        FROM edge LEFT JOIN share USING (month, play)
        UNION ALL
        SELECT month, 0, rest, rest, rest, rest, rest FROM (
          SELECT month, total - coalesce(credited, 0) AS rest
          FROM (SELECT month, sum(sign * size) AS total FROM size GROUP BY month)
          LEFT JOIN (SELECT month, sum(first) AS credited FROM edge GROUP BY month) USING (month)))
      SELECT unnest([1, 2, 3, 4, 5]) AS model, month, play,
             unnest([first, last, linear, position, decay])::BIGINT AS credit
      FROM several""")}


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


def size(rules: Rules) -> str:
    """The sums to share, with sign and month.

    A refund adds a share of all refunded so far, and takes that of all refunded before it.
    """
    month = month_of(f"moment // {DAY}")
    return f"""
      WITH refund AS (
        SELECT refunded AS payment, {month} AS month, amount,
               -sum(amount) OVER (PARTITION BY refunded ORDER BY moment, number) AS taken
        FROM fact WHERE kind = 4 AND amount < 0)
      SELECT number AS payment, {month} AS month, 1::BIGINT AS sign, amount::BIGINT AS size
      FROM fact WHERE kind = 4 AND amount > 0
      UNION ALL SELECT payment, month, -1, taken::BIGINT FROM refund
      UNION ALL SELECT payment, month, 1, (taken + amount)::BIGINT FROM refund
      WHERE taken + amount > 0"""


def share_tables(con, rules) -> None:
    """`size`: the sums to share; `whole` and `part`: weights by payment, and by play."""
    bucket = rules.lookback
    con.execute(f"CREATE OR REPLACE TEMP TABLE size AS {size(rules)}")
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

@way("lifecycle", "kind")
def lifecycle_shortcut(con, rules):
    return lifecycle_from_masks(con, rules, activation_shortcut(rules))


@way("lifecycle", "kind")
def lifecycle_streaming(con, rules):
    refuse_large_sums(con)
    return lifecycle_from_masks(con, rules, activation_streaming(rules))


@way("lifecycle", "customer")
def lifecycle_windows(con, rules):
    return lifecycle_from_masks(con, rules, activation(rules))


def lifecycle_from_masks(con, rules, activation_sql):
    """Months with spending as bits of a number; quantities joined back to their customer."""
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
    sums = ", ".join(f"sum(({mask} >> {month}) & 1) AS {mask}_{month}"
                     for mask in ("kept", "twice", "active") for month in range(months))
    people = rows(ask(con, f"""
      SELECT born, count(*) AS size, {sums} FROM (
        SELECT born, active::BIGINT AS active, ((spent >> born) << born)::BIGINT AS kept,
               (((spent >> born) << born) & ((spent >> born) << (born + 1)))::BIGINT AS twice
        FROM person)
      GROUP BY born"""), data.people_columns(months))
    last = rows(ask(con, """
      SELECT born, floor(log2(spent)) AS month, count(*) AS count FROM person GROUP BY ALL"""),
        ("born", "month", "count"))
    quantity = rows(quantity, ("month", "kind", "known", "born", "sort", "amount"))
    return data.lifecycle_tables(rules, people, last, quantity)


# Paths

STATE = """
  SELECT customer, moment, kind, number,
         (CASE kind WHEN 2 THEN play ELSE {money} END)::UTINYINT AS state
  FROM fact WHERE kind = 2 OR (kind = 4 AND amount > 0)"""


@way("paths", "customer")
def paths_streaming(con, rules):
    """Each event beside the one before it in the table's order, by windows that stream."""
    return paths_from(con, rules, f"""
      SELECT customer = lag(customer) OVER () AS own, lag(state) OVER () AS before, state
      FROM ({STATE.format(money=rules.plays + 1)})""")


@way("paths", "customer")
def paths_windows(con, rules):
    """The event before each by windows over a customer's events."""
    return paths_from(con, rules, f"""
      SELECT before IS NOT NULL AS own, before, state FROM (
        SELECT lag(state) OVER (PARTITION BY customer ORDER BY moment, kind DESC, number) AS before,
               state
        FROM ({STATE.format(money=rules.plays + 1)}))""")


def paths_from(con, rules, neighbours: str):
    """Transitions from pairs of neighbours; touches that nothing follows lead to null."""
    money, null = rules.plays + 1, rules.plays + 2
    return {"paths": ask(con, f"""
      WITH pair AS (
        SELECT CASE WHEN own AND before <> {money} THEN before ELSE 0 END AS before, state,
               sum(count)::BIGINT AS count
        FROM (SELECT own, before, state, count(*) AS count FROM ({neighbours}) GROUP BY ALL)
        GROUP BY ALL),
      step AS (SELECT before AS source, state AS target, count FROM pair
               WHERE before > 0 OR state <> {money}),
      reached AS (SELECT target AS state, sum(count) AS count FROM step GROUP BY ALL),
      passed AS (SELECT source AS state, sum(count) AS count FROM step GROUP BY ALL)
      SELECT source AS "from", target AS "to", count FROM step
      UNION ALL
      SELECT state, {null}, (r.count - coalesce(p.count, 0))::BIGINT
      FROM reached r LEFT JOIN passed p USING (state)
      WHERE state <> {money} AND r.count > coalesce(p.count, 0)""")}


# Totals

@way("totals", "arrival")
def totals_packed_by_kind(con, rules):
    """The columns packed into one number, touches apart: they have no amount to add up."""
    day, bits = f"(moment // {DAY} - {rules.first_day})::UINTEGER", "UINTEGER"
    levers = ", ".join(map(str, [0, *rules.levers]))
    return {"totals": ask(con, f"""
      SELECT day + {rules.first_day} AS day, kind, ([{levers}])[play + 1] AS lever, play, member,
             channel, count, amount
      FROM (
        SELECT key >> 20 AS day, 2 AS kind, (key >> 12) & 255 AS play, (key >> 5) & 127 AS member,
               key & 31 AS channel, count, 0 AS amount
        FROM (SELECT {day} * 1048576::{bits} + play::{bits} * 4096::{bits}
                     + member::{bits} * 32::{bits} + channel::{bits} AS key, count(*) AS count
              FROM fact WHERE kind = 2 GROUP BY key)
        UNION ALL
        SELECT key >> 18, (key >> 15) & 7, (key >> 7) & 255, key & 127, 0, count, amount
        FROM (SELECT {day} * 262144::{bits} + kind::{bits} * 32768::{bits}
                     + play::{bits} * 128::{bits}
                     + member::{bits} AS key, count(*) AS count, sum(amount)::BIGINT AS amount
              FROM fact WHERE kind <> 2 GROUP BY key))""")}


@way("totals", "arrival")
def totals_packed(con, rules):
    """The columns packed into one number of 64 bits."""
    levers = ", ".join(map(str, [0, *rules.levers]))
    return {"totals": ask(con, f"""
      SELECT key >> 40 AS day, (key >> 32) & 255 AS kind, play,
             ([{levers}])[play + 1] AS lever, (key >> 8) & 255 AS member, key & 255 AS channel,
             count, amount
      FROM (
        SELECT key, ((key >> 16) & 65535)::INTEGER AS play, count, amount FROM (
          SELECT (moment // {DAY})::UBIGINT * 1099511627776 + kind::UBIGINT * 4294967296
                   + (play::UINTEGER * 65536::UINTEGER + member::UINTEGER * 256::UINTEGER + channel)
                   AS key,
                 count(*) AS count, sum(amount)::BIGINT AS amount
          FROM fact GROUP BY key))""")}


@way("totals", "arrival")
def totals_columns(con, rules):
    return {"totals": ask(con, f"""
      SELECT moment // {DAY} AS day, kind, coalesce(lever, 0) AS lever, f.play AS play, member,
             channel, count(*) AS count, sum(amount)::BIGINT AS amount
      FROM fact f LEFT JOIN play USING (play) GROUP BY ALL""")}


@way("totals", "kind")
def totals_columns_by_kind(con, rules):
    return totals_columns(con, rules)
