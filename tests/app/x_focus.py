# SPDX-License-Identifier: GPL-3.0-or-later
"""What a window manager does when a window closes, and nobody does in the bare display of the tests: the window that is
left on top gets the keys."""

import ctypes
import functools

ROOT_OR_NONE = 1  # no window's number: nobody has the focus, or whoever the pointer is over
REVERT_TO_PARENT = 2
VIEWABLE = 2


class Attributes(ctypes.Structure):
    """XWindowAttributes."""
    _fields_ = [(name, ctypes.c_int) for name in ("x", "y", "width", "height", "border", "depth")] + [
        ("visual", ctypes.c_void_p), ("root", ctypes.c_ulong)] + [
        (name, ctypes.c_int) for name in ("window_class", "bit_gravity", "win_gravity", "backing_store")] + [
        ("planes", ctypes.c_ulong), ("pixel", ctypes.c_ulong), ("save_under", ctypes.c_int), ("colormap", ctypes.c_ulong),
        ("installed", ctypes.c_int), ("map_state", ctypes.c_int), ("all_events", ctypes.c_long), ("events", ctypes.c_long),
        ("not_propagated", ctypes.c_long), ("override_redirect", ctypes.c_int), ("screen", ctypes.c_void_p)]


@functools.lru_cache(None)
def library():
    """Xlib, and the display; a window that goes meanwhile is no error."""
    x = ctypes.CDLL("libX11.so.6")
    x.XOpenDisplay.restype = ctypes.c_void_p
    x.XDefaultRootWindow.restype = ctypes.c_ulong
    x.ignore = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p)(lambda display, event: 0)
    x.XSetErrorHandler(x.ignore)
    return x, ctypes.c_void_p(x.XOpenDisplay(None))


def windows():
    """Those on the screen that a window manager would look after, the topmost first."""
    x, display = library()
    root, parent, count = ctypes.c_ulong(), ctypes.c_ulong(), ctypes.c_uint()
    children = ctypes.POINTER(ctypes.c_ulong)()
    x.XQueryTree(display, ctypes.c_ulong(x.XDefaultRootWindow(display)), ctypes.byref(root), ctypes.byref(parent),
                 ctypes.byref(children), ctypes.byref(count))
    for window in reversed(children[:count.value]):
        its = Attributes()
        if (x.XGetWindowAttributes(display, ctypes.c_ulong(window), ctypes.byref(its)) and its.map_state == VIEWABLE
                and not its.override_redirect and its.width > 1):
            yield window
    if children:
        x.XFree(children)


def held():
    """Whether a window has the keys."""
    x, display = library()
    focus, revert = ctypes.c_ulong(), ctypes.c_int()
    x.XGetInputFocus(display, ctypes.byref(focus), ctypes.byref(revert))
    return focus.value > ROOT_OR_NONE and focus.value != x.XDefaultRootWindow(display)


def give():
    """To the topmost window, if none has it. Returns whether it had to be given."""
    if held():
        return False
    x, display = library()
    window = next(windows(), None)
    if window is not None:
        x.XSetInputFocus(display, ctypes.c_ulong(window), REVERT_TO_PARENT, ctypes.c_ulong(0))
        x.XSync(display, 0)
    return window is not None
