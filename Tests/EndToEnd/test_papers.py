"""README.md and the guide say what the program does: this runs their commands, checks their plans, and looks up
every link, path and name in all papers.

The pages show things in five ways:

    ```sh        Commands. They run in one shell, in one scratch folder a page, from the top of the page to its end.
                 Each must succeed; what it prints is not compared.
    ```console   Commands after `$ ` (continued after `> `), each with all that it prints. A line that is only `…`
                 stands for any lines. A command may end with 3 (rows in quarantine), or with the error that it shows.
    `name`:      A block of another kind under a line that ends like this is that file. Under "Add to `name`:" it
                 goes to the end of the file.
    ```yaml      A plan or a part of one. `fulcrum plan check` must accept it.
    others       Must be in ELSEWHERE below, with a reason, as must commands that are not run.

FULCRUM_RECORD=1 writes the output into the pages anew; read the difference before you commit it.
"""

import difflib
import fnmatch
import functools
import os
import pathlib
import re
import select
import signal
import subprocess
import tempfile
import time
import unittest
import urllib.request

from harness import FULCRUM, ROOT
from served import done, free_port, scratch

RECORD = os.environ.get("FULCRUM_RECORD")
GUIDE = sorted((ROOT / "docs/guide").glob("*.md"))
PAGES = [ROOT / "README.md", *GUIDE]
PAPERS = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md")), ROOT / "Examples/README.md"]

# Commands that are not run, and why: what a command begins with.
NOT_RUN = {
    "make demo": "builds the program; start.md runs the demo",
    "make test": "builds the program and runs this test",
    "make install": "builds the program and writes outside the scratch folder",
}
# Blocks that are neither commands nor files nor plans: what a block begins with, and why it is not checked here.
ELSEWHERE = {
    "location / {": "nginx is not part of the set-up",
    "# /etc/systemd/system/fulcrum.service": "needs systemd",
    '{\n  "ready": false,': "needs a full disk; Tests/Faults/test_disk.py fills one",
    "from segment.analytics.client": "needs Segment's library; test_clients.py sends with it",
}
# YAML of these pages is checked by PlanGuideTests and PresetsTests.
CHECKED_IN_SWIFT = {"plan.md", "sources.md"}
LEAST_PLAN = {
    "business": "b", "timezone": "UTC", "currency": "EUR", "number": "{}", "activation": "{ money: 1 }"}

# What is different each time, and what the pages have in its place. NOW is the day of the test, in UTC.
MASKS = [
    (r"(winter-mail starts on )[\d-]{10}", r"\g<1>2026-11-27"),
    (r"(last check after the close of )[\d-]{10}", r"\g<1>2027-03-10"),
    (r"\d+( customers to hold out)", r"197\1"),
    (r"\d+( customers to reach)", r"803\1"),
    (r"(This ledger began on )[\d-]{10}", r"\g<1>2026-11-27"),
    (r"(today is )[\d-]{10}", r"\g<1>2026-11-27"),
    (r"(until )[\d-]{10}T[\d:.]+Z", r"\g<1>2026-12-04T09:30:00.000Z"),
    (r"(expires )[\d-]{10}T[\d:.]+Z", r"\g<1>2027-11-27T09:30:00.000Z"),
    (r"NOWT[\d:.]+Z", "2026-11-27T09:30:00.000Z"),
    (r"flc_[\w-]+", "flc_…"),
    (r"key=\S+", "key=…"),
    # How far a file has been read, which is said only where that takes a while.
    (r"(?m)^.* [█░]{20} .*\n?", ""),
]

# Names and options in backticks that look like ours and are others'.
OTHERS = {"LimitNOFILE", "ParsableCommand", "SameSite", "WatchdogSec", "--explicit-target-dependency-import-check"}
# Pages whose text repeats amounts of the business that they simulate: a command of the page must print each.
FIGURES = {"start", "answers"}

OPTION = r"(?<![\w-])--[a-z][a-z-]*"
SHELL = ["bash", "--noprofile", "--norc"]
# Seconds that a command may take.
PATIENCE = 30


class Block:
    """A fenced block of a page: its kind, its lines, where they are, and the text above it."""

    def __init__(self, path, kind, first, lines, above):
        self.path, self.kind, self.first, self.lines, self.above = path, kind, first, lines, above

    @property
    def text(self):
        return "".join(line + "\n" for line in self.lines)

    @property
    def place(self):
        return f"{self.path.relative_to(ROOT)}:{self.first + 1}"

    @property
    def file(self):
        """The file that the block is, and whether it goes to the file's end."""
        if self.kind in ("sh", "console"):
            return None, False
        found = re.search(r"`([\w.-]+\.\w+)`:$", self.above)
        return (found[1], "Add to `" in self.above) if found else (None, False)

    def listed(self, table):
        return next((start for start in table if self.text.startswith(start)), None)


