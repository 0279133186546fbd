"""Requests that were right once, with bytes changed by chance: every one is answered, and as the sender's fault."""

import gzip
import hashlib
import hmac
import json
import os
import random
import time
import unittest
import urllib.parse

from attacking import PASSWORD, PLAN, SEED, AttackTest, Lost, money, status

# How many of each door; more by hand.
COUNT = int(os.environ.get("ATTACK_MUTATIONS", "250"))

TOKENS = [b"\x00", b"\xff\xfe", b"\xed\xa0\x80", b"%00", b"%", b"%zz", b"../", b"\r\n\r\n", b"\r\n", b"--x--",
          b"9" * 400, b"-1", b"1e999", b"NaN", b"null", b"[]", b"{}", b'"', b"\\", b"\\u0000", b"\\ud800",
          b"[" * 900, b"{\"a\":" * 900, b"&" * 50, b"=" * 50, b"+" * 900, b"A" * 70_000, "\u202e".encode(),
          "\ufeff".encode(), b"0001-01-01", b"9999-12-31T23:59:60Z", b"2026-02-30", b"<script>", b"${x}", b"';--"]


# What stands where a number, a text or an object should.
VALUES = [None, True, 0, -1, 1e308, 10 ** 30, -0.0, "", " ", "\u0000", "x" * 5000, [], {}, [[[]]], {"": ""}, "NaN",
          "9" * 50, "-0.00", "1e5", "0001-01-01", "9999-12-31T23:59:59Z", "1969-12-31", "2026-02-30", "\u202e",
          "e\u0301", "\U0001f4a9", "../../x", "<b>", "' OR 1=1 --", {"$ne": ""}, list(range(500))]


def printable(data):
    """Bytes as a header field may carry them."""
    return "".join(chr(byte) for byte in data[:4000] if 32 <= byte < 127)


