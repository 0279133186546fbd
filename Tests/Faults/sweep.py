"""Commands that write, each run again and again with another of its disk calls failing, to the last."""

import collections
import concurrent.futures
import dataclasses
import errno
import json
import pathlib
import re
import shutil
import sqlite3
import time

from faulty import (
    EVERYTHING, ROOM, STRIDE, Page, bad_words, done, fact, fulcrum, rows, write_lines)
from served import Served, scratch

PLAN = """\
business: Northwind
timezone: UTC
currency: EUR
number: { targets: { 2026-10: 1000 } }
activation: { money: 1 }
levers: { sales: { lead: sam } }
people:
  - { id: sam, name: Sam Okoro, pay: lead }
  - { id: ana, name: Ana Silva, manager: sam, pay: rep, quota: { yearly: 120000 } }
pay:
  lead: { credit: team, rates: { tiers: [ { rate: 1% } ] } }
  rep: { rates: { tiers: [ { up-to: 5000, rate: 10% }, { rate: 12% } ] } }
"""


@dataclasses.dataclass
class Deed:
    """One command that writes."""

    name: str
    arguments: list
    # Whether doing it again is another one, such as a second note.
    adds: bool = False
    # What else the command leaves, each a name below the folder.
    files: tuple = ()
    # What runs after one that was cut short, where that is not the command itself.
    finish: list = None
    # Exit codes of a run that did it.
    codes: tuple = (0,)
    # Whether the folder is empty before.
    empty: bool = False
    # The ledger that it makes, where that is another than fulcrum.db.
    ledger: str = "fulcrum.db"
    # Whether it leaves the ledger as it is.
    reads: bool = False


DEEDS = [
    Deed("init", ["init", ".", "--business", "Northwind"], empty=True, files=("plan.yaml",)),
    Deed("plan_apply", ["plan", "apply", "second.yaml"]),
    Deed("import", ["import", "facts", "more.ndjson"], codes=(3, 0)),
    Deed("quarantine_replay", ["quarantine", "replay", "1", "--row", json.dumps(fact(901))]),
    Deed("quarantine_drop", ["quarantine", "drop", "2"]),
    Deed("quarantine_drop_all", ["quarantine", "drop", "--all"]),
    Deed("play_start", ["play", "start", "mail", "--lever", "marketing", "--list", "list.txt",
                        "--out", "lists"],
         finish=["play", "draw", "mail", "--list", "list.txt", "--out", "lists"],
         files=("lists/*",)),
    Deed("play_draw", ["play", "draw", "old", "--list", "later.txt", "--out", "lists"],
         files=("lists/*",)),
    Deed("play_stop", ["play", "stop", "old"], adds=True),
    Deed("note", ["note", "We begin.", "--play", "old"], adds=True),
    Deed("pay_process", ["pay", "process", "2026-03", "--by", "finance"], adds=True),
    Deed("pay_lock", ["pay", "lock", "2026-01", "--by", "gm"]),
    Deed("pay_unlock", ["pay", "unlock", "2026-02", "--why", "late", "--by", "gm"], adds=True),
    Deed("pay_adjust", ["pay", "adjust", "ana", "2026-03", "10", "--why", "fair"], adds=True),
    Deed("pay_hold", ["pay", "hold", "d1", "--why", "not signed"], adds=True),
    Deed("pay_dispute", ["pay", "dispute", "open", "ana", "2026-02", "1", "--text", "mine"],
         adds=True),
    Deed("user_add", ["user", "add", "eva", "--role", "viewer"], adds=True),
    Deed("user_revoke", ["user", "revoke", "mia"]),
    Deed("token_add", ["token", "add", "wall", "--role", "viewer"], adds=True),
    Deed("token_revoke", ["token", "revoke", "1"]),
    Deed("token_undo", ["token", "undo", "1"]),
    Deed("backup", ["backup", "copy.db"], files=("copy.db",), reads=True),
    Deed("restore", ["restore", "kept.db", "--ledger", "again.db"], ledger="again.db",
         files=("again.db",)),
    Deed("export", ["export", "texts"], files=("texts/facts.ndjson",), reads=True),
]