def blocks(path):
    """The fenced blocks of a page, in its order."""
    lines = path.read_text().split("\n")
    found, begun, above = [], None, ""
    for number, line in enumerate(lines):
        fence = re.match(r"(`{3,})(.*)$", line)
        if begun is None and fence:
            begun = (number + 1, fence[2].strip())
        elif begun is not None and line.startswith("```"):
            found.append(Block(path, begun[1], begun[0], lines[begun[0]:number], above))
            begun, above = None, ""
        elif begun is None and line.strip():
            above = line.strip()
    if begun is not None:
        raise AssertionError(f"{path.name}:{begun[0]}: the block is not closed")
    return found


class Command:
    """A command of a page and, in a console block, the lines that the page has below it."""

    def __init__(self, text, place, shown=None, span=None):
        self.text, self.place, self.shown, self.span = text, place, shown, span

    def listed(self, table):
        return next((start for start in table if self.text.startswith(start)), None)


def commands(block):
    """The commands of a block."""
    found = []
    if block.kind == "sh":
        begun = []
        for number, line in enumerate(block.lines):
            begun.append(line)
            text = "\n".join(begun)
            if complete(text):
                place = f"{block.path.name}:{block.first + number + 2 - len(begun)}"
                if text.strip():
                    found.append(Command(text, place))
                begun = []
        if begun:
            raise AssertionError(f"{block.place}: a command is not whole: {begun}")
        return found
    for number, line in enumerate(block.lines):
        where = block.first + number
        if line.startswith("$ "):
            found.append(Command(line[2:], f"{block.path.name}:{where + 1}", [], (where + 1, where + 1)))
        elif not found:
            raise AssertionError(f"{block.place}: a console block begins with `$ `")
        elif line.startswith("> ") and not found[-1].shown:
            found[-1].text += "\n" + line[2:]
            found[-1].span = (where + 1, where + 1)
        else:
            found[-1].shown.append(line)
            found[-1].span = (found[-1].span[0], where + 1)
    return found


def complete(text):
    return subprocess.run([*SHELL, "-n"], input=text, capture_output=True, text=True).returncode == 0


class Session:
    """One shell in a scratch folder, with the program on its PATH. Servers are on ports of their own and stay until
    the page ends."""

    def __init__(self):
        self.holder = scratch()
        self.folder = pathlib.Path(self.holder.name).resolve()
        self.home, self.bin = self.folder / "home", self.folder / "bin"
        self.home.mkdir()
        self.bin.mkdir()
        (self.bin / "fulcrum").symlink_to(FULCRUM)
        self.begun, self.count = today(), 0
        # Servers by process; the port that the page says and the one that it has; amounts that were printed.
        self.served, self.ports, self.amounts = [], {}, set()
        environment = {
            "PATH": f"{self.bin}:{os.environ['PATH']}", "HOME": str(self.home), "USER": "gm", "EDITOR": "true",
            "LANG": "C.UTF-8", "TZ": "UTC"}
        self.shell = subprocess.Popen(
            SHELL, cwd=self.home, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL, start_new_session=True)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        """Ends all that the shell began and that still runs."""
        os.killpg(self.shell.pid, signal.SIGKILL)
        self.shell.communicate()
        self.holder.cleanup()

    def say(self, line):
        """One line to the shell; gives the line that it prints."""
        self.shell.stdin.write(f"{line}\n".encode())
        self.shell.stdin.flush()
        if not select.select([self.shell.stdout], [], [], PATIENCE)[0]:
            raise AssertionError(f"nothing after {PATIENCE} s: {line}")
        return self.shell.stdout.readline().decode().strip()

    def run(self, text):
        """A command; gives its exit code and what it printed."""
        for ours, theirs in self.ports.items():
            text = text.replace(f"127.0.0.1:{ours}", f"127.0.0.1:{theirs}")
        self.count += 1
        script, out = self.folder / f"{self.count}.sh", self.folder / f"{self.count}.out"
        out.touch()
        if re.search(r"\bfulcrum (serve\b|.*--serve\b)", text):
            return 0, self.serve(text, script, out)
        # A script of its own, so that one that is broken does not end the shell.
        script.write_text(text + "\n")
        code = self.say(f"source {script} >{out} 2>&1 </dev/null; echo $?")
        printed = self.seen(out.read_text(errors="replace"))
        self.amounts |= set(re.findall(r"\d+\.\d\d", printed.replace(",", "")))
        return int(code), printed

    def serve(self, text, script, out):
        """A server; gives what it has printed once it answers."""
        said = re.search(r" --port (\d+)", text)
        ours, theirs = said[1] if said else "8080", free_port()
        self.ports[ours] = theirs
        script.write_text(f"{text.replace(said[0], '') if said else text} --port {theirs} >{out} 2>&1 </dev/null &\n")
        process = self.say(f"source {script}; echo $!")
        self.served.append(process)
        end = time.monotonic() + PATIENCE
        while not ("Serving at" in out.read_text() and is_up(theirs)):
            if time.monotonic() > end or not pathlib.Path("/proc", process).exists():
                raise AssertionError(f"{text} does not serve:\n{out.read_text()}")
            time.sleep(0.02)
        return self.seen(out.read_text())

    def seen(self, text):
        """What a command printed, as a page shows it."""
        for ours, theirs in self.ports.items():
            text = text.replace(f":{theirs}", f":{ours}")
        for path, shown in ((self.home, "~"), (f"{self.bin}/", ""), (FULCRUM, "fulcrum")):
            text = text.replace(str(path), shown)
        for pattern, shown in MASKS:
            text = re.sub(pattern.replace("NOW", f"(?:{self.begun}|{today()})"), shown, text)
        return text

    def put(self, name, text, add):
        """A file of the page, in the folder that the shell is in."""
        path = pathlib.Path(self.say("pwd"), name)
        path.write_text((path.read_text() if add else "") + text)

    def stop(self):
        """Ends the servers as a service manager does; gives those that did not end well."""
        return [process for process in self.served
                if self.say(f"kill {process}; wait {process}; echo $?") != "0"]


