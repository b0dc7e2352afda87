# SPDX-License-Identifier: GPL-3.0-or-later
"""Settings of a program that runs with the keyfile for its settings."""

import json
import os

import desk

KEYFILE = os.path.join(desk.SCRATCH, "config", "glib-2.0", "settings", "keyfile")


def set_settings(**settings):
    """The running program follows the file."""
    lines = [f"{key.replace('_', '-')}={json.dumps(value)}" for key, value in settings.items()]
    os.makedirs(os.path.dirname(KEYFILE), exist_ok=True)
    with open(KEYFILE + ".new", "w", encoding="utf-8") as file:
        file.write("\n".join(["[org/haidang/HaiDang]", *lines]) + "\n")
    os.replace(KEYFILE + ".new", KEYFILE)
