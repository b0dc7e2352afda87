# SPDX-License-Identifier: GPL-3.0-or-later
"""The preferences that change what is on this machine: how many years stay. What would go is said before it
goes, and nothing else goes; what an administrator has fixed is shown with who fixed it."""

import json
import os
import re
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import desk  # noqa: E402
from desk import check, find, says, wait_for  # noqa: E402
from preferences_steps import ESCAPE, RETURN, field, is_sensitive, open_page, write  # noqa: E402

POLICY = os.path.join(desk.SCRATCH, "policy.json")
KEEP = r"^Keep … whole years"


def rows_of(status):
    return sum(one["rows"] for one in status)


def status():
    return json.loads(desk.run("status", "--json"))


def would_go(n_years):
    names = [one["dataset"] for one in status() if one["rows"] > 0]
    parts = json.loads(desk.run("retain", *names, "--years", str(n_years), "--dry-run", "--json"))
    return sum(part["rows"] for part in parts), min(part["first"] for part in parts if part["first"]), parts


def day(text):
    return "/".join(reversed(text.split("-")))


def open_row(app, name):
    """What a row holds is told by later releases of libadwaita only once it is open."""
    row = find(app, "list item", name)
    if row is not None and desk.focus(row):
        desk.press(RETURN)


def test_retention(app):
    before = rows_of(status())
    rows, first, parts = would_go(3)
    if not open_page(app, "Sources"):
        return
    write(app, KEEP, "3")
    check("what would go is said", bool(says(app, rf"^{rows:,} rows would go$".replace("^", "").replace("$", ""))), app)
    check("of which days", day(first) in desk.words(app), app)
    check("nothing went", rows_of(status()) == before)

    def told():
        return all(f"{part['rows']:,} row" in desk.words(app) for part in parts if part["rows"])
    if not told():
        open_row(app, rf"{rows:,} rows would go")
    check("and dataset by dataset", bool(wait_for(told, 10)), app)
    desk.activate(wait_for(lambda: find(app, "push button", "Let Go…"), 10))
    check("which is asked once more", bool(says(app, rf"Let Go of {rows:,} rows\?")), app)
    desk.press(ESCAPE)
    time.sleep(1)
    check("whoever says no keeps all", rows_of(status()) == before)
    desk.activate(wait_for(lambda: find(app, "push button", "Let Go…"), 10))
    desk.activate(wait_for(lambda: find(app, "push button", r"Let Go$"), 10))
    check("it is said what went", bool(says(app, rf"{rows:,} rows were let go of")), app)
    check("just that went", rows_of(status()) == before - rows, f"{before} {rows} {rows_of(status())}")
    check("the number stays", bool(wait_for(lambda: not find(app, "push button", "Let Go…"), 10)))
    desk.press(ESCAPE)
    desk.go_by_key(app, "5", "Evidence")
    check("the evidence has who did it", bool(says(app, rf"--years 3 .*: {rows} rows")), app)
    check("and since when rows are kept", bool(says(app, r"kept here from 01/01/\d{4}")), app)


def test_fixed(app):
    open_page(app, "Sources")
    node = wait_for(lambda: field(app, KEEP), 20)
    check("what the policy fixes is shown", node is not None and desk.Atspi.Value.get_current_value(node) == 2,
          node and desk.Atspi.Value.get_current_value(node))
    check("and cannot be changed", not is_sensitive(node))
    check("with who fixed it", bool(says(app, "Fixed by the policy of this machine: " + re.escape(POLICY))), app)


desk.make_store()
desk.walk_program(test_retention, "en")
with open(POLICY, "w", encoding="utf-8") as policy:
    json.dump({"retention_years": 2}, policy)
desk.walk_program(test_fixed, "en", HAIDANG_POLICY=POLICY)
desk.done_testing()