def today():
    return time.strftime("%Y-%m-%d", time.gmtime())


def is_up(port):
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=PATIENCE) as answer:
            return answer.status == 200
    except OSError:
        return False


def split(shown):
    """The pieces of what a page shows that lines of `…` divide, and those lines."""
    pieces, gaps = [[]], []
    for line in shown:
        if line.strip() == "…":
            gaps.append(line)
            pieces.append([])
        else:
            pieces[-1].append(line)
    return pieces, gaps


def matches(shown, real):
    """Whether lines are as a page shows them, where `…` stands for any."""
    (first, *middle), gaps = split(shown)
    if not gaps:
        return first == real
    last = middle.pop()
    at, end = len(first), len(real) - len(last)
    if at > end or real[:at] != first or real[end:] != last:
        return False
    for piece in middle:
        places = range(at, end - len(piece) + 1)
        at = next((place + len(piece) for place in places if real[place:place + len(piece)] == piece), None)
        if at is None:
            return False
    return True


def recorded(shown, real):
    """What a page is to show: the real lines, without those that the page leaves out.

    A piece that changed begins and ends at the lines that are most like its own first and last.
    """
    pieces, gaps = split(shown)
    if not gaps:
        return real
    lines, at = [], 0
    for number, piece in enumerate(pieces):
        if not piece:
            begin = end = at if number == 0 else len(real)
        else:
            begin = 0 if number == 0 else place(piece[0], real, at)
            end = len(real) if number == len(gaps) else place(piece[-1], real, begin + len(piece) - 1) + 1
        lines += real[begin:end] + gaps[number:number + 1]
        at = end
    return lines


def place(line, real, at):
    """Where the line most like this one is, from a place on; of equals the nearest."""
    at = min(at, len(real) - 1)
    return max(range(at, len(real)), key=lambda here: difflib.SequenceMatcher(None, line, real[here]).ratio())


