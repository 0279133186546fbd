"""Odd facts over all the years there are, and every answer with every option: no end, no hang, no fault."""

import itertools
import os
import random
import time
import unittest
import urllib.parse

from attacking import PLAN, SEED, AttackTest, Lost, answer_names, answer_options, done

FACTS = int(os.environ.get("ATTACK_FACTS", "400"))
ASKED = int(os.environ.get("ATTACK_ASKED", "150"))
LEVERS = ["product", "marketing", "sales"]


class Odd:
    """Facts that are well formed and odd in what they say."""

    def __init__(self, chance, years):
        self.chance, self.years = chance, years

    def day(self):
        edges = ["1969-12-31", "1970-01-01", "2000-02-29", "2024-12-31", "2026-03-29", "2026-10-25",
                 "2026-11-27", "0001-01-01", "9999-12-31"]
        low, high = self.years
        if self.chance.random() < 0.15:
            edge = self.chance.choice(edges)
            if low <= int(edge[:4]) <= high:
                return edge
        return (f"{self.chance.randint(low, high):04}-{self.chance.randint(1, 12):02}-"
                f"{self.chance.randint(1, 28):02}")

    def at(self):
        form = self.chance.random()
        if form < 0.3:
            return self.day()
        zone = self.chance.choice(["Z", "+14:00", "-12:00", "+05:45", "-00:30"])
        return f"{self.day()}T{self.chance.choice(['00:00:00', '23:59:59', '12:34:56.789'])}{zone}"

    def amount(self):
        return self.chance.choice(
            ["0.01", "-0.01", "0.00", "5.00", "-5.00", "90000000000000.00", "-90000000000000.00",
             f"{self.chance.randint(-10 ** 6, 10 ** 6)}.{self.chance.randint(0, 99):02}"])

    def fact(self, number):
        chance = self.chance
        kind = chance.choice(["money", "money", "money", "time", "deal", "deal", "touch", "holdout", "play",
                              "cost", "score", "work", "customer", "note", "retract"])
        fact = {"id": f"odd{number}", "kind": kind, "at": self.at()}
        if chance.random() < 0.8:
            fact["customer"] = f"c{chance.randrange(30)}"
        if chance.random() < 0.3:
            fact["member"] = chance.choice(["ana", "ben", "sam", "nobody"])
        if chance.random() < 0.2:
            fact["lever"] = chance.choice(LEVERS)
        other = f"odd{chance.randrange(FACTS)}"
        if kind in ("money", "deal", "cost"):
            fact.update(amount=self.amount(), currency=chance.choice(["EUR", "USD", "JPY"]))
        if kind == "money":
            if chance.random() < 0.3:
                fact["of"] = other
            if chance.random() < 0.3:
                fact["recurring"] = {"from": self.day(), "to": self.day()}
            if chance.random() < 0.2:
                fact["splits"] = {"ana": "0.5", "ben": "0.5"}
            if chance.random() < 0.3:
                fact["deal"] = f"d{chance.randrange(20)}"
        elif kind == "time":
            fact["seconds"] = chance.choice([0, 1, 1800, 10 ** 9, 9 * 10 ** 15])
        elif kind == "deal":
            fact.update(deal=f"d{chance.randrange(20)}",
                        stage=chance.choice(["open", "qualified", "proposal", "won", "lost", "other"]))
            if chance.random() < 0.5:
                fact["closes"] = self.day()
        elif kind in ("touch", "holdout"):
            fact["play"] = f"p{chance.randrange(6)}"
            if kind == "touch":
                fact["channel"] = chance.choice(["mail", "call", ""])
        elif kind == "play":
            fact.update(play=f"p{chance.randrange(6)}", lever=chance.choice(LEVERS), **{"from": self.day()})
            if chance.random() < 0.5:
                fact["to"] = self.day()
            fact["goal"] = chance.choice(["activation", "money", "time", "retention"])
            fact["window"] = chance.choice([1, 14, 3650])
        elif kind == "cost":
            fact["lever"] = chance.choice(LEVERS)
        elif kind == "score":
            fact.update(scale=chance.choice(["csat5", "nps", "ces7", "stars5"]), score=chance.randrange(6))
        elif kind == "work":
            fact.update(work=f"w{chance.randrange(9)}", type=chance.choice(["revenue", "experience", "debt"]),
                        state=chance.choice(["started", "shipped", "dropped"]), effort=chance.choice([0, 1, 10 ** 6]))
        elif kind == "customer":
            fact["attributes"] = {"segment": chance.choice(["a", "b", ""]), "region": "north"}
        elif kind == "note":
            fact.update(text="so it is", day=self.day())
        elif kind == "retract":
            fact.update(fact=other, why="so")
        return fact


