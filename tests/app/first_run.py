# SPDX-License-Identifier: GPL-3.0-or-later
"""The first run, with nothing on the machine: sample figures in less than a minute, or a server by its address."""

import os
import resource
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import desk  # noqa: E402
from desk import check, find, press, query, says, wait_for  # noqa: E402
from engines_settings import set_settings  # noqa: E402
from preferences_steps import RETURN, field  # noqa: E402
from slow_feed import SlowFeed  # noqa: E402

# What "less than a minute" may cost a processor, its share of the reference server's work with it: on a busy machine
# the clock on the wall says little.
MOST_CPU_S = 45
PATIENCE_S = 240


def cpu_s():
    """Of every process below this one, those that ended and those that run."""
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    total, tick = ended.ru_utime + ended.ru_stime, os.sysconf("SC_CLK_TCK")
    for name in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{name}/cmdline", "rb") as file:
                if desk.PROGRAMS.encode() not in file.read().split(b"\0")[0]:
                    continue
            with open(f"/proc/{name}/stat", encoding="utf-8") as file:
                fields = file.read().rsplit(")", 1)[1].split()
            total += sum(map(int, fields[11:15])) / tick
        except OSError:
            pass
    return total


def shows_figures(app):
    return find(app, "panel", r"^Revenue, .*\d\d")


def welcome(app):
    check("who comes first is welcomed", bool(says(app, "Welcome to Hải Đăng")), app)
    check("and told that there are no figures yet", bool(says(app, "There are no figures on this machine yet")))
    check("no figure is shown", shows_figures(app) is None)


def test_sample(app):
    welcome(app)
    before, began = cpu_s(), time.monotonic()
    desk.activate(find(app, "push button", "^Look Round with Sample Figures$"))
    check("it shows how far it is", bool(wait_for(lambda: find(app, "progress bar", "."), 20)))
    check("the sample's figures come", bool(wait_for(lambda: shows_figures(app), PATIENCE_S)), app)
    took = cpu_s() - before
    print(f"# {took:.1f} s of processors, {time.monotonic() - began:.1f} s by the clock", flush=True)
    check("in less than a minute", took < MOST_CPU_S * desk.SLOWNESS, took)
    value = f"{query('revenue.collected')[0][0] / 1e12:,.1f}"
    check("they are those of the store", bool(wait_for(lambda: find(app, "panel", rf"^Revenue, .*\b{value}\b"), 30)), value)


def test_connect(app, url):
    welcome(app)
    desk.activate(find(app, "push button", "^Connect to a Server"))
    entry = wait_for(lambda: field(app, "^Address"), 10)
    if not check("an address is asked for", entry is not None, app):
        return
    press("Ctrl", ord("a"))
    desk.type(url)
    press(RETURN)
    check("the server's figures come", bool(wait_for(lambda: shows_figures(app), 60)), app)


feed = SlowFeed("--today", "2026-11-21")
# Nobody shows notifications in this session, which is a warning.
set_settings(sync_minutes=0, notify_sync=False)
try:
    desk.walk_program(test_sample, "en", GSETTINGS_BACKEND="keyfile")
    desk.STORE = os.path.join(desk.SCRATCH, "another")
    desk.walk_program(lambda app: test_connect(app, feed.url), "en", GSETTINGS_BACKEND="keyfile")
finally:
    feed.close()
desk.done_testing()
