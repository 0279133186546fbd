"""Facts that mean harm: none ends the server, none reads or undoes what others sent."""

import json
import time
import unittest

from attacking import TODAY, AttackTest, fulcrum, moment, money


class HostileFacts(AttackTest):
    def setUp(self):
        super().setUp()
        self.server = self.serve()
        self.gm = self.server.token("ops", "gm")
        self.key = self.server.token("shop", "source")
        self.assertKept(self.server.facts(
            [money("m1", customer="c1"), money("m2", "7.00", customer="c2", member="ana"),
             {"id": "d1", "kind": "deal", "at": moment(60), "deal": "d-1", "stage": "won",
              "amount": "90.00", "currency": "EUR", "member": "ana", "customer": "c2"}], self.key), 3)
        self.server.wait_for_board(self.gm, 3)

    def assertStands(self, what):
        """Every answer and page is given, also after a start anew."""
        for path in "/people", "/", "/levers", "/customers", "/forecast", "/plays", "/data":
            self.assertEqual(self.server.get(path, token=self.gm).status, 200, f"{what}: {path}")
        self.every_answer(self.server, self.gm)
        self.server.stop()
        self.server.start()
        self.assertUp(self.server, f"{what}: started anew")
        self.every_answer(self.server, self.gm)
        self.assertDoctor(what)

    def test_money_that_refunds_itself_is_refused(self):
        why = self.assertQuarantined(self.server.facts([money("x", "1.00", of="x")], self.key))
        self.assertIn("itself", why)
        self.assertStands("a refund of itself")

    def test_an_import_of_money_that_refunds_itself_is_refused(self):
        path = self.folder / "self.ndjson"
        path.write_text(json.dumps(money("x", "1.00", of="x")) + "\n")
        self.run_fulcrum("import", "facts", path, code=3)
        self.assertEqual(self.rows("SELECT count(*) FROM fact WHERE id = 'x'"), [(0,)])
        self.assertStands("an import of a refund of itself")

    def test_a_fact_that_takes_itself_back_is_refused(self):
        gone = {"id": "r", "kind": "retract", "at": moment(), "fact": "r", "why": "so"}
        self.assertQuarantined(self.server.facts([gone], self.gm))
        self.assertStands("a retraction of itself")

    def test_refunds_in_circles_and_chains_leave_the_server_standing(self):
        circle = [money(f"ring{n}", "-1.00", of=f"ring{(n + 1) % 3}", customer="c1") for n in range(3)]
        chain = [money(f"link{n}", "-1.00", of=f"link{n + 1}", customer="c1") for n in range(50)]
        nothing = [money("to-none", "-1.00", of="nothing-here"), money("to-deal", "-1.00", of="d1")]
        backs = [{"id": f"back{n}", "kind": "retract", "at": moment(), "fact": f"back{(n + 1) % 2}",
                  "why": "so"} for n in range(2)]
        answer = self.server.facts(circle + chain + nothing + backs, self.gm)
        self.assertStatus(answer, 200)
        self.server.wait_for_board(self.gm, 3 + answer.json["kept"])
        self.assertStands("refunds in circles")

    def test_a_ledger_that_holds_a_refund_of_itself_already_is_served(self):
        self.server.stop()
        self.smuggle("m1", id="old", refers="old")
        self.server.start()
        self.server.wait_for_board(self.gm, 4)
        self.assertStands("a refund of itself that was kept by an earlier version")

    def test_days_before_1970_and_far_ahead_are_refused(self):
        wrong = ["0001-01-01", "1500-01-01", "1900-01-01", "1900-01-01T00:00:00Z", "1969-06-01",
                 "1969-12-31", "1969-12-31T23:59:59Z",
                 time.strftime("%Y-%m-%d", time.gmtime(time.time() + 11 * 366 * 86400)),
                 "3026-01-01", "9999-12-31"]
        for at in wrong:
            self.assertQuarantined(self.server.facts([money(f"x{at}", at=at)], self.key), at)
        # So many are no mistake: those at the edges are taken.
        right = ["1970-01-01", "1970-01-02",
                 time.strftime("%Y-%m-%d", time.gmtime(time.time() + 9 * 365 * 86400))]
        self.assertKept(
            self.server.facts([money(f"x{at}", at=at, customer=at) for at in right], self.key), 3)
        self.server.wait_for_board(self.gm, 6)
        self.assertRetention()
        self.assertStands("days at the edges")

    def test_days_inside_facts_are_as_plausible_as_their_own(self):
        odd = [money("s1", recurring={"from": "0001-01-01", "to": "9999-12-31"}),
               {"id": "s2", "kind": "deal", "at": moment(60), "deal": "d-2", "stage": "open",
                "amount": "1.00", "currency": "EUR", "closes": "9999-12-31"},
               {"id": "s3", "kind": "play", "at": moment(60), "play": "far", "lever": "sales",
                "from": "0001-01-01", "to": "9999-12-31"},
               {"id": "s4", "kind": "note", "at": moment(60), "text": "so", "day": "0001-01-01",
                "expect": {"answer": "so", "by": "9999-12-31"}}]
        answer = self.server.facts(odd, self.gm)
        self.assertStatus(answer, 200)
        self.server.wait_for_board(self.gm, 3 + answer.json["kept"])
        self.assertRetention()
        self.assertStands("odd days inside facts")

    def test_a_ledger_that_holds_days_before_1970_already_is_served(self):
        self.server.stop()
        for number, at in enumerate([-1, -86_400_000, -20_000_000_000, -2_208_988_800_000,
                                     -62_135_596_800_000]):
            self.smuggle("m1", id=f"old{number}", at=at)
        self.server.start()
        self.server.wait_for_board(self.gm, 8)
        self.assertRetention()
        self.assertStands("days before 1970 that were kept by an earlier version")
        self.assertEqual(fulcrum("answer", "retention", "--by", "week", "--json", "--ledger",
                                 self.ledger).returncode, 0)

    def assertRetention(self):
        for query in "by=day", "by=week", "by=month", "rolling=true", "by=day&rolling=true", "by=week&columns=400":
            answer = self.server.get(f"/v1/answers/retention?{query}", token=self.gm)
            self.assertIn(answer.status, (200, 400, 422), f"{query}: {answer}")
            self.assertUp(self.server, query)

    def test_a_note_of_brackets_is_refused_by_every_door(self):
        note = "[](" * 20_000 + ")"
        lead = self.server.token("lead", "lead", "--lever", "sales", "--member", "sam")
        answer = self.server.post("/notes", {"text": note}, token=lead)
        self.assertStatus(answer, 413, 422)
        self.assertQuarantined(self.server.facts(
            [{"id": "n", "kind": "note", "at": moment(), "text": note}], self.gm))
        path = self.folder / "notes.ndjson"
        path.write_text(json.dumps({"id": "n", "kind": "note", "at": moment(), "text": note}) + "\n")
        self.run_fulcrum("import", "facts", path, code=3)
        self.run_fulcrum("note", "[](" * 10_000, code=1)
        self.assertEqual(self.rows("SELECT count(*) FROM fact WHERE kind = 11"), [(0,)])

    def test_notes_as_long_as_they_may_be_are_shown_in_a_second(self):
        patterns = ["[](", "[[", "![", "**", "`", "<", "(", "[a](http://", "_*", "- [ ](", "> ", "#", "\\["]
        kept = 0
        for number, pattern in enumerate(patterns):
            text = (pattern * 16_000)[:15_900] + ")"
            kept += self.server.facts([{"id": f"n{number}", "kind": "note", "at": moment(), "text": text}],
                                      self.gm).json["kept"]
        self.assertEqual(kept, len(patterns))
        self.server.wait_for_board(self.gm, 3 + kept)
        before = self.server.processor()
        answer = self.server.get("/chronicle", token=self.gm)
        spent = self.server.processor() - before
        self.assertEqual(answer.status, 200)
        self.assertLess(spent, 1, f"seconds of a processor for {kept} notes of 16 KiB")


