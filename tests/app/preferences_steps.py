# SPDX-License-Identifier: GPL-3.0-or-later
"""What a person does in the preferences, for the tests of them."""

import time

import desk
import screens_forecast
from desk import check, find, wait_for

RETURN, ESCAPE = 0xFF0D, 0xFF1B


def is_open(app):
    """Preferences are a window beside the program's own."""
    return len([window for window in desk.children(app) if window is not None]) > 1


def open_page(app, name):
    """Preferences, and a page of them. Whoever sees nothing happen, as a program that starts may be busy, asks again."""
    for _ in range(3):
        desk.press("Ctrl", ord(","))
        if wait_for(lambda: is_open(app), 10):
            break
    tab = wait_for(lambda: find(app, "page tab", name) or find(app, "toggle button", f"^{name}$")
                   or find(app, "radio button", f"^{name}$"), 20)
    if not check(f"preferences have a page “{name}”", tab is not None):
        return False
    desk.activate(tab)
    return True


def field(app, pattern):
    for role in ("spin button", "text", "password text", "entry"):
        node = find(app, role, pattern)
        if node is not None:
            return node
    return None


def is_sensitive(node):
    return node.get_state_set().contains(desk.Atspi.StateType.SENSITIVE)


def reach(node):
    """A number is reached by Tab, a line of text by the mouse: its row does not say that the text within has the
    focus."""
    if node.get_role_name() == "spin button":
        return screens_forecast.tab_to(desk, node, 80)
    place = node.get_component_iface().get_extents(desk.Atspi.CoordType.WINDOW)
    return desk.Atspi.generate_mouse_event(place.x + 60, place.y + place.height // 2, "b1c")


def write(app, pattern, text):
    """Goes to a field, and writes there instead of what stands in it."""
    node = wait_for(lambda: field(app, pattern), 20)
    if not check(f"“{pattern}” is reached", node is not None and reach(node)):
        return
    time.sleep(0.3)
    desk.press("Ctrl", ord("a"))
    desk.type(text)
    desk.press(RETURN)
