# SPDX-License-Identifier: GPL-3.0-or-later
"""What an administrator has fixed is shown in the preferences as it holds, with who fixed it, and cannot be
changed there; settings that say otherwise, as a file that a person may write, change nothing of it."""

import json
import os
import re
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.join(HERE, "..", "e2e")]
import authority  # noqa: E402
import desk  # noqa: E402
import screens_forecast  # noqa: E402
from desk import check, find, says, wait_for  # noqa: E402
from engines_settings import KEYFILE, set_settings  # noqa: E402
from preferences_steps import ESCAPE, field, is_sensitive, open_page  # noqa: E402

POLICY = os.path.join(desk.SCRATCH, "policy.json")
F10, HOME = 0xFFC7, 0xFF50
LOCK_AFTER_S = 600


def text_of(node):
    return desk.Atspi.Text.get_text(node, 0, desk.Atspi.Text.get_character_count(node))


def check_line(app, title, value):
    node = wait_for(lambda: field(app, f"^{title}: fixed by the policy"), 20)
    if check(f"{title}: it is said who fixed it", node is not None, desk.words(app)):
        check(f"{title}: as it holds, not as the settings say", text_of(node) == value, text_of(node))
        check(f"{title}: it cannot be changed", not is_sensitive(node))


def check_number(app, pattern, value):
    node = wait_for(lambda: field(app, pattern), 20)
    check(f"{pattern}: as it holds", node is not None and desk.Atspi.Value.get_current_value(node) == value,
          node and desk.Atspi.Value.get_current_value(node))
    check(f"{pattern}: it cannot be changed", node is not None and not is_sensitive(node))


def test_export(app):
    """A format that may not be written is said to be so where it is chosen, and cannot be saved."""
    desk.go_by_key(app, "2", "Revenue")

    def find_chart():
        for node in desk.walk(find(app, "panel", "^Revenue$") or app):
            if node.get_role_name() == "list" and node.get_description() and node.get_child_count() > 0:
                return node
        return None
    chart = wait_for(find_chart, 30)
    if not check("a chart", chart is not None and screens_forecast.tab_to(desk, chart, 60)):
        return
    desk.press(HOME)
    desk.press("Shift", F10)
    desk.activate(wait_for(lambda: find(app, "menu item", "Export"), 10))
    save = wait_for(lambda: find(app, "push button", "Save"), 10)
    check("a format that the policy does not list cannot be saved", save is not None and not is_sensitive(save))
    check("and it is said why", bool(says(app, "The policy of this machine does not allow this format")))
    desk.press(ESCAPE)


def test_rows(app, url, pki):
    desk.press("Ctrl", ord("r"))
    check("the figures come from where the policy says, by its authority", bool(says(app, "figures? changed|Nothing new", 90)))
    rows = [row[0] for row in desk.query("revenue.collected", "--by", "unit:region")]
    check("of the units that it names alone", rows == ["KV03"], rows)
    if not open_page(app, "Sources"):
        return
    check_line(app, "Address", url)
    check_line(app, "Units whose figures may come, as KV02 KV03; empty: all", "KV03")
    check_line(app, "File with the certificate authority", pki.file)
    check("the group says which sources", bool(says(app, "The policy of this machine allows only: " + re.escape(url))))
    token = field(app, "^Access token, for the keyring")
    check("no token goes to the keyring", token is None or (not is_sensitive(token) and "policy" in token.get_name()))
    free = field(app, "^File with our own certificate")
    check("what it does not speak of stays free", free is not None and is_sensitive(free))
    check_number(app, r"^Keep … whole years", 2)
    check("with the policy's file", bool(says(app, "Fixed by the policy of this machine: " + re.escape(POLICY))))
    desk.press(ESCAPE)
    open_page(app, "General")
    check_number(app, "^Lock after … minutes", LOCK_AFTER_S / 60)
    check("with when at the latest", bool(says(app, f"after {LOCK_AFTER_S} seconds at the latest")))
    desk.press(ESCAPE)
    test_export(app)


def main():
    if authority.find() is None:
        print("1..0 # SKIP openssl is not installed")
        return
    pki = authority.Authority(os.path.join(desk.SCRATCH, "pki"))
    other = authority.Authority(os.path.join(desk.SCRATCH, "other"))
    cert, key = pki.issue("server", "127.0.0.1")
    tokens, token = (os.path.join(desk.SCRATCH, name) for name in ("tokens", "token"))
    for path, text in ((tokens, '[{"token": "three", "units": ["KV03"]}]'), (token, "three")):
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
    server = subprocess.Popen(
        [os.path.join(desk.PROGRAMS, "haidang-central"), "--listen", "127.0.0.1:0", "--scale", "small", "--tls-cert", cert,
         "--tls-key", key, "--token-file", tokens], stdout=subprocess.PIPE, text=True)
    try:
        url = server.stdout.readline().strip()
        with open(POLICY, "w", encoding="utf-8") as file:
            json.dump({"sources": [url], "ca_file": pki.file, "scope": ["KV03"], "exports": ["xlsx"], "retention_years": 2,
                       "lock_after_s": LOCK_AFTER_S, "no_keyring": True}, file)
        set_settings(sync_minutes=0, feed_url="https://elsewhere.example/", feed_scope="KV02 KV04", feed_ca_file=other.file,
                     feed_token_file=token, lock_minutes=0)
        with open(KEYFILE, "a", encoding="utf-8") as file:
            file.write("notify-sync=false\n")
        desk.walk_program(lambda app: test_rows(app, url, pki), "en", GSETTINGS_BACKEND="keyfile", HAIDANG_POLICY=POLICY)
    finally:
        server.terminate()
        server.wait()
    desk.done_testing()


main()
