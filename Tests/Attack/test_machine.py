"""The machine it runs on: whose files they are, what reaches a terminal, and where lists are written."""

import json
import os
import pathlib
import stat
import subprocess
import unittest

from attacking import FULCRUM, TODAY, AttackTest, moment, money

ODD = ["\x1b]0;owned\x07", "\x1b[2J\x1b[H", "\x1b]8;;http://evil.example\x07click\x1b]8;;\x07",
       "\x1b]52;c;ZXZpbA==\x07", "\u202egnp.exe", "\u2066x\u2069", "\x9b31m", "a\x08\x08\x08b", "\x7f",
       "\x1bc"]


class Files(AttackTest):
    def test_files_are_their_owners_alone(self):
        made = self.folder / "made"
        made.mkdir()
        ledger = made / "fulcrum.db"

        # As most machines have it, whatever the suite was started under.
        def open_to_all():
            os.umask(0o022)

        def command(*arguments):
            ran = subprocess.run([FULCRUM, *map(str, arguments)], cwd=made, capture_output=True, text=True,
                                 preexec_fn=open_to_all)
            self.assertEqual(ran.returncode, 0, f"{arguments}: {ran.stderr}")
        command("plan", "apply", self.folder / "plan.yaml", "--ledger", ledger)
        self.ledger = ledger
        server = self.serve(under=open_to_all)
        key = server.token("shop", "source")
        self.assertKept(server.facts([money(f"m{n}", customer=f"c{n}", member="ana") for n in range(50)], key), 50)
        beside = {path.name for path in made.iterdir()}
        self.assertIn("fulcrum.db-wal", beside)
        self.assertPrivate(made, "while it is served")
        server.stop()
        (made / "list.txt").write_text("".join(f"c{n}\n" for n in range(60)))
        (made / "list.txt").chmod(0o600)
        for arguments in [("backup", "copy.db"), ("export", "texts"), ("init", "fresh"),
                          ("restore", "copy.db", "--ledger", "again.db"),
                          ("play", "start", "mail", "--lever", "sales", "--list", "list.txt", "--out", "lists")]:
            command(*arguments)
        for wanted in "copy.db", "texts/facts.ndjson", "fresh/fulcrum.db", "again.db", "lists":
            self.assertTrue((made / wanted).exists(), wanted)
        self.assertPrivate(made, "at the end")

    def assertPrivate(self, folder, when):
        opened = []
        for path in folder.rglob("*"):
            mode = stat.S_IMODE(path.stat().st_mode)
            if path.name.endswith((".log", ".out")):
                continue
            if mode & 0o077:
                opened.append(f"{path.relative_to(folder)} {mode:o}")
        self.assertEqual(opened, [], when)

    def test_no_list_is_written_outside_its_folder(self):
        (self.folder / "list.txt").write_text("".join(f"c{n}\n" for n in range(60)))
        out = self.folder / "lists" / "deep"
        out.mkdir(parents=True)
        server = self.serve()
        lead = server.token("lead", "lead", "--lever", "sales", "--member", "sam")
        for name in "../evil", "../../evil", "/tmp/evil-list", "a/../../evil", "..", "x/../y", ".\\..\\evil":
            before = self.files()
            ran = self.run_fulcrum("play", "start", name, "--lever", "sales", "--list", "list.txt",
                                   "--out", out, code=None)
            self.assertIn(ran.returncode, (0, 1), name)
            new = {path for path in self.files() - before if not path.is_relative_to(out)}
            self.assertEqual(new, set(), name)
            self.assertFalse(pathlib.Path("/tmp/evil-list").exists())
            made = server.post("/plays", {"play": name + "-web", "lever": "sales", "holdout": "20%"}, token=lead)
            if made.status == 200:
                before = self.files()
                self.run_fulcrum("play", "draw", name + "-web", "--list", "list.txt", "--out", out, code=None)
                new = {path for path in self.files() - before if not path.is_relative_to(out)}
                self.assertEqual(new, set(), f"drawn for {name}-web")

    def files(self):
        return {path for path in self.folder.rglob("*") if path.is_file() and "fulcrum.db" not in path.name}