def make_base(folder):
    """A small ledger that has one of everything the commands are about."""
    folder = pathlib.Path(folder)
    ledger = folder / "fulcrum.db"
    (folder / "plan.yaml").write_text(PLAN)
    (folder / "second.yaml").write_text(PLAN.replace("1000", "2000"))
    done("plan", "apply", "plan.yaml", folder=folder)
    deals = [{"id": f"deal{n}", "kind": "deal", "deal": f"d{n}", "at": f"2026-0{n % 3 + 1}-1{n % 9}",
              "member": "ana", "stage": "won", "amount": "900.00", "currency": "EUR",
              "customer": f"c{n}"} for n in range(9)]
    wrong = [dict(fact(900 + n), amount=f"ten {n}") for n in range(1, 7)]
    write_lines(folder / "facts.ndjson", deals + [fact(n) for n in range(40)] + wrong)
    if fulcrum("import", "facts", "facts.ndjson", folder=folder).returncode != 3:
        raise AssertionError("the rows that are wrong were not refused")
    write_lines(folder / "more.ndjson",
                [fact(n) for n in range(100, 180)] + [dict(fact(99), amount="many")])
    for name, numbers in ("list.txt", range(120)), ("early.txt", range(70)), (
            "later.txt", range(60, 130)):
        (folder / name).write_text("".join(f"c{n}\n" for n in numbers))
    done("play", "start", "old", "--lever", "sales", "--list", "early.txt", "--out", "before",
         folder=folder)
    for period in "2026-01", "2026-02":
        done("pay", "process", period, "--by", "finance", folder=folder)
    done("pay", "lock", "2026-02", "--by", "gm", folder=folder)
    server = Served(ledger)
    try:
        server.sign_up(server.first_key, "boss", "correct horse battery staple")
        server.member("mia", "viewer")
        key = server.token("shop", "source")
        answer = server.facts([fact(n, prefix="by-key") for n in range(5)], key)
        if answer.json["kept"] != 5:
            raise AssertionError(f"the key's facts were not kept: {answer}")
    finally:
        server.stop()
    done("backup", "kept.db", folder=folder)
    for path in folder.glob("fulcrum.db.*"):
        if path.suffix in (".log", ".out"):
            path.unlink()


MASKS = [
    (re.compile(r"\b\d{13}\b"), "<moment>"), (re.compile(r"note-[\w-]+"), "<note>"),
    (re.compile(r"\b[0-9a-f]{32,}\b"), "<hash>"), (re.compile(r":stop:\d+"), ":stop:<moment>"),
    (re.compile(r"\d{4}-\d\d-\d\dT[\d:.]+Z"), "<moment>"),
    (re.compile(r"[\w+/-]{22,}={0,2}"), "<secret>"),
]
# Opening the ledger is the same in each command: these are swept whole, the others at every third call of it.
OPENED_WHOLE = {"init", "import", "note", "restore", "pay_process"}
# Up to so many rows of a table are compared by what they say, and more by how many there are: whom a lot
# draws is chance.
FEW = 40


def masked(value):
    text = str(value)
    for pattern, name in MASKS:
        text = pattern.sub(name, text)
    return text


def state(ledger):
    """Every table's rows as far as they do not hang on chance or the moment; nil where there is no ledger."""
    if not ledger.exists():
        return None
    try:
        return contents(ledger)
    except sqlite3.OperationalError:
        # It has a journal to be rolled back first, which is done on a copy.
        with scratch() as aside:
            for path in ledger.parent.glob(ledger.name + "*"):
                if path.name.endswith(("-wal", "-journal")) or path == ledger:
                    shutil.copy(path, aside)
            return contents(pathlib.Path(aside) / ledger.name, "rw")


def contents(ledger, mode="ro"):
    database = sqlite3.connect(f"file:{ledger}?mode={mode}", uri=True, timeout=30)
    try:
        found = {}
        for (table,) in database.execute(
                "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
                " ORDER BY name").fetchall():
            every = database.execute(f'SELECT * FROM "{table}"').fetchall()
            found[table] = len(every) if len(every) > FEW else sorted(
                "|".join(masked(value) for value in row) for row in every)
        problems = database.execute("PRAGMA integrity_check").fetchall()
        if problems != [("ok",)]:
            raise AssertionError(f"{ledger.name} is damaged: {problems[:3]}")
        return found
    finally:
        database.close()


def without_trail(found):
    """What is the same however often a command was begun."""
    return found and {table: rows for table, rows in found.items() if table not in ("audit", "import")}


def difference(one, other):
    """Where two states differ, in few words."""
    if one is None or other is None:
        return f"{'no ledger' if one is None else 'a ledger'} and not {'one' if one is None else 'none'}"
    words = []
    for table in sorted(set(one) | set(other)):
        left, right = one.get(table), other.get(table)
        if left != right:
            sizes = [len(part) if isinstance(part, list) else part for part in (left, right)]
            words.append(f"{table} {sizes[0]} for {sizes[1]}")
    return ", ".join(words)


