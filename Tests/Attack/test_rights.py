"""Every route by everyone: who may is in the table, and a route that is in no table is a failure."""

import collections
import re
import socket
import time
import unittest

from attacking import PASSWORD, PLAN, ROOT, AttackTest, money, status

ALL, NOBODY = {"gm", "lead", "member", "viewer"}, set()
PEOPLE, LEADS, GMS, SENDERS = {"gm", "lead", "member"}, {"gm", "lead"}, {"gm"}, {"gm", "source"}
# Everyone, known or not.
OPEN = None

Route = collections.namedtuple("Route", "method path asked who body")


def route(method, path, who, asked=None, body=None):
    return Route(method, path, asked or path, who, body)


def answer(name, who):
    return route("GET", "/v1/answers/{name}", who, f"/v1/answers/{name}")


TABLE = [
    route("GET", "/health", OPEN), route("GET", "/ready", OPEN),
    route("GET", "/v1/openapi.json", OPEN), route("GET", "/metrics", ALL),
    route("GET", "/sign-in", OPEN), route("GET", "/sign-up", OPEN, "/sign-up?key=none"),
    route("POST", "/sign-in", OPEN, body={"name": "nobody", "password": "x" * 12}),
    route("POST", "/sign-up", OPEN, body={"key": "none", "name": "x", "password": "x" * 12}),
    route("GET", "/", ALL), route("GET", "/v1/flash", ALL), route("GET", "/live", ALL),
    route("GET", "/wall", ALL), route("GET", "/day", ALL, "/day?as-of=2026-10-01"),
    route("GET", "/people", PEOPLE), route("GET", "/people/{member}", PEOPLE, "/people/ana"),
    route("GET", "/levers", LEADS), route("GET", "/customers", LEADS),
    route("GET", "/forecast", LEADS), route("GET", "/plays", LEADS),
    route("GET", "/plays/{play}", LEADS, "/plays/winter"), route("GET", "/chronicle", LEADS),
    route("GET", "/data", GMS), route("GET", "/data/quarantine/{row}", GMS, "/data/quarantine/1"),
    route("GET", "/plan", GMS), route("GET", "/users", GMS), route("GET", "/audit", GMS),
    *[answer(name, ALL) for name in ("flash", "number", "clock", "momentum", "forecast")],
    *[answer(name, PEOPLE) for name in ("people", "pay")],
    *[answer(name, LEADS) for name in ("lifecycle", "retention", "bridge", "plays", "credit")],
    answer("quarantine", GMS),
    route("POST", "/v1/facts", SENDERS, body={}),
    *[route("POST", f"/v1/{call}", SENDERS, body={"userId": "u", "event": "e", "messageId": "m", "batch": []})
      for call in ("track", "identify", "page", "screen", "group", "alias", "batch")],
    # Whoever signs it: nobody here does.
    route("POST", "/hooks/stripe", OPEN, body={}),
    route("POST", "/notes", LEADS, body={"text": "we begin"}),
    route("POST", "/plays", LEADS, body={"play": "spring", "lever": "sales"}),
    route("POST", "/plays/{play}/stop", LEADS, "/plays/nothing/stop", {}),
    route("POST", "/plan", GMS, body={"plan": PLAN, "do": "check"}),
    route("POST", "/imports", GMS, "/imports?source=nothing", {}),
    route("POST", "/data/quarantine/{row}/replay", GMS, "/data/quarantine/999/replay", {}),
    route("POST", "/data/quarantine/{row}/drop", GMS, "/data/quarantine/999/drop", {}),
    route("POST", "/users", GMS, body={"name": "friend", "role": "nothing"}),
    route("POST", "/users/{name}/revoke", GMS, "/users/nothing/revoke", {}),
    route("POST", "/tokens", GMS, body={"name": "more", "role": "nothing"}),
    route("POST", "/tokens/{number}/revoke", GMS, "/tokens/999/revoke", {}),
    route("POST", "/links/{number}/end", GMS, "/links/999/end", {}),
    route("POST", "/tokens/{number}/undo", GMS, "/tokens/999/undo", {}),
    route("GET", "/v1/audit", GMS),
    # The last, for it ends the session that asks.
    route("POST", "/sign-out", ALL, body={}),
]

