"""The wire and the pages: what browsers keep, whom forms are from, and bytes that are no HTTP."""

import base64
import hashlib
import hmac
import json
import os
import signal
import socket
import subprocess
import time
import unittest

from attacking import PASSWORD, PLAN, AttackTest, fulcrum, money, status


class Web(AttackTest):
    def setUp(self):
        super().setUp()
        self.server = self.serve()
        self.boss = self.server.sign_up(self.server.first_key, "boss", PASSWORD)
        self.form = self.server.form_token(self.boss)
        self.gm = self.server.token("ops", "gm")
        self.key = self.server.token("shop", "source")
        self.host = f"127.0.0.1:{self.server.port}"

    def test_pages_of_peoples_data_are_not_stored(self):
        for path in ["/", "/people", "/people/ana", "/users", "/audit", "/data", "/plan", "/chronicle",
                     "/customers", "/levers", "/plays", "/forecast", "/wall", "/v1/answers/people",
                     "/v1/answers/pay", "/v1/flash", "/metrics", f"/sign-up?key={self.server.invite('eva', 'viewer')}"]:
            answer = self.server.get(path, cookie=self.boss, Accept="text/html")
            self.assertIn("no-store", answer.fields.get("Cache-Control", ""), f"{path}: {answer.status}")
        for path, body in ("/tokens", {"name": "a", "role": "viewer"}), ("/users", {"name": "b", "role": "viewer"}):
            answer = self.server.post(path, body, cookie=self.boss, X_CSRF_Token=self.form)
            self.assertStatus(answer, 200)
            self.assertIn("no-store", answer.fields.get("Cache-Control", ""), path)

    def test_signing_out_clears_what_the_browser_keeps(self):
        answer = self.server.post("/sign-out", form={"csrf": self.form}, cookie=self.boss)
        self.assertStatus(answer, 200, 303)
        self.assertIn('"cache"', answer.fields.get("Clear-Site-Data", ""))
        self.assertIn("Max-Age=0", answer.fields.get("Set-Cookie", ""))

    def test_facts_of_a_browser_need_the_form_token(self):
        for number, fields in enumerate([{}, {"X_CSRF_Token": "x"}, {"X_CSRF_Token": ""},
                                         {"Origin": f"http://{self.host}"}]):
            answer = self.server.post("/v1/facts", [money(f"b{number}")], cookie=self.boss, **fields)
            self.assertIn(answer.status, (401, 403), f"{fields}: {answer}")
        answer = self.server.post("/v1/facts", [money("whole")], cookie=self.boss, X_CSRF_Token=self.form)
        self.assertStatus(answer, 200, 401, 403)
        self.assertEqual(self.rows("SELECT count(*) FROM fact WHERE id LIKE 'b%'"), [(0,)])

    def test_basic_is_for_write_keys_on_sending_paths(self):
        def basic(token):
            return "Basic " + base64.b64encode(f"{token}:".encode()).decode()
        for path in "/", "/users", "/v1/answers/people", "/v1/flash", "/metrics", "/live":
            for token in self.gm, self.key:
                answer = self.server.get(path, Authorization=basic(token), timeout=5)
                self.assertIn(answer.status, (303, 401, 403), f"{path}: {answer}")
        for path in "/notes", "/tokens", "/plan":
            answer = self.server.post(path, {"text": "x", "name": "x", "role": "viewer", "plan": PLAN},
                                      Authorization=basic(self.gm), Origin="https://evil.example")
            self.assertIn(answer.status, (401, 403), f"{path}: {answer}")
        answer = self.server.post("/v1/track", {"event": "x", "userId": "u", "messageId": "1"},
                                  Authorization=basic(self.key))
        self.assertStatus(answer, 200)
        self.assertEqual(self.rows("SELECT count(*) FROM token WHERE name = 'x'"), [(0,)])

    def test_forms_from_other_sites_are_refused(self):
        token = {"X_CSRF_Token": self.form}
        wrong = [({"Origin": "https://evil.example"}, token), ({"Origin": "null"}, token),
                 ({"Origin": f"https://{self.host}"}, token),
                 ({"Origin": f"http://evil.example/://{self.host}"}, token),
                 ({"Origin": f"http://evil.example://{self.host}"}, token),
                 ({"Sec_Fetch_Site": "cross-site"}, token), ({"Sec_Fetch_Site": "same-site"}, token),
                 ({}, {}), ({}, {"X_CSRF_Token": ""}), ({}, {"X_CSRF_Token": self.form[:-1] + "x"})]
        for fields, given in wrong:
            answer = self.server.post("/notes", {"text": "forged"}, cookie=self.boss, **fields, **given)
            self.assertEqual(answer.status, 403, f"{fields} {given}: {answer}")
        # And the page's own is taken.
        answer = self.server.post("/notes", {"text": "ours"}, cookie=self.boss,
                                  Origin=f"http://{self.host}", Sec_Fetch_Site="same-origin", **token)
        self.assertStatus(answer, 200)
        self.assertEqual(self.rows("SELECT count(*) FROM fact WHERE kind = 11"), [(1,)])

    def test_the_host_that_a_request_names_goes_nowhere(self):
        body = json.dumps({"name": "eva", "role": "viewer"}).encode()
        for host in "evil.example", "evil.example:80", "127.0.0.1@evil.example", "":
            answer = self.server.raw(
                (f"POST /users HTTP/1.1\r\nHost: {host}\r\nAuthorization: Bearer {self.gm}\r\n"
                 f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n").encode() + body)
            self.assertNotIn(b"evil.example", answer.partition(b"\r\n\r\n")[2], host)
            self.assertNotEqual(status(answer) // 100, 5, answer)
        for head in ["", f"Host: {self.host}\r\nHost: evil.example\r\n"]:
            answer = self.server.raw(f"GET /sign-in HTTP/1.1\r\n{head}\r\n".encode())
            self.assertEqual(status(answer), 400, f"{head!r}: {answer[:200]}")

    def test_bytes_that_are_no_http_are_refused_as_the_senders_fault(self):
        bearer = f"Authorization: Bearer {self.gm}"
        cases = {
            "a chunk that has no size": ("Transfer-Encoding: chunked", b"zz\r\nabc\r\n0\r\n\r\n"),
            "a chunk of size below zero": ("Transfer-Encoding: chunked", b"-5\r\nabc\r\n0\r\n\r\n"),
            "a chunk larger than numbers": ("Transfer-Encoding: chunked", b"FFFFFFFFFFFFFFFFF\r\nabc\r\n"),
            "a chunk of another size": ("Transfer-Encoding: chunked", b"2\r\nabcdef\r\n0\r\n\r\n"),
            "an encoding nobody knows": ("Transfer-Encoding: strange", b"abc"),
            "gzip as transfer": ("Transfer-Encoding: gzip", b"abc"),
            "a length that is no number": ("Content-Length: abc", b"abc"),
            "a length below zero": ("Content-Length: -1", b"abc"),
            "a length past numbers": ("Content-Length: 99999999999999999999999", b"abc"),
            "two lengths": ("Content-Length: 3\r\nContent-Length: 4", b"abcd"),
            "both ways": ("Content-Length: 3\r\nTransfer-Encoding: chunked", b"3\r\nabc\r\n0\r\n\r\n"),
        }
        for path in "/hooks/stripe", "/v1/facts", "/sign-in":
            for about, (field, body) in cases.items():
                answer = self.server.raw(
                    f"POST {path} HTTP/1.1\r\nHost: {self.host}\r\n{bearer}\r\n"
                    f"Content-Type: application/json\r\n{field}\r\n\r\n".encode() + body, half=True, timeout=5)
                self.assertIn(status(answer) // 100, (0, 4), f"{path}, {about}: {answer[:200]}")
                self.assertLessEqual(answer.count(b"HTTP/1.1 "), 2, f"{path}, {about}")
        self.assertNothingUnforeseen(self.server)
        self.assertUp(self.server)

    def test_a_client_that_leaves_is_no_fault_of_the_server(self):
        before = self.server.metrics(self.gm)
        for path in "/sign-in", "/v1/facts", "/v1/track", "/hooks/stripe", "/notes":
            for _ in range(5):
                with socket.create_connection(("127.0.0.1", self.server.port), timeout=5) as line:
                    line.sendall(f"POST {path} HTTP/1.1\r\nHost: {self.host}\r\nAuthorization: Bearer {self.gm}\r\n"
                                 "Content-Type: application/json\r\nContent-Length: 900\r\n\r\n{".encode())
        time.sleep(1)
        after = self.server.metrics(self.gm)
        self.assertEqual(after.get('fulcrum_requests_total{status="500"}', 0),
                         before.get('fulcrum_requests_total{status="500"}', 0))
        self.assertNothingUnforeseen(self.server)
        self.assertEqual([line for line in self.server.log_lines() if line.get("level") == "error"], [])

    def test_no_path_leads_around_a_right(self):
        viewer = self.server.token("wall", "viewer")
        for path in ["//users", "/users/", "/%75sers", "/users;a", "/./users", "/x/../users", "/USERS",
                     "/users%00", "/users%2f", "/assets/../users", "/assets/%2e%2e/users",
                     "/assets/../../etc/passwd", "/V1/answers/quarantine", "/v1//answers/quarantine"]:
            answer = self.server.raw(
                f"GET {path} HTTP/1.1\r\nHost: {self.host}\r\nAuthorization: Bearer {viewer}\r\n\r\n".encode())
            self.assertIn(status(answer), (301, 303, 308, 400, 403, 404), f"{path}: {answer[:200]}")
            self.assertNotIn(b"root:", answer)
        for method in "HEAD", "PUT", "PATCH", "DELETE", "TRACE", "OPTIONS":
            answer = self.server.ask(method, "/users", token=viewer)
            self.assertIn(answer.status, (403, 405, 501), f"{method}: {answer}")

    def test_a_lead_writes_about_plays_of_their_lever_alone(self):
        sales = self.server.token("lead-s", "lead", "--lever", "sales", "--member", "sam")
        marketing = self.server.token("lead-m", "lead", "--lever", "marketing", "--member", "mia")
        self.assertStatus(self.server.post("/plays", {"play": "winter", "lever": "marketing"}, token=marketing), 200)
        for fields in {"play": "winter"}, {"play": " winter"}, {"play": "winter", "lever": "sales"}:
            answer = self.server.post("/notes", {"text": "not mine", **fields}, token=sales)
            self.assertIn(answer.status, (403, 422), f"{fields}: {answer}")
        self.assertStatus(self.server.post("/notes", {"text": "mine", "play": "winter"}, token=marketing), 200)
        self.assertStatus(self.server.post("/notes", {"text": "of none"}, token=sales), 200)
        self.assertStatus(self.server.post("/plays/winter/stop", {}, token=sales), 403)
        self.assertStatus(self.server.post("/plays", {"play": "winter", "lever": "sales"}, token=sales),
                          403, 409, 422)
        self.assertStatus(self.server.post("/plays", {"play": "other", "lever": "marketing"}, token=sales), 403)

    def test_bodies_of_nobody_known_take_no_room(self):
        before = self.server.memory()
        held, lines = 0, []
        for path, size in [("/sign-in", 1 << 20), ("/sign-up", 1 << 20), ("/v1/track", 30 << 10),
                           ("/v1/batch", 490 << 10), ("/v1/facts", 4 << 20), ("/hooks/stripe", 1 << 20)]:
            for _ in range(10):
                line = socket.create_connection(("127.0.0.1", self.server.port), timeout=0.5)
                self.addCleanup(line.close)
                lines.append(line)
                try:
                    line.sendall(f"POST {path} HTTP/1.1\r\nHost: {self.host}\r\nContent-Type: application/json\r\n"
                                 f"Content-Length: {size}\r\n\r\n".encode() + b" " * (size - 1))
                    held += 1
                except OSError:
                    pass
        grown = self.server.memory() - before
        self.assertLess(grown, 24 << 20, f"bytes of memory for {held} bodies of {len(lines)} that were held")
        self.assertUp(self.server)

    def test_a_plan_of_ten_thousand_in_a_chain_is_checked_in_time(self):
        people = "".join(f"  - {{ id: p{n}, name: P {n}{f', manager: p{n - 1}' if n else ''} }}\n"
                         for n in range(10_000))
        base = "\n".join(PLAN.splitlines()[:6])
        (self.folder / "chain.yaml").write_text(base + "\npeople:\n" + people)
        begun = time.monotonic()
        ran = fulcrum("plan", "check", self.folder / "chain.yaml", timeout=60)
        self.assertLess(time.monotonic() - begun, 10, "seconds")
        self.assertIn(ran.returncode, (0, 1))
        self.assertFalse(ran.returncode < 0)

    def test_managers_in_a_circle_are_told(self):
        base = "\n".join(PLAN.splitlines()[:6])
        people = "".join(f"  - {{ id: p{n}, manager: p{(n + 1) % 2000} }}\n" for n in range(2000))
        (self.folder / "circle.yaml").write_text(base + "\npeople:\n" + people)
        begun = time.monotonic()
        self.assertEqual(fulcrum("plan", "check", self.folder / "circle.yaml", timeout=60).returncode, 1)
        self.assertLess(time.monotonic() - begun, 10)


class Encrypted(AttackTest):
    """The network is served with ciphers of today alone, and a renewed certificate without a break."""

    def certificate(self, name):
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "key.pem", "-out", "cert.pem",
             "-days", "2", "-subj", f"/CN={name}"], cwd=self.folder, check=True, capture_output=True)

    def hello(self, server, *options):
        """What OpenSSL says of a connection with these options."""
        return subprocess.run(
            ["openssl", "s_client", "-connect", f"127.0.0.1:{server.port}", *options], input=b"",
            capture_output=True, timeout=20).stdout.decode("utf-8", "replace")

    def setUp(self):
        super().setUp()
        self.certificate("first.example")
        self.server = self.serve("--tls-certificate", self.folder / "cert.pem", "--tls-key",
                                 self.folder / "key.pem")

    def test_old_ciphers_and_versions_are_refused(self):
        self.assertIn("first.example", self.hello(self.server))
        self.assertRegex(self.hello(self.server, "-tls1_2", "-cipher", "ECDHE-RSA-AES128-GCM-SHA256"),
                         r"Cipher\s*(is|:) ECDHE-RSA-AES128-GCM-SHA256")
        for options in [("-tls1_2", "-cipher", name + ":@SECLEVEL=0") for name in (
                "ECDHE-RSA-AES128-SHA", "ECDHE-RSA-AES256-SHA", "ECDHE-RSA-AES128-SHA256", "AES128-SHA",
                "AES128-GCM-SHA256")] + [("-tls1_1", "-cipher", "ALL:@SECLEVEL=0"), ("-tls1", "-cipher",
                                                                                    "ALL:@SECLEVEL=0")]:
            self.assertRegex(self.hello(self.server, *options), r"\(NONE\)|Cipher\s*:\s*0000", options)

    def test_a_renewed_certificate_is_taken_up_at_sighup(self):
        self.certificate("second.example")
        os.kill(self.server.process.pid, signal.SIGHUP)
        end = time.monotonic() + 5
        while time.monotonic() < end and "second.example" not in self.hello(self.server):
            time.sleep(0.2)
        self.assertTrue(self.server.is_up, f"ended with {self.server.process.poll()}")
        self.assertIn("second.example", self.hello(self.server))


class Stripe(AttackTest):
    EVENT = {"id": "evt_1", "object": "event", "type": "charge.succeeded", "created": int(time.time()),
             "data": {"object": {"id": "ch_1", "object": "charge", "amount": 1234, "currency": "eur",
                                 "customer": "cus_1", "created": int(time.time()), "invoice": None}}}

    def post(self, server, secret, stamp=None, scheme="v1", body=None):
        body = json.dumps(self.EVENT).encode() if body is None else body
        stamp = int(time.time()) if stamp is None else stamp
        made = hmac.new(secret.encode(), f"{stamp}.".encode() + body, hashlib.sha256).hexdigest()
        return server.ask("POST", "/hooks/stripe", body, Content_Type="application/json",
                          Stripe_Signature=f"t={stamp},{scheme}={made}")

    def test_a_secret_of_blanks_opens_nothing(self):
        for blank in " ", "", ",", " , ", "\t":
            try:
                server = self.serve(environment={"FULCRUM_STRIPE_SECRET": blank})
            except AssertionError:
                continue  # It may refuse to start with one.
            for secret in blank, "", " ", blank.strip(), blank.split(",")[0]:
                answer = self.post(server, secret)
                self.assertIn(answer.status, (400, 401, 403, 404), f"{blank!r} by {secret!r}: {answer}")
            server.stop()
        self.assertEqual(self.rows("SELECT count(*) FROM fact"), [(0,)])

    def test_secrets_by_commas_hold_without_their_blanks(self):
        server = self.serve(environment={"FULCRUM_STRIPE_SECRET": "whsec_one, whsec_two "})
        self.assertStatus(self.post(server, "whsec_one"), 200)
        self.assertStatus(self.post(server, "whsec_two"), 200)
        self.assertStatus(self.post(server, " whsec_two "), 400, 401, 403)
        self.assertStatus(self.post(server, "whsec_three"), 400, 401, 403)
        self.assertStatus(self.post(server, "whsec_one", stamp=int(time.time()) - 400), 400, 401, 403)
        self.assertStatus(self.post(server, "whsec_one", stamp=int(time.time()) + 4000), 400, 401, 403)
        self.assertStatus(self.post(server, "whsec_one", scheme="v0"), 400, 401, 403)
        self.assertEqual(self.rows("SELECT count(*) FROM fact"), [(1,)])


if __name__ == "__main__":
    unittest.main()
