"""A full calculation of pay beside pandas: 10,000 people with 1,000,000 credits, from one ledger.

    python3 Benchmarks/pay.py --fulcrum .build/release/fulcrum --pandas PYTHON-WITH-PANDAS

Both read the same SQLite ledger and give each person's quota credit, attainment, pay by line (whole
cents that add up) and payout: marginal tiers of target pay over quota, a cap, a recoverable draw.
Figures of both are compared, person by person, before any time is told. pandas computes in 64-bit
integers of a fine unit where that is exact, which is the fastest way it has; Fulcrum in fractions.
"""

import argparse
import json
import pathlib
import random
import resource
import subprocess
import sys
import tempfile
import time

PEOPLE, CREDITS = 10_000, 1_000_000

PLAN = {
    "business": "Bench", "timezone": "UTC", "currency": "EUR",
    "number": {"targets": {}}, "activation": {"money": 1},
    "pay": {"ae": {
        "target-pay": 5000,
        "rates": {"by": "attainment", "tiers": [
            {"up-to": "50%", "multiplier": 0.5}, {"up-to": "100%", "multiplier": 1},
            {"multiplier": 1.5}]},
        "cap": {"payout": "250%"}, "draw": {"amount": 2000, "recoverable": True}}},
}


def prepare(fulcrum, folder):
    chance = random.Random(7)
    quotas = [chance.randrange(20, 61) * 1000 for _ in range(PEOPLE)]
    plan = {**PLAN, "people": [
        {"id": f"p{n}", "pay": "ae", "quota": {"2026-10": quota}} for n, quota in enumerate(quotas)]}
    (folder / "plan.yaml").write_text(json.dumps(plan))
    subprocess.run([fulcrum, "plan", "apply", "plan.yaml"], cwd=folder, check=True,
                   stdout=subprocess.DEVNULL)
    with open(folder / "facts.ndjson", "w") as file:
        for n in range(CREDITS):
            day, second = chance.randrange(1, 32), chance.randrange(86400)
            at = f"2026-10-{day:02}T{second // 3600:02}:{second // 60 % 60:02}:{second % 60:02}Z"
            file.write(
                f'{{"id":"f{n}","kind":"deal","at":"{at}","customer":"c{n % 50000}","deal":"d{n}",'
                f'"member":"p{chance.randrange(PEOPLE)}","stage":"won",'
                f'"amount":"{chance.randrange(100, 80000) / 100:.2f}","currency":"EUR"}}\n')
    subprocess.run([fulcrum, "import", "facts", "facts.ndjson"], cwd=folder, check=True,
                   stdout=subprocess.DEVNULL)


