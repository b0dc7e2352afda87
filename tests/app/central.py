# SPDX-License-Identifier: GPL-3.0-or-later
"""The reference server, of a small customs."""

import os
import subprocess

import desk


class Central:
    """As haidang-central takes its arguments: "--today", "--fault" …"""

    def __init__(self, *arguments):
        self.process = subprocess.Popen(
            [os.path.join(desk.PROGRAMS, "haidang-central"), "--listen", "127.0.0.1:0", "--scale", "small", *arguments],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        self.url = self.process.stdout.readline().strip()

    def close(self):
        self.process.terminate()
        self.process.wait()