class Pages(unittest.TestCase):
    """Every page's commands, from its top to its end."""

    maxDiff = None

    def replay(self, path):
        changes = []
        with Session() as session:
            for block in blocks(path):
                name, add = block.file
                if name:
                    session.put(name, block.text, add)
                elif block.kind in ("sh", "console"):
                    for command in commands(block):
                        if not command.listed(NOT_RUN):
                            self.check(session, command, changes)
                elif block.kind != "yaml":
                    self.assertTrue(block.listed(ELSEWHERE), f"{block.place}: neither run nor listed:\n{block.text}")
            self.assertEqual(session.stop(), [], "these servers did not end well")
        if changes:
            lines = path.read_text().split("\n")
            for (first, last), new in reversed(changes):
                lines[first:last] = new
            path.write_text("\n".join(lines))
        if path.stem in FIGURES:
            said = figures("\n".join(line for _, line in prose(path)))
            self.assertEqual(said - session.amounts, set(), f"{path.name}: amounts that no command prints")

    def check(self, session, command, changes):
        code, text = session.run(command.text)
        about = f"{command.place}: {command.text}\n{text}"
        if command.shown is None:
            self.assertEqual(code, 0, about)
            return
        self.assertIn(code, (0, 1 if text.startswith("fulcrum: ") else 2 if text.startswith("Error: ") else 3), about)
        real, shown = text.rstrip("\n").split("\n") if text.strip() else [], command.shown
        if matches(shown, real):
            return
        if RECORD:
            changes.append((command.span, recorded(shown, real)))
        else:
            self.assertEqual("\n".join(shown), "\n".join(real), f"{command.place}: {command.text}")


def page(path):
    def test(self):
        self.replay(path)

    return test


for entry in PAGES:
    setattr(Pages, f"test_{entry.stem.lower()}", page(entry))


class Lists(unittest.TestCase):
    """What is listed as not run is there, and what it names exists."""

    def test_nothing_is_listed_that_no_page_has(self):
        every = [block for path in PAGES for block in blocks(path)]
        run = [command for block in every if block.kind in ("sh", "console") for command in commands(block)]
        self.assertEqual({command.listed(NOT_RUN) for command in run} - {None}, set(NOT_RUN))
        self.assertEqual({block.listed(ELSEWHERE) for block in every} - {None}, set(ELSEWHERE))


class Plans(unittest.TestCase):
    def test_every_plan_on_a_page_is_sound(self):
        with tempfile.TemporaryDirectory() as folder:
            for path in PAGES:
                for block in blocks(path):
                    if block.kind == "yaml" and path.name not in CHECKED_IN_SWIFT:
                        keys = set(re.findall(r"^([\w-]+):", block.text, re.M))
                        rest = "".join(
                            f"{key}: {value}\n" for key, value in LEAST_PLAN.items() if key not in keys)
                        plan = pathlib.Path(folder, "plan.yaml")
                        plan.write_text(block.text + rest)
                        with self.subTest(block.place):
                            self.assertIn("is valid", done("plan", "check", plan))


def prose(path):
    """The lines of a paper that are not in fenced blocks, with their numbers."""
    inside = False
    for number, line in enumerate(path.read_text().split("\n"), 1):
        if line.startswith("```"):
            inside = not inside
        elif not inside:
            yield number, line


def codes(path):
    """What stands in backticks in a paper, also from one line to the next."""
    paragraphs = re.split(r"\n\s*\n|\n(?=\s*[|#>-])", "\n".join(line for _, line in prose(path)))
    return [" ".join(code.split()) for text in paragraphs for code in re.findall(r"`([^`]+)`", text)]


@functools.cache
def anchors(path):
    """The anchors of a paper's headings, by GitHub's rule."""
    found, seen = set(), {}
    for _, line in prose(path):
        heading = re.match(r"#{1,6} +(.*?)(?: +#+)?$", line)
        if heading:
            text = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", heading[1])
            slug = re.sub(r"[^\w\- ]", "", text.lower()).replace(" ", "-")
            count = seen.get(slug, 0)
            seen[slug] = count + 1
            found.add(f"{slug}-{count}" if count else slug)
    return found


class Links(unittest.TestCase):
    def test_every_link_leads_to_a_file_and_a_heading(self):
        for path in PAPERS:
            for number, line in prose(path):
                text = re.sub(r"`[^`]+`", "", line)
                for target in re.findall(r"\]\(([^)\s]+)\)", text):
                    with self.subTest(f"{path.name}:{number} {target}"):
                        if re.match(r"[a-z]+:", target):
                            continue
                        name, _, anchor = target.partition("#")
                        to = (path.parent / name).resolve() if name else path
                        self.assertTrue(to.exists(), "no such file")
                        if anchor:
                            self.assertIn(anchor, anchors(to), "no such heading")


def figures(text):
    """The amounts of a thousand and more with cents in a text, as JSON has them."""
    return {found.replace(",", "") for found in re.findall(r"\b\d{1,3}(?:,\d{3})+\.\d\d\b", text)}


