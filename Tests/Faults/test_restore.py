"""Backups and restores as people do them in a hurry: nothing that was acknowledged goes, nothing empty passes."""

import os
import sqlite3
import stat
import unittest

from faulty import HERE, FaultsTest, bad_words, done, fact, fulcrum, ids, rows, write_lines


class Restore(FaultsTest):
    def setUp(self):
        super().setUp()
        self.plan()
        self.take(range(100))
        self.copy = self.folder / "copy.db"
        done("backup", self.copy, "--ledger", self.ledger)

    def take(self, numbers):
        write_lines(self.folder / "facts.ndjson", [fact(number) for number in numbers])
        done("import", "facts", self.folder / "facts.ndjson", "--ledger", self.ledger)

    def refused(self, backup, target):
        ran = fulcrum("restore", backup, "--ledger", target)
        self.assertEqual(ran.returncode, 1, ran.stdout + ran.stderr)
        self.assertIsNone(bad_words(ran.stderr), ran.stderr)
        return ran.stderr

    def test_a_log_that_holds_what_was_acknowledged_is_not_thrown_away(self):
        server = self.serve()
        key = server.token("shop", "source")
        self.assertEqual(server.facts([fact(n, prefix="new") for n in range(200)], key).status, 200)
        server.kill()
        beside = {path.name for path in self.data.iterdir()}
        self.assertIn("fulcrum.db-wal", beside)
        self.refused(self.copy, self.ledger)
        # As it was told, and no more: the ledger alone is moved away.
        self.ledger.rename(self.folder / "old.db")
        said = self.refused(self.copy, self.ledger)
        self.assertIn("fulcrum.db-wal", said)
        self.assertTrue((self.data / "fulcrum.db-wal").exists())
        (self.folder / "old.db").rename(self.ledger)
        self.assertEqual(len(ids(self.ledger)), 300)
        self.assertWhole(self.ledger)

    def test_an_empty_or_strange_backup_is_refused_and_left_as_it_is(self):
        other = self.folder / "other.db"
        database = sqlite3.connect(other)
        database.execute("CREATE TABLE song (name TEXT)")
        database.commit()
        database.close()
        empty, text = self.folder / "empty.db", self.folder / "text.db"
        empty.write_bytes(b"")
        text.write_text("no ledger " * 900)
        cut = self.folder / "cut.db"
        cut.write_bytes(self.copy.read_bytes()[:20_000])
        for backup in empty, text, other, cut, self.folder / "nothing.db", self.folder:
            before = backup.read_bytes() if backup.is_file() else None
            said = self.refused(backup, self.data / "target.db")
            self.assertIn(backup.name, said, "the wrong file is named")
            self.assertEqual(backup.read_bytes() if backup.is_file() else None, before, backup.name)
            self.assertEqual([path.name for path in self.data.glob("target.db*")], [], backup.name)

    def test_a_backup_where_nothing_can_be_written_is_restored_and_unchanged(self):
        shelf = self.folder / "shelf"
        shelf.mkdir()
        self.copy.rename(shelf / "copy.db")
        (shelf / "copy.db").chmod(0o400)
        shelf.chmod(0o500)
        self.addCleanup(os.chmod, shelf, stat.S_IRWXU)
        before = (shelf / "copy.db").read_bytes()
        done("restore", shelf / "copy.db", "--ledger", self.data / "again.db")
        self.assertEqual((shelf / "copy.db").read_bytes(), before)
        self.assertEqual([path.name for path in shelf.iterdir()], ["copy.db"], "something was written beside it")
        self.assertEqual(ids(self.data / "again.db"), ids(self.ledger))
        self.assertWhole(self.data / "again.db")

    def test_an_older_backup_is_not_rewritten(self):
        older = self.folder / "older.db"
        database = sqlite3.connect(older)
        database.executescript((HERE / "older.sql").read_text())
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        database.close()
        before = older.read_bytes()
        done("restore", older, "--ledger", self.data / "again.db")
        self.assertEqual(older.read_bytes(), before)
        self.assertEqual(rows(self.data / "again.db", "SELECT count(*) FROM fact"),
                         rows(older, "SELECT count(*) FROM fact"))
        self.assertWhole(self.data / "again.db")

    def test_a_backup_is_never_made_over_what_is_there(self):
        for name in "there.db", "folder":
            target = self.folder / name
            target.mkdir() if name == "folder" else target.write_text("mine")
            ran = fulcrum("backup", target, "--ledger", self.ledger)
            self.assertEqual(ran.returncode, 1, ran.stderr)
        self.assertEqual((self.folder / "there.db").read_text(), "mine")
        ran = fulcrum("backup", self.folder / "none" / "x.db", "--ledger", self.ledger)
        self.assertEqual(ran.returncode, 1)
        self.assertIn("none", ran.stderr)
        self.assertIsNone(bad_words(ran.stderr), ran.stderr)


if __name__ == "__main__":
    unittest.main()
