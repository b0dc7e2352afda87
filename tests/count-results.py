#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Prints "N passed, N failed, N skipped" from meson's JUnit report; exits 1 when anything failed.

count-results.py REPORT STATUS: STATUS is meson's own exit status. A test program that dies counts as
failed, even when each of its finished cases passed.
"""

import sys
import xml.etree.ElementTree as tree


def main() -> int:
    report, status = sys.argv[1], int(sys.argv[2])
    passed = failed = skipped = 0
    for suite in tree.parse(report).getroot().iter("testsuite"):
        cases = suite.findall("testcase")
        bad = sum(1 for case in cases if case.find("failure") is not None or case.find("error") is not None)
        idle = sum(1 for case in cases if case.find("skipped") is not None)
        failed += bad
        skipped += idle
        passed += len(cases) - bad - idle
    if status != 0 and failed == 0:
        failed = 1
    if passed + failed == 0:
        failed = 1
    print(f"{passed} passed, {failed} failed, {skipped} skipped")
    return 1 if failed else 0


sys.exit(main())
