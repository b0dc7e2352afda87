# SPDX-License-Identifier: GPL-3.0-or-later
"""A session with a sealed store under a policy: why is asked for before confidential figures show and before an
export, both are in the audit log and on the evidence screen, and the session leaves nothing of the store behind."""

import json
import os
import re
import subprocess
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import canaries  # noqa: E402
import desk  # noqa: E402
import screens_forecast  # noqa: E402

RETURN, F10, HOME = 0xFF0D, 0xFFC7, 0xFF50
PASSPHRASE = "canary of the harbour"
CANARY = "canary of the briefing"
KEY_FILE = os.path.join(desk.SCRATCH, "key")
POLICY = os.path.join(desk.SCRATCH, "policy.json")
EXPORTED = os.path.join(desk.SCRATCH, "out", "exported")
OPEN_STORE = os.path.join(desk.SCRATCH, "open")
LEFT_BEHIND = os.path.join(desk.SCRATCH, "left")


def make_stores():
    """The same sealed, and open, where it has to be found: figures, and words that a person gave."""
    with open(KEY_FILE, "w", encoding="utf-8") as file:
        file.write(PASSPHRASE + "\n")
    central = subprocess.Popen(
        [os.path.join(desk.PROGRAMS, "haidang-central"), "--listen", "127.0.0.1:0", "--scale", "small"],
        stdout=subprocess.PIPE, text=True)
    try:
        url = central.stdout.readline().strip()
        desk.run("sync", "--from", url, "--key-file", KEY_FILE)
        subprocess.run([desk.HAIDANG, "sync", "--from", url, "--store", OPEN_STORE, "--dataset", "REVENUE"], check=True,
                       capture_output=True)
    finally:
        central.terminate()
        central.wait()
    for store, key in ((desk.STORE, ("--key-file", KEY_FILE)), (OPEN_STORE, ())):
        subprocess.run([desk.HAIDANG, "render", "revenue-units", "--out", os.path.join(desk.SCRATCH, "chart.svg"), "--reason",
                        CANARY, "--store", store, *key], check=True, capture_output=True)


def collect_needles():
    rows = json.loads(desk.run("query", "revenue.collected", "--by", "unit", "--json", "--names", "--key-file", KEY_FILE))["rows"]
    names = {row[0]["vi"] for row in rows} | {row[0]["en"] for row in rows}
    # A name that the program says itself, as "khu vực", is no canary.
    texts = sorted(name for name in names if len(name) >= 12)[::8] + [PASSPHRASE, CANARY]
    codes = canaries.Codes(sorted({row[0]["code"] for row in rows}))
    return canaries.make_needles(texts, [row[1] for row in rows if row[1] and row[1] > 10**9][::4]), codes


def page(app, pattern):
    return desk.wait_for(lambda: desk.find(app, "panel", pattern), 20)


def confidential_shows(app):
    return re.search(r"Region III\b", desk.words(app))


def find_entry(app, pattern):
    for role in ("text", "entry"):
        node = desk.find(app, role, pattern)
        if node is not None:
            return node
    return None


def give_reason(app):
    entry = desk.wait_for(lambda: find_entry(app, "^Reason$"), 20)
    if not desk.check("why is asked for in a line of the window", entry is not None, app):
        return
    desk.check("before the confidential unit shows", not confidential_shows(app), app)
    screens_forecast.tab_to(desk, entry, 80)
    desk.type("an inspection")
    desk.press(RETURN)
    desk.check("then it shows", desk.wait_for(lambda: confidential_shows(app), 30) is not None, app)
    desk.check("and nobody is asked again", find_entry(app, "^Reason$") is None)


def export_chart(app):
    def find_chart():
        for node in desk.walk(desk.find(app, "panel", "^Revenue$") or app):
            if node.get_role_name() == "list" and node.get_description() and node.get_child_count() > 0:
                return node
        return None
    chart = desk.wait_for(find_chart, 15)
    if not desk.check("a chart", chart is not None and screens_forecast.tab_to(desk, chart, 60)):
        return
    desk.press(HOME)
    desk.press("Shift", F10)
    item = desk.wait_for(lambda: desk.find(app, "menu item", "Export"), 10)
    desk.activate(item)
    save = desk.wait_for(lambda: desk.find(app, "push button", "Save"), 10)
    enabled = desk.Atspi.StateType.SENSITIVE
    desk.check("without a reason nothing is saved", save is not None and not save.get_state_set().contains(enabled))
    desk.check("the dialog asks for it", re.search("asks for a reason", desk.words(app)) is not None, app)
    desk.type("for the minister")
    desk.check("with one it may be", desk.wait_for(lambda: save.get_state_set().contains(enabled), 5) is not None)
    desk.activate(save)
    time.sleep(1.5)
    desk.press("Ctrl", ord("a"))
    desk.type(EXPORTED)
    desk.press(RETURN)
    folder = os.path.dirname(EXPORTED)
    desk.check("the chart is a file", desk.wait_for(lambda: os.listdir(folder), 15) is not None)