class Sweep:
    """One deed on copies of one base."""

    def __init__(self, deed, base, room):
        self.deed, self.base, self.room = deed, base, pathlib.Path(room)
        self.problems = collections.OrderedDict()
        self.points = self.fired = 0
        untouched, whole = self.copy("before"), self.copy("after")
        self.before = state(untouched / deed.ledger)
        page = self.page("after")
        ran = self.run(whole, page)
        self.calls = {EVERYTHING: page["calls"]}
        page.close()
        if ran.returncode not in deed.codes:
            raise AssertionError(f"{deed.arguments} gave {ran.returncode} undisturbed: {ran.stderr}")
        self.after = state(whole / deed.ledger)
        if not deed.reads and self.before == self.after:
            raise AssertionError(f"{deed.arguments} changes nothing")
        self.names = self.listed(whole)
        for folder in untouched, whole:
            if (folder / deed.ledger).exists():
                self.well(folder / deed.ledger, folder.name, "undisturbed")
        page = self.page("room")
        page["kinds"] = ROOM
        self.run(self.copy("room"), page)
        self.calls[ROOM] = page["calls"]
        page.close()
        self.opening = {}
        for kinds in EVERYTHING, ROOM:
            page = self.page("opening")
            page["kinds"] = kinds
            self.run(self.copy("opening"), page, ["token", "list"])
            self.opening[kinds] = page["calls"]
            page.close()

    def page(self, name):
        return Page(self.room / f"{name}.page", self.room / name)

    def copy(self, name):
        folder = self.room / name
        if folder.exists():
            shutil.rmtree(folder)
        if self.deed.empty:
            folder.mkdir()
        else:
            shutil.copytree(self.base, folder)
        return folder

    def run(self, folder, page=None, arguments=None):
        return fulcrum(*(arguments or self.deed.arguments), folder=folder,
                       environment=page.environment if page else None)

    def listed(self, folder):
        """Every file's name but for what lies beside any ledger, and for lists of another day's lot."""
        return {re.sub(r"\d{4}-\d\d-\d\d", "<day>", str(path.relative_to(folder)))
                for path in folder.rglob("*")
                if path.is_file() and not path.name.endswith(("-wal", "-shm", ".index"))
                and not path.match("lists/*.txt")}

    def tell(self, problem, point):
        """Notes a problem, those that are alike together."""
        alike = re.sub(r"\d+", "N", problem)
        self.problems.setdefault(alike, []).append((point, problem))

    def point(self, deed, number, times, error, kinds):
        """The command with the call of this number failing, and all that must hold after."""
        words = {Page.KILL: "killed", Page.FAIL: errno.errorcode.get(error, "")}[deed]
        name = f"{words}-{number}"
        folder, page = self.copy(name), self.page(name)
        try:
            page.arm(deed, number, times, error, kinds)
            ran = self.run(folder, page)
            fired = page["fired"]
            self.fired += fired > 0
            self.points += 1
            where = f"{words} at call {number}"
            if not fired:
                return where
            self.look(folder, ran, deed == Page.KILL, where)
            return None
        except Exception as error_:  # A point that cannot be looked at is a point that failed.
            self.tell(f"{type(error_).__name__}: {error_}", f"{words} at call {number}")
            return None
        finally:
            page.close()
            (self.room / f"{name}.page").unlink()
            shutil.rmtree(folder, ignore_errors=True)

    def look(self, folder, ran, was_killed, where):
        deed = self.deed
        ledger = folder / deed.ledger
        said = ran.stdout + ran.stderr
        if was_killed and ran.returncode != -9:
            self.tell(f"killed, and yet it ended with {ran.returncode}", where)
        if not was_killed and ran.returncode < 0:
            self.tell(f"ended by signal {-ran.returncode}: {said[-300:]}", where)
        dump = bad_words(said)
        if dump:
            self.tell(f"says {dump!r} in: {said.strip()[-400:]}", where)
        found = state(ledger)
        is_before, is_after = found == self.before, found == self.after
        if not (is_before or is_after):
            # A ledger that is only begun holds nothing that was promised; doing it again must finish it.
            if deed.empty or self.before is None:
                if ledger.exists() and deed.name == "restore":
                    self.tell(f"lies half made under its name: {difference(found, self.after)}", where)
            else:
                self.tell(f"is between: {difference(found, self.before)} before, "
                          f"{difference(found, self.after)} after", where)
        if ran.returncode in deed.codes and not deed.reads and not is_after:
            self.tell(f"said done and is not: {difference(found, self.after)}", where)
        # A ledger with the very content of before or after was looked at there already, and is again only now and then.
        if found is not None and (is_after or not deed.empty) and (
                self.points % 5 == 0 or not (is_before or is_after)):
            self.well(ledger, where, "left")
        if ran.returncode in deed.codes and deed.files:
            self.there(folder, where)
        if deed.adds and is_after:
            return
        self.again(folder, ledger, where, found, is_after)

    def again(self, folder, ledger, where, found, was_after):
        """Run once more, undisturbed: it finishes."""
        deed = self.deed
        ran = self.run(folder)
        said = (ran.stdout + ran.stderr).strip()
        if ran.returncode not in deed.codes and deed.finish and was_after:
            ran = self.run(folder, arguments=deed.finish)
            said = (ran.stdout + ran.stderr).strip()
        finished = ran.returncode in deed.codes
        # What was done is done: that it says so is well.
        if not finished and not was_after and not self.is_made(folder):
            self.tell(f"cannot be run again ({ran.returncode}): {said[-300:]}", where)
        now = state(ledger)
        # Each run that got so far has a line of its own in the trail, and an import its record.
        if without_trail(now) != without_trail(self.after):
            self.tell(f"run again it is not as after one run: {difference(now, self.after)}", where)
        if deed.files:
            self.there(folder, where)
        if now != self.after or self.points % 10 == 0:
            self.well(ledger, where, "after it was run again")
        more = self.listed(folder) - self.names
        if more:
            self.tell(f"files stay behind: {sorted(more)}", where)

    def is_made(self, folder):
        """Whether what the command is to make is there, so that it may refuse to make it again."""
        return self.deed.files and self.deed.reads and all(
            list(folder.glob(pattern)) for pattern in self.deed.files)

    def there(self, folder, where):
        """What the command leaves is whole."""
        for pattern in self.deed.files:
            made = list(folder.glob(pattern))
            if not made:
                self.tell(f"{pattern} is not there", where)
            for path in made:
                if path.suffix == ".db":
                    # A copy is made before its own line in the trail is written.
                    copied = without_trail(state(path)) != without_trail(self.after or {})
                    if copied and self.deed.name == "backup":
                        self.tell(f"{path.name} is not the ledger: "
                                  f"{difference(state(path), self.after)}", where)
                    self.well(path, where, path.name)
                elif path.name == "facts.ndjson":
                    wanted = rows(folder / self.deed.ledger, "SELECT count(*) FROM fact")[0][0]
                    count = sum(1 for line in path.read_text().splitlines() if json.loads(line))
                    if count != wanted:
                        self.tell(f"{path.name} has {count} facts of {wanted}", where)
                elif path.is_file() and not path.read_text().strip():
                    self.tell(f"{path.name} is empty", where)

    def well(self, ledger, where, when):
        ran = fulcrum("doctor", "--ledger", ledger)
        if ran.returncode != 0:
            self.tell(f"the doctor finds ({when}): {(ran.stdout + ran.stderr).strip()[-300:]}", where)

    def sweep(self, deed, times=1, error=errno.EIO, kinds=EVERYTHING):
        """Every point; gives what went wrong."""
        begun = time.monotonic()
        calls = self.calls[kinds]
        first = 1 if self.deed.name in OPENED_WHOLE else max(1, self.opening[kinds] - 12)
        numbers = [*range(1, first, 3), *range(first, calls + 1)][::STRIDE]
        with concurrent.futures.ThreadPoolExecutor(2) as workers:
            missed = [miss for miss in workers.map(
                lambda number: self.point(deed, number, times, error, kinds), numbers) if miss]
        words = []
        # A run may need a few calls fewer than the one that was counted; a shim that does nothing shows here.
        if len(missed) > max(2, len(numbers) // 8):
            words.append(f"the shim did not fire at {len(missed)} of {len(numbers)} points: {missed[:5]}")
        for cases in self.problems.values():
            (where, problem), more = cases[0], len(cases)
            words.append(f"{more} of {self.points} points, first {where}: {problem}")
        took = time.monotonic() - begun
        return words, f"{self.fired} of {self.points} points fired, {calls} calls, {took:.0f} s"


def sweep(deed, base, how):
    """A deed in one of three ways; gives what went wrong, and what was done."""
    with scratch() as room:
        # Below a folder of the base's own depth, so that no path is longer than in a run of its own.
        sweep = Sweep(deed, base, pathlib.Path(room).resolve())
        return sweep.sweep(*how)


WAYS = {
    "killed_at_every_call": (Page.KILL,),
    "with_every_call_failing": (Page.FAIL,),
    "on_a_disk_that_fills_at_every_call": (Page.FAIL, 0, errno.ENOSPC, ROOM),
}
