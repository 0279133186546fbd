"""The server under load on loopback: durable posts of 1 and of 100 facts (wrk), beside this disk's syncs a second and
SQLite's own bulk insert in the same run; how soon a fact is on 1,000 open pages; the Flash at a million facts.

    python3 Benchmarks/serve.py --fulcrum .build/release/fulcrum [--facts 1000000] [--seconds 8]
"""

import argparse
import asyncio
import json
import os
import pathlib
import re
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "Tests" / "EndToEnd"))
from harness import PLAN  # noqa: E402

DAY = time.strftime("%Y-%m-%d", time.gmtime())


def percentile(values, share):
    values = sorted(values)
    return values[min(len(values) - 1, int(share * len(values)))] if values else float("nan")


def syncs(folder, seconds=2):
    """How often a page of 4 KiB reaches the disk for sure, a second."""
    handle = os.open(folder / "sync", os.O_CREAT | os.O_WRONLY)
    count, end = 0, time.monotonic() + seconds
    while time.monotonic() < end:
        os.pwrite(handle, b"x" * 4096, 0)
        os.fdatasync(handle)
        count += 1
    os.close(handle)
    return count / seconds


def sqlite(folder, rows=300_000):
    """SQLite's own bulk insert into a table with a text id that is unique, in transactions of 20,000."""
    base = sqlite3.connect(folder / "bulk.db")
    base.execute("PRAGMA journal_mode = WAL")
    base.execute("PRAGMA synchronous = FULL")
    base.execute("CREATE TABLE fact (number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, kind INTEGER,"
                 " at INTEGER, received INTEGER, customer INTEGER, amount INTEGER, currency INTEGER)")
    begun = time.monotonic()
    for first in range(0, rows, 20_000):
        with base:
            base.executemany(
                "INSERT INTO fact (id, kind, at, received, customer, amount, currency)"
                " VALUES (?, 4, 1, 1, ?, 5, 7)",
                ((f"r-0-{number}", number % 50000) for number in range(first, first + 20_000)))
    return rows / (time.monotonic() - begun)


class Server:
    def __init__(self, fulcrum, ledger):
        begun = time.monotonic()
        self.process = subprocess.Popen(
            [fulcrum, "serve", "--ledger", str(ledger), "--port", "0"], stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL, text=True)
        line = self.process.stdout.readline()
        self.ready = time.monotonic() - begun
        self.port = int(re.search(r":(\d+)$", line.strip())[1])

    def cpu(self):
        """Seconds of processor that it has used."""
        fields = pathlib.Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def memory(self):
        status = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(r"VmHWM:\s+(\d+)", status)[1]) // 1024

    def stop(self):
        self.process.terminate()
        self.process.wait(20)


def wrk(server, path, seconds, connections, environment, script=None):
    """What wrk says: requests a second, p50 and p99 in ms, and the core seconds that the server used."""
    before, begun = server.cpu(), time.monotonic()
    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--latency"]
    command += ["-s", str(script)] if script else [
        "-H", f"Authorization: Bearer {environment['TOKEN']}", "-H", "Accept: text/html"]
    out = subprocess.run(command + [f"http://127.0.0.1:{server.port}{path}"],
                         env={**os.environ, **environment}, capture_output=True, text=True).stdout
    spent = (server.cpu() - before) / (time.monotonic() - begun)

    def time_of(share):
        found = re.search(rf"{share}%\s+([\d.]+)(us|ms|s)", out)
        return float(found[1]) * {"us": 0.001, "ms": 1, "s": 1000}[found[2]] if found else float("nan")

    errors = re.search(r"Non-2xx or 3xx responses: (\d+)", out)
    rate = float(re.search(r"Requests/sec:\s+([\d.]+)", out)[1])
    return {"rate": rate, "p50": time_of(50), "p99": time_of(99), "cores": spent,
            "refused": int(errors[1]) if errors else 0}


async def listen(port, token, heard, ready, stop):
    reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=1 << 22)
    writer.write(f"GET /live?page=flash HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\n\r\n"
                 .encode())
    count = 0
    try:
        while not stop.is_set():
            line = await reader.readline()
            if not line:
                break
            if line.startswith(b"data: "):
                if count == 0:
                    ready.append(1)
                count += 1
                heard(int(re.search(rb'"last":(\d+)', line)[1]), time.monotonic())
    except (asyncio.CancelledError, ConnectionError):
        pass
    writer.close()
    return count