def test_session(app):
    desk.wait_for(lambda: find_entry(app, "Passphrase"))
    desk.type(PASSPHRASE)
    desk.press(RETURN)
    page(app, r"^This Morning$")
    desk.press("Alt", ord("2"))
    page(app, r"^Revenue$")
    give_reason(app)
    export_chart(app)
    desk.press("Alt", ord("5"))
    desk.check("the evidence screen says who took it out",
               desk.says(app, r"exported.*taken out.*for the minister") is not None, app)
    desk.press("Ctrl", ord("k"))
    desk.type("khu vuc ii")
    time.sleep(1)
    pid = find_pid()
    found = canaries.look_into_open_files(pid, NEEDLES, CODES) if pid else ["no such process"]
    desk.check("nothing in files that the program has open to write, maps or alone holds", not found, found[:5])
    found = [what for folder in (desk.STORE, LEFT_BEHIND, os.environ["XDG_RUNTIME_DIR"])
             for what in canaries.look_below(folder, NEEDLES, CODES)]
    desk.check("nor, while it runs, in its store, its home or the runtime folder", not found, found[:5])
    desk.check("it writes no core file", pid and core_limit(pid) == "0")
    desk.press("Ctrl", ord("l"))
    time.sleep(2)


def find_pid():
    for name in os.listdir("/proc"):
        try:
            with open(f"/proc/{name}/cmdline", "rb") as file:
                if name.isdigit() and desk.STORE.encode() in file.read():
                    return int(name)
        except OSError:
            pass
    return None


def core_limit(pid):
    with open(f"/proc/{pid}/limits", encoding="ascii") as file:
        return re.search(r"Max core file size +(\w+)", file.read()).group(1)


def look_at_log():
    log = json.loads(desk.run("audit", "--json", "--key-file", KEY_FILE))
    done = {(entry["action"], entry["reason"]) for entry in log["entries"]}
    views = [entry["object"] for entry in log["entries"] if entry["action"] == "view"]
    desk.check("the log is whole", log["whole"])
    desk.check("the unlock is recorded", ("unlock", None) in done, done)
    desk.check("the views, with their reason", ("view", "an inspection") in done, done)
    desk.check("each question once", views and len(views) == len(set(views)), views)
    desk.check("the export, with its reason", ("export", "for the minister") in done, done)


missed = canaries.self_check()
desk.check("what is looked for is found in every form", not missed, missed[:3])
make_stores()
NEEDLES, CODES = collect_needles()
desk.check("a store that lies open shows what it holds", bool(canaries.look_below(OPEN_STORE, NEEDLES)))
desk.check("and its unit codes", bool(canaries.look_below(OPEN_STORE, {}, CODES)))
os.makedirs(os.path.dirname(EXPORTED))
os.makedirs(os.path.join(LEFT_BEHIND, "tmp"))
with open(POLICY, "w", encoding="utf-8") as policy:
    json.dump({"sealed": True, "audit": True, "confidential_units": ["KV03"], "ask_reason": ["view", "export"]}, policy)
desk.walk_program(test_session, "en", HAIDANG_POLICY=POLICY, GSETTINGS_BACKEND="keyfile",
                  HAIDANG_TRACE=os.path.join(LEFT_BEHIND, "trace"), HOME=LEFT_BEHIND, TMPDIR=os.path.join(LEFT_BEHIND, "tmp"),
                  **{f"XDG_{kind}_HOME": os.path.join(LEFT_BEHIND, kind.lower())
                     for kind in ("CACHE", "CONFIG", "DATA", "STATE")})
look_at_log()
for folder, name in ((desk.STORE, "the sealed store"), (LEFT_BEHIND, "what the session left in the home folder"),
                     (os.environ["XDG_RUNTIME_DIR"], "the runtime folder")):
    left = canaries.look_below(folder, NEEDLES, CODES)
    desk.check(f"nothing of the store is in {name}", not left, left[:5])
desk.done_testing()
