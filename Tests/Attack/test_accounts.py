"""Who is let in: guessing, locking out, lasting longer than one should, and what is written down of it."""

import concurrent.futures
import gzip
import http.client
import json
import re
import statistics
import threading
import time
import unittest

from attacking import (
    PASSWORD, AttackTest, Lost, cookie_of, fulcrum, moment, money)

PROXIED = ("--public-address", "https://fulcrum.example")


def from_(address):
    return {"X_Forwarded_For": address}


class SignIn(AttackTest):
    def setUp(self):
        super().setUp()
        self.server = self.serve(*PROXIED)
        self.boss = self.server.sign_up(self.server.first_key, "boss", PASSWORD)
        self.ends = iter(f"10.{n >> 8}.{n & 255}.1" for n in range(1, 65_000))

    def elsewhere(self):
        """An address that nothing came from yet."""
        return from_(next(self.ends))

    def wrong(self, name, where, password="wrong horse battery staple"):
        return self.server.sign_in(name, password, **where)

    def test_known_and_unknown_names_take_as_long(self):
        known, unknown = [], []
        for number in range(4):
            for name, times in ("boss", known), (f"nobody-{number}", unknown):
                before = self.server.processor()
                answer = self.wrong(name, self.elsewhere())
                self.assertStatus(answer, 401)
                times.append(self.server.processor() - before)
        ratio = statistics.median(unknown) / max(statistics.median(known), 0.001)
        self.assertGreater(statistics.median(known), 0.02, "no password was hashed")
        self.assertTrue(0.6 < ratio < 1.6, f"seconds of a processor: known {known}, unknown {unknown}")
        self.assertEqual(self.wrong("boss", self.elsewhere()).json["detail"],
                         self.wrong("nobody", self.elsewhere()).json["detail"])

    def test_a_revoked_name_takes_as_long_too(self):
        self.server.member("gone", "viewer")
        self.run_fulcrum("user", "revoke", "gone")
        spent = {}
        for name in "gone", "boss":
            before = self.server.processor()
            self.assertStatus(self.wrong(name, self.elsewhere(), PASSWORD if name == "gone" else "wrong" * 3), 401)
            spent[name] = self.server.processor() - before
        self.assertGreater(spent["gone"], spent["boss"] * 0.5, spent)

    def test_the_owner_is_not_locked_out_from_elsewhere(self):
        guesser, owner = self.elsewhere(), self.elsewhere()
        statuses = [self.wrong("boss", guesser).status for _ in range(8)]
        self.assertIn(429, statuses, "guessing is not limited")
        self.assertTrue(set(statuses) <= {401, 429}, statuses)
        self.assertEqual(self.server.sign_in("boss", PASSWORD, **guesser).status, 429)
        answer = self.server.sign_in("boss", PASSWORD, **owner)
        self.assertStatus(answer, 200)
        refused = self.server.sign_in("boss", PASSWORD, **guesser)
        self.assertTrue(int(refused.fields["Retry-After"]) > 0, refused.fields)

    def test_guessing_from_many_addresses_is_slowed(self):
        # One guess an address: what comes through may not grow with the addresses.
        with concurrent.futures.ThreadPoolExecutor(8) as guessers:
            begun = time.monotonic()
            answers = list(guessers.map(
                lambda n: self.server.sign_in("boss", f"guess number {n}", timeout=60, **from_(
                    f"10.9.{n >> 8}.{n & 255}")).status, range(60)))
            took = time.monotonic() - begun
        self.assertTrue(set(answers) <= {401, 429, 503}, set(answers))
        self.assertTrue(answers.count(401) < 50 or took > 10,
                        f"{answers.count(401)} guesses were looked at in {took:.0f} s")
        self.assertUp(self.server)

    def test_a_flood_of_names_does_not_unlock_a_name(self):
        guesser = self.elsewhere()
        self.assertIn(429, [self.wrong("boss", guesser).status for _ in range(8)])
        end = time.monotonic() + 12
        sent = iter(range(12_000))
        lock = threading.Lock()

        def flood(_):
            count = 0
            while time.monotonic() < end:
                with lock:
                    number = next(sent, None)
                if number is None:
                    break
                self.server.sign_in(f"nobody-{number}", "x" * 12, timeout=60,
                                    **from_(f"10.{100 + (number >> 16)}.{number >> 8 & 255}.{number & 255}"))
                count += 1
            return count
        with concurrent.futures.ThreadPoolExecutor(8) as senders:
            total = sum(senders.map(flood, range(8)))
        self.assertGreater(total, 10)
        self.assertEqual(self.wrong("boss", guesser).status, 429, f"unlocked by {total} others")

    def test_one_network_of_version_6_is_one_address(self):
        statuses = [self.server.sign_in(f"nobody-{n}", "x" * 12, timeout=60,
                                        **from_(f"2001:db8:7:7::{n:x}")).status for n in range(1, 40)]
        self.assertIn(429, statuses, "a /64 may guess as often as it has addresses")

    def test_long_names_take_no_room(self):
        before = self.server.memory()
        for number in range(40):
            answer = self.server.sign_in(f"{number}" + "n" * 900_000, "x" * 12, **self.elsewhere())
            self.assertStatus(answer, 401, 413, 422, 429)
        self.assertLess(self.server.memory() - before, 24 << 20, "bytes of memory more")

    def test_bodies_before_sign_in_are_small_and_plain(self):
        dashes = b"-" * (1 << 20)
        boundary = "-" * 15_000 + "x"
        for path in "/sign-in", "/sign-up":
            for about, body, fields, wanted in [
                    ("a form of dashes", dashes,
                     {"Content_Type": f"multipart/form-data; boundary={boundary}"}, {400, 413, 415, 431}),
                    ("the same, shorter", b"-" * 12_000,
                     {"Content_Type": "multipart/form-data; boundary=---x"}, {413, 415}),
                    ("the same, compressed", gzip.compress(dashes),
                     {"Content_Type": f"multipart/form-data; boundary={boundary}",
                      "Content_Encoding": "gzip"}, {400, 413, 415, 431}),
                    ("a form, compressed", gzip.compress(b"name=boss&password=x"),
                     {"Content_Type": "application/x-www-form-urlencoded", "Content_Encoding": "gzip"},
                     {413, 415}),
                    ("17 KiB", b"name=" + b"a" * (17 << 10),
                     {"Content_Type": "application/x-www-form-urlencoded"}, {413}),
                    ("a mebibyte of plus signs", b"+" * (1 << 20),
                     {"Content_Type": "application/x-www-form-urlencoded"}, {413}),
                    ("15 KiB of plus signs", b"name=" + b"+" * (15 << 10),
                     {"Content_Type": "application/x-www-form-urlencoded"}, {400, 401, 413, 422, 429})]:
                before = self.server.processor()
                try:
                    answer = self.server.ask("POST", path, body, **fields, **self.elsewhere())
                except Lost:
                    # Told to stop before all was sent.
                    self.assertUp(self.server, about)
                    continue
                self.assertIn(answer.status, wanted, f"{path}, {about}: {answer}")
                self.assertLess(self.server.processor() - before, 0.7 if 401 in wanted else 0.2,
                                f"{path}, {about}: seconds of a processor")

    def test_passwords_that_everybody_tries_are_refused(self):
        common = ["password1234", "123456789012", "qwertyuiop12", "Password2026!", "aaaaaaaaaaaa",
                  "northwind2026", "administrator", "iloveyou1234", "letmein12345", "passwordpassword",
                  "1q2w3e4r5t6y", "abcdefghijkl"]
        for password in common:
            key = self.server.invite("eva", "viewer")
            answer = self.server.post("/sign-up", {"key": key, "name": "eva", "password": password})
            self.assertStatus(answer, 422)
        self.assertTrue(self.server.sign_up(key, "eva", "correct horse battery staple 9"))

    def test_names_that_look_like_others_are_refused(self):
        odd = ["boss ", " boss", "bo\u200bss", "b\u043ess", "mia\u202egnp", "a\nb", "a\0b", "a\tb", "\u200dx",
               "bo\u00adss", "\ufeffboss", "\u2066x", "a\u0007b", "\x1b]0;x\x07", "x" * 129]
        before = self.rows("SELECT count(*) FROM invitation")
        form = self.server.form_token(self.cookie())
        for name in odd:
            answer = self.server.post("/users", {"name": name, "role": "viewer"}, cookie=self.cookie(),
                                      X_CSRF_Token=form, Origin="https://fulcrum.example")
            self.assertIn(answer.status, (400, 422), f"{name!r}: {answer}")
            answer = self.server.post("/tokens", {"name": name, "role": "viewer"}, cookie=self.cookie(),
                                      X_CSRF_Token=form, Origin="https://fulcrum.example")
            self.assertIn(answer.status, (400, 422), f"token {name!r}: {answer}")
            if "\0" not in name:
                for what in "user", "token":
                    ran = self.run_fulcrum(what, "add", name, "--role", "viewer", code=None)
                    self.assertNotEqual(ran.returncode, 0, f"{what} {name!r}")
                    self.assertPlain(ran.stdout + ran.stderr, f"{what} {name!r}")
        self.assertEqual(self.rows("SELECT count(*) FROM invitation"), before)
        for name in "eva", "Zo\u00eb", "jean-luc", "o.brien", "\u5f20\u4f1f", "ana silva":
            self.run_fulcrum("user", "add", name, "--role", "viewer")

    def cookie(self):
        return self.boss


