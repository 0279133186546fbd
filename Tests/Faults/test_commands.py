"""Every command that writes, cut short at every one of its disk calls: before or after, never between."""

import unittest

from faulty import scratch
from sweep import DEEDS, WAYS, make_base, sweep


class Commands(unittest.TestCase):
    """One test a command and a way to fail; made below."""

    @classmethod
    def setUpClass(cls):
        holder = scratch()
        cls.addClassCleanup(holder.cleanup)
        cls.base = holder.name
        make_base(cls.base)

    def check(self, deed, name, way):
        wrong, did = sweep(deed, self.base, way)
        print(f"{deed.name} {name}: {did}", flush=True)
        self.assertEqual(wrong, [], f"\n'{' '.join(deed.arguments)}' {name}\n" + "\n".join(wrong))


def made(deed, name, way):
    def test(self):
        self.check(deed, name, way)
    return test


for _deed in DEEDS:
    for _name, _way in WAYS.items():
        setattr(Commands, f"test_{_deed.name}_{_name}", made(_deed, _name, _way))


if __name__ == "__main__":
    unittest.main()
