"""Credit worked out a second way, from an export, and forecasts that make sense."""

import datetime
import fractions
import json
import unittest

from harness import FulcrumTest

LAST = "2026-10-31"
# October in London, where the demo is.
START, END = "2026-09-30T23:00:00Z", "2026-11-01T00:00:00Z"
RATES = {"EUR": "1", "GBP": "1.17", "USD": "0.92"}


def at(text):
    return datetime.datetime.fromisoformat(text.replace("Z", "+00:00"))


def euro_cents(fact):
    """Half a cent is rounded away from zero."""
    exact = fractions.Fraction(fact["amount"]) * fractions.Fraction(RATES[fact["currency"]]) * 100
    whole = (abs(exact) + fractions.Fraction(1, 2)).__floor__()
    return whole if exact > 0 else -whole


def cents(text):
    return int(fractions.Fraction(text) * 100)


def shared(amount, weights):
    """Whole units by largest remainder, ties to the key that comes first; {} where nothing weighs."""
    total = sum(weights.values())
    if not total:
        return {}
    exact = {key: fractions.Fraction(abs(amount)) * weight / total
             for key, weight in weights.items()}
    shares = {key: value.numerator // value.denominator for key, value in exact.items()}
    order = sorted(exact, key=lambda key: (shares[key] - exact[key], key))
    for key in order[:abs(amount) - sum(shares.values())]:
        shares[key] += 1
    return {key: share if amount > 0 else -share for key, share in shares.items()}


def weights(touches, model):
    """The weight of each touch of a window."""
    count = len(touches)
    if model == "linear" or count < 3:
        return [fractions.Fraction(1, max(count, 1))] * count
    between = fractions.Fraction(1, 5 * (count - 2))
    return [fractions.Fraction(2, 5)] + [between] * (count - 2) + [fractions.Fraction(2, 5)]


class Credit(FulcrumTest):
    """A small simulated business: payments as revenue, a lookback of 30 days."""

    def setUp(self):
        super().setUp()
        self.run_fulcrum("demo", "x", "--until", LAST, "--customers", "400", "--seed", "3")
        self.run_fulcrum("export", "out", "--ledger", "x/fulcrum.db")
        text = (self.folder / "out/facts.ndjson").read_text()
        facts = [json.loads(line) for line in text.splitlines()]
        gone = {fact["fact"] for fact in facts if fact["kind"] == "retract"}
        known = [fact for fact in facts if fact["id"] not in gone and at(fact["at"]) < at(END)]
        self.assertTrue(any(fact["kind"] == "touch" for fact in known))
        self.money = [fact for fact in known if fact["kind"] == "money"]
        self.paid = {fact["id"]: fact for fact in self.money}
        self.touches = {}
        for fact in sorted((f for f in known if f["kind"] == "touch"), key=lambda f: at(f["at"])):
            if "customer" in fact:
                self.touches.setdefault(fact["customer"], []).append(fact)

    def parts(self, customer, moment, amount, model):
        """Cents by play, then by channel and member."""
        start = moment - datetime.timedelta(days=30)
        window = [t for t in self.touches.get(customer, []) if start <= at(t["at"]) < moment]
        plays, ways = {}, {}
        for touch, weight in zip(window, weights(window, model)):
            if "play" not in touch:
                continue
            play = touch["play"]
            plays[play] = plays.get(play, 0) + weight
            way = (touch.get("channel", ""), touch.get("member", ""))
            ways.setdefault(play, {})
            ways[play][way] = ways[play].get(way, 0) + weight
        return {(play, way): cents for play, share in shared(amount, plays).items()
                for way, cents in shared(share, ways[play]).items()}

    def work_out(self, model):
        plays, channels, revenue, taken = {}, {}, 0, {}
        order = sorted(self.money, key=lambda fact: at(fact["at"]))
        for fact in order:
            amount = euro_cents(fact)
            paid = self.paid.get(fact.get("of")) if amount < 0 else None
            before = taken.get(fact.get("of"), 0) if paid else 0
            if paid:
                taken[fact["of"]] = before + amount
            if at(fact["at"]) < at(START):
                continue
            revenue += amount
            source = paid or fact
            customer, moment = source.get("customer"), at(source["at"])
            now = self.parts(customer, moment, before + amount, model)
            earlier = self.parts(customer, moment, before, model) if before else {}
            for sign, parts in ((1, now), (-1, earlier)):
                for (play, (channel, _)), cents in parts.items():
                    plays[play] = plays.get(play, 0) + sign * cents
                    channels[channel] = channels.get(channel, 0) + sign * cents
        return plays, channels, revenue

    def test_credit_is_what_the_export_gives(self):
        for model in "linear", "position":
            with self.subTest(model=model):
                plays, channels, revenue = self.work_out(model)
                answer = self.answer("credit", "--ledger", "x/fulcrum.db", "--as-of", LAST,
                                     "--restated", "--model", model)
                self.assertEqual(cents(answer["revenue"]), revenue)
                found = {row["play"]: cents(row["money"]) for row in answer["plays"]}
                for play in found.keys() | plays.keys():
                    self.assertEqual(found.get(play, 0), plays.get(play, 0), play)
                found = {row["channel"] or "": cents(row["money"]) for row in answer["channels"]}
                for channel in found.keys() | channels.keys():
                    self.assertEqual(found.get(channel, 0), channels.get(channel, 0), channel)
                self.assertEqual(cents(answer["unattributed"]), revenue - sum(plays.values()))
                self.assertGreater(len([p for p in plays.values() if p]), 3)

    def test_every_model_adds_up_and_says_what_it_is_not(self):
        for model in "first", "last", "linear", "position", "decay", "markov", "shapley":
            answer = self.answer("credit", "--ledger", "x/fulcrum.db", "--as-of", LAST,
                                 "--model", model)
            self.assertEqual(answer["model"], model)
            rest = cents(answer["unattributed"])
            for rows in "plays", "channels", "members":
                self.assertEqual(sum(cents(row["money"]) for row in answer[rows]) + rest,
                                 cents(answer["revenue"]), f"{model}, {rows}")
            self.assertEqual(sum(map(cents, answer["levers"].values())) + rest,
                             cents(answer["revenue"]))
        text = self.run_fulcrum("answer", "credit", "--ledger", "x/fulcrum.db", "--as-of", LAST)
        self.assertIn("Credit is not cause", text)
        self.run_fulcrum("answer", "clock", "--ledger", "x/fulcrum.db", "--model", "first",
                         code=2)
        self.assertIn("'model' is for the answer credit", self.err)


class Forecast(FulcrumTest):
    def ask(self, *more, day="2026-10-14"):
        return self.answer("forecast", "--ledger", "x/fulcrum.db", "--as-of", day, *more)

    def test_the_demo_is_forecast_sensibly(self):
        self.run_fulcrum("demo", "x", "--until", LAST, "--customers", "800", "--seed", "3")
        answer = self.ask("--scores")
        low, middle, high = (cents(answer["total"][key]) for key in ("p10", "p50", "p90"))
        self.assertTrue(cents(answer["so_far"]) < low < middle < high)
        self.assertEqual((answer["history_periods"], answer["today"]), (18, "2026-10-15"))
        self.assertEqual(answer["method"], "reset-ensemble")
        scores = answer["scores"]
        self.assertTrue(scores["replayed"])
        self.assertEqual(scores["periods"], 12)
        self.assertTrue(0 <= scores["brier"] <= 0.25)
        self.assertTrue(0.5 <= scores["coverage_80"] <= 1)
        self.assertEqual(sum(row["n"] for row in scores["calibration"]), scores["forecasts"])
        self.assertIn("as tested afterwards", self.run_fulcrum(
            "answer", "forecast", "--scores", "--ledger", "x/fulcrum.db", "--as-of", LAST))
        # Once the month is over it is what it came to.
        over = self.ask(day=LAST)
        actual = self.answer("number", "--ledger", "x/fulcrum.db", "--as-of", LAST)["actual"]
        self.assertEqual(set(over["total"].values()), {actual})
        self.assertIsNone(over["today"])
        self.check_targets(middle)
        self.check_momentum(self.ask(day="2026-10-05"))

    def check_momentum(self, forecast):
        """The same rest, seen from what is to go."""
        answer = self.answer(
            "momentum", "--ledger", "x/fulcrum.db", "--as-of", "2026-10-05")
        low, high = answer["band"]
        self.assertTrue(0 < low < answer["momentum"] < high)
        self.assertIn(answer["state"], ("ahead", "level", "behind"))
        self.assertEqual(answer["pulse_day"], "2026-10-05")
        self.assertTrue(0 <= answer["pulse"] <= 100 and answer["streak"] > 0)
        self.assertAlmostEqual(
            answer["lift_for_80"],
            cents(forecast["needed_today_for_80"]) / cents(forecast["expected_today"]), 3)
        self.assertLess(answer["required_pace"], answer["lift_for_80"])

    def check_targets(self, middle):
        """The chance falls, and what is needed rises, as the target does."""
        plan = (self.folder / "x/plan.yaml").read_text()
        before, needs = [], []
        for share in 0.7, 0.9, 1, 1.1, 1.4:
            lines = [f"  targets: {{ 2026-10: {middle * share / 100:.2f} }}"
                     if line.startswith("  targets:") else line for line in plan.splitlines()]
            self.write("other.yaml", "\n".join(lines) + "\n")
            answer = json.loads(self.run_fulcrum(
                "try", "--plan", "other.yaml", "--facts", "x/facts.ndjson", "--answer",
                "forecast", "--as-of", "2026-10-14", "--json", code=3))
            before.append(answer["p_hit"])
            needs.append(cents(answer["needed_today_for_80"]))
        self.assertEqual(before, sorted(before, reverse=True))
        self.assertEqual(needs, sorted(needs))
        self.assertTrue(0.5 < before[1] <= 1 and abs(before[2] - 0.5) < 0.02 and before[-1] < 0.2)


if __name__ == "__main__":
    unittest.main()
