"""A log that nobody reads any more, or that cannot be written: the server stays up."""

import os
import subprocess
import time
import unittest

from faulty import FULCRUM, FaultsTest, Served, fact
from served import free_port


class Log(FaultsTest):
    def setUp(self):
        super().setUp()
        self.plan()

    def use(self, server, key):
        """Requests of which each gives a line at the level debug; the server must answer all of them."""
        for number in range(20):
            self.assertTrue(server.is_up, f"ended with {server.process.poll()} at request {number}")
            self.assertEqual(server.get("/health").status, 200)
            server.raw(b"POST /sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\na", half=True,
                       timeout=3)
            self.assertEqual(server.facts([fact(number)], key).status, 200)
        time.sleep(0.3)
        self.assertTrue(server.is_up, f"ended with {server.process.poll()}")
        self.assertEqual(server.get("/health").status, 200)
        self.assertEqual(server.stop()[0], 0)

    def test_the_reader_of_the_log_leaves(self):
        reading, writing = os.pipe()
        with os.fdopen(writing, "wb", 0) as log:
            server = self.serve("--log", "debug", log=log)
        key = server.token("shop", "source")
        self.assertEqual(server.get("/health").status, 200)
        self.assertIn(b"{", os.read(reading, 1 << 16), "nothing was logged before the reader left")
        os.close(reading)
        self.use(server, key)

    def test_the_log_is_on_a_full_disk(self):
        with open("/dev/full", "wb", 0) as log:
            server = self.serve("--log", "debug", log=log)
        self.use(server, server.token("shop", "source"))

    def test_the_reader_of_a_pipe_that_is_full_sleeps(self):
        # A pipe nobody empties: lines may be dropped, requests may not wait for it.
        reading, writing = os.pipe()
        self.addCleanup(os.close, reading)
        with os.fdopen(writing, "wb", 0) as log:
            server = self.serve("--log", "debug", log=log)
        begun = time.monotonic()
        for _ in range(1500):
            self.assertEqual(server.get("/health", timeout=5).status, 200)
        self.assertLess(time.monotonic() - begun, 60)

    def test_nobody_reads_where_it_says_that_it_serves(self):
        port = free_port()
        reading, writing = os.pipe()
        os.close(reading)
        process = subprocess.Popen(
            [FULCRUM, "serve", "--ledger", self.ledger, "--port", str(port)], stdout=writing,
            stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL)
        os.close(writing)
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        server = Served.__new__(Served)
        server.port, server.process, server.ledger = port, process, self.ledger

        def answers():
            try:
                return server.get("/health", timeout=2).status == 200
            except OSError:
                return process.poll() is not None
        self.until(answers, 20, "it serves")
        time.sleep(0.5)
        self.assertIsNone(process.poll(), "it ended because nobody read its first line")
        self.use(server, server.token("shop", "source"))


if __name__ == "__main__":
    unittest.main()