class FirstLink(AttackTest):
    def test_one_first_link_is_open_at_a_time(self):
        server = self.serve()
        keys = [server.first_key]
        for _ in range(3):
            server.stop()
            server.start()
            keys.append(server.first_key)
        self.assertTrue(all(keys), keys)
        statuses = [server.get(f"/sign-up?key={key}").status for key in keys]
        self.assertEqual(statuses, [404, 404, 404, 200])
        self.assertEqual(self.run_fulcrum("user", "list").stdout.count("invited"), 1)
        for key in keys[:-1]:
            answer = server.post("/sign-up", {"key": key, "name": "thief", "password": PASSWORD})
            self.assertStatus(answer, 404)
        server.sign_up(keys[-1], "boss", PASSWORD)
        for key in keys:
            self.assertEqual(server.get(f"/sign-up?key={key}").status, 404)
        server.stop()
        server.start()
        self.assertIsNone(server.first_key, "another first link, and there is a GM")

    def test_the_first_gm_ends_every_open_first_link(self):
        server = self.serve()
        first = server.first_key
        second = self.serve()
        self.assertTrue(second.first_key)
        second.sign_up(second.first_key, "boss", PASSWORD)
        answer = server.post("/sign-up", {"key": first, "name": "thief", "password": PASSWORD})
        self.assertStatus(answer, 404)
        self.assertEqual(self.rows("SELECT name FROM user"), [("boss",)])

    def test_a_first_link_can_be_ended(self):
        server = self.serve()
        listed = self.run_fulcrum("user", "list").stdout
        self.assertIn("invited", listed)
        server.sign_up(server.first_key, "boss", PASSWORD)
        self.assertNotIn("invited", self.run_fulcrum("user", "list").stdout)


