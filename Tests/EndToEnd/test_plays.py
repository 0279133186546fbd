"""Plays from start to verdict, and verdicts worked out a second time."""

import datetime
import json
import math
import random
import statistics

from harness import FulcrumTest, PLAN

DAY = datetime.timedelta(days=1)


def weights(treated, control, events, odds):
    """The treated's events, totals given, under an odds ratio: probabilities by count."""
    counts = range(max(0, events - control), min(treated, events) + 1)
    logs = [math.lgamma(treated + 1) - math.lgamma(k + 1) - math.lgamma(treated - k + 1)
            + math.lgamma(control + 1) - math.lgamma(events - k + 1)
            - math.lgamma(control - events + k + 1) + k * math.log(odds) for k in counts]
    top = max(logs)
    raw = [math.exp(value - top) for value in logs]
    return {k: value / sum(raw) for k, value in zip(counts, raw)}


class Walk:
    """A count that is deleted where it crosses, so that no more than an allowance ever has."""

    def __init__(self):
        self.states, self.spent = {0: 1.0}, 0.0

    def step(self, pmf, allowance):
        convolved = {}
        for state, mass in self.states.items():
            for count, chance in pmf.items():
                convolved[state + count] = convolved.get(state + count, 0.0) + mass * chance
        bound, tail = max(convolved) + 1, 0.0
        while bound - 1 in convolved and tail + convolved[bound - 1] <= allowance - self.spent:
            bound -= 1
            tail += convolved[bound]
        self.spent += tail
        self.states = {k: v for k, v in convolved.items() if k < bound}
        return bound


def judge(days, looks, worthwhile=0.1, alpha=0.025):
    """(verdict, look) of daily tables (treated, events, control, events), by the letter of the method."""
    ratio, normal = 1 + worthwhile, statistics.NormalDist()
    full = (normal.inv_cdf(1 - alpha) + normal.inv_cdf(0.8)) ** 2
    effect, small = Walk(), Walk()
    treated = control = events = seen = kept = 0
    information = tau = allowance = 0.0
    for look, (nt, xt, nc, xc) in enumerate(days, 1):
        m, n = xt + xc, nt + nc
        treated, control, events, seen, kept = treated + nt, control + nc, events + m, seen + xt, kept + xc
        if m:
            base = min(max(events / (control + ratio * treated), 1e-12), 0.9 / ratio)
            odds = ratio * (1 - base) / (1 - ratio * base)
        if n > 1:
            information += m * nt * nc * (n - m) / (n * n * (n - 1))
        if treated + control:
            pooled = min(max(events / (treated + control), 1e-12), 0.9 / ratio)
            delta = math.log(ratio * (1 - pooled) / (1 - ratio * pooled))
            tau = max(tau, information * delta ** 2 / full)
        reached = normal.cdf((math.log(tau) - math.log(0.3)) / 2) if tau > 0 else 0
        spend = alpha if look == looks else alpha * (1 - (1 - reached) * (1 - (look / looks) ** 2))
        allowance = max(allowance, spend)
        upper = effect.step(weights(nt, nc, m, 1) if m else {0: 1.0}, allowance)
        lower = small.step(weights(nc, nt, m, 1 / odds) if m else {0: 1.0}, allowance)
        if events:
            if seen >= upper:
                return "worked", look
            if kept >= lower:
                return "small", look
        if look == looks:
            # Nobody of 100 and more tells that the rate is below 3.63 %.
            if not seen and treated and 1 - alpha ** (1 / treated) < 0.0363:
                return "no-activation", look
            return "inconclusive", look
    return "too-early", len(days)


