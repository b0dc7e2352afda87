# SPDX-License-Identifier: GPL-3.0-or-later
"""A sealed store on the screen: nothing before the passphrase, nothing after it is locked, by key or by itself."""

import json
import os
import re
import subprocess
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import desk  # noqa: E402

RETURN, F10 = 0xFF0D, 0xFFC7
PASSPHRASE = "canary of the harbour"
ANOTHER = "heron of the delta"
KEY_FILE = os.path.join(desk.SCRATCH, "key")
TRACE = os.path.join(desk.SCRATCH, "trace")
POLICY = os.path.join(desk.SCRATCH, "policy.json")
LOCK_AFTER_S = 8


def make_sealed_store():
    """Of one region: that is its view."""
    tokens, token = (os.path.join(desk.SCRATCH, name) for name in ("tokens", "token"))
    for path, text in ((KEY_FILE, PASSPHRASE + "\n"), (tokens, '[{"token": "three", "units": ["KV03"]}]'), (token, "three")):
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
    central = subprocess.Popen(
        [os.path.join(desk.PROGRAMS, "haidang-central"), "--listen", "127.0.0.1:0", "--scale", "small",
         "--token-file", tokens], stdout=subprocess.PIPE, text=True)
    try:
        desk.run("sync", "--from", central.stdout.readline().strip(), "--token-file", token, "--key-file", KEY_FILE)
    finally:
        central.terminate()
        central.wait()


def shows_lock(app):
    return desk.find(app, "label", r"^(The Store Is Locked|Kho đang khóa)") or desk.find(app, "push button", "^(Unlock|Mở khóa)")


def shows_figures(app):
    """A tile says its number."""
    return desk.find(app, "panel", r"\d.*(đồng|tỷ|VND|billion|tờ khai|declarations)")


def marks():
    try:
        with open(TRACE, encoding="utf-8") as file:
            return [json.loads(line)["mark"] for line in file]
    except FileNotFoundError:
        return []


def unlock(app, passphrase=PASSPHRASE):
    desk.type(passphrase)
    desk.press(RETURN)
    return desk.wait_for(lambda: shows_figures(app), 30)


def test_unlock(app):
    desk.check("the lock is shown", desk.wait_for(lambda: shows_lock(app)) is not None, app)
    desk.check("and no figure", shows_figures(app) is None, app)
    desk.type("another one")
    desk.press(RETURN)
    desk.check("a wrong passphrase is told in words",
               desk.says(app, "not the passphrase|không đúng") is not None, app)
    desk.check("and shows no figure", shows_figures(app) is None, app)
    desk.check("the right one shows the figures", unlock(app) is not None, app)
    desk.check("and the lock is gone", shows_lock(app) is None)
    desk.check("and whose view it is", re.search(r"Only .* III\b", desk.words(app)) is not None, app)


def test_by_key(app):
    before = marks().count("store-closed")
    desk.press("Alt", ord("2"))
    desk.wait_for(lambda: desk.find(app, "panel", "^(Revenue|Thu ngân sách)$"), 15)
    time.sleep(1)
    desk.press("Ctrl", ord("l"))
    desk.check("Ctrl+L locks", desk.wait_for(lambda: shows_lock(app), 10) is not None)
    desk.check("no figure stays on the screen", shows_figures(app) is None, app)
    desk.check("nor any name of a unit", not re.search("Hải quan khu vực", desk.words(app)), app)
    desk.check("nor how old the figures are", not re.search("Figures to", desk.words(app)), app)
    desk.check("the store is closed, keys and columns with it",
               desk.wait_for(lambda: marks().count("store-closed") == before + 1, 15) is not None, marks()[-8:])
    desk.press("Ctrl", ord("k"))
    desk.press("Alt", ord("1"))
    time.sleep(0.5)
    desk.check("keys open nothing", shows_lock(app) is not None and shows_figures(app) is None, app)
    desk.check("the passphrase opens it again", unlock(app) is not None, app)
    desk.check("where it was left", desk.find(app, "panel", "^(Revenue|Thu ngân sách)$") is not None)


