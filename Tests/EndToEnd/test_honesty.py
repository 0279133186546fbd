"""Verdicts under daily looks, by the command that simulates them."""

import json
import unittest

from harness import FulcrumTest


class HonestyTest(FulcrumTest):
    def test_verdicts_stay_within_what_was_meant(self):
        cells = json.loads(self.run_lab("honesty", "--runs", 200, "--seed", 5, "--json"))
        self.assertEqual(len(cells), 36 * 4 + 1)
        for lift, name in ((0, "worked"), (0.1, "did_not_work")):
            chosen = [cell for cell in cells if cell["lift"] == lift]
            runs = sum(cell["runs"] for cell in chosen)
            wrong = sum(cell[name] for cell in chosen) / runs
            # 2.5 % is meant; four standard errors of 7,200 plays are 0.7 %.
            self.assertLess(wrong, 0.032)
            self.assertGreater(wrong, 0.012)
        self.assertLessEqual(cells[-1]["worked"], 14)

    def test_the_same_seed_gives_the_same_plays(self):
        first = self.run_lab("honesty", "--runs", 100, "--seed", 9, "--json")
        self.assertEqual(first, self.run_lab("honesty", "--runs", 100, "--seed", 9, "--json"))
        self.assertNotEqual(first, self.run_lab("honesty", "--runs", 100, "--json"))
        self.assertIn("at most", self.run_lab("honesty", "--runs", 100))
        self.run_lab("honesty", "--runs", 5, code=2)


if __name__ == "__main__":
    unittest.main()
