# SPDX-License-Identifier: GPL-3.0-or-later
"""Who comes back finds the screen that was left, with its path; and what the sources have had since comes by itself,
when its time has come."""

import os
import re
import subprocess
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import desk  # noqa: E402
import figures  # noqa: E402
from desk import check, find, press, wait_for  # noqa: E402
from engines_settings import set_settings  # noqa: E402
from slow_feed import SlowFeed  # noqa: E402

BEFORE, NOW = "2026-07-10", "2026-11-21"
RETURN = 0xFF0D
UNIT = "KV02"
CHIP = "khu vực II$"
# The shortest time between two refreshes that can be set, and time for one.
A_MINUTE_S = 200


def run_program(test):
    """As a person does: opened, used, and closed by its keys."""
    program = subprocess.Popen([desk.HAIDANG, "open", "--lang", "vi", "--store", desk.STORE], stderr=subprocess.PIPE, text=True,
                               env={**os.environ, "GSETTINGS_BACKEND": "keyfile", "G_MESSAGES_DEBUG": "",
                                    "G_DEBUG": "fatal-criticals"})
    try:
        app = wait_for(desk.find_application)
        if check("the application is seen", app is not None):
            test(app)
            desk.give_focus()
            press("Ctrl", ord("q"))
        ended = wait_for(lambda: program.poll() is not None, 20)
    finally:
        program.kill()
        errors = program.communicate()[1]
    check("it ends by its keys, well", ended and program.returncode == 0, (program.returncode, errors[-400:]))
    check("without a warning", not re.search("WARNING|CRITICAL", errors), errors[-400:])


def chip(app):
    return wait_for(lambda: find(app, "push button", CHIP), 20)


def collected():
    return desk.query("revenue.collected", "--where", f"unit={UNIT}")[0][0]


def tile(app):
    page = find(app, "panel", "^Thu ngân sách$")
    found = page and find(page, "panel", r"^Thu ngân sách, .*\d")
    return found.get_name() if found else ""


def says_collected(app, value, timeout_s=20):
    """The figure comes behind the name and the days that it is of."""
    return bool(wait_for(lambda: figures.says(tile(app).partition(": ")[2], value), timeout_s))


def leave(app):
    check("Alt+2 opens revenue", desk.go_by_key(app, "2", "Thu ngân sách") is not None)
    press("Ctrl", ord("k"))
    time.sleep(0.3)
    desk.type("khu vuc ii")
    wait_for(lambda: find(find(app, "list", "^Kết quả tìm"), "list item", "khu vực II$"), 10)
    press(RETURN)
    check("and a region is chosen", chip(app) is not None, app)


def come_back(app, feeds):
    check("the next start shows the region again", chip(app) is not None, app)
    check("on the screen that was left", bool(wait_for(lambda: find(app, "panel", "^Thu ngân sách$"), 20)), app)
    before = collected()
    check("with its figure", says_collected(app, before), (before, tile(app)))
    feeds[0].behind = feeds[1].behind
    set_settings(feed_url=feeds[0].url, sync_minutes=1)
    check("what is new since then comes by itself", bool(wait_for(lambda: collected() != before, A_MINUTE_S)), before)
    check("and is shown, without a key", says_collected(app, collected(), 30), (collected(), tile(app)))


def main():
    feeds = [SlowFeed("--today", BEFORE), SlowFeed("--today", NOW)]
    try:
        desk.run("sync", "--from", feeds[0].url)
        set_settings(feed_url=feeds[0].url, sync_minutes=0)
        run_program(leave)
        run_program(lambda app: come_back(app, feeds))
    finally:
        for feed in feeds:
            feed.close()
    desk.done_testing()


main()
