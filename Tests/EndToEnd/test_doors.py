"""The command line and HTTP give the same answers, to the byte."""

import datetime
import itertools
import json
import unittest
import urllib.parse

from clients import Server
from harness import FulcrumTest

DAYS = {"live": [], "as-of": ["as-of"], "restated": ["as-of", "restated"]}
SEEDS = (3, 11)


def requests(operation):
    """Every request that an operation of the API's document describes: each word and flag, one number, and none."""
    choices = []
    for parameter in operation["parameters"]:
        name, schema = parameter["name"], parameter["schema"]
        if name in ("as-of", "restated"):
            continue
        if "enum" in schema:
            values = schema["enum"]
        elif schema["type"] == "boolean":
            values = ["true"]
        else:
            values = ["ana"] if schema["type"] == "string" else [max(1, schema["minimum"])]
        choices.append([None, *[(name, value) for value in values]])
    for chosen in itertools.product(*choices):
        given = [each for each in chosen if each]
        # A number beside a word tells nothing that each alone does not.
        if len(given) < 2 or {"by", "rolling"} == {name for name, _ in given}:
            yield given


class DoorsTest(FulcrumTest):
    def business(self, seed):
        """A business made up anew, in which much changes on one day: today."""
        self.run_fulcrum("simulate", f"b{seed}", "--customers", "60", "--seed", str(seed))
        folder = self.folder / f"b{seed}"
        ledger = folder / "fulcrum.db"
        plan = (folder / "plan.yaml").read_text()
        self.run_fulcrum("plan", "apply", folder / "plan.yaml", "--ledger", ledger)
        lines = [json.loads(line) for line in (folder / "facts.ndjson").open()]
        now = datetime.datetime.now(datetime.timezone.utc)
        lines = [line for line in lines if line["at"] < now.isoformat()]
        self.write("facts.ndjson", "".join(json.dumps(line) + "\n" for line in lines))
        # One of its facts comes twice with other content.
        self.run_fulcrum("import", "facts", "facts.ndjson", "--ledger", ledger, code=3)
        paid = [line for line in lines if line["kind"] == "money"]
        today = now.date().isoformat()
        late = dict(paid[seed], id="late", at=paid[seed]["at"])
        late.pop("received", None)
        self.write("today.ndjson", "".join(json.dumps(line) + "\n" for line in [
            {"id": "undone", "kind": "retract", "at": today, "fact": paid[-1]["id"]}, late,
            dict(late, id="now", at=today), {"id": "wrong", "kind": "money", "at": "never"}]))
        self.run_fulcrum("import", "facts", "today.ndjson", "--ledger", ledger, code=3)
        self.run_fulcrum("play", "start", "winter", "--lever", "sales", "--everybody", "--ledger", ledger)
        self.run_fulcrum("note", "We begin.", "--play", "winter", "--ledger", ledger)
        self.write("plan.yaml", plan.replace("business: ", "business: New ", 1))
        self.run_fulcrum("plan", "apply", "plan.yaml", "--ledger", ledger)
        return ledger

    def test_every_answer_with_every_option(self):
        compared = 0
        for seed in SEEDS:
            ledger = self.business(seed)
            server = Server(ledger)
            self.addCleanup(server.stop)
            token = server.token("gm")
            document = json.loads(server.send("/v1/openapi.json", token=token)[2])
            paths = {path: methods["get"] for path, methods in document["paths"].items()
                     if path.startswith("/v1/answers/")}
            self.assertGreater(len(paths), 12)
            past = (datetime.date.today() - datetime.timedelta(days=20 + seed)).isoformat()
            for path, operation in paths.items():
                name = path.rsplit("/", 1)[1]
                known = {parameter["name"] for parameter in operation["parameters"]}
                for day, given in itertools.product(DAYS.values(), requests(operation)):
                    if set(day) - known or (day and given and seed != SEEDS[0]):
                        continue
                    asked = [(each, past if each == "as-of" else "true") for each in day] + given
                    compared += 1
                    self.compare(server, token, ledger, name, asked)
        print(f"doors: {compared} answers compared", flush=True)
        self.assertGreater(compared, 100)

    def compare(self, server, token, ledger, name, asked):
        query = "?" + urllib.parse.urlencode(asked) if asked else ""
        options = [text for option, value in asked
                   for text in ([f"--{option}"] if value == "true" else [f"--{option}", value])]
        with self.subTest(f"{name}{query}"):
            status, _, body = server.send(f"/v1/answers/{name}{query}", token=token)
            self.assertEqual(status, 200, body)
            printed = self.run_fulcrum("answer", name, "--json", *options, "--ledger", ledger)
            self.assertEqual(body.decode(), printed)

    def test_what_is_wrong_is_said_alike(self):
        ledger = self.business(SEEDS[0])
        server = Server(ledger)
        self.addCleanup(server.stop)
        token = server.token("gm")
        for name, option, value in [
                ("number", "by", "week"), ("number", "as-of", "2026-02-30"), ("retention", "by", "year"),
                ("people", "top", "0"), ("retention", "columns", "many"), ("credit", "model", "mine")]:
            with self.subTest(f"{name} {option} {value}"):
                status, _, body = server.send(f"/v1/answers/{name}?{option}={value}", token=token)
                self.assertEqual(status, 400)
                self.run_fulcrum("answer", name, f"--{option}", value, "--ledger", ledger, code=2)
                problem = json.loads(body)
                self.assertIn(problem["detail"], self.err)
                self.assertIn(problem["remedy"], self.err)


if __name__ == "__main__":
    unittest.main()
