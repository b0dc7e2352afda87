# SPDX-License-Identifier: GPL-3.0-or-later
"""Walks the screens through AT-SPI: what is read aloud, keys, drilling, undoing, finding."""

import json
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import desk  # noqa: E402
import screens_beside  # noqa: E402
import screens_forecast  # noqa: E402
from desk import activate, check, find, go_by_key, press, query, run, wait_for, walk  # noqa: E402


def test_morning(app):
    tile = wait_for(lambda: find(app, "panel", r"^Thu ngân sách, "))
    check("the first tile says its sentence", tile is not None)
    collected = query("revenue.collected")[0][0] / 1e12
    figure = f"{collected:.1f}".replace(".", ",") + " nghìn tỷ đồng"
    check("its figure is the query's", figure in tile.get_name(), f"{figure} / {tile.get_name()}")
    check("sentences are read", find(app, "label", figure.split()[0]) is not None)
    items = wait_for(lambda: find(app, "list", "quyết định"))
    check("items need a decision", items is not None and items.get_child_count() > 0)


def test_drill(app):
    check("Alt+2 opens revenue", bool(go_by_key(app, "2", "Thu ngân sách")))
    bars = wait_for(lambda: find(app, "list", r"theo khu vực$|theo đơn vị"))
    check("bars by unit are a list", bars is not None)
    check("it has a summary", bool(bars and bars.get_description()))
    bar = wait_for(lambda: find(app, "list item", r"^Khu vực II\b"))
    if not check("a bar is named", bar is not None):
        return
    activate(bar)
    chip = wait_for(lambda: find(app, "push button", r"khu vực II$"))
    check("the path names the region", chip is not None)
    tile = wait_for(lambda: find(app, "panel", r"^Thu ngân sách, .*"))
    value = f"{query('revenue.collected', '--where', 'unit=KV02')[0][0] / 1e12:.1f}".replace(".", ",")
    check("the figures are the region's",
          bool(wait_for(lambda: find(app, "panel", rf"^Thu ngân sách, .*{value} "), 10)),
          f"{value} / {tile.get_name() if tile else None}")
    press("Alt", 0xFF51)
    check("Alt+Left undoes",
          bool(wait_for(lambda: find(app, "push button", r"khu vực II$") is None, 10)))


def test_screens(app):
    for digit, name, inside in (("3", "Thông quan", "P90"), ("4", "Rủi ro và vi phạm", "vi phạm"),
                                ("5", "Hồ sơ số liệu", "Mọi hệ thống nguồn")):
        check(f"Alt+{digit} opens {name}", bool(go_by_key(app, digit, name)))
        check(f"{name} has figures", bool(wait_for(lambda: find(app, "list", inside))))


def test_evidence(app):
    status = json.loads(run("status", "--json"))
    rows = [node for node in walk(app)
            if node.get_role_name() == "list item" and "đúng hạn" in (node.get_name() or "")
            or node.get_role_name() == "list item" and "chậm" in (node.get_name() or "")]
    check("every dataset is listed", len(rows) >= len(status), f"{len(rows)} of {len(status)}")


def test(app):
    test_morning(app)
    test_drill(app)
    test_screens(app)
    test_evidence(app)
    screens_forecast.test(desk, app)
    screens_beside.test(desk, app)


desk.make_store()
desk.walk_program(test, "vi")
desk.done_testing()