class Mutations(AttackTest):
    SECRET = "whsec_suite"

    def setUp(self):
        super().setUp()
        self.chance = random.Random(f"{SEED}-{self.id()}")
        self.server = self.serve("--patience", "3", environment={"FULCRUM_STRIPE_SECRET": self.SECRET})
        self.boss = self.server.sign_up(self.server.first_key, "boss", PASSWORD)
        self.form = self.server.form_token(self.boss)
        self.gm = self.server.token("ops", "gm")
        self.key = self.server.token("shop", "source")
        self.statuses = {}

    def mutated(self, data, times=None):
        """The bytes with one to four changes."""
        chance, data = self.chance, bytearray(data)
        for _ in range(times or chance.choice([1, 1, 1, 2, 3, 4])):
            place = chance.randrange(len(data) + 1)
            way = chance.randrange(8)
            if way == 0 and data:
                data[place % len(data)] ^= 1 << chance.randrange(8)
            elif way == 1 and data:
                data[place % len(data)] = chance.randrange(256)
            elif way == 2:
                del data[place:place + chance.choice([1, 2, 8, 64])]
            elif way == 3:
                data[place:place] = chance.choice(TOKENS)
            elif way == 4:
                data[place:place] = bytes(chance.randrange(256) for _ in range(chance.choice([1, 4, 32])))
            elif way == 5 and data:
                other = chance.randrange(len(data))
                data[place:place] = data[other:other + chance.choice([4, 32, 256])]
            elif way == 6 and data:
                start = chance.randrange(len(data))
                end = start + chance.choice([1, 4, 16])
                data[start:end] = chance.choice(TOKENS)
            elif way == 7:
                del data[place:]
        return bytes(data)

    def odd(self, thing):
        """The same JSON with one to three of its values, names or places changed, as bytes."""
        thing = json.loads(json.dumps(thing))
        for _ in range(self.chance.choice([1, 1, 2, 3])):
            place, key = thing, None
            while isinstance(place, (dict, list)) and place:
                keys = list(place) if isinstance(place, dict) else range(len(place))
                key, parent = self.chance.choice(list(keys)), place
                place = place[key]
                if self.chance.random() < 0.3:
                    break
            if key is None:
                break
            way = self.chance.random()
            if way < 0.15:
                del parent[key]
            elif way < 0.25 and isinstance(parent, dict):
                parent[str(self.chance.choice(VALUES))[:200]] = parent.pop(key)
            else:
                parent[key] = self.chance.choice(VALUES)
        return json.dumps(thing, ensure_ascii=self.chance.random() < 0.5).encode("utf-8", "surrogatepass")

    def changed(self, thing):
        """What was right, changed in what it says or in its bytes."""
        if self.chance.random() < 0.6:
            return self.odd(thing)
        return self.mutated(json.dumps(thing).encode())

    def send(self, path, body, **fields):
        """One request; whatever it is, it is answered in time and not as the server's fault."""
        try:
            answer = self.server.ask("POST", path, body, timeout=15, **fields)
        except Lost as error:
            self.assertTrue(self.server.is_up, f"{path} ended the server ({self.server.process.poll()}): {body!r}")
            if "timed out" in str(error) or "Timeout" in str(error):
                self.fail(f"{path}: nothing came back: {error}: {body[:2000]!r}")
            return None
        except ValueError:
            return None  # Python does not send such a field.
        self.statuses[answer.status] = self.statuses.get(answer.status, 0) + 1
        self.assertTrue(answer.status < 500 or answer.status == 503, f"{path} {fields}: {answer}: {body[:2000]!r}")
        if answer.status >= 400 and path.startswith(("/v1", "/hooks")):
            self.assertTrue(answer.fields.get("Content-Type", "").startswith("application/problem+json"),
                            f"{path}: {answer.fields.get('Content-Type')}: {answer}")
            self.assertEqual(answer.json["status"], answer.status)
        self.assertLess(answer.took, 10, f"{path}: {body[:2000]!r}")
        return answer

    def done(self, name):
        self.assertUp(self.server, name)
        self.assertNothingUnforeseen(self.server)
        self.assertGreater(sum(self.statuses.values()), COUNT / 2, f"{name}: hardly anything was answered")
        self.assertGreater(len(self.statuses), 1, f"{name}: all were answered alike: {self.statuses}")
        self.every_answer(self.server, self.gm)
        print(f"mutations of {name}: {sum(self.statuses.values())}, {self.statuses}", flush=True)
        self.assertEqual(self.server.stop()[0], 0)
        self.assertDoctor(name)

    FACTS = [
        money("m1", "5.00", member="ana", product="x", splits={"ana": "0.5", "ben": "0.5"}, of="m0",
              recurring={"from": "2026-10-01", "to": "2026-10-31"}),
        {"id": "d1", "kind": "deal", "at": "2026-10-05T10:00:00+02:00", "deal": "d", "stage": "won",
         "amount": "10.00", "currency": "USD", "closes": "2026-11-01", "customer": "c"},
        {"id": "p1", "kind": "play", "at": "2026-10-01", "play": "p", "lever": "sales", "from": "2026-10-01",
         "window": 14, "goal": "money", "worthwhile": "10%"},
        {"id": "n1", "kind": "note", "at": "2026-10-01", "text": "**so** [it](http://x) is",
         "expect": {"answer": "so", "by": "2026-12-01"}},
        {"id": "a1", "kind": "customer", "at": "2026-10-01", "customer": "c", "attributes": {"region": "n"}},
        {"id": "w1", "kind": "work", "at": "2026-10-01", "work": "w", "type": "debt", "state": "shipped",
         "effort": 3, "link": {"metric": "number", "expect": "up"}},
        {"id": "r1", "kind": "retract", "at": "2026-10-02", "fact": "m1", "why": "twice"}]

    def test_facts(self):
        for number in range(COUNT):
            fact = dict(self.chance.choice(self.FACTS), id=f"f{number}")
            several = [fact, dict(self.chance.choice(self.FACTS), id=f"g{number}")]
            body, kind = self.chance.choice([
                (json.dumps(fact), "application/json"), (json.dumps(several), "application/json"),
                ("\n".join(json.dumps(each) for each in several), "application/x-ndjson")])
            body = self.odd(fact) if self.chance.random() < 0.6 else self.mutated(body.encode())
            fields = {"Content_Type": kind}
            if self.chance.random() < 0.1:
                body, fields = gzip.compress(body), dict(fields, Content_Encoding="gzip")
                body = self.mutated(body, 1) if self.chance.random() < 0.5 else body
            self.send("/v1/facts", body, token=self.gm, **fields)
        self.done("facts")

    def test_segment(self):
        event = {"messageId": "1", "userId": "u", "anonymousId": "a", "event": "Order Completed",
                 "timestamp": "2026-10-05T10:00:00Z", "sentAt": "2026-10-05T10:00:01Z",
                 "properties": {"total": 12.5, "currency": "EUR", "order_id": "o", "products": [{"a": 1}]},
                 "traits": {"plan": "x"}, "context": {"ip": "1.1.1.1"}, "writeKey": self.key}
        calls = ["track", "identify", "page", "screen", "group", "alias", "batch"]
        for number in range(COUNT):
            call = self.chance.choice(calls)
            body = dict(event, messageId=str(number), type="track")
            if call == "batch":
                body = {"batch": [body, dict(body, type="identify")], "sentAt": event["sentAt"],
                        "writeKey": self.key, "context": {}}
            with_key = {"token": self.key} if self.chance.random() < 0.7 else {}
            self.send(f"/v1/{call}", self.changed(body), Content_Type="application/json", **with_key)
        self.done("Segment's calls")

    def test_stripe(self):
        event = {"id": "evt", "object": "event", "type": "charge.succeeded", "api_version": "2024-06-20",
                 "created": int(time.time()), "data": {"object": {
                     "id": "ch", "object": "charge", "amount": 1234, "currency": "eur", "customer": "cus",
                     "created": int(time.time()), "invoice": None, "metadata": {"a": "b"}}}}
        kinds = ["charge.succeeded", "refund.created", "invoice.paid", "charge.dispute.created", "other"]
        for number in range(COUNT):
            body = self.changed(dict(event, id=f"evt{number}", type=self.chance.choice(kinds)))
            stamp = int(time.time())
            made = hmac.new(self.SECRET.encode(), f"{stamp}.".encode() + body, hashlib.sha256).hexdigest()
            header = f"t={stamp},v1={made}"
            # Mostly signed as it is sent, so that what is behind the signature is reached.
            if self.chance.random() < 0.15:
                header = printable(self.mutated(header.encode()))
            self.send("/hooks/stripe", body, Content_Type="application/json", Stripe_Signature=header)
        self.done("Stripe's events")

    def test_forms(self):
        forms = [("/notes", {"text": "we begin", "expect": "more", "by": "2026-12-01", "day": "2026-10-01"}),
                 ("/plays", {"play": "p", "lever": "sales", "from": "2026-12-01", "window": "14d",
                             "goal": "money", "worthwhile": "10%", "holdout": "20%", "budget": "100"}),
                 ("/plan", {"plan": PLAN, "do": "check"}), ("/plan", {"plan": PLAN, "do": "diff"}),
                 ("/users", {"name": "eva", "role": "lead", "lever": "sales", "member": "ana"}),
                 ("/tokens", {"name": "eva", "role": "source"}), ("/sign-up", {"key": "x" * 43, "name": "eva"}),
                 ("/data/quarantine/1/replay", {"row": json.dumps(money("x"))}), ("/plays/p/stop", {}),
                 ("/tokens/99/revoke", {}), ("/users/x/revoke", {}), ("/data/quarantine/1/drop", {})]
        self.server.facts([dict(money("q"), amount="many")], self.key)
        for number in range(COUNT):
            path, fields = self.chance.choice(forms)
            if self.chance.random() < 0.5:
                body, kind = self.changed(fields), "application/json"
                who = {"token": self.gm}
            else:
                body = self.mutated(urllib.parse.urlencode(fields).encode()) + f"&csrf={self.form}".encode()
                kind, who = "application/x-www-form-urlencoded", {"cookie": self.boss}
            if self.chance.random() < 0.3:
                who["Accept"] = "text/html"
            path = "/" + urllib.parse.quote(self.mutated(path[1:].encode(), 1)) if (
                self.chance.random() < 0.15) else path
            self.send(path, body, Content_Type=kind, **who)
        self.done("forms")

    def test_multipart(self):
        rows = "".join(json.dumps(money(f"r{n}")) + "\n" for n in range(3))
        for number in range(COUNT):
            mark = "----suite" + str(number)
            parts = [("csrf", None, self.form), ("source", None, self.chance.choice(["facts", "stripe-csv", "x"])),
                     ("file", "rows.ndjson", rows)]
            body = "".join(
                f"--{mark}\r\nContent-Disposition: form-data; name=\"{name}\""
                + (f"; filename=\"{file}\"\r\nContent-Type: text/plain" if file else "")
                + f"\r\n\r\n{text}\r\n" for name, file, text in parts) + f"--{mark}--\r\n"
            kind = f"multipart/form-data; boundary={mark}"
            if self.chance.random() < 0.2:
                kind = printable(self.mutated(kind.encode(), 1))
            # Most with the form token as it was, so that what is behind it is reached.
            head, found, tail = body.partition(self.form) if self.chance.random() < 0.8 else ("", "", body)
            body = (head + found).encode() + self.mutated(tail.encode())
            self.send("/imports", body, Content_Type=kind, cookie=self.boss)
        self.done("multipart forms")

    def test_query_strings(self):
        paths = ["/v1/answers/number?as-of=2026-10-01&restated=true", "/v1/answers/retention?by=week&columns=4",
                 "/v1/answers/credit?model=markov&as-of=2026-09-30", "/v1/answers/people?top=3&member=ana",
                 "/v1/flash?as-of=2026-10-01", "/day?as-of=2026-10-01", "/people/ana?period=2026-10", "/plays/p",
                 "/data/quarantine/1", "/sign-up?key=abc", "/chronicle?before=2026-10-01", "/audit?before=5"]
        for number in range(COUNT):
            path = self.mutated(self.chance.choice(paths)[1:].encode())
            # Sent as they are, so that bytes no client writes come through, but for those that end the line.
            path = b"/" + path.replace(b"\r", b"").replace(b"\n", b"").replace(b" ", b"%20")
            data = self.server.raw(b"GET " + path + b" HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n"
                                   b"Authorization: Bearer " + self.gm.encode() + b"\r\n\r\n", timeout=15)
            self.assertTrue(self.server.is_up, f"ended the server: {path!r}")
            found = status(data)
            self.statuses[found] = self.statuses.get(found, 0) + 1
            self.assertTrue(found < 500 or found == 503, f"{path!r}: {data[:500]!r}")
        self.done("query strings")

    def test_heads(self):
        right = (b"POST /v1/facts HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer " + self.key.encode()
                 + b"\r\nContent-Type: application/json\r\nContent-Length: 2\r\nConnection: close\r\n\r\n[]")
        for number in range(COUNT // 2):
            data = self.mutated(right)
            came = self.server.raw(data, timeout=6, half=True)
            self.assertTrue(self.server.is_up, f"ended the server: {data!r}")
            found = status(came)
            self.statuses[found] = self.statuses.get(found, 0) + 1
            self.assertTrue(found < 500 or found in (501, 503, 505), f"{data!r}: {came[:500]!r}")
        self.assertNothingUnforeseen(self.server)
        print(f"mutations of heads: {self.statuses}", flush=True)
        self.assertUp(self.server)


if __name__ == "__main__":
    unittest.main()
