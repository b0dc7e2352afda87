# SPDX-License-Identifier: GPL-3.0-or-later
"""What a person does in the preferences, for the tests of them."""

import re
import time

import desk
import screens_forecast
from desk import check, find, wait_for

RETURN, ESCAPE = 0xFF0D, 0xFF1B


def words(app):
    return "\n".join(filter(None, (text for node in desk.walk(app)
                                   for text in (node.get_name(), node.get_description()))))


def says(app, pattern, timeout_s=20):
    return wait_for(lambda: re.search(pattern, words(app)), timeout_s)


def open_page(app, name):
    """Preferences, and a page of them."""
    desk.press("Ctrl", ord(","))
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
