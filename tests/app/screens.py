# SPDX-License-Identifier: GPL-3.0-or-later
"""Walks the screens through AT-SPI: what is read aloud, keys, drilling, undoing, finding. TAP on stdout."""

import json
import os
import re
import subprocess
import sys
import time

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import screens_beside  # noqa: E402
import screens_forecast  # noqa: E402

PROGRAMS, SCRATCH = sys.argv[1:3]
HAIDANG = os.path.join(PROGRAMS, "haidang")
STORE = os.path.join(SCRATCH, "store")
TIMEOUT_S = 60
PROGRAM_NAME = re.compile("haidang|Hải Đăng", re.IGNORECASE)
checks = 0
failures = 0


def check(name, good, detail=""):
    global checks, failures
    checks += 1
    failures += not good
    print(f"{'ok' if good else 'not ok'} {checks} - {name}", flush=True)
    if not good:
        print(f"# {detail}", flush=True)
    return good


def wait_for(find, timeout_s=TIMEOUT_S):
    """The first true answer of `find`, which may fail while the tree is changing."""
    end = time.monotonic() + timeout_s
    while time.monotonic() < end:
        try:
            found = find()
        except GLib.Error:
            found = None
        if found:
            return found
        time.sleep(0.1)
    return None


def children(node):
    return [node.get_child_at_index(index) for index in range(node.get_child_count())]


def walk(node):
    """Everything that is shown below `node`."""
    if node is None:
        return
    yield node
    for child in children(node):
        if child is not None and child.get_state_set().contains(Atspi.StateType.VISIBLE):
            yield from walk(child)


# What GTK 4.8 calls a group and a button, later releases call otherwise.
ALSO_CALLED = {"panel": ("panel", "grouping"), "push button": ("push button", "button")}


def find(root, role, pattern):
    for node in walk(root):
        if node.get_role_name() in ALSO_CALLED.get(role, (role,)) and re.search(pattern, node.get_name() or ""):
            return node
    return None


def activate(node):
    return node.get_action_iface().do_action(0)


def press(*keys):
    """Keys by keysym, the last with the others held down."""
    codes = {"Alt": 64, "Ctrl": 37}
    for key in keys[:-1]:
        Atspi.generate_keyboard_event(codes[key], None, Atspi.KeySynthType.PRESS)
    Atspi.generate_keyboard_event(keys[-1], None, Atspi.KeySynthType.SYM)
    for key in keys[:-1]:
        Atspi.generate_keyboard_event(codes[key], None, Atspi.KeySynthType.RELEASE)


def type(text):
    """Letters, one after another."""
    for letter in text:
        Atspi.generate_keyboard_event(ord(letter), None, Atspi.KeySynthType.SYM)
        time.sleep(0.02)


def run(*arguments):
    return subprocess.run([HAIDANG, *arguments, "--store", STORE], check=True, text=True,
                          capture_output=True).stdout


def make_store():
    central = subprocess.Popen(
        [os.path.join(PROGRAMS, "haidang-central"), "--listen", "127.0.0.1:0", "--scale", "small"],
        stdout=subprocess.PIPE, text=True)
    url = central.stdout.readline().strip()
    try:
        run("sync", "--from", url)
    finally:
        central.terminate()
        central.wait()


def find_application():
    for application in children(Atspi.get_desktop(0)):
        if application is not None and PROGRAM_NAME.search(application.get_name() or ""):
            return application
    return None


def query(kpi, *arguments):
    return json.loads(run("query", kpi, "--json", *arguments))["rows"]


def test_morning(app):
    tile = wait_for(lambda: find(app, "panel", r"^Thu ngân sách, "))
    check("the first tile says its sentence", tile is not None)
    collected = query("revenue.collected")[0][0] / 1e12
    figure = f"{collected:.1f}".replace(".", ",") + " nghìn tỷ đồng"
    check("its figure is the query's", figure in tile.get_name(), f"{figure} / {tile.get_name()}")
    check("sentences are read", find(app, "label", figure.split()[0]) is not None)
    items = wait_for(lambda: find(app, "list", "quyết định"))
    check("items need a decision", items is not None and items.get_child_count() > 0)


def test_drill(app):
    check("Alt+2 opens revenue", bool(go_by_key(app, "2", "Thu ngân sách")))
    bars = wait_for(lambda: find(app, "list", r"theo khu vực$|theo đơn vị"))
    check("bars by unit are a list", bars is not None)
    check("it has a summary", bool(bars and bars.get_description()))
    bar = wait_for(lambda: find(app, "list item", r"^Khu vực II\b"))
    if not check("a bar is named", bar is not None):
        return
    activate(bar)
    chip = wait_for(lambda: find(app, "push button", r"khu vực II$"))
    check("the path names the region", chip is not None)
    tile = wait_for(lambda: find(app, "panel", r"^Thu ngân sách, .*"))
    value = f"{query('revenue.collected', '--where', 'unit=KV02')[0][0] / 1e12:.1f}".replace(".", ",")
    check("the figures are the region's",
          bool(wait_for(lambda: find(app, "panel", rf"^Thu ngân sách, .*{value} "), 10)),
          f"{value} / {tile.get_name() if tile else None}")
    press("Alt", 0xFF51)
    check("Alt+Left undoes",
          bool(wait_for(lambda: find(app, "push button", r"khu vực II$") is None, 10)))


def go_by_key(app, digit, name):
    press("Alt", ord(digit))
    return wait_for(lambda: find(app, "panel", f"^{name}$"), 10)


def test_screens(app):
    for digit, name, inside in (("3", "Thông quan", "P90"), ("4", "Rủi ro và vi phạm", "vi phạm"),
                                ("5", "Hồ sơ số liệu", "Mọi hệ thống nguồn")):
        check(f"Alt+{digit} opens {name}", bool(go_by_key(app, digit, name)))
        check(f"{name} has figures", bool(wait_for(lambda: find(app, "list", inside))))


def test_evidence(app):
    status = json.loads(run("status", "--json"))
    rows = [node for node in walk(app)
            if node.get_role_name() == "list item" and "đúng hạn" in (node.get_name() or "")
            or node.get_role_name() == "list item" and "chậm" in (node.get_name() or "")]
    check("every dataset is listed", len(rows) >= len(status), f"{len(rows)} of {len(status)}")


def main():
    make_store()
    program = subprocess.Popen([HAIDANG, "open", "--lang", "vi", "--store", STORE],
                               stderr=subprocess.PIPE, text=True,
                               env={**os.environ, "G_MESSAGES_DEBUG": "", "G_DEBUG": "fatal-criticals"})
    try:
        app = wait_for(find_application)
        if check("the application is seen", app is not None):
            test_morning(app)
            test_drill(app)
            test_screens(app)
            test_evidence(app)
            screens_forecast.test(sys.modules[__name__], app)
            screens_beside.test(sys.modules[__name__], app)
    finally:
        running = program.poll() is None
        program.terminate()
        errors = program.communicate()[1]
    check("it ran to the end", running, f"status {program.returncode}: {errors[-400:]}")
    check("without a warning", not re.search("WARNING|CRITICAL", errors), errors[-400:])
    print(f"1..{checks}")
    sys.exit(failures > 0)


main()
