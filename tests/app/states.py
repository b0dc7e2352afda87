# SPDX-License-Identifier: GPL-3.0-or-later
"""What is said when not all is well, each brought about on purpose: a server that is away, figures that grew old, a
store that cannot be read."""

import os
import shutil
import subprocess
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import desk  # noqa: E402
from central import Central  # noqa: E402
from desk import check, find, press, query, says, wait_for  # noqa: E402
from engines_settings import set_settings  # noqa: E402

NOWHERE = "http://127.0.0.1:9"  # the discard port, where nobody listens
F5 = 0xFFC2


def check_figures(app, when):
    figure = f"{query('revenue.collected')[0][0] / 1e12:,.1f}"
    check(f"{when}: the figures stay", wait_for(lambda: find(app, "panel", rf"^Revenue, .*\b{figure}\b"), 20), figure)


def test_offline(app):
    """No server: words, what to do, and the figures."""
    set_settings(feed_url=NOWHERE)
    time.sleep(2.5)  # the file of settings is looked at now and then
    press(F5)
    check("offline: said in words", says(app, "The feed server cannot be reached. The figures shown stay", 30), app)
    check_figures(app, "offline")


def test_stale(app):
    """Old figures say their age on the button, on each tile and in the list of feeds."""
    check("stale: the button says since when", says(app, r"● Figures to \d"), app)
    check("stale: it says how many datasets are late", says(app, r"[1-9]\d* datasets late"), app)
    check("stale: each tile says its age", wait_for(lambda: find(app, "panel", r"^Revenue, .*data of (\d+ (days|months|years) ago|\d+/\d+)"), 20),
          app)


def test_open_error(app):
    check("damaged: said in words", says(app, "The Store Cannot Be Opened"), app)
    check("damaged: no figure is shown", find(app, "panel", r"^Revenue, .*\d") is None)


def test_normal(app):
    check_figures(app, "opened")
    test_offline(app)


def run_in(store, test, **environment):
    kept, desk.STORE = desk.STORE, store
    try:
        desk.walk_program(test, "en", GSETTINGS_BACKEND="keyfile", **environment)
    finally:
        desk.STORE = kept


def damage(store):
    """The first page: nothing can be read."""
    with open(os.path.join(store, "haidang.db"), "r+b") as file:
        file.write(b"\0" * 4096)
    for name in os.listdir(store):
        if name.startswith("haidang.db-"):
            os.remove(os.path.join(store, name))


desk.make_store()
set_settings(sync_minutes=0, feed_url=NOWHERE)
run_in(desk.STORE, test_normal)
old = os.path.join(desk.SCRATCH, "old")
central = Central("--today", "2025-03-01")
try:
    subprocess.run([desk.HAIDANG, "sync", "--from", central.url, "--store", old], check=True, capture_output=True)
finally:
    central.close()
run_in(old, test_stale)
damaged = os.path.join(desk.SCRATCH, "damaged")
shutil.copytree(desk.STORE, damaged)
damage(damaged)
run_in(damaged, test_open_error)
desk.done_testing()
