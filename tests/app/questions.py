# SPDX-License-Identifier: GPL-3.0-or-later
"""The questions of a morning, each in two actions or fewer, as README lists them: the actions and the names of charts
are read from there, so that what it promises is what is tried."""

import json
import os
import re
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import desk  # noqa: E402
import figures  # noqa: E402
from desk import check, find, press, query, wait_for  # noqa: E402

README = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "README.md")
RETURN, HOME = 0xFF0D, 0xFF50
PAGE_OF = {"1": "This Morning", "2": "Revenue", "3": "Clearance", "4": "Risk and Violations", "5": "Evidence"}
MOST_ACTIONS = 2


def read_list():
    """(question, its actions, the names where the answer stands) of each row of README."""
    with open(README, encoding="utf-8") as file:
        text = file.read()
    table = text.split("| question | actions | where it stands |\n|---|---|---|\n")[1].split("\n\n")[0]
    rows = [line.strip("| ").split(" | ") for line in table.splitlines()]
    return [(question, re.findall("`([^`]+)`", actions), re.findall("“([^”]+)”", where)) for question, actions, where in rows]


def says(text, value, factor=1):
    return figures.says(figures.from_english(text), value, factor)


def page(app, digit):
    return find(app, "panel", f"^{PAGE_OF[digit]}$")


def chart(app, digit, name):
    return wait_for(lambda: find(page(app, digit), "list", f"^{re.escape(name)}$"), 20)


def summary(app, digit, name):
    node = chart(app, digit, name)
    return node.get_description() if node else ""


def tile(app, name):
    node = wait_for(lambda: find(page(app, "2"), "panel", rf"^{name}, .*: "), 20)
    return node.get_name().split(": ", 1)[1] if node else ""


def marks_of(root, series):
    names = [node.get_name() for node in desk.walk(root) if node.get_role_name() == "list item"]
    return [mark for mark in (figures.split_mark(name, series) for name in names if name) if mark]


def said_of(text, name):
    """What a summary says of one mark: "Region XV: Revenue 30.6 …, Plan 42.7 …, −28.2 %"."""
    found = re.search(rf"(?:^|\. ){re.escape(name)}: (.*?)(?:\. \D|$)", text)
    return found.group(1).split(", ") if found else []


def region(unit):
    return "Region " + unit["en"].rsplit(" ", 1)[1]


def answer_to_date(app, names):
    value, base, _, change = query("revenue.collected", "--compare", "yoy")[0]
    said = tile(app, names[0])
    check("to date, as the query has it", says(said, value), said)
    check("against the same days of last year", says(said.split(", ")[1], change), (said, change))
    check("and of the plan", says(said.split(", ")[2], query("revenue.plan_attainment")[0][0]), said)
    check("and of the striving target", says(tile(app, names[1]), query("revenue.striving_attainment")[0][0]), tile(app, names[1]))


def answer_chance(app, names):
    outlook = json.loads(desk.run("forecast", "revenue.collected", "--json"))["outlook"]
    chance = next(plan["probability"] for plan in outlook["plans"] if plan["plan"] == "DU_TOAN")
    said = re.search(r"(?:^|\. )(\d+\s%|[<>]\s?\d+\s%)\.", summary(app, "2", names[0]))
    check("the chance is that of the forecast", said is not None and says(said.group(1), chance), (said, chance))


def answer_shortfall(app, names):
    rows = query("revenue.collected", "--by", "unit:region", "--compare", "plan:DU_TOAN", "--names")
    worst = sorted((row for row in rows if row[3] is not None), key=lambda row: row[3])[:3]
    text = summary(app, "2", names[0])
    for row in worst:
        said = said_of(text, region(row[0]))
        check(f"{region(row[0])}: what it collected, its plan and the difference",
              len(said) >= 3 and says(said[0], row[1]) and says(said[1], row[2]) and says(said[2], row[4]), (said, row, text))


def answer_tax(app, names):
    rows = query("revenue.collected", "--by", "tax", "--compare", "yoy", "--names")
    worst = min(rows, key=lambda row: row[3])
    text = summary(app, "2", names[0])
    check("the tax that fell most is in the bridge, with its difference",
          any(says(part.rsplit(": ", 1)[1], worst[3]) and figures.is_short_for(part.rsplit(": ", 1)[0], worst[0]["en"])
              for part in text.split(". ") if ": " in part), (worst, text))
    rows = query("revenue.collected", "--by", "hs:chapter", "--compare", "yoy", "--names", "--top", "3")
    text = summary(app, "2", names[1])
    check("the chapters that bring most are there, with their change",
          all(any(says(part, row[4]) for part in re.findall(r"[+−][\d.,]+\s%", text)) for row in rows[:-1]), (rows, text))


