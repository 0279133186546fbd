"""What commands print, letter by letter. A transcript is a file of commands and their output.

FULCRUM_RECORD=1 writes the output anew; read the difference before you commit it.
"""

import os
import pathlib
import subprocess
import unittest

from harness import FULCRUM, FulcrumTest

HERE = pathlib.Path(__file__).parent / "transcripts"


class Transcripts(FulcrumTest):
    def replay(self, path):
        """Runs each `$ ` line in a shell with the program on PATH and puts what it prints below."""
        environment = {k: v for k, v in os.environ.items() if k != "FULCRUM_LEDGER"}
        environment["PATH"] = f"{self.folder}/bin:" + environment["PATH"]
        (self.folder / "bin").mkdir(exist_ok=True)
        (self.folder / "bin/fulcrum").symlink_to(FULCRUM)
        lines = []
        for line in path.read_text().split("\n"):
            if not line.startswith("$ "):
                continue
            ran = subprocess.run(
                line[2:], shell=True, cwd=self.folder, env=environment, text=True,
                stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
            lines += [line, ran.stdout.rstrip("\n")]
            if ran.returncode:
                lines.append(f"(leaves with {ran.returncode})")
            lines.append("")
        return "\n".join(lines)


def case(path):
    def test(self):
        found = self.replay(path)
        if os.environ.get("FULCRUM_RECORD"):
            path.write_text(found)
        self.assertEqual(path.read_text(), found)

    return test


for entry in sorted(HERE.iterdir()):
    if entry.suffix != ".txt":
        raise SystemExit(f"{entry} is no transcript")
    setattr(Transcripts, f"test_{entry.stem.replace('-', '_')}", case(entry))


if __name__ == "__main__":
    unittest.main()
