"""Segment's and Stripe's own client libraries against the server."""

import json
import os
import pathlib
import subprocess
import time
import unittest

from clients import Server, python
from harness import FulcrumTest, PLAN

HERE = pathlib.Path(__file__).resolve().parent
EVENTS = int(os.environ.get("SEGMENT_EVENTS", "70000"))


class ClientsTest(FulcrumTest):
    def setUp(self):
        super().setUp()
        self.write("plan.yaml", PLAN)
        self.ledger = self.folder / "fulcrum.db"
        self.run_fulcrum("plan", "apply", "plan.yaml")

    def facts(self):
        self.run_fulcrum("export", "out")
        lines = (self.folder / "out" / "facts.ndjson").read_text().splitlines()
        return [json.loads(line) for line in lines]

    def test_segments_client_loses_nothing_through_a_kill_and_sends_nothing_twice(self):
        server = Server(self.ledger)
        self.addCleanup(lambda: server.stop())
        key = server.token("source")
        sender = subprocess.Popen(
            [python(), HERE / "send_segment.py", server.address, key, "0", str(EVENTS)],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        sender.stdout.readline()
        time.sleep(2.5)
        self.assertIsNone(sender.poll(), "the sender was done before the server was killed")
        server.kill()
        time.sleep(0.5)
        server.start()
        _, err = sender.communicate(timeout=240)
        self.assertEqual(sender.returncode, 0, err[-2000:])
        ids = [fact["id"] for fact in self.facts()]
        self.assertEqual(len(ids), EVENTS)
        self.assertEqual(set(ids), {f"s{number}" for number in range(EVENTS)})
        self.assertEqual(json.loads(
            self.run_fulcrum("answer", "quarantine", "--json"))["count"], 0)

    def test_stripes_library_signs_and_forged_and_stale_events_are_refused(self):
        server = Server(self.ledger, environment={"FULCRUM_STRIPE_SECRET": "whsec_old,whsec_test"})
        self.addCleanup(server.stop)
        done = subprocess.run(
            [python(), HERE / "send_stripe.py", server.address, "whsec_test"],
            check=True, capture_output=True, text=True)
        self.assertEqual(json.loads(done.stdout), {
            "taken": 200, "again": 200, "several": 200, "refund": 200, "forged": 400,
            "stale": 400})
        kept = {fact["id"]: fact["amount"] for fact in self.facts()}
        self.assertEqual(kept, {"ch_1": "12.34", "re_1": "-2.34"})


if __name__ == "__main__":
    unittest.main()
