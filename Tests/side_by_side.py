"""Runs the tests of a folder in as many processes as there are processors: side_by_side.py FOLDER [MODULE…] [-k WORD…]

With -k only the tests whose name has one of the words. Each process gets tests of one class, at most as many as PART.
What it prints comes out in one piece when it ends. Not for tests that measure time:
those want the machine for themselves (`python3 -m unittest`).
"""

import argparse
import concurrent.futures
import os
import pathlib
import subprocess
import sys
import time
import unittest

PART = 24


def tests(suite):
    for entry in suite:
        if isinstance(entry, unittest.TestSuite):
            yield from tests(entry)
        else:
            yield entry


def parts(folder, modules, words):
    """The names of the tests, in lists of one class each, the longest lists first."""
    os.chdir(folder)
    sys.path.insert(0, str(folder))
    loader = unittest.defaultTestLoader
    suite = loader.loadTestsFromNames(modules) if modules else loader.discover(".", top_level_dir=".")
    classes = {}
    for test in tests(suite):
        if not words or any(word in test.id() for word in words):
            classes.setdefault(type(test), []).append(test.id())
    found = [names[at:at + PART] for names in classes.values() for at in range(0, len(names), PART)]
    if not found:
        raise SystemExit(f"{folder}: no tests")
    # A module that cannot be imported becomes a test of unittest's own; its import then fails once more, in its process.
    return sorted(([name.removeprefix("unittest.loader._FailedTest.") for name in names] for names in found),
                  key=len, reverse=True)


def run(names):
    begun = time.monotonic()
    ended = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "unittest", *names], stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        text=True, errors="replace")
    title = ".".join(names[0].split(".")[:2])
    print(f"== {title}: {len(names)} tests, {time.monotonic() - begun:.0f} s\n{ended.stdout}", flush=True)
    return ended.returncode == 0, title


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("modules", nargs="*")
    parser.add_argument("-k", dest="words", action="append", default=[])
    said = parser.parse_args()
    begun = time.monotonic()
    found = parts(said.folder.resolve(), said.modules, said.words)
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        ended = list(pool.map(run, found))
    print(f"{sum(map(len, found))} tests, {time.monotonic() - begun:.0f} s")
    if failed := sorted({title for well, title in ended if not well}):
        raise SystemExit(f"side_by_side: failed: {', '.join(failed)}")


if __name__ == "__main__":
    main()