class Names(unittest.TestCase):
    """What stands in backticks in the papers: files, types and their members, and what is typed."""

    maxDiff = None

    @classmethod
    def setUpClass(cls):
        sources = "\n".join(
            file.read_text() for folder in ("Sources", "Tests") for file in (ROOT / folder).rglob("*.swift"))
        cls.types = set(re.findall(
            r"\b(?:struct|enum|class|actor|protocol|typealias|extension|case) ([A-Z]\w*)", sources))
        cls.types |= {file.name for file in (ROOT / "Tests").iterdir()}
        cls.members = set(re.findall(r"\b(?:func|var|let|case|init) *(\w+)", sources))
        scripts = "\n".join(
            file.read_text() for folder in ("Tests", "Benchmarks") for file in (ROOT / folder).rglob("*.py"))
        cls.variables = set(re.findall(r"\b[A-Z]+_[A-Z_]+\b", sources + scripts))
        tops = [file for file in ROOT.iterdir() if file.name != ".git" and not file.name.startswith(".build")]
        cls.tops = {file.name for file in tops} | {file.name for file in (ROOT / "Sources").iterdir()}
        cls.files = [f"/{file.relative_to(ROOT)}" for top in tops for file in (top, *top.rglob("*"))]

    def wrong(self, is_wrong):
        return [f"{path.relative_to(ROOT)}: {code}" for path in PAPERS for code in codes(path) if is_wrong(code)]

    def test_every_path_is_there(self):
        self.assertEqual(self.wrong(self.is_missing), [])

    def is_missing(self, code):
        if not re.fullmatch(r"[\w./*+-]*\w[\w./*+-]*", code) or code.startswith("/"):
            return False
        if "/" in code and code.split("/")[0] in self.tops:
            return not any(any(base.glob(code.rstrip("/"))) for base in (ROOT, ROOT / "Sources"))
        if re.search(r"\.(swift|py|c|md)$", code):
            return not any(fnmatch.fnmatch(file, f"*/{code}") for file in self.files)
        return False

    def test_every_type_and_member_is_in_the_sources(self):
        self.assertEqual(self.wrong(self.is_unknown), [])

    def is_unknown(self, code):
        whole = re.fullmatch(r"([A-Z]\w*)\.([a-z]\w*)(\(.*\))?", code)
        if whole and whole[2] not in ("swift", "md", "py", "c", "resolved", "txt", "zip"):
            return whole[1] not in self.types or whole[2] not in self.members
        if re.fullmatch(r"[A-Z][a-z]+(?:[A-Z][a-z]*)+", code):
            return code not in self.types and code not in OTHERS
        if re.fullmatch(r"FULCRUM_[A-Z_]+", code):
            return code not in self.variables
        return False

    def test_every_command_in_a_line_is_one(self):
        """Commands in a line of text name subcommands and options that exist."""
        self.assertEqual(self.wrong(self.is_misused), [])

    def is_misused(self, code):
        if re.match(r"--[a-z]", code):
            return not set(re.findall(OPTION, code)) <= every_option(()) | OTHERS
        words, called = code.split(), ()
        is_whole = words[:1] == ["fulcrum"]
        for word in words[is_whole:]:
            if word not in help_of(called)[0]:
                break
            called += (word,)
        rest = words[is_whole + len(called):]
        below, options = help_of(called)
        if is_whole and below and rest and re.match(r"[a-z]", rest[0]):
            return True
        return (is_whole or len(called) > 0) and not set(re.findall(OPTION, code)) <= options

    def test_every_target_of_make_is_in_the_makefile(self):
        targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.M))
        said = [f"{path.name}: {target}" for path in PAPERS
                for code in [*codes(path), *(line for block in blocks(path) for line in block.lines)]
                for target in re.findall(r"^(?:\$ )?make ([a-z-]+)", code) if target not in targets]
        self.assertEqual(said, [])


def every_option(words):
    """The options of all commands below one."""
    below, options = help_of(words)
    return options.union(*(every_option((*words, name)) for name in below))


@functools.cache
def help_of(words):
    """A command's subcommands and its options, those of the subcommand that it stands for among them."""
    text = done(*words, "--help")
    below = re.findall(r"^  ([a-z-]+)( \(default\))?(?:  |$)", text.partition("SUBCOMMANDS:")[2], re.M)
    options = set(re.findall(OPTION, text))
    for name, is_default in below:
        options |= help_of((*words, name))[1] if is_default else set()
    return {name for name, _ in below}, options


if __name__ == "__main__":
    unittest.main()
