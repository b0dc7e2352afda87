#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Asks the queries behind the briefing and looks for their figures in its text.

brief.py HAIDANG TEXT: one line a figure, "found" or "missing", a tab, and what it is. Numbers are written
here anew in the Vietnamese way, so that the program's own formatting is under test as well.
"""

import json
import re
import subprocess
import sys
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal

HAIDANG, TEXT = sys.argv[1:3]
with open(TEXT, encoding="utf-8") as text_file:
    MORNING, REVENUE, CLEARANCE, VIOLATIONS, EVIDENCE = text_file.read().split("\f")[:5]


def query(kpis, *options):
    answer = subprocess.run([HAIDANG, "query", kpis, "--json", "--names", *options],
                            check=True, capture_output=True, text=True)
    return json.loads(answer.stdout)["rows"]


def written(value, divisor=1, decimals=1):
    """Every way in which the value may be rounded at a tie: "1.234,5"."""
    exact = Decimal(repr(value)) / Decimal(divisor)
    step = Decimal(1).scaleb(-decimals)
    return {f"{exact.quantize(step, rule):,f}".translate(str.maketrans(",.-", ".,−"))
            for rule in (ROUND_HALF_UP, ROUND_HALF_EVEN)}


def signed(value, decimals=1):
    return {text if set(text) <= set("0,.") else text if text.startswith("−") else "+" + text
            for text in written(value, 1, decimals)}


def pattern(choices):
    return "(?:" + "|".join(re.escape(choice) for choice in choices) + ")"


def look(sheet, name, *parts):
    """The parts, words or sets of ways to write a number, in this order on one line or the two below it:
    what stands side by side on a sheet need not do so in its text."""
    wanted = r"\s(?:.*\n){0,2}?.*?(?<![\d.,])".join(pattern({part} if isinstance(part, str) else part)
                                      for part in parts)
    found = re.search(r"(?<![\d.,])" + wanted + r"(?![\d])", sheet)
    print(f"{'found' if found else 'missing'}\t{name}: {parts}")


def short(name):
    """ "Chi cục Hải quan khu vực II" among its like is "Khu vực II". """
    words = name.split()[-3:]
    return " ".join(words).replace("khu vực", "Khu vực") if "khu vực" in name else name


def look_at_totals():
    value, _base, _difference, percent = query("revenue.collected", "--compare", "yoy")[0]
    look(MORNING, "revenue on the first sheet", written(value, 10**12), "nghìn tỷ đồng")
    look(REVENUE, "revenue on its own", written(value, 10**12), "nghìn tỷ đồng")
    look(REVENUE, "its change", written(abs(percent)))
    cases = query("violations.cases")[0][0]
    look(MORNING, "cases", written(cases, 1, 0), "vụ")
    look(REVENUE, "striving target", written(query("revenue.striving_attainment")[0][0]))
    debt = query("debt.overdue")[0][0]
    look(REVENUE, "overdue debt", written(debt, 10**9, 0) | written(debt, 10**9) | written(debt, 10**12))


def look_at_regions():
    for unit, value, _base, _difference, percent in query(
            "revenue.collected", "--by", "unit:region", "--top", "12", "--compare", "yoy"):
        label = "Còn lại" if unit["code"] == "_REST" else short(unit["vi"])
        look(REVENUE, "revenue of a region", label, written(value, 10**12), signed(percent))


def look_at_bridge():
    rows = query("revenue.collected", "--by", "tax", "--compare", "yoy")
    for tax, value, base, _difference, _percent in sorted(
            rows, key=lambda row: -abs((row[1] or 0) - (row[2] or 0)))[:3]:
        step = Decimal((value or 0) - (base or 0)) / 10**12
        look(REVENUE, f"step of {tax['code']}", signed(float(step)))


def look_at_clearance():
    for hours in (24, 48, 72):
        value, _base, difference, _percent = query(
            f"clearance.within_{hours}h", "--compare", "yoy")[0]
        look(CLEARANCE, f"within {hours} hours", f"{hours} giờ", written(value), signed(difference))
    for unit, p90, median in query("clearance.p90_hours,clearance.median_hours",
                                   "--by", "unit:region", "--top", "10"):
        if unit["code"] != "_REST":
            look(CLEARANCE, "times of a region", short(unit["vi"]), written(median), written(p90))
    for lane, median, p90 in query("clearance.median_hours,clearance.p90_hours", "--by", "lane"):
        look(CLEARANCE, "times of a lane", lane["vi"], written(median), written(p90))


def look_at_violations():
    year = query("violations.cases", "--by", "time", "--grain", "month")
    for _time, cases in year[-13:]:
        look(VIOLATIONS, "cases of a reporting month", written(cases, 1, 0))
    for method, cases, _base, _difference, percent in query(
            "violations.cases", "--by", "method", "--top", "8", "--compare", "yoy"):
        look(VIOLATIONS, f"cases of {method['code']}", written(cases, 1, 0), signed(percent))


def look_at_feeds():
    status = json.loads(subprocess.run([HAIDANG, "status", "--json"], check=True,
                                       capture_output=True, text=True).stdout)
    for feed in status:
        look(EVIDENCE, f"rows of {feed['dataset']}", written(feed["rows"], 1, 0))


look_at_totals()
look_at_regions()
look_at_bridge()
look_at_clearance()
look_at_violations()
look_at_feeds()
