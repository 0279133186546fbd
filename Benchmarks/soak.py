"""The server's memory while facts go on coming: new ones at a steady rate, or a year of a small business day by day.

    python3 Benchmarks/soak.py --fulcrum .build/release/fulcrum [--rate 4000] [--minutes 20] [--customers 50000]
    python3 Benchmarks/soak.py --fulcrum .build/release/fulcrum --year

One live page is open all the time and the Flash is asked for once a second, so that everything that follows facts
works. Anonymous memory is what grows where something is kept; mapped files are the index, which the system may drop.
"""

import argparse
import http.client
import json
import os
import pathlib
import re
import sys
import tempfile
import threading
import time

ROOT = pathlib.Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "Tests" / "EndToEnd"))
PLAN = """\
business: Soak
timezone: UTC
currency: EUR
number: { targets: { yearly: 1000000 } }
activation: { money: 20.00 }
"""
BATCH = 400
KINDS = ["play", "touch", "holdout", "money", "time", "deal", "cost", "score", "work", "note", "customer", "retract"]


def memory(pid):
    """Megabytes that the process holds: anonymous, and of mapped files."""
    text = pathlib.Path(f"/proc/{pid}/status").read_text()
    return [int(re.search(rf"{name}:\s+(\d+)", text)[1]) / 1024 for name in ("RssAnon", "RssFile")]


class Poster:
    """Posts facts over one connection that stays open."""

    def __init__(self, port, token):
        self.line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.head = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        self.kept = 0

    def post(self, facts):
        self.line.request("POST", "/v1/facts", json.dumps(facts), self.head)
        answer = self.line.getresponse()
        said = json.loads(answer.read())
        if answer.status != 200:
            raise SystemExit(f"{answer.status}: {said}")
        self.kept += said["kept"]


def fact(number, customers, at):
    customer = f"c{number * 7919 % customers}"
    if number % 4 == 0:
        return {"id": f"s{number}", "kind": "time", "at": at, "customer": customer, "seconds": 30 + number % 600}
    if number % 4 == 1:
        return {"id": f"s{number}", "kind": "touch", "at": at, "customer": customer, "play": f"p{number % 12}",
                "lever": ("product", "sales", "marketing")[number % 3]}
    return {"id": f"s{number}", "kind": "money", "at": at, "customer": customer, "amount": f"{1 + number % 90}.50",
            "currency": "EUR"}


class Beside(threading.Thread):
    """Keeps a live page open, and asks for the Flash once a second."""

    def __init__(self, port, token):
        super().__init__(daemon=True)
        self.port, self.head, self.times = port, {"Authorization": f"Bearer {token}"}, []

    def run(self):
        live = http.client.HTTPConnection("127.0.0.1", self.port, timeout=7200)
        live.request("GET", "/live?page=flash", headers=self.head)
        threading.Thread(target=self.drain, args=(live.getresponse(),), daemon=True).start()
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        while True:
            begun = time.monotonic()
            try:
                line.request("GET", "/v1/flash", headers=self.head)
                line.getresponse().read()
            except (http.client.HTTPException, OSError):
                return  # The server is ended at the end.
            self.times.append(time.monotonic() - begun)
            time.sleep(1)

    @staticmethod
    def drain(answer):
        try:
            while answer.read1(65536):
                pass
        except http.client.IncompleteRead:
            pass  # The server is ended at the end.


def row(name, kept, pid, size):
    anonymous, mapped = memory(pid)
    print(f"{name:>11}{kept:>12}{anonymous:>14.0f}{mapped:>14.0f}{size / 1e6:>14.0f}", flush=True)


def steady(server, poster, ledger, options):
    pace, begun, number = BATCH / options.rate, time.monotonic(), 0
    shown = -1
    while time.monotonic() - begun < options.minutes * 60:
        minute = int((time.monotonic() - begun) // 60)
        if minute > shown:
            row(f"{minute} min", poster.kept, server.pid, ledger.stat().st_size)
            shown = minute
        at = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
        poster.post([fact(number + place, options.customers, at) for place in range(BATCH)])
        number += BATCH
        wait = begun + number / BATCH * pace - time.monotonic()
        if wait > 0:
            time.sleep(wait)
    row("end", poster.kept, server.pid, ledger.stat().st_size)
    print(f"{poster.kept / (time.monotonic() - begun):.0f} new facts a second")


def year(server, poster, ledger, options, folder):
    """Each day's facts at once, as they happened; the server does not know that the days are over."""
    days = {}
    for line in (folder / "business" / "facts.ndjson").open():
        made = json.loads(line)
        made.pop("received", None)
        days.setdefault(made["at"][:10], []).append(made)
    names = sorted(days)[-365:]
    for place, day in enumerate(names):
        if place % 30 == 0:
            row(day, poster.kept, server.pid, ledger.stat().st_size)
        for first in range(0, len(days[day]), BATCH):
            poster.post(days[day][first:first + BATCH])
        time.sleep(0.2)
    row("end", poster.kept, server.pid, ledger.stat().st_size)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--fulcrum", default=".build/release/fulcrum")
    parser.add_argument("--rate", type=int, default=4000)
    parser.add_argument("--minutes", type=float, default=20)
    parser.add_argument("--customers", type=int, default=50_000)
    parser.add_argument("--year", action="store_true")
    options = parser.parse_args()
    os.environ["FULCRUM"] = str(pathlib.Path(options.fulcrum).resolve())
    from served import Served, done
    with tempfile.TemporaryDirectory(prefix="fulcrum-soak-") as room:
        folder = pathlib.Path(room)
        ledger, plan = folder / "fulcrum.db", folder / "plan.yaml"
        plan.write_text(PLAN)
        if options.year:
            done("simulate", folder / "business", "--customers", "1000")
            plan = folder / "business" / "plan.yaml"
        done("plan", "apply", plan, "--ledger", ledger)
        server = Served(ledger)
        try:
            gm, key = server.token("ops", "gm"), server.token("shop", "source", "--may", ",".join(KINDS))
            beside = Beside(server.port, gm)
            beside.start()
            print(f"{'':>11}{'facts kept':>12}{'anonymous MB':>14}{'mapped MB':>14}{'ledger MB':>14}")
            poster = Poster(server.port, key)
            if options.year:
                year(server.process, poster, ledger, options, folder)
            else:
                steady(server.process, poster, ledger, options)
            if options.year:
                # What is left beside what a server needs that has just opened the same ledger.
                server.stop()
                server = Served(ledger)
                again = Beside(server.port, gm)
                again.start()
                time.sleep(5)
                row("opened anew", poster.kept, server.process.pid, ledger.stat().st_size)
            times = sorted(beside.times)
            print(f"the Flash beside it: {1000 * times[len(times) // 2]:.0f} ms at the median, "
                  f"{1000 * times[int(len(times) * 0.99)]:.0f} ms at p99, {len(times)} asked")
        finally:
            server.kill()


if __name__ == "__main__":
    main()
