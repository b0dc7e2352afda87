# SPDX-License-Identifier: GPL-3.0-or-later
"""Files dragged from another window, by the mouse, as from a file manager."""

import os
import subprocess
import time

import desk

# Beside the programs, as meson builds it.
DRAG_SOURCE = os.path.join(desk.PROGRAMS, "..", "tests", "app", "drag-source")
FROM, TO = (30, 30), (640, 420)
STEPS = 12


def move(x, y):
    desk.Atspi.generate_mouse_event(x, y, "abs")
    time.sleep(desk.HAND_S)


def drop(app, *paths):
    """The source lies in a corner of the screen, over the window that is dropped on."""
    source = subprocess.Popen([DRAG_SOURCE, *paths])
    try:
        time.sleep(1.5)
        move(*FROM)
        desk.Atspi.generate_mouse_event(*FROM, "b1p")
        for step in range(1, STEPS + 1):
            move(*(start + (end - start) * step // STEPS for start, end in zip(FROM, TO)))
        time.sleep(0.3)
        desk.Atspi.generate_mouse_event(*TO, "b1r")
        time.sleep(0.5)
    finally:
        source.terminate()
        source.wait()
