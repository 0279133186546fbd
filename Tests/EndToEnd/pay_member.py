"""One member's pay, period after period, in fractions; goes with pay_reference."""

import datetime

from pay_reference import MONTHS, ONE, ZERO, Calendar, F, day_of, number, rounded, shared, split_evenly


def ladder(table, quota, target):
    """Tiers as (start, end or None, rate, gated) in cents of credit; None where quota is missing."""
    tiers, start = [], ZERO
    for tier in table["tiers"]:
        end = None
        if "up-to" in tier:
            end = number(tier["up-to"])
            if table.get("by", "amount") == "attainment":
                if not quota:
                    return None
                end *= quota
            else:
                end *= 100
        if "rate" in tier:
            rate = number(tier["rate"])
        elif "multiplier" in tier:
            if not quota:
                return None
            rate = number(tier["multiplier"]) * target / quota
        else:
            rate = number(tier["amount"]) * 100 / (end - start)
        tiers.append((start, end, rate, tier.get("year-gate", False)))
        start = end
    return tiers


def steps(tiers, opening, interpolated):
    """Stretches of one rate, those behind the year gate cut where it opens."""
    found = []
    for index, (start, end, rate, gated) in enumerate(tiers):
        if not gated:
            found.append((start, end, rate))
            continue
        below = [t[2] for t in tiers[:index] if not t[3]]
        shut = ZERO if interpolated or not below else below[-1]
        if opening is None or (end is not None and opening >= end):
            found.append((start, end, shut))
        elif opening <= start:
            found.append((start, end, rate))
        else:
            found += [(start, opening, shut), (opening, end, rate)]
    return found


def area(pieces, x):
    """What credit from nothing to x earns; the first stretch goes on below zero."""
    if x < 0:
        return pieces[0][2] * x
    return sum((rate * max(ZERO, (x if end is None else min(x, end)) - start)
                for start, end, rate in pieces), ZERO)


def point(pieces, x):
    return next((rate for _, end, rate in pieces if end is None or x <= end), pieces[-1][2])


def reached(table, tiers, x, is_open):
    index = next((i for i, t in enumerate(tiers) if t[1] is None or
                  (x <= t[1] if table.get("bound", "lower") == "lower" else x < t[1])),
                 len(tiers) - 1)
    if tiers[index][3] and not is_open:
        below = [t[2] for t in tiers[:index] if not t[3]]
        return below[-1] if below else ZERO
    return tiers[index][2]


def climb(pieces, pairs, start=ZERO):
    pays, x = [], start
    for quota, paid in pairs:
        if quota == 0:
            pays.append(paid * point(pieces, x))
        else:
            pays.append((area(pieces, x + quota) - area(pieces, x)) * paid / quota)
        x += quota
    return pays


def price(table, tiers, pairs, year_before, year_quota, start=ZERO):
    how, opening = table.get("how", "marginal"), None
    if any(t[3] for t in tiers) and year_quota is not None:
        opening = year_quota - year_before
    end = tiers[-1][1]
    if table.get("accumulate", "period") == "period":
        if how != "whole":
            return climb(steps(tiers, opening, how == "interpolated"), pairs, start)
        total = start + sum(q for q, _ in pairs)
        rate = reached(table, tiers, total, opening is not None and total > opening)
        return climb([(ZERO, end, rate)], pairs, start)
    pays = []
    for quota, paid in pairs:
        sign = -1 if quota < 0 else 1
        size = [(abs(quota), paid * sign)]
        if how == "whole":
            rate = reached(table, tiers, abs(quota), opening is not None and abs(quota) > opening)
            pays.append(sign * climb([(ZERO, end, rate)], size)[0])
        else:
            pays.append(sign * climb(steps(tiers, opening, how == "interpolated"), size)[0])
        if opening is not None:
            opening -= quota
    return pays


