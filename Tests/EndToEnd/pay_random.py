"""Random plans and credit streams: every rule of pay in every mixture, from a seed."""

import datetime
import json

FIRST = datetime.date(2026, 1, 1)
DAYS = 120


def money(random, low, high):
    return f"{random.randint(int(low * 100), int(high * 100)) / 100:.2f}"


def percent(random, low, high):
    return f"{random.randint(low * 10, high * 10) / 10}%"


def day(random, first=0, last=DAYS - 1):
    return str(FIRST + datetime.timedelta(random.randint(first, last)))


def table(random, has_quota):
    how = random.choice(["marginal", "marginal", "whole", "interpolated"])
    by = random.choice(["amount", "attainment"]) if has_quota else "amount"
    count = random.randint(1, 4)
    if by == "amount":
        ends = sorted(random.sample(range(100, 30000), count))
        ends = [f"{e}.{random.randint(0, 99):02}" for e in ends]
    else:
        ends = [f"{e}%" for e in sorted(random.sample(range(5, 250), count))]
    multiplies = has_quota and random.random() < 0.5 and how != "interpolated"
    tiers = []
    for index, end in enumerate(ends):
        tier = {"up-to": end}
        if index == count - 1 and how != "interpolated" and random.random() < 0.7:
            tier = {}
        if how == "interpolated":
            tier["amount"] = money(random, 1, 3000)
        elif multiplies and random.random() < 0.7:
            tier["multiplier"] = f"{random.randint(0, 300) / 100}"
        else:
            tier["rate"] = percent(random, 0, 30)
        if has_quota and random.random() < 0.2:
            tier["year-gate"] = True
        tiers.append(tier)
    return {"how": how, "by": by, "accumulate": random.choice(["period", "period", "each"]),
            "bound": random.choice(["lower", "upper"]), "tiers": tiers}


def spif(random, number):
    first = random.randint(0, DAYS - 20)
    made = {"id": f"spif{number}", "from": day(random, first, first),
            "to": day(random, first + 1, DAYS - 1),
            "for": random.choice(["deals", "activations", {"product": "pro"}])}
    kind = random.choice(["amount", "rate", "tiers", "pot"])
    if kind == "amount":
        made["amount"] = money(random, 1, 500)
    elif kind == "rate":
        made["rate"] = percent(random, 1, 5)
    elif kind == "tiers":
        made["how"] = random.choice(["whole", "marginal", "interpolated"])
        ends = sorted(random.sample(range(1, 9), 2))
        made["tiers"] = [{"up-to": e, "amount": money(random, 1, 400)} for e in ends]
        if made["how"] != "interpolated" and random.random() < 0.7:
            del made["tiers"][-1]["up-to"]
    else:
        made["pot"] = money(random, 10, 5000)
        if random.random() < 0.7:
            made["ranks"] = random.choice([["50%", "30%", "20%"], ["100%"], ["60%", "40%"]])
    return made


def pay_plan(random, has_quota, credit):
    plan = {
        "measure": random.choice(
            ["bookings"] * 5 + ["payments"] * 2 + ["activations", "margin", "retained-money"]),
        "credit": credit, "pays-on": random.choice(["booked", "booked", "paid"]),
        "period": random.choice(["month", "month", "month", "quarter", "year"]),
        "prorate": random.choice(["days", "days", "none"]), "target-pay": money(random, 100, 9000),
    }
    if random.random() < 0.92:
        plan["rates"] = table(random, has_quota)
    if has_quota and random.random() < 0.25:
        plan["gate"] = percent(random, 1, 80)
    if random.random() < 0.4:
        plan["cap"] = random.choice([
            {"payout": percent(random, 20, 300)}, {"payout": money(random, 50, 5000)},
            {"per-deal": money(random, 5, 500)}])
    if random.random() < 0.4 or not plan.get("rates"):
        plan["draw"] = {"amount": money(random, 1, 2500), "recoverable": random.random() < 0.7}
    if random.random() < 0.45:
        plan["clawback"] = {
            "when": random.choice([["refund"], ["lapse"], ["refund", "lapse"]]),
            "within": f"{random.randint(5, 90)}d", "share": percent(random, 10, 100),
            "quota": random.random() < 0.5}
    if has_quota and random.random() < 0.3:
        plan["ramp"] = [percent(random, 10, 100) for _ in range(random.randint(1, 3))]
    if random.random() < 0.35:
        plan["spifs"] = [spif(random, n) for n in range(random.randint(1, 2))]
    return plan


def quota(random):
    if random.random() < 0.3:
        made = {"yearly": money(random, 5000, 200000)}
        if random.random() < 0.7:
            cuts = sorted(random.sample(range(1, 1000), 11))
            parts = [b - a for a, b in zip([0] + cuts, cuts + [1000])]
            made["seasonality"] = [f"{part / 10}%" for part in parts]
        return made
    return {f"2026-{m:02}": money(random, 200, 30000) for m in range(1, 13)
            if m <= 4 or random.random() < 0.8}


def person(random, number, manager):
    made = {"id": f"p{number:03}"}
    if manager:
        made["manager"] = manager
    if random.random() < 0.35:
        made["from"] = day(random, 0, 60)
    if random.random() < 0.15:
        made["to"] = day(random, 70, DAYS + 20)
    return made