class Quarantine(AttackTest):
    """A row that was refused comes back as it was, or not at all."""

    def test_a_row_with_a_zero_byte_is_never_taken_in_cut(self):
        plan = self.folder / "sourced.yaml"
        plan.write_text((self.folder / "plan.yaml").read_text() + """\
sources:
  orders:
    format: csv
    rows: [ { kind: money, id: "o:{Order}", at: "{Date}", customer: "{Customer}", amount: "{Amount}" } ]
""")
        self.run_fulcrum("plan", "apply", plan)
        rows = self.folder / "orders.csv"
        rows.write_bytes(b"Order,Customer,Date,Amount\n7,acme,2026-11-03,12\x000.50\n"
                         b"\x008,acme,2026-11-03,5.00\n")
        self.run_fulcrum("import", "orders", rows, code=3)
        self.assertEqual(self.rows("SELECT count(*) FROM quarantine WHERE state = 'waiting'"), [(2,)])
        self.run_fulcrum("quarantine", "replay", code=None)
        self.assertEqual(self.rows("SELECT id, amount FROM fact"), [], "a row was taken in that was cut short")
        self.assertEqual(self.rows("SELECT count(*) FROM quarantine WHERE state = 'waiting'"), [(2,)],
                         "a row that gave no fact is settled")
        for number in 1, 2:
            self.assertPlain(self.run_fulcrum("quarantine", "show", number).stdout)
            self.assertIn("acme", self.run_fulcrum("quarantine", "show", number).stdout)


