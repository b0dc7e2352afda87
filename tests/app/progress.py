# SPDX-License-Identifier: GPL-3.0-or-later
"""Long work that a person watches: figures stay while a slow server is waited for, a refresh and an import show how
far they are and can be stopped, nothing is lost by it, and every end is told in a toast."""

import os
import subprocess
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import desk  # noqa: E402
import dragging  # noqa: E402
from desk import check, find, press, query, says, wait_for  # noqa: E402
from engines_settings import set_settings  # noqa: E402
from slow_feed import SlowFeed  # noqa: E402

F5 = 0xFFC2
BEFORE, NOW = "2026-11-19", "2026-11-21"
HELD = "CLEARANCE"
REVENUE_CSV = os.path.join(desk.SCRATCH, "in", "REVENUE.csv")
LONG_CSV = os.path.join(desk.SCRATCH, "in", "LONG.csv")
# Long enough to be stopped in the middle, by somebody who looks for the button first.
LONG_ROWS = 3_000_000


def figures():
    return query("revenue.collected"), query("revenue.collected", "--by", "unit:region")


def shows(app, when):
    value = f"{query('revenue.collected')[0][0] / 1e12:,.1f}"
    check(f"{when}: the figures are shown", wait_for(lambda: find(app, "panel", rf"^Revenue, .*\b{value}\b"), 20), value)


def bar(app):
    return find(app, "progress bar", ".")


def cancel(app):
    button = find(app, "push button", "^Cancel$")
    return button is not None and desk.activate(button)


def check_store(when):
    check(f"{when}: the store is whole", subprocess.run([desk.HAIDANG, "verify", "--store", desk.STORE],
                                                        capture_output=True).returncode == 0)


def test_slow_server(app, feed):
    """The server does not answer for one dataset."""
    before = figures()
    feed.hold(HELD)
    press(F5)
    check("a refresh says what it is fetching", bool(wait_for(lambda: bar(app), 20)), app)
    wait_for(lambda: feed.waiting, 30)
    check("waiting for it, the feed that is slow is named", bool(says(app, "Clearance", 10)))
    shows(app, "waiting for a slow server")
    check("with their age", bool(says(app, r"Figures (to|of) \d")), app)
    press("Alt", ord("2"))
    check("other screens open meanwhile", bool(wait_for(lambda: find(app, "panel", "^Revenue$"), 10)))
    press("Alt", ord("1"))
    check("it can be stopped", bool(wait_for(lambda: cancel(app), 10)))
    check("that it stopped is said", bool(says(app, "Stopped: what had come whole is kept", 20)), app)
    check("the bar goes", bool(wait_for(lambda: bar(app) is None)))
    feed.release()
    check_store("stopped")
    shows(app, "stopped")
    check("stopped: what is shown is what is kept, before or after", figures()[0][0][0] >= before[0][0][0], figures()[0])


def test_partial(app, feed):
    """One dataset is refused, the others come."""
    feed.refused = {HELD}
    press(F5)
    check("a feed that failed is named, and that its figures stay",
          bool(says(app, "(?i)clearance.* could not be refreshed; its old figures stay", 60)), app)
    shows(app, "with one feed missing")
    feed.refused = set()
    press(F5)
    check("then all comes", bool(says(app, r"^[\d,]+ figures? changed$|\n[\d,]+ figures? changed", 60)), app)
    press(F5)
    check("and then nothing is new", bool(says(app, "Nothing new", 60)), app)


def write_revenue(path, rows):
    with open(path, "w", encoding="utf-8") as file:
        file.write("STRUCTURE,STRUCTURE_ID,ACTION,UNIT,TAX,FLOW,HS,TIME_PERIOD,ASSESSED,COLLECTED,REFUNDED,E_PAID,"
                   "OBS_STATUS,EXTRACTED_AT\n")
        file.writelines(f"dataflow,HD:REVENUE(1.0.0),R,{unit},NK,NK,{chapter:02},{day},1,{value},0,0,A,"
                        "2026-11-22T06:00:00+07:00\n" for unit, chapter, day, value in rows)


def long_rows():
    units = [row[0] for row in query("revenue.collected", "--by", "unit:office")]
    for index in range(LONG_ROWS):
        place, chapter = divmod(index, 90)
        place, unit = divmod(place, len(units))
        yield units[unit], chapter + 1, time.strftime("%Y-%m-%d", time.gmtime((16436 + place) * 86400)), index + 1


def test_import(app):
    before = figures()
    dragging.drop(app, LONG_CSV)
    check("an import says what it reads", bool(wait_for(lambda: bar(app), 20)), app)
    check("it can be stopped", bool(wait_for(lambda: cancel(app), 20)))
    check("that nothing of it came is said", bool(says(app, "Stopped: nothing of LONG.csv was taken in", 30)), app)
    check("and is so", figures() == before, (figures(), before))
    check_store("stopped import")
    shows(app, "stopped import")
    dragging.drop(app, REVENUE_CSV)
    check("one that is let run says what changed", bool(says(app, "Taken in: 1 figure changed", 60)), app)
    check("and it is in", figures() != before)
    shows(app, "after the import")
    dragging.drop(app, os.path.join(desk.SCRATCH, "in", "letter.txt"))
    check("what is no message is refused in words", bool(says(app, "letter.txt is no message of a feed", 20)), app)


def test(app, feed):
    shows(app, "opened")
    test_slow_server(app, feed)
    test_partial(app, feed)
    test_import(app)


def main():
    old = SlowFeed("--today", BEFORE)
    try:
        desk.run("sync", "--from", old.url)
    finally:
        old.close()
    feed = SlowFeed("--today", NOW)
    os.makedirs(os.path.dirname(REVENUE_CSV))
    unit = query("revenue.collected", "--by", "unit:office")[0][0]
    write_revenue(REVENUE_CSV, [(unit, 1, NOW, 9_000_000_000_000)])
    write_revenue(LONG_CSV, long_rows())
    with open(os.path.join(desk.SCRATCH, "in", "letter.txt"), "w", encoding="ascii") as file:
        file.write("Dear all\n")
    set_settings(sync_minutes=0, feed_url=feed.url, notify_sync=False)
    try:
        desk.walk_program(lambda app: test(app, feed), "en", GSETTINGS_BACKEND="keyfile")
    finally:
        feed.close()
    desk.done_testing()


main()