def business(random, people):
    """A plan of so many people, each on a pay plan of their own or one of a few shared."""
    plan = {
        "business": "Random", "timezone": "UTC", "currency": "EUR",
        "number": {"measure": "revenue", "basis": random.choice(["payments", "bookings"]), "period": "month", "targets": {}},
        "rates": {"USD": {"2026-01": 0.9137, "2026-03": 1.0821}},
        "activation": {"money": 0.01, "lapse": f"{random.randint(10, 45)}d"},
        "attribution": {"model": random.choice(["first", "last", "linear", "position", "decay"]),
                        "lookback": "20d"},
        "people": [], "pay": {},
    }
    for number in range(people):
        manager = f"p{number - number % 10:03}" if number % 10 else None
        made = person(random, number, manager)
        has_quota = random.random() < 0.8
        if has_quota:
            made["quota"] = quota(random)
        if number % 10 == 0 and random.random() < 0.8:
            credit = "team"
        else:
            credit = random.choice(["owner", "split", "split", "attributed"])
        if random.random() < 0.95:
            made["pay"] = made["id"]
            plan["pay"][made["pay"]] = pay_plan(random, has_quota, credit)
        # Pots need more than one runner.
        if number % 10 == 7 and has_quota and random.random() < 0.7:
            other = plan["people"][-1]
            if other.get("quota") and other.get("pay"):
                plan["pay"].pop(made.get("pay"), None)
                made["pay"] = other["pay"]
        plan["people"].append(made)
    return plan, facts(random, plan)


def shares(random, plan, owner):
    mates = [p["id"] for p in plan["people"]]
    chosen = {owner: random.choice(["0.5", "0.6", "0.75", "1"])}
    for mate in random.sample(mates, random.randint(1, 2)):
        chosen.setdefault(mate, random.choice(["0.1", "0.25", "0.333", "0.5", "0.17"]))
    return chosen


def facts(random, plan):
    made, stamps = [], random.sample(range(DAYS * 86400), 40 * len(plan["people"]))
    stamps = iter(stamps)

    def at(low=0):
        second = next(stamps)
        return low + second % (DAYS * 86400 - low)

    def add(kind, second, **fields):
        moment = datetime.datetime(2026, 1, 1) + datetime.timedelta(seconds=second)
        fact = {"id": f"f{len(made)}", "kind": kind, "at": moment.isoformat() + "Z", **fields}
        made.append(fact)
        return fact

    for number in range(3 * len(plan["people"]) // 10):
        add("play", 0, play=f"q{number}", lever="sales", owner=random.choice(plan["people"])["id"],
            **{"from": "2026-01-01"})
    plays = [fact["play"] for fact in made]
    for member in plan["people"]:
        for number in range(random.randint(0, 8)):
            sell(random, plan, member["id"], f"{member['id']}-{number}", plays, at, add)
        if random.random() < 0.2:
            add("cost", at(), lever="sales", member=member["id"], amount=money(random, 1, 500),
                currency="EUR", **({"play": random.choice(plays)} if plays else {}))
    stamps = {}
    for fact in made:
        while fact["at"] in stamps and fact["kind"] != "play":
            moved = datetime.datetime.fromisoformat(fact["at"][:-1]) + datetime.timedelta(seconds=1)
            fact["at"] = moved.isoformat() + "Z"
        stamps[fact["at"]] = True
    random.shuffle(made)
    return made


def sell(random, plan, owner, deal, plays, at, add):
    """One deal from its first touch to money, refunds and losses."""
    customer = f"c-{owner}-{random.randint(0, 2)}"
    won = at()
    own = {"member": owner}
    if random.random() < 0.3:
        own["splits"] = shares(random, plan, owner)
    if random.random() < 0.1:
        own["quota_splits"] = shares(random, plan, owner)
    amount = money(random, 5, random.choice([3000, 9000, 40000]))
    currency = "USD" if random.random() < 0.2 else "EUR"
    extra = {"product": "pro"} if random.random() < 0.3 else {}
    for play in random.sample(plays, min(len(plays), random.randint(0, 3))):
        add("touch", at(), customer=customer, play=play)
    if random.random() < 0.5:
        add("deal", at(), customer=customer, deal=deal, stage="open", amount=amount, currency=currency,
            member=owner)
    add("deal", won, customer=customer, deal=deal, stage="won", amount=amount, currency=currency,
        **own, **extra)
    if random.random() < 0.12:
        add("deal", at(won), customer=customer, deal=deal, stage="lost")
    for _ in range(random.randint(0, 3)):
        part = f"{float(amount) * random.choice([0.25, 0.5, 1]):.2f}"
        named = {"member": owner} if random.random() < 0.3 else {}
        paid = add("money", at(), customer=customer, amount=part, currency=currency, **named,
                   **({"deal": deal} if random.random() < 0.85 else {}), **extra)
        if random.random() < 0.25:
            back = part if random.random() < 0.5 else money(random, 0.01, float(part))
            refund = {"of": paid["id"]} if random.random() < 0.8 else {}
            second = (datetime.datetime.fromisoformat(paid["at"][:-1])
                      - datetime.datetime(2026, 1, 1)).total_seconds()
            add("money", at(int(second) + 1), customer=customer, amount="-" + back, currency=currency,
                **refund)
    if random.random() < 0.03:
        add("retract", at(), fact=f"f{random.randint(0, 40)}", why="wrong")


def write(folder, plan, made):
    (folder / "plan.yaml").write_text(json.dumps(plan))
    (folder / "facts.ndjson").write_text("\n".join(json.dumps(fact) for fact in made) + "\n")