class WriteKeys(AttackTest):
    """A write key sends what it may, reads nothing, and undoes nothing of others."""

    def setUp(self):
        super().setUp()
        self.server = self.serve()
        self.gm = self.server.token("ops", "gm")
        self.key = self.server.token("shop", "source")
        self.other = self.server.token("other", "source")

    def test_a_known_id_with_other_content_tells_nothing(self):
        secrets = [money("order-77", "4321.09", customer="secret-customer", colour="secret-prop"),
                   {"id": "n1", "kind": "note", "at": moment(90), "text": "secret-text"},
                   {"id": "a1", "kind": "customer", "at": moment(90), "customer": "secret-customer",
                    "attributes": {"segment": "secret-segment"}}]
        self.assertKept(self.server.facts(secrets, self.gm), 3)
        said = []
        for key in self.key, self.other:
            for probe in money("order-77", "1.00", customer="x"), money("n1", "1.00"), money("a1", "1.00"):
                answer = self.server.facts([probe], key)
                said.append(self.assertQuarantined(answer))
                self.assertIn(f"{probe['id']} was imported before with other content", answer.text)
                for secret in "secret", "4321", "EUR before", "customer before", "before,":
                    self.assertNotIn(secret, answer.text)
        for why in said:
            self.assertRegex(why, r"^\S+ was imported before with other content\.?$")
        self.assertEqual(self.server.facts([secrets[0]], self.gm).json["known"], 1)
        # Who may read all is told what differs.
        self.assertStatus(self.server.get("/v1/answers/quarantine", token=self.gm), 200)

    def test_a_key_takes_back_its_own_facts_alone(self):
        for key, prefix in (self.key, "a"), (self.other, "b"), (self.gm, "c"):
            self.assertKept(self.server.facts([money(f"{prefix}{n}") for n in range(3)], key), 3)

        def retract(id, fact, key):
            return self.server.facts(
                [{"id": id, "kind": "retract", "at": moment(), "fact": fact, "why": "so"}], key)
        self.assertQuarantined(retract("r0", "b0", self.key), "without being allowed to take back")
        able = self.server.token("able", "source", "--may", "money,retract")
        self.assertKept(self.server.facts([money("d0"), money("d1")], able), 2)
        for others in "a0", "b0", "c0", "nobody-sent-this":
            self.assertQuarantined(retract(f"r-{others}", others, able), others)
        self.assertKept(retract("r-own", "d0", able), 1)
        self.assertKept(retract("r-gm", "a1", self.gm), 1)
        self.server.wait_for_board(self.gm, 13)

    def test_a_key_sends_only_kinds_it_may(self):
        usual = {"touch": {"play": "p", "customer": "c"}, "deal": {"deal": "d", "stage": "open"},
                 "cost": {"amount": "1.00", "currency": "EUR", "lever": "sales"},
                 "score": {"scale": "nps", "score": 9, "customer": "c"},
                 "work": {"work": "w", "type": "debt", "state": "started", "effort": 1},
                 "customer": {"customer": "c", "attributes": {"region": "north"}},
                 "time": {"customer": "c", "seconds": 60},
                 "money": {"customer": "c", "amount": "1.00", "currency": "EUR"}}
        said_so = {"play": {"play": "p", "lever": "sales", "from": TODAY}, "holdout": {"play": "p", "customer": "c"},
                   "note": {"text": "we begin"}}
        for kind, fields in usual.items():
            self.assertKept(self.server.facts(
                [{"id": f"u-{kind}", "kind": kind, "at": moment(), **fields}], self.key), 1)
        for kind, fields in said_so.items():
            fact = {"id": f"s-{kind}", "kind": kind, "at": moment(), **fields}
            why = self.assertQuarantined(self.server.facts([fact], self.key), kind)
            self.assertIn(kind, why)
            able = self.server.token(f"able-{kind}", "source", "--may", kind)
            self.assertKept(self.server.facts([dict(fact, id=f"t-{kind}")], able), 1)
        only = self.server.token("only-time", "source", "--may", "time")
        self.assertQuarantined(self.server.facts([money("x")], only))
        self.assertNotEqual(
            self.run_fulcrum("token", "add", "odd", "--role", "source", "--may", "everything",
                             code=None).returncode, 0)

    def test_a_batch_with_one_kind_that_may_not_keeps_the_rest(self):
        answer = self.server.facts(
            [money("y1"), {"id": "p1", "kind": "play", "at": moment(), "play": "p", "lever": "sales",
                            "from": TODAY}, money("y2")], self.key)
        self.assertEqual([fate["answer"] for fate in answer.json["facts"]],
                         ["kept", "quarantined", "kept"], answer)

    def test_a_key_does_not_speak_for_a_member(self):
        able = self.server.token("notes", "source", "--may", "note")
        self.assertQuarantined(self.server.facts(
            [{"id": "n", "kind": "note", "at": moment(), "text": "mine", "member": "sam"}], able))
        chronicle = self.server.get("/chronicle", token=self.gm).text
        self.assertNotIn("Sam Okoro", chronicle)

    def test_a_key_does_not_take_a_play_over(self):
        lead = self.server.token("lead-m", "lead", "--lever", "marketing", "--member", "mia")
        self.assertStatus(self.server.post(
            "/plays", {"play": "winter", "lever": "marketing", "name": "Winter"}, token=lead), 200)
        self.assertQuarantined(self.server.facts(
            [{"id": "p", "kind": "play", "at": moment(), "play": "winter", "lever": "sales",
              "from": TODAY, "name": "Taken over"}], self.key))
        self.assertNotIn("Taken over", self.server.get("/plays", token=self.gm).text)
        sales = self.server.token("lead-s", "lead", "--lever", "sales", "--member", "sam")
        self.assertStatus(self.server.post("/plays/winter/stop", {}, token=sales), 403)

    def test_a_key_does_not_say_when_its_facts_were_received(self):
        answer = self.server.facts([money("back", received="2020-01-01T00:00:00Z")], self.key)
        self.assertStatus(answer, 200)
        for (received,) in self.rows("SELECT received FROM fact WHERE id = 'back'"):
            self.assertGreater(received, (time.time() - 3600) * 1000)

    def test_what_a_key_sent_can_be_taken_back(self):
        self.assertKept(self.server.facts([money(f"leak{n}") for n in range(25)], self.key), 25)
        self.assertKept(self.server.facts([money(f"good{n}", "2.00") for n in range(4)], self.other), 4)
        self.server.wait_for_board(self.gm, 29)
        before = self.server.get("/v1/answers/number", token=self.gm).json
        self.assertIn("133.00", json.dumps(before))
        number = self.rows("SELECT number FROM token WHERE name = 'shop'")[0][0]
        self.run_fulcrum("token", "undo", number)
        self.server.wait_for_board(self.gm, 29 + 25)
        after = self.server.get("/v1/answers/number", token=self.gm).text
        self.assertIn('"8.00"', after)
        self.assertNotIn("133.00", after)
        self.assertRegex(self.trail()[-1].lower(), "undo|undone|taken back")
        # Once more takes nothing back that is back already.
        self.run_fulcrum("token", "undo", number, code=None)
        self.assertIn('"8.00"', self.server.get("/v1/answers/number", token=self.gm).text)
        self.assertDoctor()

    def test_a_key_that_ended_sends_nothing(self):
        short = self.server.token("short", "source", "--days", "1")
        self.assertKept(self.server.facts([money("s1")], short), 1)
        listed = self.run_fulcrum("token", "list").stdout
        line = next(line for line in listed.splitlines() if "short" in line)
        self.assertRegex(line, r"(?i)until|end", listed)
        for wrong in "0", "-1", "99999999999999999999", "x":
            self.assertNotEqual(
                self.run_fulcrum("token", "add", "bad", "--role", "source", "--days", wrong,
                                 code=None).returncode, 0, wrong)

    def test_the_list_of_tokens_tells_of_each_who_made_it_its_end_and_its_last_use(self):
        self.server.token("short", "source", "--days", "30")
        unused = next(line for line in self.run_fulcrum("token", "list").stdout.splitlines() if "short" in line)
        used = self.server.token("used", "source", "--days", "30")
        self.assertKept(self.server.facts([money("once")], used), 1)
        end = time.monotonic() + 5
        while time.monotonic() < end:
            line = next(line for line in self.run_fulcrum("token", "list").stdout.splitlines()
                        if "  used  " in line)
            if line.count(TODAY) > unused.count(TODAY):
                break
            time.sleep(0.1)
        self.assertGreater(line.count(TODAY), unused.count(TODAY), f"no last use in {line!r}, beside {unused!r}")
        self.assertIn(time.strftime("%Y-%m-%d", time.gmtime(time.time() + 30 * 86_400))[:7], line)
        self.assertRegex(line, "command line|by ")

    def test_a_key_for_pages_is_taken_from_its_origin_alone(self):
        key = self.server.token("page", "source", "--origin", "https://shop.example")
        for origin, wanted in [("https://shop.example", {200}), ("https://evil.example", {401, 403}),
                               ("http://shop.example", {401, 403}),
                               ("https://shop.example.evil.example", {401, 403}),
                               ("https://evil.example/https://shop.example", {401, 403}),
                               ("null", {401, 403})]:
            answer = self.server.facts([money(f"o{hash(origin)}")], key, Origin=origin)
            self.assertIn(answer.status, wanted, f"{origin}: {answer}")

    def test_a_key_cannot_fill_the_quarantine(self):
        bounded = self.server.token("bounded", "source", "--refused", "50")
        statuses = []
        for batch in range(12):
            answer = self.server.facts(
                [dict(money(f"q{batch}-{n}"), amount="many") for n in range(25)], bounded)
            statuses.append(answer.status)
        waiting = self.rows("SELECT count(*) FROM quarantine WHERE state = 'waiting'")[0][0]
        self.assertLessEqual(waiting, 50 + 25, statuses)
        self.assertIn(429, statuses)
        self.assertKept(self.server.facts([money("fine")], self.other), 1)

    def test_quarantine_is_shown_a_page_at_a_time(self):
        rows = self.folder / "wrong.ndjson"
        rows.write_text("".join(json.dumps(dict(money(f"w{n}"), amount="many", pad="x" * 300)) + "\n"
                                for n in range(20_000)))
        self.run_fulcrum("import", "facts", rows, code=3)
        before = self.server.memory()
        for path in "/v1/answers/quarantine", "/data":
            answer = self.server.get(path, token=self.gm)
            self.assertStatus(answer, 200)
            self.assertLess(len(answer.body), 1 << 20, f"{path}: bytes")
            self.assertIn("20000", answer.text.replace(",", "").replace("\u202f", "").replace("\u2009", ""))
        self.assertLess(self.server.memory() - before, 64 << 20, "bytes of memory more")
        self.assertEqual(self.server.metrics(self.gm).get("fulcrum_quarantine_waiting"), 20_000)


if __name__ == "__main__":
    unittest.main()
