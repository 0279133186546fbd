"""The pages in a real browser: every page, every width, by mouse, by keyboard, without JavaScript, live."""

import datetime
import json
import pathlib
import tempfile
import time
import unittest
import urllib.error

import browser

PAGES = ["/", "/plays", "/levers", "/customers", "/forecast", "/people", "/chronicle", "/data",
         "/plan", "/wall", "/users", "/audit"]
SERIOUS = {"serious", "critical"}


class PagesTest(unittest.TestCase):
    """One served business and one browser for all tests; the GM is signed in."""

    @classmethod
    def setUpClass(cls):
        chromium = browser.ready()
        from playwright.sync_api import sync_playwright

        cls.holder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(cls.holder.cleanup)
        cls.folder = pathlib.Path(cls.holder.name)
        cls.served = browser.Served(browser.simulated(cls.folder), cls.folder)
        cls.addClassCleanup(cls.served.stop)
        cls.playwright = sync_playwright().start()
        cls.addClassCleanup(cls.playwright.stop)
        cls.chrome = cls.playwright.chromium.launch(
            executable_path=chromium, args=["--no-sandbox"])
        cls.addClassCleanup(cls.chrome.close)
        context = cls.chrome.new_context()
        page = context.new_page()
        browser.sign_up(page, cls.served)
        cls.signed_in = context.storage_state()
        cls.token = cls.made_token(page, "tests", "gm")
        context.close()

    @classmethod
    def made_token(cls, page, name, role):
        """A token, made on the page for it."""
        page.goto(cls.served.address + "/users")
        form = page.locator("form[action='/tokens']")
        form.get_by_label("What it is for").fill(name)
        form.get_by_label("Role").select_option(role)
        form.get_by_role("button", name="Add").click()
        return page.locator(".done pre").inner_text().strip()

    def context(self, **options):
        context = self.chrome.new_context(storage_state=self.signed_in, **options)
        self.addCleanup(context.close)
        return context

    def page(self, path="/", **options):
        """A page that is open, with what its console complains of in `complaints`."""
        page = self.context(**options).new_page()
        self.complaints = []
        page.on("console", lambda message: message.type in ("error", "warning")
                and self.complaints.append(message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.assertEqual(page.goto(self.served.address + path).status, 200, path)
        return page

    def every_path(self, page):
        """The pages, with the first play's and the first person's."""
        paths = list(PAGES)
        for listing in "/plays", "/people":
            page.goto(self.served.address + listing)
            paths.append(page.locator("main tbody a").first.get_attribute("href"))
        return paths

    def test_every_page_at_every_width(self):
        for width, height in browser.WIDTHS.items():
            page = self.page(viewport={"width": width, "height": height})
            for path in self.every_path(page):
                with self.subTest(path=path, width=width):
                    self.assertEqual(page.goto(self.served.address + path).status, 200)
                    self.assertGreater(len(page.locator("h1").first.inner_text()), 3)
                    over = page.evaluate(
                        "document.documentElement.scrollWidth - document.documentElement.clientWidth")
                    self.assertLessEqual(over, 0, "the page is wider than the screen")
            self.assertEqual(self.complaints, [])

    def test_no_page_has_barriers(self):
        from axe_playwright_python.sync_playwright import Axe

        for scheme, width in ("light", 1280), ("dark", 1280), ("light", 390):
            # The check is a script of its own, which the pages' policy would not let run.
            page = self.page(bypass_csp=True, color_scheme=scheme, reduced_motion="reduce",
                             viewport={"width": width, "height": 900})
            for path in self.every_path(page):
                with self.subTest(path=path, scheme=scheme, width=width):
                    page.goto(self.served.address + path)
                    found = [
                        (each["impact"], each["id"], each["nodes"][0]["html"][:200])
                        for each in Axe().run(page).response["violations"]
                        if each["impact"] in SERIOUS]
                    self.assertEqual(found, [])

    def test_what_is_looked_for_would_be_found(self):
        from axe_playwright_python.sync_playwright import Axe

        page = self.page(bypass_csp=True)
        page.evaluate("document.querySelector('main').innerHTML += '<img src=x><input>'")
        found = {each["id"] for each in Axe().run(page).response["violations"]}
        self.assertLessEqual({"image-alt", "label"}, found)

    def test_a_fact_changes_the_open_flash_within_a_second(self):
        page = self.page()
        page.wait_for_selector(".live-state.on")
        waits = []
        for number in range(5):
            before = page.locator("#flash-number .number").inner_text()
            now = datetime.datetime.now(datetime.timezone.utc).isoformat()
            begun = time.monotonic()
            answer, _ = self.served.post("/v1/facts", {
                "id": f"live-{time.time_ns()}", "kind": "money", "at": now, "customer": "live",
                "amount": "1234.56", "currency": "EUR"}, self.token)
            page.wait_for_function(
                "before => document.querySelector('#flash-number .number').innerText !== before",
                arg=before, timeout=5000, polling=10)
            waits.append(time.monotonic() - begun)
        print(f"\nfact sent to page changed, ms: {[round(1000 * wait) for wait in waits]}")
        self.assertLess(max(waits), 1.0)
        self.assertEqual(self.complaints, [])

    def test_another_page_asks_for_itself_when_facts_come(self):
        page = self.page("/data")
        page.wait_for_selector(".live-state.on")
        before = page.locator("h1").inner_text()
        self.served.post("/v1/facts", {
            "id": f"data-{time.time_ns()}", "kind": "time", "seconds": 60, "customer": "live",
            "at": datetime.datetime.now(datetime.timezone.utc).isoformat()}, self.token)
        page.wait_for_function(
            "before => document.querySelector('h1').innerText !== before", arg=before, timeout=6000)

    def import_and_mend(self, page, customer):
        rows = [
            {"id": f"{customer}-1", "kind": "money", "at": "2026-01-05T10:00:00Z",
             "customer": customer, "amount": "10.00", "currency": "EUR"},
            {"id": f"{customer}-2", "kind": "money", "at": "2026-01-05T10:00:00Z",
             "customer": customer, "amount": "ten", "currency": "EUR"}]
        file = self.folder / f"{customer}.ndjson"
        file.write_text("".join(json.dumps(row) + "\n" for row in rows))
        page.goto(self.served.address + "/data")
        page.get_by_label("Source").select_option("facts")
        page.locator("input[type=file]").set_input_files(file)
        page.get_by_role("button", name="Import").click()
        said = page.locator(".done").inner_text(timeout=20000)
        self.assertIn("2 rows read, 1 fact new, 0 duplicates, 1 row in quarantine", said)
        page.locator("tr", has_text=f"{customer}.ndjson").get_by_role("link").first.click()
        self.assertIn("amount", page.locator("main").inner_text())
        mending = page.get_by_label("Corrected row")
        mending.fill(mending.input_value().replace("ten", "eleven"))
        page.get_by_role("button", name="Import again").click()
        self.assertIn("Still refused", page.locator("[role=alert]").inner_text())
        mending = page.get_by_label("Corrected row")
        mending.fill(mending.input_value().replace("eleven", "11.00").replace("ten", "11.00"))
        page.get_by_role("button", name="Import again").click()
        page.wait_for_url(self.served.address + "/data*")
        waiting = page.locator("#data-quarantine").inner_text()
        self.assertNotIn(f"{customer}.ndjson", waiting)

    def test_a_file_is_taken_in_and_a_row_mended(self):
        self.import_and_mend(self.page("/data"), "mended")
        self.assertEqual([c for c in self.complaints if "422" not in c], [])

    def test_everything_works_without_javascript(self):
        page = self.page("/data", java_script_enabled=False)
        self.import_and_mend(page, "plain")
        for path in PAGES:
            self.assertEqual(page.goto(self.served.address + path).status, 200)

    def test_a_play_is_declared_and_a_note_written(self):
        page = self.page("/plays")
        form = page.locator("form[action='/plays']")
        form.get_by_label("Id").fill("spring-mail")
        form.get_by_label("Name", exact=True).fill("Spring mail")
        form.get_by_label("Lever").select_option("marketing")
        form.get_by_label("Window").fill("14")
        form.get_by_label("Why it should work").fill("Those who went away come back.")
        form.get_by_role("button", name="Create play").click()
        page.wait_for_url(self.served.address + "/plays")
        page.get_by_role("link", name="Spring mail").click()
        self.assertEqual(page.locator("h1").inner_text(), "Spring mail")
        self.assertIn("Those who went away", page.locator("blockquote").inner_text())
        page.goto(self.served.address + "/chronicle")
        page.get_by_label("The note").fill("We begin **spring mail** <script>alert(1)</script>")
        page.get_by_label("What is expected").fill("300 come back")
        page.get_by_label("About the play").fill("spring-mail")
        page.get_by_role("button", name="Write it down").click()
        page.wait_for_url(self.served.address + "/chronicle*")
        note = page.locator(".entries li").first
        self.assertEqual(note.locator("strong").inner_text(), "spring mail")
        self.assertIn("<script>alert(1)</script>", note.inner_text())
        self.assertIn("300 come back", note.inner_text())

    def test_a_plan_is_checked_compared_and_put_in_force(self):
        page = self.page("/plan")
        page.on("dialog", lambda dialog: dialog.accept())
        plan = page.get_by_label("The plan, as YAML")
        text = plan.input_value()
        plan.fill(text.replace("measure: revenue", "measure: revenu"))
        page.get_by_role("button", name="Check").click()
        self.assertIn("did you mean 'revenue'", page.locator("[role=alert]").inner_text())
        plan = page.get_by_label("The plan, as YAML")
        plan.fill(text.replace("business: Northwind EMEA", "business: Northwind Europe"))
        page.get_by_role("button", name="Preview changes").click()
        self.assertIn("Northwind Europe", page.locator("[role=status]").inner_text())
        page.get_by_role("button", name="Apply").click()
        page.wait_for_selector("text=Version 2 of the plan is active")
        page.goto(self.served.address + "/")
        page.wait_for_selector(".business >> text=Northwind Europe")

    def test_a_file_is_dropped(self):
        page = self.page("/data")
        held = page.evaluate_handle("""() => {
            const held = new DataTransfer();
            held.items.add(new File(['{"id":"dropped","kind":"time","at":"2026-01-05T10:00:00Z",'
                + '"customer":"d","seconds":60}\\n'], "dropped.ndjson"));
            return held;
        }""")
        page.get_by_label("Source").select_option("facts")
        page.dispatch_event(".drop", "drop", {"dataTransfer": held})
        page.get_by_role("button", name="Import").click()
        self.assertIn("dropped.ndjson: 1 row read, 1 fact new", page.locator(".done").inner_text())
        # The form that came with the answer takes the next one in.
        page.get_by_label("Source").select_option("facts")
        page.dispatch_event(".drop", "drop", {"dataTransfer": held})
        page.get_by_role("button", name="Import").click()
        page.wait_for_selector("text=0 facts new, 1 duplicate")
        self.assertTrue(page.url.endswith("/data"))

    def test_what_is_not_there_says_so(self):
        page = self.page()
        for path in "/nowhere", "/plays/no-such-play", "/people/nobody", "/data/quarantine/99999":
            self.assertEqual(page.goto(self.served.address + path).status, 404, path)
            self.assertRegex(page.locator("h1").inner_text(), "^(There is|Nobody|No row)")
            self.assertTrue(page.get_by_role("link", name="To the Flash").is_visible())

    def test_another_day_is_shown_as_it_was_known_then(self):
        page = self.page()
        day = (datetime.date.today() - datetime.timedelta(days=40)).isoformat()
        page.get_by_label("Another day").fill(day)
        page.get_by_role("button", name="Show it").click()
        page.wait_for_url(self.served.address + "/day?as-of=" + day)
        self.assertIn("The day", page.locator("#flash-day h2").inner_text())
        self.assertNotIn("so far", page.locator(".deck").inner_text())
        self.assertEqual(page.goto(self.served.address + "/day?as-of=2999-01-01").status, 422)
        self.assertIn("has not come yet", page.locator("h1").inner_text())

    def test_the_keyboard_is_enough(self):
        page = self.page()
        page.keyboard.press("Tab")
        self.assertEqual(page.evaluate("document.activeElement.innerText"), "Skip to content")
        page.keyboard.press("Enter")
        self.assertTrue(page.url.endswith("#main"))
        page.goto(self.served.address + "/")
        reached = []
        for _ in range(30):
            page.keyboard.press("Tab")
            outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
            self.assertNotEqual(outline, "none", "what is focused must be seen to be")
            reached.append(page.evaluate("document.activeElement.innerText"))
            if reached[-1] == "Chronicle":
                break
        self.assertEqual(reached[-1], "Chronicle")
        page.keyboard.press("Enter")
        page.wait_for_url(self.served.address + "/chronicle")
        page.get_by_label("The note").focus()
        page.keyboard.type("Written without a mouse.")
        for _ in range(5):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.innerText") == "Write it down":
                break
            while page.evaluate("document.activeElement.type") == "date":
                page.keyboard.press("Tab")
        page.get_by_role("button", name="Write it down").focus()
        page.keyboard.press("Enter")
        page.wait_for_selector("text=Written without a mouse.")

    def guest(self, name, role, **fields):
        """A page of somebody who was invited and has signed up."""
        page = self.page("/users")
        form = page.locator("form[action='/users']")
        form.get_by_label("Name").fill(name)
        form.get_by_label("Role").select_option(role)
        if "lever" in fields:
            form.get_by_label("Lever").select_option(fields["lever"])
        if "member" in fields:
            form.get_by_label("Who in the plan").fill(fields["member"])
        form.get_by_role("button").click()
        link = page.locator(".done pre").inner_text().strip()
        context = self.chrome.new_context()
        self.addCleanup(context.close)
        page = context.new_page()
        page.goto(link)
        page.get_by_label("Password").fill(browser.PASSWORD)
        page.get_by_role("button", name="Create account").click()
        page.wait_for_url(self.served.address + "/")
        return page

    def sections(self, page):
        return page.locator("nav.sections a").all_inner_texts()

    def status(self, page, path):
        return page.goto(self.served.address + path).status

    def test_a_viewer_sees_the_flash_and_the_wall_alone(self):
        page = self.guest("vera", "viewer")
        self.assertEqual(self.sections(page), ["Flash", "Wall"])
        self.assertFalse(page.get_by_role("link", name="All plays").is_visible())
        self.assertEqual(self.status(page, "/wall"), 200)
        for path in set(PAGES) - {"/", "/wall"}:
            self.assertEqual(self.status(page, path), 403, path)
        self.assertIn("can't see this page", page.locator("h1").inner_text())
        page.goto(self.served.address + "/")
        page.get_by_role("button", name="Sign out").click()
        page.wait_for_url(self.served.address + "/sign-in")
        self.assertIn("Sign in", page.locator("h1").inner_text())

    def test_a_member_sees_the_leaderboard_and_their_own_statement(self):
        page = self.page("/people")
        links = page.locator("main tbody a")
        own, other = (links.nth(place).get_attribute("href") for place in (0, 1))
        page = self.guest("seller", "member", member=own.split("/")[-1])
        self.assertEqual(self.sections(page), ["Flash", "People", "Wall"])
        self.assertEqual(self.status(page, "/people"), 200)
        self.assertEqual(page.locator("main tbody a").count(), 1)
        self.assertEqual(self.status(page, own), 200)
        self.assertIn("Statement of pay", page.locator("main").inner_text())
        for path in other, "/plays", "/levers", "/data", "/chronicle":
            self.assertEqual(self.status(page, path), 403, path)

    def test_a_lead_acts_for_their_own_lever(self):
        page = self.guest("mia", "lead", lever="marketing", member="mia")
        self.assertEqual(self.sections(page), [
            "Flash", "Plays", "Levers", "Customers", "Forecast", "People", "Chronicle", "Wall"])
        for path in "/data", "/plan", "/users", "/audit":
            self.assertEqual(self.status(page, path), 403, path)
        for lever, name in ("sales", "not-mine"), ("marketing", "mine"):
            page.goto(self.served.address + "/plays")
            form = page.locator("form[action='/plays']")
            form.get_by_label("Id").fill(name)
            form.get_by_label("Lever").select_option(lever)
            form.get_by_role("button", name="Create play").click()
            if lever == "sales":
                self.assertIn("can't do this for sales",
                              page.locator("[role=alert]").inner_text())
                self.assertEqual(page.locator("input[name=play]").input_value(), "not-mine")
            else:
                self.assertTrue(page.locator("#plays-list").get_by_role(
                    "link", name="mine", exact=True).is_visible())

    def test_who_is_not_signed_in_is_asked_to(self):
        stranger = self.chrome.new_context()
        self.addCleanup(stranger.close)
        page = stranger.new_page()
        page.goto(self.served.address + "/plays")
        self.assertTrue(page.url.endswith("/sign-in"))
        page.get_by_label("Name").fill("greta")
        page.get_by_label("Password").fill("not this one at all")
        page.get_by_role("button", name="Sign in").click()
        self.assertTrue(page.locator("[role=alert]").is_visible())


if __name__ == "__main__":
    unittest.main()
