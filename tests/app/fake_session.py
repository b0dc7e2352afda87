# SPDX-License-Identifier: GPL-3.0-or-later
"""Stands in for GNOME's screen saver on the session's bus and for systemd-logind on a system's bus.

Reads commands from standard input, a line each, and answers each with a line when it is done:
saver on|off, lock ours|other, sleep, wake, held (how many hold the sleep up now).
Usage: SCRIPT ADDRESS-OF-THE-SYSTEM-BUS."""

import os
import select
import sys
import threading

import gi

gi.require_version("Gio", "2.0")
from gi.repository import Gio, GLib  # noqa: E402

LOGIN = "org.freedesktop.login1"
SAVER = "org.gnome.ScreenSaver"
OURS, OTHER = "/org/freedesktop/login1/session/_32", "/org/freedesktop/login1/session/_37"
MANAGER_XML = """<node><interface name="org.freedesktop.login1.Manager">
<method name="GetSession"><arg type="s" direction="in"/><arg type="o" direction="out"/></method>
<method name="Inhibit"><arg type="s" direction="in"/><arg type="s" direction="in"/><arg type="s" direction="in"/>
<arg type="s" direction="in"/><arg type="h" direction="out"/></method></interface></node>"""
SESSION_XML = """<node><interface name="org.freedesktop.login1.Session">
<property name="Id" type="s" access="read"/></interface></node>"""

held = []  # our ends of the pipes of those who hold the sleep up


def manager_cb(connection, sender, path, interface, method, parameters, invocation):
    if method == "GetSession":
        if parameters.unpack() != ("2",):
            invocation.return_dbus_error("org.freedesktop.login1.NoSuchSession", "no such session")
            return
        invocation.return_value(GLib.Variant("(o)", (OURS,)))
        return
    what, _who, _why, mode = parameters.unpack()
    if (what, mode) != ("sleep", "delay"):
        invocation.return_dbus_error("org.freedesktop.DBus.Error.InvalidArgs", f"{what} {mode}")
        return
    ours, theirs = os.pipe()
    files = Gio.UnixFDList.new()
    files.append(theirs)
    os.close(theirs)
    held.append(ours)
    invocation.return_value_with_unix_fd_list(GLib.Variant("(h)", (0,)), files)


def count_held():
    """A pipe whose other end was closed can be read to its end."""
    for ours in list(held):
        if select.select([ours], [], [], 0)[0] and os.read(ours, 1) == b"":
            os.close(ours)
            held.remove(ours)
    return len(held)


def own(connection, name):
    connection.call_sync("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus", "RequestName",
                         GLib.Variant("(su)", (name, 0)), None, Gio.DBusCallFlags.NONE, -1, None)


session = Gio.bus_get_sync(Gio.BusType.SESSION, None)
own(session, SAVER)
system = Gio.DBusConnection.new_for_address_sync(
    sys.argv[1], Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT | Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION,
    None, None)
system.register_object("/org/freedesktop/login1", Gio.DBusNodeInfo.new_for_xml(MANAGER_XML).interfaces[0], manager_cb,
                       None, None)
system.register_object("/org/freedesktop/login1/session/auto", Gio.DBusNodeInfo.new_for_xml(SESSION_XML).interfaces[0],
                       None, lambda *_arguments: GLib.Variant("s", "2"), None)
own(system, LOGIN)
threading.Thread(target=GLib.MainLoop().run, daemon=True).start()


def do(command, argument):
    if command == "saver":
        session.emit_signal(None, "/org/gnome/ScreenSaver", SAVER, "ActiveChanged",
                            GLib.Variant("(b)", (argument == "on",)))
        session.flush_sync(None)
    elif command == "lock":
        system.emit_signal(None, OURS if argument == "ours" else OTHER, LOGIN + ".Session", "Lock", None)
    elif command in ("sleep", "wake"):
        system.emit_signal(None, "/org/freedesktop/login1", LOGIN + ".Manager", "PrepareForSleep",
                           GLib.Variant("(b)", (command == "sleep",)))
    system.flush_sync(None)
    return count_held() if command == "held" else "done"


print("ready", flush=True)
for line in sys.stdin:
    print(do(*(line.split() + [""])[:2]), flush=True)
