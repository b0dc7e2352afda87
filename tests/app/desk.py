# SPDX-License-Identifier: GPL-3.0-or-later
"""What the tests of screens share: a store, the program, and what a person with a screen reader finds and
does. TAP on stdout. Usage of a test: SCRIPT FOLDER-OF-THE-PROGRAMS SCRATCH-FOLDER."""

import json
import os
import re
import subprocess
import sys
import time

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402

import x_focus  # noqa: E402

PROGRAMS, SCRATCH = sys.argv[1:3]
HAIDANG = os.path.join(PROGRAMS, "haidang")
STORE = os.path.join(SCRATCH, "store")
TIMEOUT_S = 60
# How many times longer things take than usual, as under the sanitizers.
SLOWNESS = int(os.environ.get("HAIDANG_TEST_SLOWNESS", "1"))
# Between two movements of a finger: without it, the bus of Debian 13 mixes them up.
HAND_S = 0.05
PROGRAM_NAME = re.compile("haidang|Hải Đăng", re.IGNORECASE)
checks = 0
failures = 0

# A program on a busy machine may answer late; that is not to be taken for its end.
Atspi.set_timeout(15000, 30000)


def check(name, good, detail=""):
    """`detail` is told when it is not good: of a node, all that it says then."""
    global checks, failures
    checks += 1
    failures += not good
    print(f"{'ok' if good else 'not ok'} {checks} - {name}", flush=True)
    if not good:
        told = words(detail) if isinstance(detail, Atspi.Accessible) else str(detail)
        print("# " + told.replace("\n", "\n# "), flush=True)
    return good


def wait_for(find, timeout_s=TIMEOUT_S):
    """The first true answer of `find`, which may fail while the tree is changing."""
    end = time.monotonic() + timeout_s * SLOWNESS
    while time.monotonic() < end:
        try:
            found = find()
        except GLib.Error:
            found = None
        if found:
            return found
        time.sleep(0.1)
    return None


def of_what_is_left(method, instead):
    """The tree changes while it is read: who has gone says nothing and has no parts."""
    def ask(node, *arguments):
        try:
            return method(node, *arguments)
        except GLib.Error as problem:
            if re.search("time.?out|timed out|reply", problem.message, re.IGNORECASE):
                raise
            return instead
    return ask


for name, instead in (("get_name", ""), ("get_description", ""), ("get_role_name", ""), ("get_child_count", 0),
                      ("get_child_at_index", None), ("get_state_set", Atspi.StateSet.new([])), ("get_attributes", {}),
                      ("get_action_iface", None)):
    setattr(Atspi.Accessible, name, of_what_is_left(getattr(Atspi.Accessible, name), instead))


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


def words(node):
    """All that is said there, line by line."""
    return "\n".join(filter(None, (text for inner in walk(node) for text in (inner.get_name(), inner.get_description()))))


def nearest_first(node):
    """As walk(), but level by level: a toast, which goes again, stands near the window."""
    level = [node]
    while level:
        yield from level
        level = [child for inner in level for child in children(inner)
                 if child is not None and child.get_state_set().contains(Atspi.StateType.VISIBLE)]


def says(node, pattern, timeout_s=20):
    """Whether one node's name or description does."""
    def look():
        for inner in nearest_first(node):
            for text in (inner.get_name(), inner.get_description()):
                match = re.search(pattern, text or "")
                if match:
                    return match
        return None
    return wait_for(look, timeout_s)


# What GTK 4.8 calls a group and a button, later releases call otherwise.
ALSO_CALLED = {"panel": ("panel", "grouping"), "push button": ("push button", "button")}


def find(root, role, pattern):
    for node in walk(root):
        if node.get_role_name() in ALSO_CALLED.get(role, (role,)) and re.search(pattern, node.get_name() or ""):
            return node
    return None


def activate(node):
    return node.get_action_iface().do_action(0)


def has_focus(node):
    return any(inner.get_state_set().contains(Atspi.StateType.FOCUSED) for inner in walk(node))


def focus(node, most=80):
    """By Tab, as long as it takes."""
    for _ in range(most):
        if has_focus(node):
            return True
        press(0xFF09)
        time.sleep(0.05)
    return has_focus(node)


def give_focus():
    """Under X; a Wayland compositor does it itself. A window that is still to come is waited for: a key that is pressed
    before is lost."""
    if "DISPLAY" in os.environ and "WAYLAND_DISPLAY" not in os.environ and not x_focus.held():
        wait_for(x_focus.give, 20)
        time.sleep(HAND_S)


def press(*keys):
    """Keys by keysym, the last with the others held down."""
    give_focus()
    codes = {"Alt": 64, "Ctrl": 37, "Shift": 50}
    events = [(codes[key], Atspi.KeySynthType.PRESS) for key in keys[:-1]]
    events.append((keys[-1], Atspi.KeySynthType.SYM))
    events += [(codes[key], Atspi.KeySynthType.RELEASE) for key in keys[:-1]]
    for key, kind in events:
        Atspi.generate_keyboard_event(key, None, kind)
        time.sleep(HAND_S)


def type(text):
    """Letters, one after another."""
    give_focus()
    for letter in text:
        Atspi.generate_keyboard_event(ord(letter), None, Atspi.KeySynthType.SYM)
        time.sleep(0.02)


def go_by_key(app, digit, name):
    press("Alt", ord(digit))
    return wait_for(lambda: find(app, "panel", f"^{name}$"), 10)


def run(*arguments):
    return subprocess.run([HAIDANG, *arguments, "--store", STORE], check=True, text=True,
                          capture_output=True).stdout


def query(kpi, *arguments):
    return json.loads(run("query", kpi, "--json", *arguments))["rows"]


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


def walk_program(test, language, *arguments, **environment):
    """Opens the desktop, hands it to `test`, and looks at how it ended."""
    program = subprocess.Popen([HAIDANG, "open", "--lang", language, "--store", STORE, *arguments],
                               stderr=subprocess.PIPE, text=True,
                               env={**os.environ, "G_MESSAGES_DEBUG": "",
                                    "G_DEBUG": "fatal-criticals", **environment})
    try:
        app = wait_for(find_application)
        if check("the application is seen", app is not None):
            test(app)
    finally:
        running = program.poll() is None
        program.terminate()
        errors = program.communicate()[1]
    check("it ran to the end", running, f"status {program.returncode}: {errors[-400:]}")
    check("without a warning", not re.search("WARNING|CRITICAL", errors), errors[-400:])


def done_testing():
    print(f"1..{checks}")
    sys.exit(failures > 0)
