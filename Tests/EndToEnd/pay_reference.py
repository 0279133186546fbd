"""Pay worked out a second time: fractions, written from the meaning of the rules and not from the
program. Takes a plan (as parsed JSON) and facts; gives each member's lines for each pay period."""

import datetime
import decimal
from fractions import Fraction as F

ZERO, ONE = F(0), F(1)
MONTHS = {"month": 1, "quarter": 3, "year": 12}


def number(text):
    text = str(text)
    return F(text[:-1]) / 100 if text.endswith("%") else F(text)


def rounded(value):
    """Half away from zero."""
    whole = (abs(value) * 2 + 1) // 2
    return int(whole) if value >= 0 else -int(whole)


def shared(parts):
    """Whole numbers that add up to the rounded sum: floors, the rest to the largest remainders."""
    total = rounded(sum(parts, ZERO))
    floors = [part.numerator // part.denominator for part in parts]
    order = sorted(range(len(parts)), key=lambda i: (-(parts[i] - floors[i]), i))
    for index in order[:total - sum(floors)]:
        floors[index] += 1
    return floors, total


def split_evenly(amount, weights):
    """Largest remainder of a whole amount over weights, towards zero, ties to the earlier."""
    whole = sum(weights)
    if whole == 0:
        return [0] * len(weights)
    exact = [F(abs(amount) * w, whole) for w in weights]
    floors = [int(e) for e in exact]
    order = sorted(range(len(weights)), key=lambda i: (-(exact[i] - floors[i]), i))
    for index in order[:abs(amount) - sum(floors)]:
        floors[index] += 1
    return [-f for f in floors] if amount < 0 else floors


def day_of(text):
    return datetime.date.fromisoformat(text[:10])


def retracted(facts):
    """Ids that are taken back: a retraction that is itself retracted has no force. No circles here."""
    retracting = {}
    for fact in facts:
        if fact["kind"] == "retract":
            retracting.setdefault(fact["fact"], []).append(fact["id"])

    def is_gone(id):
        return any(not is_gone(other) for other in retracting.get(id, []))
    return {id for id in retracting if is_gone(id)}


class Calendar:
    """Periods of so many months of a fiscal year."""

    def __init__(self, months, start):
        self.months, self.start = months, start

    def number(self, day):
        return (day.year * 12 + day.month - 1 - self.start) // self.months

    def first(self, number):
        index = number * self.months + self.start
        return datetime.date(index // 12, index % 12 + 1, 1)

    def last(self, number):
        return self.first(number + 1) - datetime.timedelta(1)

    def year(self, number):
        return number - number % (12 // self.months)


class Event:
    def __init__(self, kind, fact, amount, **more):
        self.kind, self.fact, self.amount = kind, fact, amount
        self.id, self.at = fact["id"], fact["at"]
        self.day = day_of(fact["at"])
        self.owner = self.splits = self.quota_splits = self.deal = self.product = None
        self.origin = self.customer = self.play = self.given = self.shares = None
        self.__dict__.update(more)


class Business:
    def __init__(self, plan, facts, today):
        self.plan, self.today = plan, today
        self.start = 0
        self.people = {person["id"]: person for person in plan["people"]}
        facts = [f for f in facts if day_of(f["at"]) <= today]
        gone = retracted(facts)
        self.facts = sorted(
            (f for f in facts if f["id"] not in gone and f["kind"] != "retract"),
            key=lambda f: f["at"])
        self.bookings, self.payments, self.costs, self.activations = [], [], [], []
        self.spends, self.touches, self.owners = {}, {}, {}
        self.read()

    def cents(self, amount, day):
        """Cents of the business's currency for an amount and its currency, at the rate of a day, half away from 0."""
        text, currency = amount
        if currency == self.plan["currency"]:
            return int(F(text) * 100)
        dated = sorted(self.plan["rates"][currency].items())
        known = [rate for month, rate in dated if day_of(month + "-01") <= day]
        exact = F(text) * 100 * F(str(known[-1] if known else dated[0][1]))
        return int(abs(exact) + F(1, 2)) * (-1 if exact < 0 else 1)

    def read(self):
        deals, bought, by_id, last_deal, products = {}, {}, {}, {}, {}
        self.deals, self.last_deal, self.net, self.active = deals, last_deal, {}, set()
        for f in self.facts:
            if f["kind"] == "money" and f.get("deal") and f.get("product"):
                products.setdefault(f["deal"], f["product"])
        for f in self.facts:
            customer = f.get("customer")
            if f["kind"] == "deal":
                deal = deals.setdefault(f["deal"], {"amount": ("0", "EUR"), "won": None})
                if "amount" in f:
                    deal["amount"] = (f["amount"], f["currency"])
                for key in ("member", "splits", "quota_splits", "customer", "product"):
                    if f.get(key):
                        deal[key] = f[key]
                if customer:
                    last_deal[customer] = f["deal"]
                if f["stage"] == "won" and deal["won"] is None:
                    event = Event(
                        "won", f, self.cents(deal["amount"], day_of(f["at"])), deal=f["deal"],
                        owner=deal.get("member"), splits=deal.get("splits"), quota_splits=deal.get("quota_splits"),
                        customer=deal.get("customer"),
                        product=deal.get("product") or products.get(f["deal"]))
                    deal["won"] = event
                    self.bookings.append(event)
                    bought[deal.get("customer")] = f["deal"]
                    self.count(deal.get("customer"), event.amount, "bookings", f)
                elif f["stage"] == "lost" and deal["won"]:
                    won = deal["won"]
                    deal["won"] = None
                    self.count(won.customer, -won.amount, "bookings", f)
                    self.bookings.append(Event(
                        "lost", f, -won.amount, deal=won.deal, owner=won.owner, splits=won.splits,
                        quota_splits=won.quota_splits, customer=won.customer, product=won.product,
                        origin=won))
            elif f["kind"] == "money":
                amount = self.cents((f["amount"], f["currency"]), day_of(f["at"]))
                paid = by_id.get(f.get("of"))
                deal = f.get("deal") or (paid.deal if paid else None)
                state = deals.get(deal, {})
                event = Event(
                    "refund" if amount < 0 else "payment", f, amount, deal=deal, origin=paid,
                    customer=customer or (paid.customer if paid else None),
                    product=f.get("product") or (paid.product if paid else None))
                if f.get("member") or f.get("splits") or f.get("quota_splits"):
                    event.owner, event.splits = f.get("member"), f.get("splits")
                    event.quota_splits = f.get("quota_splits")
                elif paid:
                    event.owner, event.splits = paid.owner, paid.splits
                    event.quota_splits = paid.quota_splits
                else:
                    event.owner, event.splits = state.get("member"), state.get("splits")
                    event.quota_splits = state.get("quota_splits")
                event.owner = event.owner or state.get("member")
                event.bought = deal or bought.get(customer)
                by_id[f["id"]] = event
                self.payments.append(event)
                if customer and amount > 0:
                    self.spends.setdefault(customer, []).append(event.day)
                self.count(customer, amount, "payments", f)
            elif f["kind"] == "cost":
                self.costs.append(Event(
                    "cost", f, -self.cents((f["amount"], f["currency"]), day_of(f["at"])),
                    owner=f.get("member"), play=f.get("play")))
            elif f["kind"] == "touch":
                self.touches.setdefault(customer, []).append((f["at"], f["play"]))
            elif f["kind"] == "play":
                self.owners[f["play"]] = f.get("owner")

    def count(self, customer, amount, basis, f):
        """Money of a basis towards the customer's activation, which belongs to whom its fact names or their deal."""
        if not customer or basis != self.plan["number"]["basis"]:
            return
        self.net[customer] = self.net.get(customer, 0) + amount
        if customer in self.active or amount <= 0 or self.net[customer] < 1:
            return
        self.active.add(customer)
        named = f.get("member") or f.get("splits")
        source = f if named else self.deals.get(f.get("deal") or self.last_deal.get(customer), {})
        self.activations.append(Event(
            "activation", f, 100, customer=customer, owner=source.get("member"),
            splits=source.get("splits"), quota_splits=source.get("quota_splits"),
            deal=f.get("deal"), product=f.get("product")))

    # Credit

    def terms(self, member):
        person = self.people.get(member)
        return self.plan["pay"].get(person.get("pay")) if person else None

    def there(self, member, day):
        person = self.people.get(member, {})
        return (not person.get("from") or day_of(person["from"]) <= day) and (
            not person.get("to") or day <= day_of(person["to"]))

    def managers(self, member):
        found, here = [], member
        while here in self.people and self.people[here].get("manager"):
            here = self.people[here]["manager"]
            if here in found or here == member:
                break
            found.append(here)
        return found

    def stream(self, measure, months):
        if measure == "bookings":
            return self.bookings
        if measure == "activations":
            return self.activations
        if measure == "margin":
            return sorted(self.payments + self.costs, key=lambda e: e.at)
        if measure == "retained-money":
            calendar = Calendar(months, self.start)

            def spent(customer, n):
                return any(calendar.number(d) == n for d in self.spends.get(customer, []))
            return [e for e in self.payments if e.customer
                    and spent(e.customer, calendar.number(e.day))
                    and spent(e.customer, calendar.number(e.day) - 1)]
        return self.payments

    def direct(self, event):
        """Shares of quota and paid credit by member, under each member's own rule."""
        if event.shares is None:
            event.shares = self.share(event)
        return event.shares

    def share(self, event):
        if not event.splits and not event.quota_splits:
            shares = {event.owner: (ONE, ONE)} if event.owner else {}
        else:
            paid = {m: number(s) for m, s in (event.splits or {event.owner: 1}).items() if m}
            quota = {m: number(s) for m, s in
                     (event.quota_splits or event.splits or {}).items()}
            shares = {m: (quota.get(m, ZERO), paid.get(m, ZERO)) for m in {**paid, **quota}}
            for m in [*shares, event.owner]:
                plan = self.terms(m)
                if plan and plan.get("credit", "owner") == "owner":
                    shares.pop(m, None)
                    if m == event.owner:
                        shares[m] = (ONE, ONE)
        return {m: s for m, s in shares.items()
                if (self.terms(m) or {}).get("credit", "owner") != "attributed"
                and self.there(m, event.day) and s != (ZERO, ZERO)}

    def attributed(self, event):
        """Whole cents by owner of the plays that touched the customer before."""
        if event.given is None:
            event.given = self.attribute(event)
        return event.given

    def attribute(self, event):
        if event.kind == "cost":
            owner = self.owners.get(event.play)
            return {owner: event.amount} if owner and self.there(owner, event.day) else {}
        moment, before = event.at, 0
        if event.origin:
            moment = event.origin.at
            if event.kind == "refund":
                before = sum(e.amount for e in self.payments
                             if e.origin is event.origin and e.at < event.at)
        rule = self.plan["attribution"]
        stamp = datetime.datetime.fromisoformat(moment.replace("Z", "+00:00"))
        near = []
        for at, play in self.touches.get(event.customer, []):
            age = stamp - datetime.datetime.fromisoformat(at.replace("Z", "+00:00"))
            if datetime.timedelta(0) < age <= datetime.timedelta(int(rule["lookback"][:-1])):
                near.append((play, age))
        if not near:
            return {}
        weights = {}
        for index, (play, age) in enumerate(near):
            end = index in (0, len(near) - 1)
            weights[play] = weights.get(play, 0) + {
                "first": lambda: int(index == 0), "last": lambda: int(index == len(near) - 1),
                "linear": lambda: 1,
                "position": lambda: 1 if len(near) <= 2 else 2 * (len(near) - 2) if end else 1,
                "decay": lambda: decay(int(age.total_seconds() // 3600)),
            }[rule["model"]]()
        plays = sorted(weights)
        each = [weights[p] for p in plays]
        now = split_evenly(before + event.amount, each)
        then = split_evenly(before, each)
        sums = {}
        for play, a, b in zip(plays, now, then):
            owner = self.owners.get(play)
            if owner:
                sums[owner] = sums.get(owner, 0) + a - b
        return {m: a for m, a in sums.items() if a and self.there(m, event.day)}

    def credits(self, member, measure, months):
        """(event, quota credit, paid credit, share of the event) in time order."""
        rule = self.terms(member).get("credit", "owner")
        found = []
        for event in self.stream(measure, months):
            if rule == "attributed":
                amount = self.attributed(event).get(member)
                if amount is not None:
                    share = F(amount, event.amount)
                    found.append((event, F(amount), F(amount), share))
                continue
            shares = self.direct(event)
            if rule == "team":
                if not self.there(member, event.day):
                    continue
                below = [s for m, s in shares.items() if member in self.managers(m)]
                if below:
                    quota, paid = sum(s[0] for s in below), sum(s[1] for s in below)
                    found.append((event, quota * event.amount, paid * event.amount, paid))
                for owner, amount in self.attributed(event).items():
                    plan = self.terms(owner)
                    if plan and plan.get("credit") == "attributed" and member in self.managers(owner):
                        found.append((event, F(amount), F(amount), F(amount, event.amount)))
            elif member in shares:
                quota, paid = shares[member]
                found.append((event, quota * event.amount, paid * event.amount, paid))
        return found


def decay(hours):
    if hours >= 24 * 168:
        return 1
    with decimal.localcontext() as context:
        context.prec = 40
        value = decimal.Decimal(2) ** (24 - decimal.Decimal(hours) / 168)
        return max(1, int(value.to_integral_value(decimal.ROUND_HALF_UP)))
