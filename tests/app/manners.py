# SPDX-License-Identifier: GPL-3.0-or-later
"""What a desktop may expect of its programs: one that runs is asked and not started again, the bus starts it, another
start shows what it was given, stores that were open are listed, and news are told to who looks elsewhere."""

import os
import re
import subprocess
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import desk  # noqa: E402
from desk import check, find, press, says, wait_for  # noqa: E402
from engines_settings import KEYFILE, set_settings  # noqa: E402
from gi.repository import Gio, GLib  # noqa: E402
from notifications import Notifications  # noqa: E402
from slow_feed import SlowFeed  # noqa: E402

APP_ID = "org.haidang.HaiDang"
BEFORE, NOW = "2026-07-10", "2026-11-21"
# Where a store is when nobody says where.
desk.STORE = os.path.join(os.environ["XDG_DATA_HOME"], "haidang", "store")
ESCAPE = 0xFF1B
OTHER = os.path.join(desk.SCRATCH, "other")
SERVICE = os.path.join(desk.PROGRAMS, "..", "resources", f"{APP_ID}.service")
# In which a start that only asks the one that runs is over.
ASK_S = 10 * desk.SLOWNESS


def call_bus(method, parameters):
    bus = Gio.bus_get_sync(Gio.BusType.SESSION, None)
    return bus.call_sync("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus", method, parameters, None, 0,
                         10000, None)


def install_service():
    """As installed, but for where the programs are."""
    folder = os.path.join(os.environ["XDG_DATA_HOME"], "dbus-1", "services")
    os.makedirs(folder)
    with open(SERVICE, encoding="utf-8") as file:
        text = re.sub(r"(?m)^(Exec=.* )?\S+/haidang ", rf"\g<1>{desk.HAIDANG} ", file.read())
    with open(os.path.join(folder, f"{APP_ID}.service"), "w", encoding="utf-8") as file:
        file.write(text)
    call_bus("ReloadConfig", None)
    call_bus("UpdateActivationEnvironment", GLib.Variant("(a{ss})", ({
        "GSETTINGS_BACKEND": "keyfile", "G_MESSAGES_DEBUG": "", "LANGUAGE": "en"},)))


def gapplication(*arguments):
    return subprocess.run(["gapplication", *arguments], capture_output=True, text=True, timeout=60 * desk.SLOWNESS)


def start(*arguments):
    """Another start; how it ended, and after how long."""
    began = time.monotonic()
    ended = subprocess.run([desk.HAIDANG, "open", "--lang", "en", *arguments], capture_output=True, text=True,
                           timeout=ASK_S, env={**os.environ, "GSETTINGS_BACKEND": "keyfile"})
    return ended.returncode, time.monotonic() - began


def windows():
    app = desk.find_application()
    return [node for node in desk.children(app) if node is not None] if app else []


def page(name):
    return wait_for(lambda: find(desk.find_application(), "panel", f"^{name}$"), 30)


def test_activation():
    check("nothing runs before", desk.find_application() is None)
    asked = gapplication("launch", APP_ID)
    check("the bus starts it", asked.returncode == 0 and wait_for(desk.find_application) is not None, asked.stderr)
    check("and it shows its first screen", page("This Morning") is not None)
    return asked.returncode == 0


def test_second_start():
    status, took = start("--page", "revenue")
    check("another start ends at once, well", status == 0, (status, took))
    check("what it was given is shown by the one that runs", page("Revenue") is not None)
    check("in the window that is there", bool(wait_for(lambda: len(windows()) == 1, 5)), windows())
    press("Ctrl", "Shift", ord("c"))
    code = says(desk.find_application(), r"Copied: (\S+)", 10)
    check("a state has a code", code is not None)
    start("--page", "clearance")
    check("there is another screen now", page("Clearance") is not None)
    start("--state", code.group(1) if code else "")
    check("a start with the code shows that again", page("Revenue") is not None)
    start()
    time.sleep(1)
    check("one with nothing shows where the person was",
          page("Revenue") is not None and wait_for(lambda: len(windows()) == 1, 5), windows())
    asked = gapplication("action", APP_ID, "open", f"('{desk.STORE}', '{code.group(1) if code else ''}')")
    check("the bus can ask the same", asked.returncode == 0, asked.stderr)


