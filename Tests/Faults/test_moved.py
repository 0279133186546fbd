"""A ledger that is moved, deleted or replaced under the server: noticed before anything is promised."""

import json
import shutil
import unittest

from faulty import FaultsTest, done, fact, ids


class Moved(FaultsTest):
    def setUp(self):
        super().setUp()
        self.plan()
        self.server = self.serve()
        self.key = self.server.token("shop", "source")
        self.gm = self.server.token("ops", "gm")
        self.assertEqual(self.send(1).status, 200)

    def send(self, number):
        return self.server.facts([fact(number)], self.key)

    def assertNoticed(self, what):
        answer = self.send(2)
        self.assertEqual(answer.status, 503, f"{what}: {answer}")
        ready = self.until(
            lambda: (lambda found: found.status == 503 and found)(self.server.get("/ready")), 10,
            f"{what}: /ready is 503")
        self.assertIs(json.loads(ready.body)["ready"], False)
        self.assertEqual(self.server.get("/health").status, 200)
        # By every door, not by that of facts alone.
        for path, body in [("/notes", {"text": "we begin"}),
                           ("/tokens", {"name": "late", "role": "viewer"}),
                           ("/users", {"name": "late", "role": "viewer"})]:
            answer = self.server.post(path, body, token=self.gm)
            self.assertEqual(answer.status, 503, f"{what}: {path}: {answer}")

    def test_the_ledger_is_moved_away_and_back(self):
        away = self.folder / "away.db"
        self.ledger.rename(away)
        self.assertNoticed("moved")
        away.rename(self.ledger)
        self.until(lambda: self.server.get("/ready").status == 200, 15, "ready once it is back")
        self.assertEqual(self.send(3).status, 200)
        self.assertEqual(self.server.stop()[0], 0)
        self.assertEqual(set(ids(self.ledger)) - {"m2"}, {"m1", "m3"})
        self.assertWhole(self.ledger)

    def test_the_ledger_is_deleted(self):
        self.ledger.unlink()
        self.assertNoticed("deleted")

    def test_all_of_its_files_are_deleted(self):
        for path in self.data.glob("fulcrum.db*"):
            path.unlink()
        self.assertNoticed("deleted with all that lies beside it")

    def test_another_ledger_is_put_in_its_place(self):
        other = self.folder / "other.db"
        done("plan", "apply", self.folder / "plan.yaml", "--ledger", other)
        other.rename(self.ledger)
        self.assertNoticed("replaced")

    def test_its_folder_is_moved(self):
        shutil.move(self.data, self.folder / "elsewhere")
        self.assertNoticed("the folder moved")


if __name__ == "__main__":
    unittest.main()