class Ending(AttackTest):
    """Whatever somebody was given ends when they do."""

    def setUp(self):
        super().setUp()
        self.server = self.serve()
        self.boss = self.server.sign_up(self.server.first_key, "boss", PASSWORD)

    def change(self, cookie, path, fields):
        return self.server.post(path, fields, cookie=cookie, X_CSRF_Token=self.server.form_token(cookie))

    def test_what_a_gm_made_ends_with_them(self):
        second = self.server.member("second", "gm")
        token = self.change(second, "/tokens", {"name": "reader", "role": "gm"}).json["token"]
        key = self.change(second, "/tokens", {"name": "writer", "role": "source"}).json["token"]
        link = self.change(second, "/users", {"name": "friend", "role": "gm"}).json["sign_up"].split("key=")[1]
        self.assertEqual(self.server.get("/v1/answers/people", token=token).status, 200)
        self.assertEqual(self.server.facts([money("w1")], key).status, 200)
        self.assertEqual(self.server.get(f"/sign-up?key={link}").status, 200)
        self.assertStatus(self.change(self.boss, "/users/second/revoke", {}), 200)
        end = time.monotonic() + 2
        while time.monotonic() < end and self.server.get("/v1/flash", token=token).status == 200:
            time.sleep(0.05)
        self.assertEqual(self.server.get("/v1/answers/people", token=token).status, 401)
        self.assertEqual(self.server.facts([money("w2")], key).status, 401)
        self.assertEqual(self.server.get(f"/sign-up?key={link}").status, 404)
        self.assertEqual(self.server.get("/v1/answers/people", cookie=second).status, 401)
        self.assertEqual(self.server.get("/v1/answers/people", cookie=self.boss).status, 200)

    def test_the_last_gm_stays(self):
        self.assertStatus(self.change(self.boss, "/users/boss/revoke", {}), 409)
        self.run_fulcrum("user", "revoke", "boss", code=1)
        self.assertEqual(self.server.get("/users", cookie=self.boss).status, 200)
        self.server.member("second", "gm")
        self.assertStatus(self.change(self.boss, "/users/boss/revoke", {}), 200)
        self.run_fulcrum("user", "revoke", "second", code=1)

    def test_two_gms_who_revoke_each_other_at_once_leave_one(self):
        for attempt in range(5):
            name = f"gm{attempt}"
            cookie = self.server.member(name, "gm")
            with concurrent.futures.ThreadPoolExecutor(2) as both:
                ran = [both.submit(fulcrum, "user", "revoke", who, "--ledger", self.ledger)
                       for who in ("boss", name)]
                codes = [run.result().returncode for run in ran]
            left = self.rows("SELECT name FROM user WHERE role = 'gm' AND revoked IS NULL")
            self.assertEqual(len(left), 1, f"{codes}: {left}")
            if left != [("boss",)]:
                self.boss = self.server.member("boss", "gm")
                self.run_fulcrum("user", "revoke", name)

    def listen(self, **who):
        """An open live page; gives a list that its events go to, and an event that it has ended."""
        line = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=30)
        self.addCleanup(line.close)
        fields = {"Cookie": who["cookie"]} if "cookie" in who else {
            "Authorization": f"Bearer {who['token']}"}
        line.request("GET", "/live?page=flash", headers=fields)
        answer = line.getresponse()
        self.assertEqual(answer.status, 200)
        events, over = [], threading.Event()

        def read():
            try:
                while True:
                    text = answer.readline()
                    if not text:
                        break
                    if text.startswith(b"data: "):
                        events.append((time.monotonic(), text))
            except (OSError, http.client.HTTPException, ValueError, AttributeError):
                pass
            over.set()
        threading.Thread(target=read, daemon=True).start()
        return events, over

    def ends(self, about, end, **who):
        """A live page brings events, and within two seconds of its end none."""
        key = self.server.token(f"feed-{about}", "source")
        events, over = self.listen(**who)
        running = threading.Event()

        def feed():
            number = 0
            while not running.is_set():
                try:
                    self.server.facts([money(f"{about}{number}", at=moment())], key)
                except Lost:
                    return
                number += 1
                running.wait(0.2)
        feeder = threading.Thread(target=feed, daemon=True)
        feeder.start()
        until = time.monotonic() + 10
        while len(events) < 3 and time.monotonic() < until:
            time.sleep(0.05)
        self.assertGreaterEqual(len(events), 3, f"{about}: no events came before")
        end()
        ended = time.monotonic()
        is_over = over.wait(4)
        took = time.monotonic() - ended
        running.set()
        feeder.join()
        self.assertTrue(is_over, f"{about}: still open, {len(events)} events")
        late = [when - ended for when, _ in events if when > ended + 2]
        self.assertEqual(late, [], f"{about}: events after two seconds")
        self.assertLess(took, 2.2, f"{about}: seconds until it ended")

    def test_a_live_page_ends_with_its_user(self):
        cookie = self.server.member("elif", "viewer")
        self.ends("revoked", lambda: self.assertStatus(
            self.change(self.boss, "/users/elif/revoke", {}), 200), cookie=cookie)

    def test_a_live_page_ends_with_its_user_revoked_by_the_command_line(self):
        cookie = self.server.member("elif", "viewer")
        self.ends("command", lambda: self.run_fulcrum("user", "revoke", "elif"), cookie=cookie)

    def test_a_live_page_ends_with_its_session(self):
        cookie = self.server.member("elif", "viewer")
        form = self.server.form_token(cookie)
        self.ends("signed-out", lambda: self.server.post(
            "/sign-out", form={"csrf": form}, cookie=cookie), cookie=cookie)

    def test_a_live_page_ends_with_its_token(self):
        token = self.server.token("wall", "viewer")
        number = self.rows("SELECT number FROM token WHERE name = 'wall'")[0][0]
        self.ends("token", lambda: self.assertStatus(
            self.change(self.boss, f"/tokens/{number}/revoke", {}), 200), token=token)

    def test_revoking_does_not_wait_for_passwords(self):
        for number in range(8):
            self.server.member(f"user{number}", "viewer")
        form = self.server.form_token(self.boss)
        with concurrent.futures.ThreadPoolExecutor(8) as guessers:
            tries = [guessers.submit(self.server.sign_in, f"user{n}", "wrong horse battery") for n in range(8)]
            time.sleep(0.1)
            answer = self.server.post("/users/user7/revoke", {}, cookie=self.boss, X_CSRF_Token=form)
            for each in tries:
                each.result()
        self.assertStatus(answer, 200)
        self.assertLess(answer.took, 1, "seconds until somebody was revoked")

    def test_a_link_is_taken_up_once(self):
        key = self.server.invite("eva", "viewer")
        with concurrent.futures.ThreadPoolExecutor(8) as all_at_once:
            statuses = list(all_at_once.map(
                lambda n: self.server.post(
                    "/sign-up", {"key": key, "name": "eva", "password": f"{PASSWORD} {n}"},
                    timeout=60).status, range(8)))
        self.assertEqual(statuses.count(200), 1, statuses)
        self.assertTrue(all(status in (200, 404, 409, 429) for status in statuses), statuses)


