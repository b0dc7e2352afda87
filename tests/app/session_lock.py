# SPDX-License-Identifier: GPL-3.0-or-later
"""A sealed store is locked with the session: by its screen saver, by systemd-logind, before the machine sleeps."""

import os
import subprocess
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import desk  # noqa: E402

RETURN = 0xFF0D
PASSPHRASE = "canary of the harbour"
KEY_FILE = os.path.join(desk.SCRATCH, "key")
HERE = os.path.dirname(os.path.abspath(__file__))


class Session:
    """The bus of a system, and who stands in for its daemons."""

    def __init__(self):
        self.bus = subprocess.Popen(["dbus-daemon", "--session", "--nofork", "--print-address"], text=True,
                                    stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        self.address = self.bus.stdout.readline().strip()
        self.fake = subprocess.Popen([sys.executable, os.path.join(HERE, "fake_session.py"), self.address], text=True,
                                     stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.fake.stdout.readline()

    def do(self, command):
        self.fake.stdin.write(command + "\n")
        self.fake.stdin.flush()
        return self.fake.stdout.readline().strip()

    def end(self):
        for process in (self.fake, self.bus):
            process.terminate()
            process.wait()


def shows_lock(app):
    return desk.find(app, "push button", "^Unlock$")


def shows_figures(app):
    return desk.find(app, "panel", r"\d.*(đồng|VND|billion|declarations)")


def unlock(app):
    desk.wait_for(lambda: shows_lock(app), 20)
    desk.type(PASSPHRASE)
    desk.press(RETURN)
    return desk.wait_for(lambda: shows_figures(app), 30) is not None


def is_locked(app):
    return desk.wait_for(lambda: shows_lock(app), 10) is not None and shows_figures(app) is None


def test_session(app):
    desk.check("opened", unlock(app))
    desk.check("the sleep of the machine is held up", desk.wait_for(lambda: session.do("held") == "1", 10))
    session.do("saver off")
    session.do("lock other")
    time.sleep(2)
    desk.check("neither a screen saver that ends nor another person's lock locks", shows_figures(app) is not None)
    for words, command in (("the screen saver", "saver on"), ("logind", "lock ours")):
        session.do(command)
        desk.check(f"{words} locks, and no figure stays", is_locked(app))
        session.do(command)
        desk.check("twice does no harm", is_locked(app))
        desk.check("and the passphrase opens it again", unlock(app))
    session.do("sleep")
    desk.check("the sleep locks before it comes", is_locked(app))
    desk.check("and is let go of then", desk.wait_for(lambda: session.do("held") == "0", 10))
    session.do("wake")
    desk.check("the next one is held up again", desk.wait_for(lambda: session.do("held") == "1", 10))
    desk.check("opened again", unlock(app))
    session.do("sleep")
    desk.check("and locks too", is_locked(app))


def test_without(app):
    desk.check("no system bus is no fault", unlock(app))
    session.do("saver on")
    desk.check("the screen saver alone locks", is_locked(app))


with open(KEY_FILE, "w", encoding="utf-8") as file:
    file.write(PASSPHRASE + "\n")
os.environ["HAIDANG_KEY_FILE"] = KEY_FILE
desk.make_store()
del os.environ["HAIDANG_KEY_FILE"]
session = Session()
try:
    desk.walk_program(test_session, "en", DBUS_SYSTEM_BUS_ADDRESS=session.address)
    desk.walk_program(test_without, "en", DBUS_SYSTEM_BUS_ADDRESS="unix:path=/nonexistent/haidang")
finally:
    session.end()
desk.done_testing()