class Verdicts(FulcrumTest):
    WINDOW = 7

    def business(self, seed):
        """Four plays of 40 days, a lot each, and how many activated on each day."""
        source = random.Random(seed)
        first = datetime.date(2026, 1, 5)
        facts, tables = [], {}
        for play, (base, lift, share) in {
                "strong": (0.15, 1.0, 0.3), "none": (0.3, 0.0, 0.5), "harm": (0.4, -0.5, 0.4),
                "idle": (0.0, 0.0, 0.2)}.items():
            facts.append({"id": play, "kind": "play", "at": "2026-01-01", "play": play, "lever": "sales",
                          "from": str(first), "to": str(first + 39 * DAY), "window": f"{self.WINDOW}d"})
            tables[play] = []
            for place in range(40):
                day, table = first + place * DAY, [0, 0, 0, 0]
                for number in range(source.randint(5, 25)):
                    customer = f"{play}-{place}-{number}"
                    kept = source.random() < share
                    hour = f"{day}T{source.randint(0, 23):02}:{source.randint(0, 59):02}:00Z"
                    facts.append({"id": customer, "kind": "holdout" if kept else "touch", "at": hour,
                                  "play": play, "customer": customer})
                    rate = base * (1 if kept else 1 + lift)
                    late = source.random() < 0.1
                    event = source.random() < rate
                    if event or late:
                        # The late ones pay after the window and do not count.
                        paid = day + (source.randint(1, 5) if event else 30) * DAY
                        facts.append({"id": customer + "$", "kind": "money", "at": f"{paid}T12:00:00Z",
                                      "customer": customer, "amount": "50.00", "currency": "EUR"})
                    table[2 if kept else 0] += 1
                    if event:
                        table[3 if kept else 1] += 1
                tables[play].append(table)
        return facts, tables, first

    def test_verdicts_are_those_of_a_second_implementation(self):
        words = set()
        for seed in range(4):
            facts, tables, first = self.business(seed)
            self.write("plan.yaml", PLAN)
            self.write("facts.ndjson", "".join(json.dumps(fact) + "\n" for fact in facts))
            for looks in (12, 27, 40):
                day = first + (looks - 1 + self.WINDOW) * DAY
                answer = json.loads(self.run_fulcrum(
                    "try", "--plan", "plan.yaml", "--facts", "facts.ndjson", "--answer", "plays",
                    "--as-of", str(day), "--json"))
                self.assertEqual(len(answer["plays"]), 4)
                for play in answer["plays"]:
                    days = tables[play["play"]][:looks]
                    verdict, look = judge(days, 40)
                    note = f"seed {seed}, {looks} looks, {play}"
                    found = {"futile": "small", "hurt": "small", "too-small": "inconclusive",
                             "undecided": "inconclusive"}.get(play["reason"]) or \
                        play["reason"] or play["verdict"]
                    if found == "inconclusive":
                        self.assertEqual(play["verdict"], "inconclusive")
                        self.assertEqual(play["reason"] == "too-small", (play["power"] or 1) < 0.5, note)
                    self.assertEqual((found, play["looks"]), (verdict, look), note)
                    sums = [sum(column) for column in zip(*days[:look])]
                    self.assertEqual(
                        [play["treated"]["customers"], play["treated"]["activated"],
                         play["holdout"]["customers"], play["holdout"]["activated"]], sums, note)
                    if verdict not in ("too-early",):
                        self.assertEqual(
                            play["decided_on"], str(first + (look - 1 + self.WINDOW) * DAY), note)
                    words.add(found)
        self.assertEqual(words, {"worked", "small", "inconclusive", "no-activation", "too-early"})

    def test_the_demo_has_no_play_without_a_lot_that_worked(self):
        self.run_fulcrum("demo", "x", "--customers", "6000", "--plays", "14", "--seed", "7",
                         "--until", "2026-10-31")
        answer = self.answer("plays", "--ledger", "x/fulcrum.db", "--as-of", "2026-10-31")
        truth = {p["play"]: p for p in json.loads((self.folder / "x/truth.json").read_text())["plays"]}
        grades = {play["grade"] for play in answer["plays"]}
        self.assertEqual(grades, {"A", "C"})
        for play in answer["plays"]:
            if play["verdict"] == "worked":
                self.assertEqual(play["grade"], "A")
                self.assertGreater(truth[play["play"]]["true_lift"], 0, play["sentence"])
        self.assertTrue(any(play["verdict"] == "worked" for play in answer["plays"]))
        self.assertEqual(answer["expected_false_worked"], 0.025 * answer["judged"])
        credit = self.answer("credit", "--ledger", "x/fulcrum.db", "--as-of", "2026-10-31")
        judged = {play["play"]: play for play in answer["plays"]}
        for play in credit["plays"]:
            same = judged.get(play["play"])
            if same and same["grade"] == "A" and same["looks"]:
                self.assertEqual(play["caused"]["lift"], same["lift"])
            else:
                self.assertIsNone(play["caused"])


