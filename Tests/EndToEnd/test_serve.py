"""The server as programs see it: what it answers, what it keeps, and what it refuses."""

import http.client
import json
import socket
import subprocess
import threading
import time
import unittest

from clients import Server, python
from harness import FulcrumTest, PLAN, money

TODAY = time.strftime("%Y-%m-%d", time.gmtime())


class ServeTest(FulcrumTest):
    def setUp(self):
        super().setUp()
        self.write("plan.yaml", PLAN.replace("Europe/London", "UTC"))
        self.ledger = self.folder / "fulcrum.db"
        self.run_fulcrum("plan", "apply", "plan.yaml")

    def serve(self, *options, **more):
        server = Server(self.ledger, *options, **more)
        self.addCleanup(server.stop)
        return server

    def fact(self, number, amount="5"):
        return json.loads(money(number, amount, at=f"{TODAY}T00:00:01Z", customer=f"c{number}"))

    def test_answers_are_those_of_the_command_line_to_the_byte(self):
        self.run_fulcrum("demo", "demo", "--customers", "300", code=0)
        ledger = self.folder / "demo" / "fulcrum.db"
        # What is declared today is there at once, by either way.
        self.run_fulcrum("play", "start", "today", "--lever", "sales", "--everybody", "--ledger", ledger)
        server = Server(ledger)
        self.addCleanup(server.stop)
        token = server.token("gm")
        names = ["number", "clock", "lifecycle", "retention", "bridge", "plays", "credit",
                 "forecast", "momentum", "pay", "people", "quarantine"]
        asked = [(name, "", []) for name in names] + [
            ("credit", "?model=linear&as-of=2026-09-30",
             ["--model", "linear", "--as-of", "2026-09-30"]),
            ("retention", "?by=week&columns=4&rolling=true",
             ["--by", "week", "--columns", "4", "--rolling"]),
            ("forecast", "?scores", ["--scores"])]
        for name, query, options in asked:
            with self.subTest(name + query):
                status, headers, body = server.send(f"/v1/answers/{name}{query}", token=token)
                self.assertEqual(status, 200)
                printed = self.run_fulcrum(
                    "answer", name, "--json", *options, "--ledger", ledger)
                self.assertEqual(body.decode(), printed)
                if name == "plays":
                    self.assertIn('"today"', printed)
                again = server.send(f"/v1/answers/{name}{query}", token=token,
                                    If_None_Match=headers["ETag"])
                self.assertEqual((again[0], again[2]), (304, b""))
        status, _, body = server.send("/v1/answers/number?as-of=2026-02-30", token=token)
        self.assertEqual(status, 400)
        self.assertIn("isn't a valid date", json.loads(body)["detail"])

    def test_what_others_write_and_a_new_plan_are_on_the_board_within_a_second(self):
        server = self.serve()
        token = server.token("viewer")
        self.write("more.ndjson", json.dumps(self.fact(1, "7")) + "\n")
        self.run_fulcrum("import", "facts", "more.ndjson")
        self.assertTrue(self.comes(server, token, lambda answer: answer["actual"] == "7.00"))
        self.write("plan.yaml", PLAN.replace("Europe/London", "UTC").replace(
            "currency: EUR", "currency: USD").replace("USD: 0.92", "EUR: 1.1"))
        self.run_fulcrum("plan", "apply", "plan.yaml")
        self.assertTrue(self.comes(server, token, lambda answer: answer["currency"] == "USD"))

    def comes(self, server, token, holds, seconds=1.5):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if holds(json.loads(server.send("/v1/answers/number", token=token)[2])):
                return True
            time.sleep(0.05)
        return False

    def test_what_was_acknowledged_is_there_after_kill_9(self):
        server = self.serve()
        token = server.token("source")
        acknowledged = set()
        stop = threading.Event()

        def send(thread):
            number = 0
            while not stop.is_set():
                ids = [f"{thread}-{number + i}" for i in range(20)]
                facts = [dict(self.fact(0), id=name) for name in ids]
                try:
                    status, _, body = server.send("/v1/facts", facts, token=token)
                    if status == 200 and json.loads(body)["kept"] == 20:
                        acknowledged.update(ids)
                except OSError:
                    return
                except http.client.HTTPException:
                    return
                number += 20

        threads = [threading.Thread(target=send, args=(i,)) for i in range(4)]
        for thread in threads:
            thread.start()
        time.sleep(1.5)
        server.kill()
        stop.set()
        for thread in threads:
            thread.join()
        self.assertGreater(len(acknowledged), 200)
        self.run_fulcrum("export", "out")
        kept = {json.loads(line)["id"]
                for line in (self.folder / "out" / "facts.ndjson").read_text().splitlines()}
        self.assertEqual(acknowledged - kept, set())

    def test_a_live_page_hears_of_a_fact_and_lets_the_server_end(self):
        server = self.serve()
        viewer, source = server.token("viewer"), server.token("source")
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=5)
        connection.request("GET", "/live?page=flash", headers={"Authorization": f"Bearer {viewer}"})
        answer = connection.getresponse()
        self.assertEqual(answer.headers["Content-Type"], "text/event-stream")
        first = self.event(answer)
        server.send("/v1/facts", self.fact(1), token=source)
        begun = time.monotonic()
        second = first
        while second["last"] == first["last"]:
            second = self.event(answer)
        self.assertLess(time.monotonic() - begun, 1)
        self.assertTrue(any("5.00" in html for html in second["fragments"].values()))
        self.assertEqual(server.stop(), 0)

    def event(self, answer):
        while True:
            line = answer.readline().decode()
            if line.startswith("data: "):
                return json.loads(line[6:])

    def test_the_network_is_refused_without_tls_and_served_with_it(self):
        self.run_fulcrum("serve", "--host", "0.0.0.0", "--port", "0", code=1)
        self.assertIn("passwords would go over it in clear", self.err)
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "key.pem",
             "-out", "cert.pem", "-days", "2", "-subj", "/CN=localhost"],
            cwd=self.folder, check=True, capture_output=True)
        server = self.serve("--host", "0.0.0.0", "--tls-certificate", self.folder / "cert.pem",
                            "--tls-key", self.folder / "key.pem")
        import ssl
        context = ssl.create_default_context()
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
        connection = http.client.HTTPSConnection("127.0.0.1", server.port, context=context)
        connection.request("GET", "/health")
        answer = connection.getresponse()
        self.assertEqual(answer.status, 200)
        self.assertIn("max-age", answer.headers["Strict-Transport-Security"])

    def test_a_body_that_does_not_come_is_given_up(self):
        server = self.serve("--patience", "1")
        token = server.token("source")
        with socket.create_connection(("127.0.0.1", server.port), timeout=10) as line:
            line.sendall(f"POST /v1/facts HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\n"
                         "Content-Length: 100\r\n\r\n[".encode())
            self.assertIn(b" 408 ", line.recv(4096))

    def test_the_document_of_the_api_is_valid(self):
        server = self.serve()
        status, _, body = server.send("/v1/openapi.json")
        self.assertEqual(status, 200)
        self.write("openapi.json", body.decode())
        subprocess.run([python(), "-m", "openapi_spec_validator", self.folder / "openapi.json"],
                       check=True, capture_output=True)

    def test_nothing_that_the_document_allows_breaks_the_server(self):
        server = self.serve(environment={"FULCRUM_STRIPE_SECRET": "whsec_test"})
        token = server.token("gm")
        done = subprocess.run(
            [python().parent / "schemathesis", "run", f"{server.address}/v1/openapi.json",
             "-H", f"Authorization: Bearer {token}", "--max-examples", "15", "--seed", "1",
             "--request-timeout", "20", "--exclude-path", "/live", "--phases",
             "examples,coverage,fuzzing", "--checks",
             "not_a_server_error,status_code_conformance,content_type_conformance,"
             "response_schema_conformance"],
            cwd=self.folder, capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stdout[-6000:] + done.stderr[-2000:])


if __name__ == "__main__":
    unittest.main()
