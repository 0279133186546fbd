"""Ledgers that many processes open at once: an older one is brought up to date once, by whoever comes first."""

import pathlib
import shutil
import sqlite3
import subprocess
import unittest

from faulty import FULCRUM, HERE, PLAN, FaultsTest, bad_words, done, rows

ROUNDS = 24


class Older(FaultsTest):
    def at_once(self, commands, folder):
        """Commands that start together; gives what each said with its exit code."""
        started = [subprocess.Popen([FULCRUM, *map(str, command)], cwd=folder, text=True,
                                    stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
                   for command in commands]
        return [(command, process.communicate(timeout=60)[0], process.returncode)
                for command, process in zip(commands, started)]

    def assertAllWell(self, ran, about):
        for command, said, code in ran:
            self.assertEqual(code, 0, f"{about}: {command}: {said}")
            self.assertIsNone(bad_words(said), said)

    def older(self, path):
        """A ledger as an earlier version left it."""
        database = sqlite3.connect(path)
        database.executescript((HERE / "older.sql").read_text())
        database.close()

    def test_an_older_ledger_opened_by_several_at_once(self):
        model = self.folder / "older.db"
        self.older(model)
        migrations = len(rows(model, "SELECT * FROM grdb_migrations"))
        done("token", "list", "--ledger", shutil.copy(model, self.folder / "alone.db"))
        whole = sorted(rows(self.folder / "alone.db", "SELECT identifier FROM grdb_migrations"))
        self.assertGreater(len(whole), migrations, "the older ledger is not older")
        tables = sorted(rows(self.folder / "alone.db", "SELECT name, sql FROM sqlite_master"))
        for attempt in range(ROUNDS):
            folder = self.folder / str(attempt)
            folder.mkdir()
            shutil.copy(model, folder / "fulcrum.db")
            commands = [["token", "list"], ["flash", "--as-of", "2026-10-06"], ["quarantine", "list"],
                        ["answer", "number", "--as-of", "2026-10-06", "--json"]][:2 + attempt % 3]
            self.assertAllWell(self.at_once(commands, folder), f"attempt {attempt}")
            self.assertEqual(
                sorted(rows(folder / "fulcrum.db", "SELECT identifier FROM grdb_migrations")), whole)
            self.assertEqual(sorted(rows(folder / "fulcrum.db", "SELECT name, sql FROM sqlite_master")),
                             tables)
            self.assertEqual(rows(folder / "fulcrum.db", "SELECT count(*) FROM fact"),
                             rows(model, "SELECT count(*) FROM fact"))
        self.assertWhole(folder / "fulcrum.db")

    def test_a_new_ledger_made_by_several_at_once(self):
        for attempt in range(ROUNDS // 2):
            folder = self.folder / str(attempt)
            folder.mkdir()
            (folder / "plan.yaml").write_text(PLAN)
            self.assertAllWell(
                self.at_once([["plan", "apply", "plan.yaml"]] * 4, folder), f"attempt {attempt}")
            self.assertEqual(rows(folder / "fulcrum.db", "SELECT count(*) FROM plan"), [(1,)])
        self.assertWhole(folder / "fulcrum.db")

    def test_several_init_one_folder_and_one_makes_it(self):
        for attempt in range(ROUNDS // 2):
            folder = self.folder / f"init-{attempt}"
            ran = self.at_once([["init", folder, "--business", "Northwind"]] * 3, self.folder)
            codes = sorted(code for _, _, code in ran)
            self.assertEqual(codes[0], 0, ran)
            self.assertTrue(all(code in (0, 1) for code in codes), ran)
            for _, said, _ in ran:
                self.assertIsNone(bad_words(said), said)
            self.assertWhole(folder / "fulcrum.db", f"attempt {attempt}")
            self.assertEqual(rows(folder / "fulcrum.db", "SELECT count(*) FROM plan"), [(1,)])
            self.assertTrue((folder / "plan.yaml").read_text().startswith("#"))
            self.assertEqual(
                sorted(path.name for path in pathlib.Path(folder).iterdir()
                       if not path.name.endswith(("-wal", "-shm", ".index"))),
                ["fulcrum.db", "plan.yaml"])


if __name__ == "__main__":
    unittest.main()