class Member:
    def __init__(self, business, member):
        self.business, self.member = business, member
        self.person, self.plan = business.people[member], business.terms(member)
        self.months = MONTHS[self.plan.get("period", "month")]
        self.calendar = Calendar(self.months, business.start)
        self.measure = self.plan.get("measure", "bookings")
        self.own = business.credits(member, self.measure, self.months)
        self.loan, self.sales = 0, {}

    def last(self, n):
        return min(self.calendar.last(n), self.business.today)

    def days(self, n):
        first = max(day_of(self.person.get("from", "0001-01-01")), self.calendar.first(n))
        last = min(day_of(self.person.get("to", "9999-12-31")), self.calendar.last(n))
        return max(0, (last - first).days + 1)

    def presence(self, n):
        whole = (self.calendar.last(n) - self.calendar.first(n)).days + 1
        days = self.days(n)
        return F(days, whole) if days and self.plan.get("prorate", "days") == "days" else ONE

    def quota(self, n):
        written, months = self.person.get("quota", {}), []
        if self.days(n) == 0:
            return None
        for index in range(self.months):
            first = self.calendar.first(n)
            month = first.year * 12 + first.month - 1 + index
            if "yearly" in written:
                weights = [number(s) for s in written.get("seasonality", ["1"] * 12)]
                weights = [int(w * 10000) for w in weights]
                months.append(split_evenly(int(F(written["yearly"]) * 100), weights)[month % 12])
            elif f"{month // 12:04}-{month % 12 + 1:02}" in written:
                months.append(int(F(written[f"{month // 12:04}-{month % 12 + 1:02}"]) * 100))
        if not months:
            return None
        quota = F(sum(months)) * self.presence(n)
        ramp = self.plan.get("ramp", [])
        if self.person.get("from"):
            index = n - self.calendar.number(day_of(self.person["from"]))
            if 0 <= index < len(ramp):
                quota *= number(ramp[index])
        return quota

    def run(self, target):
        first = self.calendar.number(min(day_of(f["at"]) for f in self.business.facts))
        if self.person.get("from"):
            first = max(first, self.calendar.number(day_of(self.person["from"])))
        result = None
        for n in range(min(first, target), target + 1):
            result = self.period(n)
        return result

    def within(self, credits, n):
        return [c for c in credits if self.calendar.first(n) <= c[0].day <= self.last(n)]

    def key(self, event):
        if event.kind in ("won", "lost"):
            return event.deal
        return (event.origin or event).id if event.kind == "refund" else event.id

    def claws(self, event):
        rule = self.plan.get("clawback")
        return (event.kind == "refund" and event.origin and rule
                and "refund" in rule.get("when", ["refund", "lapse"])
                and (event.day - event.origin.day).days <= int(rule["within"][:-1]))

    def lapse(self, customer, day):
        spends = self.business.spends.get(customer)
        if not spends:
            return None
        span = int(self.business.plan["activation"]["lapse"][:-1])
        last = day
        for spend in spends:
            if spend >= day and (spend - last).days < span:
                last = spend
        lapsed = last + datetime.timedelta(span)
        return lapsed if spends[0] < lapsed else None

    def undone(self, n):
        """(key, day, order, refund or None, part) of what is taken back in the period."""
        rule = self.plan.get("clawback")
        found = []
        for key, sale in self.sales.items() if rule else []:
            end = sale["day"] + datetime.timedelta(int(rule["within"][:-1]))
            first = max(sale["day"], self.calendar.first(n))
            last = min(end, self.last(n))
            when = rule.get("when", ["refund", "lapse"])
            if "refund" in when and sale["clawed"] < 1:
                for refund in self.business.payments:
                    if refund.kind != "refund" or not first <= refund.day <= last:
                        continue
                    if self.measure == "bookings":
                        hit, part = refund.bought == key, F(-refund.amount, sale["amount"] or 1)
                    elif self.measure == "activations":
                        hit, part = refund.fact.get("customer") == sale["customer"], ONE
                    else:
                        hit = refund.origin is not None and refund.origin.id == key
                        part = F(-refund.amount, sale["amount"] or 1)
                    if sale["amount"] <= 0:
                        part = ONE
                    if hit:
                        found.append((key, refund.day, refund.at, refund, min(ONE, part)))
            if "lapse" in when and sale["clawed"] < 1:
                day = self.lapse(sale["customer"], sale["day"])
                if day and first <= day <= last:
                    found.append((key, day, "~", None, ONE))
        named = self.measure == "bookings"
        return sorted(found, key=lambda u: (u[1], u[2], u[0] if named else ""))

    def period(self, n):
        self.lines = []
        quota = self.quota(n)
        target = number(self.plan.get("target-pay", 0)) * 100 * self.presence(n)
        items = []
        for event, q, p, _ in self.within(self.own, n):
            if self.claws(event):
                continue
            key = self.key(event) if event.kind != "cost" else None
            items.append((event.day, event.at, event, q, p, key))
            if key is not None and (key in self.sales or event.kind not in ("lost", "refund")):
                sale = self.sales.setdefault(key, {
                    "day": event.day, "amount": event.amount, "customer": event.customer,
                    "credit": ZERO, "paid": 0, "earned": ZERO, "released": ZERO, "clawed": ZERO})
                sale["credit"] += q
        undone = self.undone(n)
        rule = self.plan.get("clawback", {})
        if rule.get("quota"):
            clawed = {}
            for key, day, order, _, part in undone:
                before = clawed.get(key, self.sales[key]["clawed"])
                clawed[key] = min(ONE, before + part)
                taken = number(rule.get("share", 1)) * (clawed[key] - before)
                q = F(-rounded(taken * self.sales[key]["credit"]))
                items.append((day, order, None, q, ZERO, key))
            items.sort(key=lambda i: (i[0], i[1]))
        earned = self.rates(n, items, quota, target)
        earned += self.spifs(n)
        payout = earned
        draw = self.plan.get("draw")
        if draw and self.days(n) > 0:
            amount = rounded(number(draw["amount"]) * 100)
            if earned < amount:
                self.lines.append(("draw", None, None, amount - earned))
                self.loan += amount - earned if draw["recoverable"] else 0
                payout = amount
            elif draw["recoverable"]:
                back = min(self.loan, earned - amount)
                self.loan -= back
                payout -= back
                if back:
                    self.lines.append(("repayment", None, None, -back))
        payout += self.take_back(undone)
        return {"credit": sum((i[3] for i in items), ZERO), "earned": earned, "payout": payout,
                "loan": self.loan, "lines": self.lines, "quota": quota}

    def rates(self, n, items, quota, target):
        table = self.plan.get("rates")
        if not table:
            return 0
        pairs = [(i[3], i[4]) for i in items]
        tiers = ladder(table, quota, target)
        gate = self.plan.get("gate")
        total = sum((q for q, _ in pairs), ZERO)
        if tiers is None or (gate and (not quota or total / quota < number(gate))):
            pays = [ZERO] * len(items)
        else:
            start = self.calendar.first(self.calendar.year(n))
            year = [self.quota(k) for k in range(
                self.calendar.year(n), self.calendar.year(n) + 12 // self.months)]
            year = [y for y in year if y is not None]
            before = sum((c[1] for c in self.own
                          if start <= c[0].day < self.calendar.first(n)), ZERO)
            pays = price(table, tiers, pairs, before, sum(year, ZERO) if year else None)
        if self.plan.get("pays-on") == "paid" and self.measure == "bookings":
            for item, pay in zip(items, pays):
                event, key = item[2], item[5]
                self.lines.append(("rates", None, event and event.id, 0))
                if event and event.kind == "won":
                    self.sales[key]["earned"] += pay
            entries = self.releases(n)
        else:
            entries = [(i[5], i[2].id if i[2] else None, pay, i[2]) for i, pay in zip(items, pays)]
        cap = self.plan.get("cap", {})
        if "per-deal" in cap:
            most, sums, limited = number(cap["per-deal"]) * 100, {}, []
            for key, fact, pay, event in entries:
                name = key if key is not None else object()
                old = sums.get(name, ZERO)
                sums[name] = old + pay
                limited.append((key, fact, max(-most, min(most, old + pay))
                                - max(-most, min(most, old)), event))
            entries = limited
        parts, whole = shared([pay for _, _, pay, _ in entries])
        for (key, fact, _, event), part in zip(entries, parts):
            self.lines.append(("rates", None, fact, part))
            if key in self.sales and event is not None:
                self.sales[key]["paid"] += part
        limit = None
        if "payout" in cap:
            limit = (number(cap["payout"]) * target if str(cap["payout"]).endswith("%")
                     else number(cap["payout"]) * 100)
        if limit is not None and sum((pay for _, _, pay, _ in entries), ZERO) > limit:
            if rounded(limit) != whole:
                self.lines.append(("cap", None, None, rounded(limit) - whole))
            return rounded(limit)
        return whole

    def releases(self, n):
        found = []
        for key, sale in self.sales.items():
            if not sale["earned"] or sale["amount"] <= 0:
                continue
            got, top = 0, ZERO
            lost = [e.day for e in self.business.bookings
                    if e.kind == "lost" and e.deal == key and e.day >= sale["day"]]
            for payment in self.business.payments:
                if payment.deal != key:
                    continue
                day = max(payment.day, sale["day"])
                if day > self.last(n) or any(d < payment.day for d in lost):
                    break
                got += payment.amount
                new = max(top, min(ONE, F(got, sale["amount"])))
                if new > max(top, sale["released"]) and day >= self.calendar.first(n):
                    found.append((day, payment, key, (new - max(top, sale["released"]))
                                  * sale["earned"], new))
                top = new
        found.sort(key=lambda r: (r[0], r[1].at))
        for _, _, key, _, new in found:
            self.sales[key]["released"] = new
        return [(key, payment.id, pay, payment) for _, payment, key, pay, _ in found]

    def counted(self, spif, member, first, last):
        """(event, units, credit) of what a SPIF counts on some days."""
        what, business = spif["for"], self.business
        measure = {"deals": "bookings", "activations": "activations"}.get(
            what if isinstance(what, str) else "", self.measure)
        seen, found = set(), []
        for event, _, paid, share in business.credits(member, measure, self.months):
            if not day_of(spif["from"]) <= event.day <= last:
                continue
            if isinstance(what, dict) and event.product != what["product"]:
                continue
            units = -share if event.kind == "lost" else share
            if event.kind == "payment" and event.deal:
                if event.deal in seen:
                    units = ZERO
                seen.add(event.deal)
            if event.kind in ("refund", "cost"):
                units = ZERO
            if event.day >= first:
                found.append((event, units, paid))
        return found

    def spifs(self, n):
        total = 0
        for spif in self.plan.get("spifs", []):
            start, end = day_of(spif["from"]), day_of(spif["to"])
            if start > self.last(n) or end < self.calendar.first(n):
                continue
            if "pot" in spif:
                total += self.pot(spif, n)
                continue
            first, last = max(start, self.calendar.first(n)), min(end, self.last(n))
            items = self.counted(spif, self.member, first, last)
            before = self.counted(spif, self.member, start, first - datetime.timedelta(1))
            more = ZERO
            if "amount" in spif:
                pays = [units * number(spif["amount"]) * 100 for _, units, _ in items]
            elif "rate" in spif:
                pays = [credit * number(spif["rate"]) for _, _, credit in items]
            else:
                pays, more = self.tiered(spif, items, before)
            parts, whole = shared(pays + [more])
            total += whole
            for (event, _, _), part in zip(items, parts):
                self.lines.append(("spif", spif["id"], event.id, part))
            if parts[-1]:
                self.lines.append(("spif", spif["id"], None, parts[-1]))
        return total

    def tiered(self, spif, items, before):
        """Tiers by count that pay an amount for each unit."""
        tiers, start = [], ZERO
        for tier in spif["tiers"]:
            end = number(tier["up-to"]) if "up-to" in tier else None
            rate = number(tier["amount"]) * 100
            if spif["how"] == "interpolated":
                rate /= end - start
            tiers.append((start, end, rate, False))
            start = end
        base = sum((units for _, units, _ in before), ZERO)
        table = {"how": spif["how"]}
        pairs = [(units, units) for _, units, _ in items]
        pays = price(table, tiers, pairs, ZERO, None, base)
        more = ZERO
        if spif["how"] == "whole":
            all_of = base + sum((q for q, _ in pairs), ZERO)
            more = (reached(table, tiers, all_of, True) - reached(table, tiers, base, True)) * base
        return pays, more

    def pot(self, spif, n):
        end = day_of(spif["to"])
        if not self.calendar.first(n) <= end <= self.calendar.last(n) or end > self.business.today:
            return 0
        scores = {}
        for person in self.business.plan["people"]:
            if person.get("pay") == self.person["pay"]:
                items = self.counted(spif, person["id"], day_of(spif["from"]), end)
                by_units = isinstance(spif["for"], str)
                score = sum((i[1] if by_units else i[2] for i in items), ZERO)
                if score > 0:
                    scores[person["id"]] = score
        if self.member not in scores:
            return 0
        pot, ranks = number(spif["pot"]) * 100, [number(r) for r in spif.get("ranks", [])]
        if not ranks:
            ties, amount = sorted(scores), pot
        else:
            better = sum(1 for s in scores.values() if s > scores[self.member])
            ties = sorted(m for m, s in scores.items() if s == scores[self.member])
            amount = sum(ranks[better:better + len(ties)], ZERO) * pot
        parts, _ = shared([amount / len(ties)] * len(ties))
        pay = parts[ties.index(self.member)]
        self.lines.append(("spif", spif["id"], None, pay))
        return pay

    def take_back(self, undone):
        amounts, names = [], []
        for key, _, _, refund, part in undone:
            sale = self.sales[key]
            after = min(ONE, sale["clawed"] + part)
            share = number(self.plan["clawback"].get("share", 1))
            amount = share * (after - sale["clawed"]) * sale["paid"]
            sale["clawed"] = after
            if amount > 0:
                amounts.append(-amount)
                names.append(refund.id if refund else None)
        parts, whole = shared(amounts)
        self.lines += [("clawback", None, name, part) for name, part in zip(names, parts)]
        return whole