class OddFacts(AttackTest):
    # Options that are for one answer alone.
    OWN = {"retention": ["by", "columns", "rolling"], "bridge": ["convention"], "credit": ["model"],
           "people": ["top", "member"], "forecast": ["scores"]}

    def questions(self, server, chance, years):
        """Every answer with each option by itself, then pairs of them by chance."""
        odd = Odd(chance, years)
        values = {
            "as-of": ["1970-01-01", "2026-11-27", "2026-02-28", "0001-01-01", "9999-12-31", odd.day(), odd.day()],
            "by": ["day", "week", "month", "quarter", "year", "segment", "region", "x"],
            "columns": ["1", "12", "400", "100000", "0", "-1", "x"], "top": ["1", "1000000", "0", "x"],
            "convention": ["fulcrum", "chartmogul", "profitwell", "stripe", "x"], "member": ["ana", "nobody", "\u2603"],
            "model": ["first", "last", "linear", "position", "decay", "markov", "x"],
            "restated": ["", "true", "false", "x"], "rolling": ["", "true"], "scores": ["", "true"]}
        options = answer_options(server)
        for name in options:
            values.setdefault(name, ["1", "x", ""])
        names = answer_names(server)
        # What an answer takes: alone, with a day, and restated.
        own = []
        for name in names:
            days = [[]] if name == "quarantine" else [[], *([("as-of", day)] for day in values["as-of"])]
            for day in days:
                own.append((name, day))
                if day:
                    own.append((name, [*day, ("restated", "")]))
            for option in self.OWN.get(name, []):
                own += [(name, [(option, value), *chance.choice(days)]) for value in values[option]]
            for one, two in itertools.combinations(self.OWN.get(name, []), 2):
                own += [(name, [(one, chance.choice(values[one])), (two, chance.choice(values[two])),
                                *chance.choice(days)]) for _ in range(4)]
        rest = [(name, [(option, value)]) for name in names for option in options for value in values[option]]
        rest += [(name, [(one, chance.choice(values[one])), (two, chance.choice(values[two]))])
                 for name in names for one, two in itertools.combinations(options, 2)]
        return own + chance.sample(rest, min(len(rest), ASKED))

    def ask_everything(self, server, token, chance, years, about):
        asked, slow, statuses = 0, [], {}
        for name, options in self.questions(server, chance, years):
            path = f"/v1/answers/{name}" + (f"?{urllib.parse.urlencode(options)}" if options else "")
            before, begun = server.processor(), time.monotonic()
            try:
                answer = server.get(path, token=token, timeout=20)
            except Lost as error:
                self.assertTrue(server.is_up, f"{about}: {path} ended the server "
                                              f"({server.process.poll()}): {error}")
                self.fail(f"{about}: {path}: {error}")
            asked += 1
            statuses[answer.status] = statuses.get(answer.status, 0) + 1
            self.assertTrue(answer.status < 500 or answer.status == 503, f"{about}: {path}: {answer}")
            # What it took of its own processor, so that what else the machine does is not counted.
            spent = server.processor() - before
            if spent > 1 and time.monotonic() - begun > 1:
                slow.append((path, round(spent, 2)))
        for path in "/", "/people", "/plays", "/customers", "/forecast", "/levers", "/chronicle", "/data":
            before = server.processor()
            answer = server.get(path, token=token)
            self.assertEqual(answer.status, 200, f"{about}: {path}")
            if server.processor() - before > 1:
                slow.append((path, round(server.processor() - before, 2)))
        self.assertGreater(statuses.get(200, 0), 90, f"{about}: hardly anything was worked out: {statuses}")
        self.assertEqual(slow, [], f"{about}: seconds of a processor, of {asked} asked")
        print(f"odd facts, {about}: {asked} asked, {statuses}", flush=True)

    def try_(self, plan, years, about, seed, smuggled=False):
        chance = random.Random(f"{SEED}-{seed}")
        (self.folder / "plan.yaml").write_text(plan)
        done("plan", "apply", self.folder / "plan.yaml", "--ledger", self.ledger)
        server = self.serve()
        gm = server.token("ops", "gm")
        odd = Odd(chance, years)
        facts = [odd.fact(number) for number in range(FACTS)]
        kept = 0
        for start in range(0, len(facts), 50):
            answer = server.facts(facts[start:start + 50], gm)
            self.assertEqual(answer.status, 200, f"{about}: {answer}")
            kept += answer.json["kept"]
        self.assertGreater(kept, 10 if years[0] < 1970 else FACTS / 2, f"{about}: hardly a fact was kept")
        if smuggled:
            server.stop()
            for number in range(60):
                at = chance.randint(-62_135_596_800_000, 253_402_300_799_000)
                like = chance.choice(self.rows("SELECT id FROM fact WHERE kind IN (2, 4, 5, 6)"))[0]
                self.smuggle(like, id=f"old{number}", at=at)
            kept += 60
            server.start()
        server.wait_for_board(gm, kept)
        self.ask_everything(server, gm, chance, years, about)
        self.assertUp(server, about)
        code, _ = server.stop()
        self.assertEqual(code, 0, about)
        self.assertDoctor(about)

    def test_facts_of_all_years(self):
        self.try_(PLAN, (1, 9999), "years 1 to 9999", 1)

    def test_facts_of_all_years_kept_by_an_earlier_version(self):
        self.try_(PLAN, (1960, 2040), "years 1 to 9999 in the file already", 2, smuggled=True)

    def test_facts_of_this_century(self):
        self.try_(PLAN, (1970, 2035), "1970 to 2035", 3)

    def test_profit_by_the_quarter(self):
        plan = PLAN.replace("measure: revenue", "measure: profit").replace("period: month", "period: quarter")
        self.try_(plan, (2020, 2030), "profit by the quarter", 4)

    def test_bookings_at_the_end_of_the_world(self):
        plan = PLAN.replace("basis: payments", "basis: bookings").replace("timezone: UTC",
                                                                        "timezone: Pacific/Kiritimati")
        self.try_(plan, (2020, 2030), "bookings at UTC+14", 5)


if __name__ == "__main__":
    unittest.main()
