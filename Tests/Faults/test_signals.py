"""Signals: a server told to end does so in time and whole; one told that a terminal left stays."""

import http.client
import os
import signal
import socket
import threading
import time
import unittest

from faulty import FaultsTest, Lost, fact, ids


class Signals(FaultsTest):
    def setUp(self):
        super().setUp()
        self.plan()
        self.server = self.serve()
        self.key = self.server.token("shop", "source")

    def half_sent(self, count):
        """Connections on which a body is under way."""
        lines = []
        for _ in range(count):
            line = socket.create_connection(("127.0.0.1", self.server.port), timeout=30)
            self.addCleanup(line.close)
            line.sendall(f"POST /v1/facts HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {self.key}\r\n"
                         "Content-Type: application/json\r\nContent-Length: 5000\r\n\r\n[".encode())
            lines.append(line)
        return lines

    def live(self):
        viewer = self.server.token("wall", "viewer")
        line = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=30)
        self.addCleanup(line.close)
        line.request("GET", "/live?page=flash", headers={"Authorization": f"Bearer {viewer}"})
        answer = line.getresponse()
        self.assertEqual(answer.status, 200)
        self.assertIn(b"retry", answer.readline())
        return answer

    def ends(self, number, name):
        self.half_sent(4)
        self.live()
        kept, over = set(), threading.Event()

        def send(thread):
            sent = 0
            while not over.is_set():
                facts = [fact(sent + n, prefix=f"t{thread}-") for n in range(20)]
                try:
                    answer = self.server.facts(facts, self.key, timeout=15)
                except Lost:
                    return
                if answer.status == 200:
                    kept.update(each["id"] for each in answer.json["facts"])
                sent += 20
        threads = [threading.Thread(target=send, args=(n,)) for n in range(3)]
        for thread in threads:
            thread.start()
        self.until(lambda: len(kept) > 100, 20, "facts are taken")
        begun = time.monotonic()
        os.kill(self.server.process.pid, number)
        try:
            code = self.server.process.wait(30)
        except Exception:
            code = "still up"
        took = time.monotonic() - begun
        over.set()
        for thread in threads:
            thread.join()
        self.assertEqual(code, 0, f"{name} after {took:.1f} s")
        self.assertLess(took, 10, f"{name}: seconds until it ended, four bodies half sent")
        there = ids(self.ledger)
        self.assertEqual(len(there), len(set(there)))
        self.assertEqual(kept - set(there), set(), f"{name}: acknowledged and lost")
        self.assertWhole(self.ledger)

    def test_a_server_that_is_told_to_end_does_within_ten_seconds(self):
        self.ends(signal.SIGTERM, "SIGTERM")

    def test_an_interrupt_ends_it_likewise(self):
        self.ends(signal.SIGINT, "SIGINT")

    def test_a_terminal_that_leaves_does_not_end_it(self):
        for _ in range(3):
            os.kill(self.server.process.pid, signal.SIGHUP)
            time.sleep(0.5)
            self.assertTrue(self.server.is_up, f"ended with {self.server.process.poll()}")
            self.assertEqual(self.server.get("/health").status, 200)
        self.assertEqual(self.server.facts([fact(1)], self.key).status, 200)
        self.assertEqual(self.server.stop()[0], 0)

    def test_a_reader_that_leaves_in_the_middle_does_not_end_it(self):
        gm = self.server.token("ops", "gm")
        for _ in range(50):
            line = socket.create_connection(("127.0.0.1", self.server.port), timeout=10)
            line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
            line.sendall(f"GET /v1/openapi.json HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {gm}\r\n"
                         "\r\n".encode())
            line.recv(10)
            line.close()
        self.assertTrue(self.server.is_up)
        self.assertEqual(self.server.get("/health").status, 200)


if __name__ == "__main__":
    unittest.main()
