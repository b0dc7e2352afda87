#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Prints "N passed, N failed, N skipped" from meson's logs; exits 1 when anything failed.

count-results.py LOG STATUS [AGAIN]: LOG and AGAIN are testlog.json files, with their .junit.xml beside them; STATUS is
meson's own exit status of the last run. The tests in AGAIN were run once more, and count as there. A test program that
dies counts as failed, even when each of its finished cases passed.
count-results.py --screens LOG: the names of the tests of screens that failed, one a line.
"""

import json
import sys
import xml.etree.ElementTree as tree

SCREENS = "app / "
BAD = ("FAIL", "ERROR", "TIMEOUT", "INTERRUPT", "UNEXPECTEDPASS")


def short(name):
    """Both files have the project before the suite, each in its way."""
    return name.split(":")[-1]


def programs(log):
    """By test: how its program ended, in meson's words."""
    with open(log, encoding="utf-8") as lines:
        return {short(one["name"]): one["result"] for one in map(json.loads, lines)}


def cases(log):
    """By test: cases passed, failed and skipped."""
    ends = programs(log)
    found = {name: (int(end not in BAD and end != "SKIP"), int(end in BAD), int(end == "SKIP")) for name, end in ends.items()}
    for suite in tree.parse(log.replace(".json", ".junit.xml")).getroot().iter("testsuite"):
        name = short(suite.get("name"))
        its = suite.findall("testcase")
        if name not in ends or not its:
            continue  # programs without cases of their own
        bad = sum(1 for case in its if case.find("failure") is not None or case.find("error") is not None)
        idle = sum(1 for case in its if case.find("skipped") is not None)
        found[name] = (len(its) - bad - idle, max(bad, int(ends[name] in BAD)), idle)
    return found


def main() -> int:
    if sys.argv[1] == "--screens":
        print("\n".join(name[len(SCREENS):] for name, end in programs(sys.argv[2]).items()
                        if end in BAD and name.startswith(SCREENS)))
        return 0
    found = cases(sys.argv[1])
    for again in sys.argv[3:]:
        found.update(cases(again))
    passed, failed, skipped = (sum(column) for column in zip(*found.values())) if found else (0, 0, 0)
    if failed == 0 and (int(sys.argv[2]) != 0 or passed == 0):
        failed = 1
    print(f"{passed} passed, {failed} failed, {skipped} skipped")
    return 1 if failed else 0


sys.exit(main())