# Sending by a session is refused, or asks for the form token; either keeps other pages out.
BROWSERS_MAY_NOT = {"/v1/facts", "/imports"} | {
    f"/v1/{call}" for call in ("track", "identify", "page", "screen", "group", "alias", "batch")}


def routes_in_source():
    """Every route that the server's source adds, by its method and path."""
    found = set()
    calls = []
    for path in sorted((ROOT / "Sources").rglob("*.swift")):
        text = path.read_text()
        if "Outlets" not in path.parts:
            continue
        for method, address in re.findall(r"\.(get|post|put|delete|patch),\s*\"(/[^\"]*)\"", text):
            found.add((method.upper(), address))
        for address in re.findall(r"\.page\(\s*\"(/[^\"]*)\"", text):
            found.add(("GET", address))
        calls += re.findall(r"static let calls = \[([^\]]*)\]", text)
    if ("POST", "/v1/\\(call)") in found:
        found.remove(("POST", "/v1/\\(call)"))
        for call in re.findall(r"\"(\w+)\"", "".join(calls)):
            found.add(("POST", f"/v1/{call}"))
    return found


class Rights(AttackTest):
    def setUp(self):
        super().setUp()
        self.server = self.serve()
        server = self.server
        boss = server.sign_up(server.first_key, "boss", PASSWORD)
        lead = ("--lever", "sales", "--member", "sam")
        sessions = {"gm": boss, "lead": server.member("sam", "lead", *lead),
                    "member": server.member("ana", "member", "--member", "ana"),
                    "viewer": server.member("eva", "viewer")}
        # (who, role or nil, fields)
        self.visitors = []
        for role, cookie in sessions.items():
            form = server.form_token(cookie)
            self.visitors.append((f"{role}'s session", role, {"cookie": cookie, "X_CSRF_Token": form}))
        tokens = {"gm": (), "lead": lead, "member": ("--member", "ana"), "viewer": (), "source": ()}
        for role, options in tokens.items():
            self.visitors.append((f"{role}'s token", role, {"token": server.token(f"t-{role}", role, *options)}))
        gone = server.member("gone", "gm")
        form = server.form_token(gone)
        ended = server.token("ended", "gm")
        self.run_fulcrum("user", "revoke", "gone")
        number = self.rows("SELECT number FROM token WHERE name = 'ended'")[0][0]
        self.run_fulcrum("token", "revoke", number)
        out = server.member("out", "gm")
        out_form = server.form_token(out)
        server.post("/sign-out", form={"csrf": out_form}, cookie=out)
        self.visitors += [
            ("nobody", None, {}), ("a bad token", None, {"token": "flc_" + "x" * 43}),
            ("an empty token", None, {"token": " "}),
            ("a bad cookie", None, {"cookie": "fulcrum=" + "x" * 43}),
            ("a revoked token", None, {"token": ended}),
            ("a revoked user", None, {"cookie": gone, "X_CSRF_Token": form}),
            ("one who signed out", None, {"cookie": out, "X_CSRF_Token": out_form})]
        key = server.token("start", "gm")
        server.facts([money("m1", member="ana"),
                      {"id": "p", "kind": "play", "at": "2026-10-01", "play": "winter", "lever": "sales",
                       "from": "2026-10-01"},
                      dict(money("wrong"), amount="many")], key)
        server.wait_for_board(key, 2)
        # What was remembered of the revoked is forgotten within two seconds.
        time.sleep(2.2)

    def test_every_route_in_the_source_is_in_the_table(self):
        table = {(each.method, each.path) for each in TABLE}
        found = routes_in_source()
        self.assertGreater(len(found), 40, "the source is not read as it is written")
        self.assertEqual(found - table, set(), "routes that nobody looked at: add them to the table")
        self.assertEqual(table - found, set(), "routes in the table that are no more")
        document = self.server.get("/v1/openapi.json").json["paths"]
        answers = {path for path in document if path.startswith("/v1/answers/")}
        told = {(method.upper(), path) for path, methods in document.items() for method in methods
                if path not in answers}
        self.assertEqual(told - table, set(), "the API's document has more")
        named = {each.asked for each in TABLE if each.path == "/v1/answers/{name}"}
        self.assertEqual(answers, named, "answers that are in no table")

    def test_every_route_by_everyone(self):
        wrong, cells = [], 0
        for each in TABLE:
            for who, role, fields in self.visitors:
                cells += 1
                problem = self.cell(each, who, role, dict(fields))
                if problem:
                    wrong.append(f"{each.method} {each.asked} by {who}: {problem}")
        print(f"rights: {cells} cells, {len(wrong)} wrong", flush=True)
        self.assertEqual(wrong, [])

    def cell(self, each, who, role, fields):
        if each.path == "/live":
            found = self.live(fields)
        else:
            found = self.server.ask(each.method, each.asked, each.body, **fields).status
        if found >= 500:
            return f"{found}"
        if each.who is OPEN:
            if each.path == "/hooks/stripe":
                return None if found in (400, 401, 403, 404) else f"{found}"
            # Sign-in and sign-up refuse in their own ways.
            ways = {200, 303, 400, 401, 403, 404, 422, 429} if "sign" in each.path else {200, 503}
            return None if found in ways else f"{found}"
        if role is None:
            ways = {401, 303} if each.method == "GET" else {401, 403}
            return None if found in ways else f"{found}, and nobody known"
        if role not in each.who:
            ways = {401, 403} if "cookie" in fields and each.path in BROWSERS_MAY_NOT else {403}
            return None if found in ways else f"{found}, and may not"
        if "cookie" in fields and each.path in BROWSERS_MAY_NOT:
            return None if found in (200, 400, 401, 403, 404, 415, 422) else f"{found}"
        # Of what is not there it may only be told so.
        absent = "nothing" in each.asked or "999" in each.asked
        return f"{found}, and may" if found in (401, 403) or found == 404 and not absent else None

    def live(self, fields):
        """The status of a live page alone."""
        head = "GET /live?page=flash HTTP/1.1\r\nHost: localhost\r\n"
        if fields.get("token"):
            head += f"Authorization: Bearer {fields['token']}\r\n"
        if fields.get("cookie"):
            head += f"Cookie: {fields['cookie']}\r\n"
        with socket.create_connection(("127.0.0.1", self.server.port), timeout=10) as line:
            line.sendall((head + "\r\n").encode())
            return status(line.recv(4096))

    def test_forms_of_a_session_are_refused_without_the_form_token(self):
        wrong = []
        for each in TABLE:
            if each.method != "POST" or each.who is OPEN:
                continue
            for who, role, fields in self.visitors:
                if "cookie" not in fields or role not in each.who:
                    continue
                found = self.server.post(each.asked, each.body, cookie=fields["cookie"])
                if found.status not in (401, 403):
                    wrong.append(f"POST {each.asked} by {who}: {found.status}")
        self.assertEqual(wrong, [])

    def test_a_statement_is_seen_by_those_alone_whom_it_concerns(self):
        seen = {"ana": {"gm", "lead", "member"}, "ben": {"gm", "lead"}, "sam": {"gm", "lead"}}
        for person, may in seen.items():
            for who, role, fields in self.visitors:
                found = self.server.get(f"/people/{person}", **fields)
                if role in may:
                    self.assertEqual(found.status, 200, f"{person} by {who}: {found}")
                elif role is None:
                    self.assertIn(found.status, (401, 303), f"{person} by {who}")
                else:
                    self.assertIn(found.status, (403, 404), f"{person} by {who}: {found}")


if __name__ == "__main__":
    unittest.main()
