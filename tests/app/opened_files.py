# SPDX-License-Identifier: GPL-3.0-or-later
"""Packages and messages that come as files: with the program's start, from a second start, from the bus as a file manager
does, and let fall on the window. Who opens one is asked first; a package of somebody unknown is refused in words."""

import json
import os
import subprocess
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import desk  # noqa: E402
import dragging  # noqa: E402
from desk import check, find, query, says, wait_for  # noqa: E402
from engines_settings import set_settings  # noqa: E402
from gi.repository import Gio, GLib  # noqa: E402
from slow_feed import SlowFeed  # noqa: E402

BEFORE, NOW = "2026-11-19", "2026-11-21"
SENDER = os.path.join(desk.SCRATCH, "sender")
PACKAGE = os.path.join(desk.SCRATCH, "in", "kv03.hdpack")
REVENUE_CSV = os.path.join(desk.SCRATCH, "in", "REVENUE.csv")
QUESTION = ("revenue.collected", "--where", "unit=KV03")
APP_ID = "org.haidang.HaiDang"
MORE = 9_000_000_000_000


def run_sender(*arguments):
    return subprocess.run([desk.HAIDANG, *arguments, "--store", os.path.join(SENDER, "store")], check=True, text=True,
                          capture_output=True, env={**os.environ, "XDG_DATA_HOME": os.path.join(SENDER, "data")}).stdout


def sent():
    return json.loads(run_sender("query", *QUESTION, "--json"))["rows"]


def make_package():
    """Of an office two days ahead; its public key, which this machine does not trust yet."""
    key = os.path.join(SENDER, "office.key")
    feed = SlowFeed("--today", NOW)
    try:
        run_sender("sync", "--from", feed.url)
    finally:
        feed.close()
    run_sender("pack", "keygen", "--out", key)
    run_sender("pack", "create", "--out", PACKAGE, "--where", "unit=KV03", "--sign-key", key)
    return key + ".pub"


def write_message():
    unit = query("revenue.collected", "--by", "unit:office")[0][0]
    with open(REVENUE_CSV, "w", encoding="utf-8") as file:
        file.write("STRUCTURE,STRUCTURE_ID,ACTION,UNIT,TAX,FLOW,HS,TIME_PERIOD,ASSESSED,COLLECTED,REFUNDED,E_PAID,"
                   "OBS_STATUS,EXTRACTED_AT\n"
                   f"dataflow,HD:REVENUE(1.0.0),R,{unit},NK,NK,01,{BEFORE},1,{MORE},0,0,A,2026-11-22T06:00:00+07:00\n")


def answer(app, name, button):
    """To the question about a file; whether there was one."""
    asked = wait_for(lambda: find(app, "label", f"^Take In “{name}”\\?$"), 20)
    chosen = find(app, "push button", f"^{button}$") if asked else None
    return chosen is not None and desk.activate(chosen) and bool(
        wait_for(lambda: find(app, "label", f"^Take In “{name}”") is None, 10))


def start_again(*arguments):
    return subprocess.run([desk.HAIDANG, "open", "--lang", "en", "--store", desk.STORE, *arguments], timeout=30 * desk.SLOWNESS,
                          capture_output=True, text=True)


def open_by_bus(*paths):
    bus = Gio.bus_get_sync(Gio.BusType.SESSION, None)
    bus.call_sync(APP_ID, "/org/haidang/HaiDang", "org.freedesktop.Application", "Open",
                  GLib.Variant("(asa{sv})", ([Gio.File.new_for_path(path).get_uri() for path in paths], {})), None, 0,
                  10000, None)


def test_package(app, key):
    before = query(*QUESTION)
    check("a start with a package asks about it", answer(app, "kv03.hdpack", "Cancel"), app)
    time.sleep(1)
    check("a no leaves the figures as they are", query(*QUESTION) == before)
    again = start_again(PACKAGE)
    check("a second start ends well", again.returncode == 0, again.stderr)
    check("and the window asks", answer(app, "kv03.hdpack", "Take In"), app)
    check("a sender whom nobody trusts is refused in words", bool(says(app, "(?i)trust", 20)), app)
    check("and nothing is taken in", query(*QUESTION) == before != sent())
    desk.run("pack", "trust", key)
    dragging.drop(app, PACKAGE)
    check("let fall on the window it is taken in without a question", bool(says(app, r"Taken in: [\d,]+ figures? changed", 60)),
          app)
    check("with the sender's figures", query(*QUESTION) == sent(), (query(*QUESTION), sent()))
    value = f"{query('revenue.collected')[0][0] / 1e12:,.1f}"
    check("which are shown", bool(wait_for(lambda: find(app, "panel", rf"^Revenue, .*\b{value}\b"), 30)), value)


def test_bus(app):
    before = query("revenue.collected")[0][0]
    open_by_bus(REVENUE_CSV)
    check("a file manager's Open asks too", answer(app, "REVENUE.csv", "Take In"), app)
    check("a message is taken in", bool(wait_for(lambda: query("revenue.collected")[0][0] != before, 60)), before)
    both = start_again(REVENUE_CSV, PACKAGE)
    check("of two files is asked once",
          both.returncode == 0 and bool(wait_for(lambda: find(app, "label", r"^Take In 2 Files\?$"), 20)), app)


def test(app, key):
    check("the first screen", bool(wait_for(lambda: find(app, "panel", r"^Revenue, .*\d"), 30)), app)
    test_package(app, key)
    test_bus(app)


def main():
    # By which the bus knows the store: it can be told of none.
    desk.STORE = os.path.join(os.environ["XDG_DATA_HOME"], "haidang", "store")
    feed = SlowFeed("--today", BEFORE)
    try:
        desk.run("sync", "--from", feed.url)
    finally:
        feed.close()
    for folder in (os.path.dirname(PACKAGE), SENDER):
        os.makedirs(folder, exist_ok=True)
    set_settings(sync_minutes=0, notify_sync=False)
    key = make_package()
    write_message()
    desk.walk_program(lambda app: test(app, key), "en", PACKAGE, GSETTINGS_BACKEND="keyfile")
    desk.done_testing()


main()