def other_window():
    """Of the store that is empty."""
    return next((window for window in windows() if find(window, "label", "^Welcome to")), None)


def test_stores():
    start("--store", OTHER)
    check("another store has a window of its own", bool(wait_for(lambda: len(windows()) == 2, 30)), len(windows()))
    start("--store", OTHER)
    time.sleep(1)
    check("and no third", bool(wait_for(lambda: len(windows()) == 2, 5)), windows())
    # Its window lies above the other one.
    place = find(other_window(), "push button", "^Main Menu$").get_component_iface().get_extents(desk.Atspi.CoordType.WINDOW)
    desk.Atspi.generate_mouse_event(place.x + place.width // 2, place.y + place.height // 2, "b1c")
    stores = wait_for(lambda: find(other_window(), "menu item", "^Recent Stores"), 10)
    if not check("its menu lists the stores that were open", stores is not None, other_window()):
        return
    press(ESCAPE)
    with open(KEYFILE, encoding="utf-8") as file:
        kept = re.search(r"(?m)^recent-stores=(.*)$", file.read())
    check("newest first", kept is not None and re.findall("'([^']+)'", kept.group(1)) == [OTHER, desk.STORE], kept)
    asked = gapplication("action", APP_ID, "open-store", f"'{OTHER}'")
    time.sleep(1)
    check("one that is open already gets no other window", asked.returncode == 0 and len(windows()) == 2, asked.stderr)


def test_notifications(people):
    """The figures of four months come while somebody looks elsewhere."""
    start("--page", "evidence")
    page("Evidence")
    window = next(window for window in windows() if find(window, "panel", "^Evidence$"))
    fresh = find(window, "push button", "^● Figures")
    with Elsewhere():
        desk.activate(fresh)
        told = wait_for(lambda: people.find(lambda shown: shown[1] == "New Figures Have Come"), 90)
        alert = wait_for(lambda: people.find(
            lambda shown: shown[1] != "New Figures Have Come" and not shown[1].startswith("Feeds")), 60)
    check("who looks elsewhere is told that figures came", told is not None, people.shown)
    check("and how many", told is not None and re.search(r"\d figures? changed", told[2]), told)
    if told:
        people.click(told)
        check("a click on it shows the window as it was", page("Evidence") is not None)
    check("and of what needs a decision since", alert is not None, people.shown)
    if alert:
        people.click(alert)
        check("a click on that leads to where it is shown",
              bool(wait_for(lambda: find(desk.find_application(), "panel", "^(Revenue|Clearance|Risk and Violations)$"), 20)),
              alert)


class Elsewhere:
    """Another program has the focus meanwhile."""

    def __enter__(self):
        self.window = subprocess.Popen([os.path.join(desk.PROGRAMS, "..", "tests", "app", "drag-source"), desk.SCRATCH])
        time.sleep(1.5)
        desk.Atspi.generate_mouse_event(30, 30, "b1c")
        time.sleep(0.5)

    def __exit__(self, *_):
        self.window.terminate()
        self.window.wait()


def main():
    old, feed = SlowFeed("--today", BEFORE), SlowFeed("--today", NOW)
    try:
        desk.run("sync", "--from", old.url)
        set_settings(sync_minutes=0, feed_url=feed.url, language="en")
        people = Notifications()
        install_service()
        if test_activation():
            test_second_start()
            test_stores()
            test_notifications(people)
            gapplication("action", APP_ID, "quit")
            gapplication("action", APP_ID, "quit")
            check("asked to, it ends", bool(wait_for(lambda: desk.find_application() is None, 20)))
    finally:
        old.close()
        feed.close()
    desk.done_testing()


main()