class Terminal(AttackTest):
    """What others wrote is printed, but for what would steer the terminal."""

    def setUp(self):
        super().setUp()
        self.server = self.serve()
        self.gm = self.server.token("ops", "gm")
        self.key = self.gm
        facts = []
        for number, odd in enumerate(ODD):
            facts += [
                {"id": f"p{number}{odd}", "kind": "play", "at": moment(90), "play": f"play{number}{odd}",
                 "lever": "sales", "from": TODAY, "name": f"Name {odd}", "hypothesis": f"so {odd}"},
                {"id": f"t{number}", "kind": "touch", "at": moment(80), "play": f"play{number}{odd}",
                 "customer": f"c{odd}", "channel": f"mail{odd}"},
                money(f"m{number}{odd}", customer=f"c{odd}", member="ana", product=f"x{odd}"),
                {"id": f"d{number}", "kind": "deal", "at": moment(70), "deal": f"deal{number}{odd}",
                 "stage": "won", "amount": "100.00", "currency": "EUR", "member": "ana", "customer": f"c{odd}"},
                {"id": f"n{number}", "kind": "note", "at": moment(60), "text": f"note {odd}"},
                dict(money(f"q{number}{odd}"), amount=f"many {odd}")]
        answer = self.server.facts(facts, self.key)
        self.assertStatus(answer, 200)
        self.assertNotIn("\x1b", answer.text)
        self.sent = answer.json["kept"]
        self.server.wait_for_board(self.gm, self.sent)

    def test_no_command_prints_what_steers_a_terminal(self):
        rows = self.folder / "odd\x1b[2J.ndjson"
        rows.write_text("".join(json.dumps(dict(money(f"z{n}"), amount=odd), ensure_ascii=False) + "\n"
                                for n, odd in enumerate(ODD)))
        printed = 0
        commands = [["import", "facts", rows], ["play", "list"], ["quarantine", "list"], ["flash"], ["doctor"],
                    ["user", "list"], ["token", "list"], ["plan", "show"],
                    ["pay", "statement", "ana"], ["pay", "calculate"], ["pay", "trail"]]
        commands += [["answer", name] for name in
                     ("plays", "credit", "people", "pay", "number", "retention", "bridge", "quarantine",
                      "forecast", "momentum", "lifecycle", "clock")]
        commands += [["quarantine", "show", str(n)] for (n,) in self.rows("SELECT number FROM quarantine")]
        commands += [["play", "show", f"play{n}{odd}"] for n, odd in enumerate(ODD)]
        commands += [["quarantine", "replay"], ["pay", "hold", f"deal0{ODD[0]}", "--why", ODD[1]],
                     ["pay", "holds"], ["note", f"we begin {ODD[0]}"]]
        for name in ODD:
            commands.append(["play", "stop", name])
            commands.append(["pay", "statement", name])
        for arguments in commands:
            ran = self.run_fulcrum(*arguments, code=None)
            self.assertGreaterEqual(ran.returncode, 0, f"{arguments!r}: {ran.stderr}")
            self.assertPlain(ran.stdout, f"{arguments!r} printed")
            self.assertPlain(ran.stderr, f"{arguments!r} said")
            printed += len(ran.stdout)
        self.assertGreater(printed, 2000, "hardly anything was printed")

    def test_no_page_and_no_log_line_carries_what_steers(self):
        for path in "/", "/plays", "/chronicle", "/data", "/people", "/people/ana", "/customers", "/audit", "/users":
            answer = self.server.get(path, token=self.gm)
            self.assertStatus(answer, 200)
            self.assertPlain(answer.text, path)
        self.assertPlain(self.server.logged(), "the log")

    def test_files_of_odd_names_are_taken_in_and_shown_plain(self):
        answer = self.server.post("/imports?source=facts&file=%1b%5B2J%E2%80%AE.ndjson",
                                  json.dumps(dict(money("y"), amount="many")), token=self.gm,
                                  Content_Type="application/octet-stream")
        self.assertStatus(answer, 200, 422)
        self.assertPlain(self.server.get("/data", token=self.gm).text, "/data")
        self.assertPlain(self.run_fulcrum("quarantine", "list").stdout, "quarantine list")


if __name__ == "__main__":
    unittest.main()