class Trail(AttackTest):
    """Every change and every try to come in is written down, by whom, with which number, from where."""

    def setUp(self):
        super().setUp()
        self.server = self.serve()
        self.boss = self.server.sign_up(self.server.first_key, "boss", PASSWORD)

    def line(self, about, act, *words):
        before = len(self.trail())
        act()
        end = time.monotonic() + 3
        while time.monotonic() < end:
            new = self.trail()[before:]
            found = [line for line in new if all(re.search(word, line, re.I) for word in words)]
            if found:
                return found[0]
            time.sleep(0.05)
        self.fail(f"{about}: no line with {words} among {new}")

    def test_signing_in_and_out_is_written_down_with_the_address(self):
        cookies = []
        self.line("sign-in", lambda: cookies.append(cookie_of(self.server.sign_in("boss", PASSWORD))),
                  "sign", "boss", r"127\.0\.0\.1")
        self.line("a wrong password", lambda: self.server.sign_in("boss", "wrong horse battery"),
                  "sign|password", "boss", r"127\.0\.0\.1")
        self.line("an unknown name", lambda: self.server.sign_in("nobody", "wrong horse battery"),
                  "sign|password", r"127\.0\.0\.1")
        form = self.server.form_token(cookies[0])
        self.line("sign-out", lambda: self.server.post("/sign-out", form={"csrf": form}, cookie=cookies[0]),
                  "sign.?(ed )?.?out", "boss", r"127\.0\.0\.1")

    def test_a_token_is_told_from_a_user_of_its_name(self):
        token = self.server.token("boss", "gm")
        by_token = self.line("a note by a token", lambda: self.server.post(
            "/notes", {"text": "x"}, token=token), "note")
        form = self.server.form_token(self.boss)
        by_user = self.line("a note by a user", lambda: self.server.post(
            "/notes", {"text": "x"}, cookie=self.boss, X_CSRF_Token=form), "note")
        self.assertRegex(by_token, r"(?i)token")
        self.assertNotRegex(by_user, r"(?i)token")
        for line in by_token, by_user:
            self.assertRegex(line, r"127\.0\.0\.1")
            self.assertRegex(line, r"\d")

    def test_commands_are_written_down(self):
        facts = self.folder / "facts.ndjson"
        facts.write_text(json.dumps(money("a")) + "\n")
        for name, arguments in [("import", ["import", "facts", facts]), ("export", ["export", "texts"]),
                                ("backup", ["backup", "copy.db"])]:
            self.line(name, lambda: self.run_fulcrum(*arguments), name, "command")

    def test_facts_by_a_key_are_written_down_by_day(self):
        key = self.server.token("shop", "source")
        self.line("facts by a key", lambda: self.server.facts([money(f"k{n}") for n in range(5)], key),
                  "shop", "fact")
        before = len(self.trail())
        for number in range(20):
            self.server.facts([money(f"l{number}")], key)
        time.sleep(0.5)
        self.assertLessEqual(len(self.trail()) - before, 2, "a line of the trail for every request")

    def test_the_trail_can_be_had_whole(self):
        gm = self.server.token("ops", "gm")
        for number in range(600):
            self.server.post("/notes", {"text": f"line {number}"}, token=gm)
        total = len(self.trail())
        self.assertGreater(total, 600)
        page = self.server.get("/audit", token=gm)
        self.assertStatus(page, 200)
        self.assertRegex(page.text, r"/audit\?", "no way to the older lines")


if __name__ == "__main__":
    unittest.main()
