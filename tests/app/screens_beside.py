# SPDX-License-Identifier: GPL-3.0-or-later
"""The screens beside those of every morning, as a screen reader and a keyboard meet them; run by screens.py."""

import re
import time


SCALES = {"nghìn tỷ": 1e12, "tỷ": 1e9, "triệu": 1e6, "nghìn": 1e3}


def comma(value, decimals):
    return f"{value:.{decimals}f}".replace(".", ",")


def read_number(text):
    """The first number of "Nay: 4.343 tỷ đồng · toàn quốc", in plain units."""
    found = re.search(r"([\d.]+(?:,\d+)?)\s+(nghìn tỷ|tỷ|triệu|nghìn)?", text)
    number = float(found.group(1).replace(".", "").replace(",", "."))
    return number * SCALES.get(found.group(2), 1)


def test_walk(desk, app):
    """Space and Backspace walk the items of the morning, and Enter alone looks deeper."""
    desk.go_by_key(app, "1", "Sáng nay")

    def rows():
        """Anew each time: what came in the meantime may have made others of them."""
        items = desk.find(app, "list", "quyết định")
        return [row for row in desk.children(items) if row.get_role_name() == "list item"] if items else []
    n_rows = len(desk.wait_for(rows, 10) or [])
    if not desk.check("the morning has items to walk", n_rows > 1, str(n_rows)):
        return

    def place():
        return next((at for at, row in enumerate(rows())
                     if row.get_state_set().contains(desk.Atspi.StateType.FOCUSED)), None)

    for _ in range(60):
        if place() is not None:
            break
        desk.press(0xFF09)
        time.sleep(0.1)
    first = place()
    desk.press(ord(" "))
    there = desk.wait_for(lambda: place() == min((first or 0) + 1, n_rows - 1), 5)
    desk.check("Space goes to the next item", bool(there), f"{first} {place()}")
    desk.press(0xFF08)
    desk.check("Backspace goes back", bool(desk.wait_for(lambda: place() == first, 5)), f"{first} {place()}")


def test_pages(desk, app):
    """Each opens by its key and shows what `haidang query` answers."""
    desk.check("Alt+8 opens the single window", bool(desk.go_by_key(app, "8", "(Một cửa quốc gia|Single Window)")))
    hours = comma(desk.query("nsw.average_hours")[0][0], 1)
    desk.check("its hours are the query's",
               bool(desk.wait_for(lambda: desk.find(app, "panel", rf", .*: {hours} giờ"), 10)), hours)
    table = desk.wait_for(lambda: desk.find(app, "list", "^(Một cửa quốc gia theo bộ|The single window by)"), 10)
    desk.check("the ministries are a list with a summary", bool(table and table.get_description()))

    desk.check("Alt+9 opens the digital customs", bool(desk.go_by_key(app, "9", "(Hải quan số|Digital Customs)")))
    done = comma(desk.query("digital.targets_done")[0][0], 1)
    desk.check("its targets are the query's",
               bool(desk.wait_for(lambda: desk.find(app, "panel", rf", .*: {done}"), 10)), done)
    ladder = desk.wait_for(lambda: desk.find(app, "list", "WCO.*(mức|level)|mức.*WCO"), 10)
    desk.check("the maturity ladder is a list with a summary", bool(ladder and ladder.get_description()))

    desk.check("Alt+0 opens the health of the systems", bool(desk.go_by_key(app, "0", "(Sức khỏe hệ thống|System Health)")))
    incidents = desk.query("system.incidents")[0][0]
    incidents = f"{incidents:,.0f}".replace(",", ".")
    desk.check("its incidents are the query's",
               bool(desk.wait_for(lambda: desk.find(app, "panel", rf", .*: {incidents} sự cố"), 10)), incidents)


def entry_of(desk, app):
    pattern = "^(Tìm thuật ngữ|Find a term)"
    return desk.find(app, "text", pattern) or desk.find(app, "entry", pattern)


def test_glossary(desk, app):
    """F1 explains what has the focus; a few letters without diacritics find a term."""
    desk.go_by_key(app, "3", "Thông quan")
    tile = desk.wait_for(lambda: desk.find(app, "panel", r"^P90, "), 10)
    for _ in range(70):
        if tile is None or tile.get_state_set().contains(desk.Atspi.StateType.FOCUSED):
            break
        desk.press(0xFF09)
        time.sleep(0.1)
    desk.press(0xFFBE)
    here = desk.wait_for(lambda: desk.find(app, "list item", r"haidang query clearance\.p90_hours"), 10)
    desk.check("F1 on a tile explains its figure", here is not None)
    formula = desk.find(app, "list item", "^(Công thức|Formula): ")
    desk.check("with its formula", formula is not None)
    desk.check("and its source", desk.find(app, "list item", "^(Hệ thống nguồn|Source system): VNACCS") is not None)
    desk.press("Alt", 0xFF51)
    desk.check("Alt+Left goes back", bool(desk.wait_for(lambda: desk.find(app, "panel", "^Thông quan$"), 10)))
    desk.press("Ctrl", ord("g"))
    entry = desk.wait_for(lambda: entry_of(desk, app), 10)
    if not desk.check("Ctrl+G opens the glossary at its entry", entry is not None):
        return
    time.sleep(0.3)
    desk.type("no thue qua han")
    time.sleep(0.4)
    desk.press(0xFF0D)
    found = desk.wait_for(lambda: desk.find(app, "list item", r"haidang query debt\.overdue"), 10)
    desk.check("letters without diacritics find a term", found is not None)
    value = desk.find(app, "list item", "^Nay: ")
    overdue = desk.query("debt.overdue")[0][0]
    shown = read_number(value.get_name()) if value else 0
    desk.check("its figure now is the query's", abs(shown / overdue - 1) < 0.001, f"{overdue} / {shown}")


def test(desk, app):
    test_walk(desk, app)
    test_pages(desk, app)
    test_glossary(desk, app)