def open_change(app):
    desk.press(F10)
    desk.wait_for(lambda: desk.find(app, "popup menu|menu|panel", "Main Menu|Menu"), 5)
    time.sleep(0.5)
    desk.press(ord("g"))
    return desk.says(app, "Present passphrase")


def change(*passphrases):
    """From the first field, which has the focus, on with Enter."""
    for passphrase in passphrases:
        desk.type(passphrase)
        desk.press(RETURN)
        time.sleep(0.3)


def test_change(app):
    """Another passphrase: the store is closed meanwhile, what is wrong is told, and the old one is no good after."""
    desk.check("the menu leads to it", open_change(app), app)
    desk.check("no figure stays on the screen", shows_figures(app) is None, app)
    change("not the one", ANOTHER, ANOTHER)
    desk.check("a wrong present one is told", desk.says(app, "not the passphrase"), app)
    change(PASSPHRASE, ANOTHER, ANOTHER + "s")
    desk.check("two different ones are told", desk.says(app, "not the same"), app)
    desk.activate(desk.find(app, "push button", "Cancel"))
    desk.wait_for(lambda: not re.search("Present passphrase", desk.words(app)), 10)
    time.sleep(0.5)
    desk.check("who cancels keeps the old one", unlock(app) is not None, app)
    if not desk.check("again", open_change(app), app):
        return
    change(PASSPHRASE, ANOTHER, ANOTHER)
    is_open = desk.wait_for(lambda: shows_figures(app), 30)
    if not desk.check("the right one changes it, and shows the figures", is_open, app):
        return
    with open(KEY_FILE, "w", encoding="utf-8") as file:
        file.write(ANOTHER + "\n")
    log = json.loads(desk.run("audit", "--json", "--key-file", KEY_FILE))["entries"]
    desk.check("the log has it, once", sum("another passphrase" in entry["object"] for entry in log) == 1, log)
    tried = [entry for entry in log if entry["action"] == "attempt"]
    desk.check("and each wrong one, with its time, and nothing of what was typed",
               [entry["object"] for entry in tried] == ["wrong passphrase, try 1: org.haidang.HaiDang"] * 2
               and all(entry["at"][:2] == "20" for entry in tried)
               and not any(word in json.dumps(log) for word in ("another one", "not the one", ANOTHER)), log)
    desk.press("Ctrl", ord("l"))
    desk.wait_for(lambda: shows_lock(app), 10)
    desk.type(PASSPHRASE)
    desk.press(RETURN)
    desk.check("the old one opens nothing", desk.says(app, "not the passphrase") and not shows_figures(app), app)
    desk.check("the new one does", unlock(app, ANOTHER) is not None, app)


def test_session(app):
    test_unlock(app)
    test_by_key(app)
    test_change(app)


def test_idle(app):
    desk.wait_for(lambda: shows_lock(app))
    desk.type(ANOTHER)
    touched = time.monotonic()
    desk.press(RETURN)
    desk.check("opened", desk.wait_for(lambda: shows_figures(app), 30) is not None, app)
    desk.check("it locks by itself", desk.wait_for(lambda: shows_lock(app), 60) is not None)
    waited = time.monotonic() - touched
    desk.check("not before its time", waited >= LOCK_AFTER_S, f"{waited:.1f} s")
    desk.check("and shows no figure", shows_figures(app) is None, app)
    desk.type(ANOTHER)
    desk.press(RETURN)
    for _ in range(LOCK_AFTER_S * 4):
        desk.press("Shift", 0xFFE1)
        time.sleep(0.5)
    desk.check("whoever works is not locked out", shows_figures(app) is not None, app)


make_sealed_store()
desk.walk_program(test_session, "en", HAIDANG_TRACE=TRACE)
with open(POLICY, "w", encoding="utf-8") as policy:
    json.dump({"lock_after_s": LOCK_AFTER_S}, policy)
desk.walk_program(test_idle, "vi", HAIDANG_POLICY=POLICY, HAIDANG_TRACE=TRACE)
desk.done_testing()
