"""Pay, worked out a second time over random plans and credit streams, equal to the cent.

PAY_PLANS says how many plans (make pay-plans runs 10,000); PAY_SEED where they begin.
"""

import datetime
import json
import os
import random
import unittest

import pay_random
from harness import FulcrumTest
from pay_member import Member
from pay_reference import Business, rounded

PLANS = int(os.environ.get("PAY_PLANS", "300"))
SEED = int(os.environ.get("PAY_SEED", "1"))
PEOPLE = 100


class SecondComputation(FulcrumTest):
    def compare(self, seed, plan, facts, day):
        answer = json.loads(self.run_fulcrum(
            "try", "--plan", "plan.yaml", "--facts", "facts.ndjson", "--answer", "pay",
            "--as-of", day, "--json"))
        business = Business(plan, facts, datetime.date.fromisoformat(day))
        found = {person["member"]: person for person in answer["people"]}
        for person in plan["people"]:
            if not business.terms(person["id"]):
                continue
            member = Member(business, person["id"])
            own = member.run(member.calendar.number(business.today))
            shown = found.get(person["id"])
            place = f"seed {seed}, {day}, {person['id']}"
            if shown is None:
                self.assertEqual((own["payout"], member.days(
                    member.calendar.number(business.today))), (0, 0), place)
                continue
            self.same(place, own, shown)
        total = sum(int(p["payout"].replace(".", "")) for p in answer["people"])
        self.assertEqual(f"{total / 100:.2f}", answer["total"])

    def same(self, place, own, shown):
        def cents(text):
            return int(text.replace(".", ""))
        for key in ("payout", "earned", "loan"):
            self.assertEqual(own[key], cents(shown[key]), f"{place}: {key}")
        self.assertEqual(rounded(own["credit"]), cents(shown["credit"]), f"{place}: credit")
        if own["quota"] is not None:
            self.assertEqual(rounded(own["quota"]), cents(shown["quota"]), f"{place}: quota")
        lines = [(line["rule"], line["about"] or "", line["fact"] or "", cents(line["pay"]))
                 for line in shown["lines"]]
        self.assertEqual(sum(line[3] for line in lines), cents(shown["payout"]), place)
        wanted = [(rule, about or "", fact or "", pay) for rule, about, fact, pay in own["lines"]]
        self.assertEqual(
            sorted(line for line in wanted if line[3]), sorted(line for line in lines if line[3]),
            place)

    def test_random_plans(self):
        for seed in range(SEED, SEED + max(1, PLANS // PEOPLE)):
            chance = random.Random(seed)
            plan, facts = pay_random.business(chance, PEOPLE)
            pay_random.write(self.folder, plan, facts)
            for day in ("2026-02-28", chance.choice(["2026-03-17", "2026-04-30"])):
                with self.subTest(seed=seed, day=day):
                    self.compare(seed, plan, facts, day)


if __name__ == "__main__":
    unittest.main()
