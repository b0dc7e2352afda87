# SPDX-License-Identifier: GPL-3.0-or-later
"""The forecast desk as a person with a screen reader and a keyboard meets it; run by screens.py."""

import json
import re


def thousand_billion(value):
    return f"{value / 1e12:.1f}".replace(".", ",")


def label_of(period):
    year, month = period.split("-")
    return f"{int(month)}/{year[2:]}"


def forecast(desk, kpi, *arguments):
    """Its series; the first step is the running month's nowcast where the year has an outlook."""
    answer = json.loads(desk.run("forecast", kpi, "--json", *arguments))
    said = answer["series"][0]
    running = answer.get("outlook", {}).get("running_month")
    if running and running["time"] == said["forecast"][0]["time"]:
        said["forecast"][0].update(mean=running["mean"], intervals=running["intervals"])
    return said


def test_desk(desk, app):
    """Opens it, reads the fan, opens the table: all numbers are those of the command line."""
    desk.check("Alt+6 opens the forecast desk", bool(desk.go_by_key(app, "6", "Dự báo")))
    fan = desk.wait_for(lambda: desk.find(app, "list", r"^Thu ngân sách: hai năm"))
    if not desk.check("the fan is a list with a name", fan is not None):
        return
    said = forecast(desk, "revenue.collected")
    first, last = said["forecast"][0], said["forecast"][-1]
    summary = fan.get_description()
    widest = last["intervals"][-1]
    if said["record"]["beats_rival"]:
        desk.check("its summary has the interval of the last month",
                   thousand_billion(widest["lower"]) in summary
                   and thousand_billion(widest["upper"]) in summary, summary)
    else:
        desk.check("its summary says that none is shown", "không hiển thị" in summary.lower(), summary)
    desk.check("its summary has the rival's", thousand_billion(last["rival"]) in summary, summary)
    tile = desk.find(app, "panel", rf"^Tháng {label_of(first['time']).replace('/', '/20')}")
    desk.check("a tile has the next month", tile is not None)
    check_table(desk, app, fan, said)


def tab_to(desk, node, most=40):
    return desk.focus(node, most)


def check_table(desk, app, fan, said):
    if not desk.check("Tab reaches the fan", tab_to(desk, fan)):
        return
    desk.press(ord("t"))
    first = said["forecast"][0]
    row = desk.wait_for(lambda: desk.find(app, "list item", rf"^{label_of(first['time'])}; "), 10)
    if desk.check("T opens the table", row is not None):
        shown = first["mean"] if said["record"]["beats_rival"] else first["rival"]
        desk.check("its first month ahead is the command line's",
                   thousand_billion(shown) in row.get_name(), f"{shown} / {row.get_name()}")
    desk.press(0xFF1B)


def test_record(desk, app):
    for name in ("Mười hai dự báo gần nhất", "Thực tế có nằm trong khoảng", "Các mô hình trong dự báo",
                 "Chuỗi gồm những phần nào"):
        found = desk.wait_for(lambda: desk.find(app, "list", name))
        desk.check(f"“{name}” is a list with a summary", bool(found and found.get_description()))
    method = desk.wait_for(lambda: desk.find(app, "list item", r"haidang forecast revenue\.collected"))
    desk.check("the method card says how to make it again", method is not None)


def test_figure(desk, app):
    """Another figure by a few letters without diacritics, and back by undoing."""
    desk.go_by_key(app, "3", "Thông quan")
    desk.press("Ctrl", ord("j"))
    entry = desk.wait_for(lambda: desk.find(app, "text", r"^Tìm chỉ tiêu|^Tìm") or
                          desk.find(app, "entry", r"^Tìm chỉ tiêu|^Tìm"), 10)
    desk.check("Ctrl+J asks for a figure", entry is not None)
    desk.type("to khai")
    desk.press(0xFF0D)
    fan = desk.wait_for(lambda: desk.find(app, "list", r": hai năm") if desk.find(
        app, "list", r"^Thu ngân sách: hai năm") is None else None, 15)
    if desk.check("Enter forecasts that figure", fan is not None):
        desk.check("it has a summary of its own", not re.search("nghìn tỷ đồng", fan.get_description()),
                   fan.get_description())
    desk.press("Alt", 0xFF51)
    back = desk.wait_for(lambda: desk.find(app, "list", r"^Thu ngân sách: hai năm"), 15)
    desk.check("Alt+Left brings the first one back", back is not None)


def test_again(desk, app):
    """The background forecast shows itself and can be stopped."""
    again = desk.find(app, "push button", "^(Dự báo lại|Forecast everything)")
    if not desk.check("there is a button to forecast again", again is not None):
        return
    desk.activate(again)
    running = desk.wait_for(lambda: desk.find(app, "label", r"^(Đang dự báo|Forecasting)"), 30)
    if running is None:
        # The forecast that follows the start by itself was done before: there is nothing to make anew.
        desk.check("the book is as new as the figures",
                   desk.find(app, "label", r"^lập .*, từ số liệu lúc") is not None)
        return
    desk.check("it says which figure it is at", running is not None)
    cancel = desk.wait_for(lambda: desk.find(app, "push button", r"Hủy"), 5)
    desk.check("it can be cancelled", cancel is not None and desk.activate(cancel))
    desk.check("then it is over", bool(desk.wait_for(
        lambda: (desk.find(app, "label", r"^(Đang dự báo|Forecasting)") is None) or None, 30)))


def test(desk, app):
    test_desk(desk, app)
    test_record(desk, app)
    test_figure(desk, app)
    test_again(desk, app)