def answer_gate(app, names):
    """The offices of the slowest region, and the stages there: Enter was pressed on the first unit."""
    slowest = query("clearance.p90_hours", "--by", "unit:region", "--top", "1", "--names")[0]
    inside = ("--where", f"unit={slowest[0]['code']}")
    office = query("clearance.p90_hours", *inside, "--by", "unit:office", "--top", "1", "--names")[0]
    offices = wait_for(lambda: [mark for mark in marks_of(page(app, "3"), "P90")
                                if figures.is_short_for(mark[0], office[0]["en"]) and says(mark[1], office[1])], 20)
    check("the slowest gate of the slowest region", bool(offices), (office, marks_of(page(app, "3"), "P90")))
    stage = max(query("clearance.stage_minutes", *inside, "--by", "stage", "--names"), key=lambda row: row[1] or 0)
    said = wait_for(lambda: [part for part in said_of(summary(app, "3", names[-1]), stage[0]["en"])
                             if says(part.replace("Stage ", ""), stage[1], 1 / 60)], 20)
    check("and the stage that takes longest there", bool(said), (stage, summary(app, "3", names[-1])))


def answer_hits(app, names):
    text = summary(app, "4", names[0])
    for series, kpi in (("Selected", "risk.selection_rate"), ("Hit rate", "risk.hit_rate")):
        rows = query(kpi, "--where", "lane=DO", "--by", "time", "--grain", "month", "--from", "2025-11")
        said = re.search(rf"{series}: from (.*?) \(.*?\) to (.*?) \(", text)
        check(f"{series} from the first month to the last", said is not None and says(said.group(1), rows[0][1])
              and says(said.group(2), rows[-1][1]), (rows[0], rows[-1], text))


def answer_feeds(app, names):
    status = json.loads(desk.run("status", "--json"))
    table = chart(app, "5", names[0])
    rows = [node.get_name() for node in desk.children(table) if (node.get_name() or "").count("; ") > 3] if table else []
    said = sorted(int(row.split("; ")[-2].replace(",", "")) for row in rows)
    check("each feed with its rows", said == sorted(entry["rows"] for entry in status), (said, rows[:3]))
    check("and its age", all(re.search(r"; (\d+ (minute|hour|day|month|year)s?|just now)", row) for row in rows), rows)


def answer_old_map(app, names):
    rows = query("revenue.collected", "--by", "unit:department", "--map", "2024", "--names", "--top", "3")

    def agrees():
        node = find(page(app, "2"), "list", f"^{re.escape(names[0])}$")
        marks = [figures.split_mark(child.get_name(), "Revenue") for child in desk.children(node)][:3] if node else []
        return all(mark and says(mark[1], row[1]) for mark, row in zip(marks, rows)) and len(marks) == 3
    check("the departments, as the query by the old map", wait_for(agrees, 20), rows)
    check("and the same total", says(tile(app, "Revenue"), query("revenue.collected")[0][0]), tile(app, "Revenue"))


ANSWERS = (answer_to_date, answer_chance, answer_shortfall, answer_tax, answer_gate, answer_hits, answer_feeds, answer_old_map)


def act(app, action, names):
    """One action; Enter is on the first mark of the chart that is named first."""
    if action == "Enter":
        digit = next(digit for digit in PAGE_OF if page(app, digit) and find(page(app, digit), "list", f"^{re.escape(names[0])}$"))
        desk.focus(chart(app, digit, names[0]))
        press(HOME)
        press(RETURN)
        return
    *held, key = action.split("+")
    press(*held, ord(key.lower()))
    if held == ["Alt"] and key in PAGE_OF:
        wait_for(lambda: page(app, key), 15)


def test(app):
    rows = read_list()
    check("README lists a question for each answer", len(rows) == len(ANSWERS), len(rows))
    for (question, actions, names), answer in zip(rows, ANSWERS):
        press("Alt", HOME)
        press("Alt", ord("1"))
        wait_for(lambda: page(app, "1"), 15)
        print(f"# {question}", flush=True)
        check(f"{len(actions)} actions", 0 < len(actions) <= MOST_ACTIONS)
        for action in actions:
            act(app, action, names)
        answer(app, names)


desk.make_store()
desk.walk_program(test, "en")
desk.done_testing()