class Commands(FulcrumTest):
    def setUp(self):
        super().setUp()
        self.run_fulcrum("init", ".")
        self.run_fulcrum("plan", "apply", self.write("own.yaml", PLAN))
        self.today = json.loads(self.run_fulcrum("answer", "clock", "--json"))["as_of"]

    def lists(self, play):
        return {path.stem.removeprefix(play + "-"): path.read_text().split()
                for path in (self.folder / "lists").glob(f"{play}-*.txt")}

    def test_a_lot_is_drawn_once_and_sealed(self):
        names = [f"customer-{n}" for n in range(4000)]
        self.write("list.txt", "customer\n" + "\n".join(names + names[:10]) + "\n")
        out = self.run_fulcrum("play", "start", "mail", "--lever", "marketing", "--list", "list.txt",
                               "--out", "lists", "--goal", "retention", "--worthwhile", "20%")
        self.assertIn("Fixed at launch: retention within", out.replace("\n", " "))
        lists = self.lists("mail")
        self.assertEqual(sorted(lists["kept"] + lists["reach"]), sorted(names))
        self.assertTrue(700 < len(lists["kept"]) < 900)  # a fifth of a short list
        self.write("more.txt", "\n".join(names[:50] + ["customer-new"]) + "\n")
        out = self.run_fulcrum("play", "draw", "mail", "--list", "more.txt", "--out", "lists")
        self.assertIn("50 customers had been drawn before.", out)
        for side in "kept", "reach":
            again = set(self.lists("mail").get(f"{self.today}-{side}", []))
            self.assertLessEqual(again - {"customer-new"}, set(lists[side]))
        self.run_fulcrum("play", "start", "mail", "--lever", "sales", code=1)
        self.assertIn("is there already", self.err)
        show = json.loads(self.run_fulcrum("play", "show", "mail", "--json"))["play"]
        self.assertEqual((show["grade"], show["verdict"], show["terms"]["worthwhile"]),
                         ("A", "too-early", 0.2))
        self.run_fulcrum("play", "stop", "mail")
        show = json.loads(self.run_fulcrum("play", "show", "mail", "--json"))["play"]
        self.assertEqual((show["terms"]["to"], show["terms"]["planned_to"]), (self.today, None))
        self.run_fulcrum("export", "facts")
        lots = [json.loads(line) for line in (self.folder / "facts/facts.ndjson").read_text().splitlines()
                if '"holdout"' in line and json.loads(line)["kind"] == "holdout"]
        self.assertEqual(len(lots), 4001)
        self.assertEqual(sum(lot.get("arm", "kept") == "kept" for lot in lots),
                         len(lists["kept"]) + (("customer-new" in self.lists("mail").get(
                             f"{self.today}-kept", []))))

    def test_waves_reach_everybody_once(self):
        names = [f"c{n}" for n in range(900)]
        self.write("list.txt", "\n".join(names))
        self.run_fulcrum("play", "start", "calls", "--lever", "sales", "--list", "list.txt", "--waves", "3",
                         "--window", "2w", "--out", "lists")
        lists = self.lists("calls")
        self.assertEqual(sorted(lists), ["wave-1", "wave-2", "wave-3"])
        self.assertEqual(sorted(sum(lists.values(), [])), sorted(names))
        self.run_fulcrum("play", "start", "other", "--lever", "sales", "--list", "list.txt", "--waves", "3",
                         "--window", "2w", "--every", "7d", code=1)
        self.assertIn("overlap the window of 14", self.err)

    def test_wrong_input_says_what_to_do(self):
        for arguments, code, words in [
            (["start", "x", "--lever", "sales", "--holdout", "120%"], 1, "holds everybody out"),
            (["start", "x", "--lever", "sales", "--to", "2020-01-01"], 1, "is before the first day"),
            (["start", "x", "--lever", "sales", "--everybody", "--waves", "2", "--list", "l"], 2, "Give one of"),
            (["start", "x", "--lever", "sales", "--list", "nowhere.txt"], 1, "there is no file nowhere.txt"),
            (["start", "x", "--lever", "sales", "--rule", "region"], 1, "names no values"),
            (["show", "x"], 1, "there is no play 'x'"),
            (["stop", "x"], 1, "no play 'x' was declared"),
            (["draw", "x", "--list", "own.yaml"], 1, "was not started with a random holdout here"),
            (["plan", "--per-day", "0", "--base", "5%"], 2, "--per-day must be above 0"),
            (["plan", "--per-day", "10", "--base", "five"], 1, "is no share"),
        ]:
            self.run_fulcrum("play", *arguments, code=code)
            self.assertIn(words, self.err, arguments)
        self.assertIn("would be detected less than half the time", self.run_fulcrum(
            "play", "plan", "--per-day", "20", "--base", "1%").replace("\n", " "))
        self.assertEqual(self.answer("plays")["plays"], [])

    def test_looks_and_forecasts_are_sealed_once_a_day(self):
        day = datetime.date.fromisoformat(self.today)
        facts = [{"id": "p", "kind": "play", "at": str(day - 60 * DAY), "received": f"{day - 60 * DAY}T00:00:00Z",
                  "play": "p", "lever": "sales", "from": str(day - 40 * DAY), "window": "7d"}]
        for place in range(30):
            for number in range(20):
                at = f"{day - (40 - place) * DAY}T10:00:00Z"
                customer = f"{place}-{number}"
                facts.append({"id": customer, "kind": "holdout" if number % 2 else "touch", "at": at,
                              "received": at, "play": "p", "customer": customer})
                if number % (20 if number % 2 else 3) == 0:
                    paid = f"{day - (38 - place) * DAY}T10:00:00Z"
                    facts.append({"id": customer + "$", "kind": "money", "at": paid, "received": paid,
                                  "customer": customer, "amount": "19.00", "currency": "EUR"})
        self.write("facts.ndjson", "".join(json.dumps(fact) + "\n" for fact in facts))
        self.run_fulcrum("import", "facts", "facts.ndjson")
        play = self.answer("plays")["plays"][0]
        self.assertEqual(play["verdict"], "worked")
        self.assertIn("No daily check has been published yet", self.run_fulcrum("play", "show", "p"))
        first = json.loads(self.run_fulcrum("flash", "--json"))
        self.assertEqual((first["plays"]["worked"], first["plays"]["judged"]), (1, 1))
        published = json.loads(self.run_fulcrum("play", "show", "p", "--json"))["published"]
        self.assertEqual([look["verdict"] for look in published], ["worked"])
        # Every payment of those reached is taken back: what was published stands, and the answer says so.
        late = [{"id": "r" + fact["id"], "kind": "retract", "at": f"{day}T00:00:01Z", "fact": fact["id"],
                 "why": "double"} for fact in facts if fact["kind"] == "money"]
        self.write("late.ndjson", "".join(json.dumps(fact) + "\n" for fact in late))
        self.run_fulcrum("import", "facts", "late.ndjson")
        again = json.loads(self.run_fulcrum("flash", "--json"))
        self.assertEqual(again["plays"], first["plays"])
        self.assertRegex(self.run_fulcrum("flash"), r"\b1 (play )?worked")