PANDAS = r'''
import json, sqlite3, sys, time
import numpy as np, pandas as pd
start = time.time()
base = sqlite3.connect(sys.argv[1])
facts = pd.read_sql("""
  SELECT f.number, f.at, m.text AS member, f.amount, f.body FROM fact f JOIN name m ON m.number = f.member
  WHERE f.kind = 6""", base)
parsed = [json.loads(body) for body in facts.body]
facts["deal"] = [body["deal"] for body in parsed]
facts["stage"] = [body["stage"] for body in parsed]
facts = facts[facts.stage == "won"].drop_duplicates("deal")
facts["day"] = pd.to_datetime(facts["at"], unit="ms").dt.date
plan = json.load(open(sys.argv[2]))
people = pd.DataFrame([{"member": p["id"], "quota": p["quota"]["2026-10"] * 100} for p in plan["people"]])
facts = facts.merge(people, on="member").sort_values(["member", "at", "number"], kind="stable")
group = facts.groupby("member", sort=False)
facts["to"] = group.amount.cumsum()
facts["start"] = facts.to - facts.amount
quota = facts.quota
# Pay in units of 1 / (20 x quota in thousands) cents, so that every line is a whole number of units.
target, unit = 500_000, (quota // 100_000) * 20
paid = 0
for low, high, rate in ((0.0, 0.5, 5), (0.5, 1.0, 10), (1.0, None, 15)):
    bottom = (quota * low).astype("int64")
    top = facts.to if high is None else np.minimum(facts.to, (quota * high).astype("int64"))
    paid = paid + (top - np.maximum(facts.start, bottom)).clip(lower=0) * rate
facts["units"] = paid * target * 20 // 10 // 100_000  # of 1 / unit cents
facts["unit"] = unit
facts["floor"] = facts.units // facts.unit
facts["rest"] = facts.units % facts.unit
group = facts.groupby("member", sort=False)
sums = group.agg(credit=("amount", "sum"), units=("units", "sum"), floors=("floor", "sum"), unit=("unit", "first"))
sums["rounded"] = (sums.units * 2 + sums.unit) // (sums.unit * 2)
facts["left"] = facts.member.map(sums.rounded - sums.floors)
facts["place"] = facts.sort_values(["member", "rest"], ascending=[True, False], kind="stable").groupby("member", sort=False).cumcount()
facts["pay"] = facts.floor + (facts.place < facts.left)
people = people.merge(sums.reset_index()[["member", "credit"]], on="member", how="left")
people = people.merge(facts.groupby("member", sort=False).pay.sum().reset_index(), on="member", how="left").fillna(0)
people["earned"] = np.minimum(people.pay.astype("int64"), 1_250_000)
people["payout"] = np.maximum(people.earned, 200_000)
people["loan"] = people.payout - people.earned
people["attainment"] = people.credit / people.quota
people[["member", "quota", "credit", "attainment", "earned", "payout", "loan"]].to_json(sys.argv[3], orient="records")
'''


def measure(arguments, folder, output=None):
    """Seconds and the most megabytes of a command."""
    start = time.time()
    with open(output, "w") if output else open("/dev/null", "w") as out:
        process = subprocess.Popen(arguments, cwd=folder, stdout=out)
        _, status, usage = __import__("os").wait4(process.pid, 0)
    if status:
        sys.exit(f"{arguments[0]} failed")
    return time.time() - start, usage.ru_maxrss / 1024


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--fulcrum", default=".build/release/fulcrum")
    options.add_argument("--pandas", default=sys.executable, help="a Python that has pandas")
    options.add_argument("--folder", help="keep the ledger here, and use it again")
    options.add_argument("--rounds", type=int, default=3)
    options = options.parse_args()
    fulcrum = str(pathlib.Path(options.fulcrum).resolve())
    folder = pathlib.Path(options.folder or tempfile.mkdtemp()).resolve()
    folder.mkdir(exist_ok=True)
    if not (folder / "fulcrum.db").exists():
        prepare(fulcrum, folder)
    (folder / "same.py").write_text(PANDAS)
    ours = [fulcrum, "pay", "calculate", "--period", "2026-10", "--json", "--no-lines"]
    theirs = [options.pandas, "same.py", "fulcrum.db", "plan.json", "theirs.json"]
    (folder / "plan.json").write_text((folder / "plan.yaml").read_text())
    own = min(measure(ours, folder, folder / "ours.json") for _ in range(options.rounds))
    other = min(measure(theirs, folder) for _ in range(options.rounds))
    mine = json.loads((folder / "ours.json").read_text())["people"]
    same = {row["member"]: row for row in json.loads((folder / "theirs.json").read_text())}

    def cents(text):
        return int(text.replace(".", ""))
    for person in mine:
        row = same[person["member"]]
        for key in ("credit", "earned", "payout", "loan"):
            if cents(person[key]) != row[key]:
                sys.exit(f"{person['member']}: {key} {person[key]} here, {row[key]} there")
    print(f"{len(mine):,} people, {CREDITS:,} credits, equal to the cent")
    print(f"fulcrum pay calculate  {own[0]:6.2f} s  {own[1]:6.0f} MB")
    print(f"pandas                 {other[0]:6.2f} s  {other[1]:6.0f} MB  {other[0] / own[0]:.1f} times")


if __name__ == "__main__":
    main()
