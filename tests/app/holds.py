# SPDX-License-Identifier: GPL-3.0-or-later
"""A feed sends values a thousand times too large. They are held, and the window says so; a person says no, or yes
after being asked once more."""

import json
import os
import re
import signal
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import desk  # noqa: E402
from central import Central  # noqa: E402
from desk import check, find, press, query, says, wait_for  # noqa: E402
from engines_settings import set_settings  # noqa: E402

F5 = 0xFFC2
SETTINGS_ARE_READ_S = 2.5


def held():
    return {one["dataset"]: one["held"] for one in json.loads(desk.run("status", "--json")) if one["held"]}


def audited(action):
    return [one["object"] for one in json.loads(desk.run("audit", "--json"))["entries"] if one["action"] == action]


def button(app, name):
    return wait_for(lambda: find(app, "push button", name), 20)


def check_late_yes(app, central):
    """A yes is not forgotten because a refresh is under way; this one waits for a server that is made to wait."""
    waiting = set(held())
    # The bar is told of what came just now.
    check("the window is at rest", wait_for(lambda: not find(app, "push button", "^Cancel$"), 60), app)
    central.process.send_signal(signal.SIGSTOP)
    try:
        press(F5)
        check("a refresh is under way", wait_for(lambda: find(app, "push button", "^Cancel$"), 20), app)
        desk.activate(button(app, "Take Them…"))
        check("a yes is asked for during it", says(app, "Take What Is Held"), app)
        desk.activate(button(app, "Take Them$"))
        check("it says that it waits", says(app, "they are taken when it is over"), app)
        check("nothing comes meanwhile", set(held()) == waiting, held())
    finally:
        central.process.send_signal(signal.SIGCONT)
    check("afterwards one more comes", wait_for(lambda: len(set(held())) == len(waiting) - 1, 60), held())


def test_held(app):
    central = Central("--fault", "unit-error")
    before = query("revenue.collected")
    try:
        set_settings(feed_url=central.url, notify_sync=False)
        time.sleep(SETTINGS_ARE_READ_S)
        press(F5)
        check("what leaps is held, and said", says(app, "“Customs declarations”.* wait for your yes: .* would leap from", 60), app)
        check("with how many more wait", says(app, rf"{len(held()) - 1} more datasets wait"), app)
        check("no figure changed", query("revenue.collected") == before)
        first = held()["DECLARATIONS"]
        desk.activate(button(app, "Refuse"))
        check("a no is answered", says(app, "Refused; the figures that are there stay"), app)
        check("and another one is asked about", says(app, "“Clearance[^”]*”.* wait for your yes"), app)
        check("the log has the no, with the figures", audited("refuse") == [first], audited("refuse"))
        press(F5)
        time.sleep(1)
        check("the same is not asked again", wait_for(lambda: not find(app, "panel", "^“Customs declarations”"), 30), app)
        desk.activate(button(app, "Take Them…"))
        check("a yes is asked for once more", says(app, "Take What Is Held"), app)
        check("nothing came before it", "CLEARANCE" in held())
        desk.activate(button(app, "Take Them$"))
        check("then it comes", wait_for(lambda: "CLEARANCE" not in held(), 60), held())
        check("and alone", "REVENUE" in held() and query("revenue.collected") == before)
        check("the log has the yes", re.match("CLEARANCE: .* would leap from", "".join(audited("accept"))), audited("accept"))
        check("the next one is asked about", says(app, "wait for your yes"), app)
        check_late_yes(app, central)
    finally:
        central.close()


if __name__ == "__main__":
    desk.make_store()
    desk.walk_program(test_held, "en", GSETTINGS_BACKEND="keyfile")
    desk.done_testing()