async def pages(server, token, source, pages, seconds, rate, batch):
    """Posts `rate` facts a second in posts of `batch` while pages listen; when each post was on a page."""
    stop, ready, waiting, late, posts = asyncio.Event(), [], {}, [], []

    def nothing(last, moment):
        pass

    def first(last, moment):
        for number in [number for number in waiting if number <= last]:
            late.append((moment - waiting.pop(number)) * 1000)

    listeners = [asyncio.create_task(listen(server.port, token, first if i == 0 else nothing, ready,
                                            stop)) for i in range(pages)]
    while len(ready) < pages:
        await asyncio.sleep(0.05)
    reader, writer = await asyncio.open_connection("127.0.0.1", server.port, limit=1 << 22)
    total = settled(server, token)
    begun = time.monotonic()
    for step in range(int(seconds * rate / batch)):
        due = begun + step * batch / rate
        await asyncio.sleep(max(0, due - time.monotonic()))
        body = json.dumps([{
            "id": f"p{pages}-{step}-{i}", "kind": "money", "at": f"{DAY}T00:00:02Z",
            "customer": f"c{(step * batch + i) % 50000}", "amount": "1.25", "currency": "EUR"}
            for i in range(batch)]).encode()
        total += batch
        sent = time.monotonic()
        waiting[total] = sent
        writer.write(f"POST /v1/facts HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {source}\r\n"
                     f"Content-Length: {len(body)}\r\n\r\n".encode() + body)
        head = await reader.readuntil(b"\r\n\r\n")
        await reader.readexactly(int(re.search(rb"ontent-[Ll]ength: (\d+)", head)[1]))
        posts.append((time.monotonic() - sent) * 1000)
    took = time.monotonic() - begun
    await asyncio.sleep(1)
    stop.set()
    for task in listeners:
        task.cancel()
    counts = await asyncio.gather(*listeners)
    return late, posts, counts, int(seconds * rate / batch) * batch / took


def known(server, token):
    """The number of the last fact on the board."""
    import http.client
    connection = http.client.HTTPConnection("127.0.0.1", server.port)
    connection.request("GET", "/live?page=flash", headers={"Authorization": f"Bearer {token}"})
    answer = connection.getresponse()
    while True:
        line = answer.readline()
        if line.startswith(b"data: "):
            connection.close()
            return int(re.search(rb'"last":(\d+)', line)[1])


def settled(server, token):
    """The number of the last fact, once the board has all of them."""
    last = -1
    while (number := known(server, token)) != last:
        last = number
        time.sleep(2)
    return last


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--fulcrum", default=str(ROOT / ".build/release/fulcrum"))
    parser.add_argument("--facts", type=int, default=1_000_000)
    parser.add_argument("--seconds", type=int, default=8)
    options = parser.parse_args()
    resource.setrlimit(resource.RLIMIT_NOFILE, (8192, 8192))
    with tempfile.TemporaryDirectory(dir=ROOT / ".build") as holder:
        folder = pathlib.Path(holder)
        run = lambda *words: subprocess.run(
            [options.fulcrum, *map(str, words)], cwd=folder, check=True, capture_output=True,
            text=True).stdout.strip()
        (folder / "plan.yaml").write_text(PLAN.replace("Europe/London", "UTC"))
        run("plan", "apply", "plan.yaml")
        with open(folder / "facts.ndjson", "w") as file:
            for number in range(options.facts):
                day = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(
                    time.time() - 86400 - (number * 7919 % 400) * 86400))
                file.write(f'{{"id":"b{number}","kind":"money","at":"{day}","customer":'
                           f'"c{number % 50000}","amount":"{number % 90 + 1}.50","currency":"EUR"}}\n')
        run("import", "facts", "facts.ndjson")
        run("flash")
        source, viewer = run("token", "add", "s", "--role", "source"), run(
            "token", "add", "v", "--role", "viewer")
        print(f"syncs of 4 KiB           {syncs(folder):12,.0f} a second")
        print(f"SQLite bulk insert       {sqlite(folder):12,.0f} rows a second")
        server = Server(options.fulcrum, folder / "fulcrum.db")
        print(f"ready at {options.facts:,} facts  {server.ready * 1000:12,.0f} ms")
        try:
            settled(server, viewer)
            flash = wrk(server, "/", options.seconds, 4, {"TOKEN": viewer})
            print(f"the Flash (/)            {flash['rate']:12,.0f} a second, p50 {flash['p50']:.1f} ms, "
                  f"p99 {flash['p99']:.1f} ms, {flash['cores']:.2f} cores")
            for facts, connections in ((1, 1), (1, 64), (100, 1), (100, 8)):
                found = wrk(server, "/v1/facts", options.seconds, connections,
                            {"TOKEN": source, "FACTS": str(facts), "DAY": DAY,
                             "RUN": f"w{facts}x{connections}"}, ROOT / "Benchmarks/serve/post.lua")
                rate = found["rate"] * facts
                print(f"posts of {facts:3}, {connections:2} at once  {rate:12,.0f} facts a second, "
                      f"p50 {found['p50']:.1f} ms, p99 {found['p99']:.1f} ms, "
                      f"{found['cores']:.2f} cores, {rate / found['cores']:,.0f} a core"
                      + (f", {found['refused']} refused" if found["refused"] else ""))
            for count, rate, batch in ((1, 1000, 10), (1000, 1000, 10)):
                late, posts, counts, reached = asyncio.run(
                    pages(server, viewer, source, count, options.seconds, rate, batch))
                print(f"{count:5} pages, {reached:,.0f} facts/s: on a page after p50 "
                      f"{percentile(late, .5):.0f} ms, p99 {percentile(late, .99):.0f} ms; posts p99 "
                      f"{percentile(posts, .99):.0f} ms; {min(counts)} to {max(counts)} events a page")
            print(f"most memory              {server.memory():12,} MB")
        finally:
            server.stop()


if __name__ == "__main__":
    main()
