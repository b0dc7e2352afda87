# SPDX-License-Identifier: GPL-3.0-or-later
"""The walk of somebody who hears the screens and has a keyboard: every screen, its charts mark by mark, three levels
down and back, "hai phong", the table, the five kinds of exported files, the map unit by unit. Every figure that is
said or written is held against `haidang query`."""

import os
import re
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import desk  # noqa: E402
import exported  # noqa: E402
import figures  # noqa: E402
from desk import check, find, press, query, wait_for  # noqa: E402

RETURN, ESCAPE, HOME, LEFT, UP, RIGHT, DOWN, F10 = (
    0xFF0D, 0xFF1B, 0xFF50, 0xFF51, 0xFF52, 0xFF53, 0xFF54, 0xFFC7)
SCREENS = {"1": "Sáng nay", "2": "Thu ngân sách", "3": "Thông quan", "4": "Rủi ro và vi phạm", "5": "Hồ sơ số liệu",
           "6": "Dự báo", "7": "Bản đồ", "8": "Một cửa quốc gia", "9": "Hải quan số", "0": "Sức khỏe hệ thống"}
REST = "Còn lại"
N_REGIONS = 20
FORMATS = ("PNG", "SVG", "PDF", "CSV", "XLSX")
BY_UNIT = "^Thu ngân sách theo đơn vị hải quan$"

# A chart whose marks stand in the order of an answer: the key of its screen, its name, its figure, the query, and the
# series said.
RANKED = (
    ("2", BY_UNIT, "revenue.collected", ("--by", "unit:region"), "Thu ngân sách"),
    ("2", "^Thu ngân sách theo sắc thuế$", "revenue.collected", ("--by", "tax"), "Thu ngân sách"),
    ("4", "^Vụ vi phạm theo nhóm hàng$", "violations.cases", ("--by", "goods"), None),
    ("4", "^Vụ vi phạm theo tuyến$", "violations.cases", ("--by", "route"), "Vụ vi phạm"),
    ("4", "^Vụ vi phạm theo hành vi$", "violations.cases", ("--by", "method"), "Vụ vi phạm"),
    ("4", "^Vụ vi phạm theo đơn vị hải quan$", "violations.cases", ("--by", "unit:region"), "Vụ vi phạm"),
)
# A chart of several series, the first ranked: as above, with the figure of each series, and how many of what is said
# one of the query's units is.
NAMED = (
    ("3", "^Thời gian thông quan theo luồng", ("--by", "lane"),
     {"P90": "clearance.p90_hours", "Trung vị": "clearance.median_hours"}, 1),
    ("3", "^Thời gian thông quan theo đơn vị", ("--by", "unit:region"),
     {"P90": "clearance.p90_hours", "Trung vị": "clearance.median_hours"}, 1),
    ("3", "^Thời gian đi đâu$", ("--by", "stage"), {"Công đoạn": "clearance.stage_minutes"}, 1 / 60),
    ("3", "^Thời gian thuộc về ai$", ("--by", "lane"),
     {"Phần hải quan": "release.customs_share", "Phần bộ, ngành": "release.agency_share",
      "Phần người khai": "release.trader_share", "Phần cảng, kho": "release.port_share"}, 1),
    ("4", "^Chọn và phát hiện theo luồng$", ("--by", "lane"), {"Tỷ lệ chọn": "risk.selection_rate"}, 1),
)
# Headline numbers: the screen, how the tile begins, its figure, how many of what is said one of the query's is.
TILES = (
    ("1", "Thu ngân sách", "revenue.collected", 1), ("1", "Thu một ngày", "revenue.per_collecting_day", 1),
    ("1", "Thông quan, trung vị", "clearance.median_hours", 60), ("1", "Luồng Đỏ, phát hiện", "risk.red_hit_rate", 1),
    ("1", "Vụ vi phạm", "violations.cases", 1),
    ("2", "Đạt phấn đấu", "revenue.striving_attainment", 1), ("2", "Nợ quá hạn", "debt.overdue", 1),
    ("2", "Thuế suất thực tế", "revenue.effective_duty_rate", 1),
    ("3", "P90", "clearance.p90_hours", 1), ("3", "Trong 24 giờ", "clearance.within_24h", 1),
    ("3", "Xanh trong 1 giờ", "clearance.green_within_1h", 1), ("3", "Tờ khai", "clearance.declarations", 1),
    ("4", "Trị giá", "violations.value", 1), ("4", "Kiểm tra", "risk.inspection_rate", 1),
    ("4", "Phát hiện Đỏ", "risk.red_hit_rate", 1), ("4", "Thu từ KTSTQ", "pca.yield", 1),
)


def timed(test):
    """Where the time goes, for whoever makes this faster."""
    def run(*arguments):
        start = time.monotonic()
        result = test(*arguments)
        print(f"# {test.__name__}: {time.monotonic() - start:.0f} s", flush=True)
        return result
    return run


def look_through(node):
    """What is shown, without what marks and rows are made of: each node costs the program an answer."""
    yield node
    if node.get_role_name() in ("list item", "label", "push button", "scroll bar"):
        return
    for child in desk.children(node):
        if child is not None and child.get_state_set().contains(desk.Atspi.StateType.VISIBLE):
            yield from look_through(child)


PAGES = {}


def page(app, digit):
    """What is shown: other screens stay in the tree, and are called visible there."""
    if digit not in PAGES:
        PAGES[digit] = find(app, "panel", f"^{SCREENS[digit]}$")
        if PAGES[digit] is None:
            del PAGES[digit]
    return PAGES.get(digit)


def open_screen(app, digit):
    press("Alt", ord(digit))
    return wait_for(lambda: page(app, digit), 15)


def find_in(root, role, pattern):
    """Among charts, rows and tiles of a screen or window."""
    return next((node for node in look_through(root)
                 if node.get_role_name() in desk.ALSO_CALLED.get(role, (role,)) and re.search(pattern, node.get_name() or "")), None)


def find_on_top(app, role, pattern):
    """In the window that opened last."""
    return find_in(desk.children(app)[-1], role, pattern)


def find_chart(app, digit, pattern):
    def looked_for():
        for node in look_through(page(app, digit)):
            if (node.get_role_name() == "list" and re.search(pattern, node.get_name() or "") and node.get_description()
                    and node.get_child_count() > 0):
                return node
        return None
    return wait_for(looked_for, 20)


def marks_of(chart, series=None):
    """What each mark of a series says; a chart of few marks has a child for each."""
    names = [node.get_name() for node in desk.children(chart) if node is not None and node.get_role_name() == "list item"]
    return [mark for mark in (figures.split_mark(name, series) for name in names if name) if mark]


def focused_name(chart):
    for node in desk.children(chart):
        if node is not None and node.get_state_set().contains(desk.Atspi.StateType.FOCUSED):
            return node.get_name()
    return None


def step(chart, *keys):
    """Presses and says what has the focus then; the same again where there is nothing further."""
    before = focused_name(chart)
    press(*keys)
    wait_for(lambda: focused_name(chart) not in (None, before), 0.7)
    return focused_name(chart)


def walk_marks(chart, most):
    """The name of every mark of a chart that has too many for children of their own, by its keys."""
    desk.focus(chart)
    press(HOME)
    said = [wait_for(lambda: focused_name(chart), 5)]
    for _ in range(most):
        name = step(chart, RIGHT)
        if name in said:
            break
        said.append(name)
    return [name for name in said if name]


def test_tiles(app, digit):
    for at, begins, kpi, factor in TILES:
        if at != digit:
            continue
        tile = wait_for(lambda: find_in(page(app, digit), "panel", f"^{begins}, .*: "), 15)
        value = query(kpi)[0][0]
        said = tile.get_name().split(": ", 1)[1] if tile else ""
        check(f"{SCREENS[digit]}: the tile “{begins}” says {kpi}", figures.says(said, value, factor), f"{value}: {said}")


def test_ranked(app, digit):
    for at, pattern, kpi, by, series in RANKED:
        if at != digit:
            continue
        chart = find_chart(app, digit, pattern)
        marks = marks_of(chart, series) if chart else []
        n_named = len(marks) - any(mark[0] == REST for mark in marks)
        rows = query(kpi, *by, "--names", "--top", str(max(n_named, 1)))
        wrong = [(mark, row) for mark, row in zip(marks, rows)
                 if not is_of(mark[0], row[0]) or not figures.says(mark[1], row[1])]
        check(f"{pattern}: each of {len(marks)} marks is the query's", len(marks) >= 4 and not wrong, (len(rows), wrong, marks))


def is_of(short, unit):
    return short == REST if unit["code"] == "_REST" else figures.is_short_for(short, unit["vi"])


def test_named(app, digit):
    for at, pattern, by, series, factor in NAMED:
        if at != digit:
            continue
        chart = find_chart(app, digit, pattern)
        marks = {name: marks_of(chart, name) if chart else [] for name in series}
        n_named = len([mark for mark in next(iter(marks.values())) if mark[0] != REST])
        kpis = ",".join(series.values())
        rows = query(kpis, *by, "--names", *(("--top", str(n_named)) if by[1].startswith("unit") else ()))
        wrong, n_told = [], 0
        for place, name in enumerate(series):
            for mark in marks[name]:
                told = [row for row in rows if is_of(mark[0], row[0]) and (
                    mark[0] == REST or row[0]["vi"].lower().endswith(mark[0].lower()))]
                n_told += 1
                if len(told) != 1 or not figures.says(mark[1], told[0][1 + place], factor):
                    wrong.append((mark, told))
        n_all = len([node for node in desk.children(chart) if node.get_name()]) if chart else 0
        check(f"{pattern}: each of {n_told} marks is the query's", n_told == n_all > 1 and not wrong, (n_told, n_all, wrong))


def test_bridge(app):
    """From last year to this one: the parts are the query's, and they add up to the difference."""
    chart = find_chart(app, "2", "^Cầu nối")
    marks = marks_of(chart)
    parts = marks[1:-1]
    rows = query("revenue.collected", "--by", "tax", "--compare", "yoy", "--rank", "change", "--top", str(len(parts) - 1))
    value, base = query("revenue.collected", "--compare", "yoy")[0][:2]
    check("the bridge begins and ends with the query's totals",
          figures.says(marks[0][1], base) and figures.says(marks[-1][1], value), marks)
    check("each of its parts is the query's",
          len(rows) == len(parts) > 3 and all(figures.says(mark[1], row[3]) for mark, row in zip(parts, rows)),
          (parts, rows))


@timed
def test_months(app):
    """Three series of months, by keys."""
    chart = find_chart(app, "2", "^Thu theo tháng$")
    months = {"Thu ngân sách": {}, "Năm trước": {}, "Dự toán": {}}
    for row in query("revenue.collected", "--by", "time", "--grain", "month", "--from", "2026-01", "--to", "2026-10",
                     "--compare", "plan:DU_TOAN"):
        months["Thu ngân sách"][int(row[0][5:])], months["Dự toán"][int(row[0][5:])] = row[1], row[2]
    for row in query("revenue.collected", "--by", "time", "--grain", "month", "--from", "2025-01", "--to", "2025-12"):
        months["Năm trước"][int(row[0][5:])] = row[1]
    said = walk_marks(chart, 60)
    # The running month and those to come are no whole months of the query's.
    told = [(mark, values.get(int(re.match(r"\d+", mark[0]).group()))) for series, values in months.items()
            for mark in (figures.split_mark(name, series) for name in said) if mark]
    wrong = [(mark, value) for mark, value in told if value is not None and not figures.says(mark[1], value)]
    n_known = sum(value is not None for _, value in told)
    check(f"months: each of {n_known} whole months by the keys is the query's", n_known == 32 and not wrong, (wrong, said))


@timed
def test_feeds(app):
    """Evidence: rows and age of every dataset are those of `haidang status`."""
    status = desk.json.loads(desk.run("status", "--json"))
    table = wait_for(lambda: find_in(page(app, "5"), "list", "^Mọi hệ thống nguồn"), 20)
    rows = [node.get_name().split("; ") for node in desk.children(table)
            if node.get_role_name() == "list item" and node.get_name()]
    said = sorted(int(row[-2].replace(".", "")) for row in rows)
    check("every dataset says its rows", said == sorted(entry["rows"] for entry in status), (said, status))
    said = sorted(row[1] for row in rows)
    last = sorted("/".join(reversed(entry["last"].split("-"))) for entry in status if re.fullmatch(r"\d+-\d+-\d+", entry["last"] or ""))
    check("and the day that it has come to", set(last) <= set(said), (last, said))


@timed
def test_screens(app):
    """Opens each by its key and reads what it says."""
    for digit, name in SCREENS.items():
        if not check(f"Alt+{digit} opens “{name}”", open_screen(app, digit) is not None):
            continue
        summary = find_chart(app, digit, "")
        check(f"“{name}” has a chart with a summary and points", summary is not None)
        test_tiles(app, digit)
        test_ranked(app, digit)
        test_named(app, digit)
        if digit == "2":
            test_bridge(app)
            test_months(app)
        if digit == "5":
            test_feeds(app)


def first_tile(app):
    tile = find_in(page(app, "2"), "panel", r"^Thu ngân sách, .*: ")
    return tile.get_name().split(": ", 1)[1] if tile else ""


def collected(*arguments):
    return query("revenue.collected", *arguments)[0][0]


@timed
def test_drill(app):
    """Three levels: region, tax, month; then each undone. All marks of the unit chart change with each level."""
    levels = [()]
    open_screen(app, "2")
    for chart, mark, more in (
            (BY_UNIT, r"^Khu vực III\b", ("--where", "unit=KV03")),
            ("^Thu ngân sách theo sắc thuế$", "^Thuế nhập khẩu", ("--where", "tax=NK")),
            ("^Thu theo tháng$", r"^3, Thu ngân sách", ("--from", "2026-03", "--to", "2026-03"))):
        node = find_chart(app, "2", chart)
        if not check(f"the keys reach {mark}", focus(node, mark)):
            return
        press(RETURN)
        levels.append(levels[-1] + more)
        value = collected(*levels[-1])
        check(f"level {len(levels) - 1} says the query's figure",
              wait_for(lambda: figures.says(first_tile(app), value), 15), f"{value}: {first_tile(app)}")
    for arguments in reversed(levels[:-1]):
        press("Alt", LEFT)
        value = collected(*arguments)
        check("undone, the figure is the one before", wait_for(lambda: figures.says(first_tile(app), value), 15),
              f"{value}: {first_tile(app)}")


def focus(chart, pattern, most=60):
    """Walks by the keys to the mark of that name."""
    if chart is None or not desk.focus(chart):
        return False
    press(HOME)
    name = wait_for(lambda: focused_name(chart), 5)
    for _ in range(most):
        if name is None or re.search(pattern, name):
            return name is not None
        name = step(chart, RIGHT)
    return False


@timed
def test_find(app):
    """Without diacritics, by keys alone; the figure is the unit's."""
    press("Ctrl", ord("k"))
    time.sleep(0.3)
    desk.type("hai phong")
    wait_for(lambda: find(app, "list item", "Hải Phòng"), 10)
    press(RETURN)
    value = collected("--where", "unit=KV03")
    check("“hai phong” is found, and its figure is the query's",
          wait_for(lambda: figures.says(first_tile(app), value), 15), f"{value}: {first_tile(app)}")
    press("Alt", LEFT)
    wait_for(lambda: figures.says(first_tile(app), collected()), 15)


def expected_table(n_rows):
    return query("revenue.collected", "--by", "unit:region", "--names", "--compare", "yoy", "--top", str(n_rows - 1))


@timed
def test_table(app):
    """T: every row has the query's figure and its base."""
    check("the keys reach a chart", focus(find_chart(app, "2", BY_UNIT), r"^Khu vực II\b"))
    press(ord("t"))
    first = wait_for(lambda: find_on_top(app, "list item", r"^Khu vực II; "), 10)
    rows = [node.get_name().split("; ") for node in desk.children(first.get_parent())
            if (node.get_name() or "").count("; ") >= 2 and re.search(r"\d", node.get_name())] if first else []
    wrong = [(row, told) for row, told in zip(rows, expected_table(len(rows)))
             if not figures.says(row[1] + " nghìn tỷ", told[1]) or not figures.says(row[2] + " nghìn tỷ", told[2])]
    check(f"T opens the table: each of {len(rows)} rows is the query's", len(rows) > 5 and not wrong, (wrong, rows))
    press(ESCAPE)
    time.sleep(0.5)
    return len(rows)


def find_choice(row, word):
    """An item of the row's list, not the label in it."""
    return next((node for node in desk.walk(row) if node.get_role_name() not in ("label", "static", "combo box")
                 and f"({word})" in (node.get_name() or "")), None)


def choose_format(app, n_down):
    """In the first row of the export dialog, by keys; the formats stand as in hd_chart_export_suffix ()."""
    row = wait_for(lambda: find_on_top(app, "combo box", "^Định dạng$"), 5)
    if row is None or not desk.focus(row, 12):
        return False
    press(ord(" "))
    time.sleep(0.4)
    press(HOME)
    for _ in range(n_down):
        press(DOWN)
    # The choices of GTK 4.8 would be named after a C type.
    named = wait_for(lambda: find_choice(row, FORMATS[n_down]), 5)
    check(f"the choice “{FORMATS[n_down]}” has its name for a screen reader", named is not None)
    press(RETURN)
    time.sleep(0.4)
    return True


@timed
def test_exports(app, n_rows):
    folder = os.path.join(desk.SCRATCH, "out")
    os.makedirs(folder)
    table = expected_table(n_rows)
    for place, suffix in enumerate(f".{word.lower()}" for word in FORMATS):
        focus(find_chart(app, "2", BY_UNIT), r"^Khu vực II\b")
        press("Shift", F10)
        desk.activate(wait_for(lambda: find(app, "menu item", "Xuất ra tệp"), 10))
        save = wait_for(lambda: find_on_top(app, "push button", "Lưu"), 10)
        if not check(f"{suffix}: the dialog and its format", save is not None and choose_format(app, place)):
            continue
        desk.activate(save)
        wait_for(lambda: find_on_top(app, "file chooser", "") or find_on_top(app, "dialog", ""), 5)
        time.sleep(0.7)
        press("Ctrl", ord("a"))
        desk.type(os.path.join(folder, "chart"))
        press(RETURN)
        path = os.path.join(folder, "chart" + suffix)
        if check(f"{suffix}: the file is there", wait_for(lambda: os.path.exists(path) and os.path.getsize(path), 15)):
            # A large picture is there before all of it is written.
            wait_for(lambda: not exported.look_at(path, table), 5)
            wrong = exported.look_at(path, table)
            check(f"{suffix}: it holds the query's figures", not wrong, wrong)


@timed
def test_map(app):
    """The map unit by unit, by the arrows, which go by geography."""
    open_screen(app, "7")
    chart = find_chart(app, "7", "^Thu ngân sách theo khu vực$")
    changes = {row[0]["vi"]: row[-1] for row in query("revenue.collected", "--by", "unit:region", "--names", "--compare", "yoy")}
    if not check("the map takes the focus", chart is not None and desk.focus(chart)):
        return
    press(HOME)
    # From each unit the ways not yet gone come first; again and again from others, six further in their list.
    gone = {}
    for start in range(4):
        press(HOME)
        name = wait_for(lambda: focused_name(chart), 5)
        for _ in range(start):
            name = step(chart, "Ctrl", RIGHT)
        for _ in range(40):
            tried = gone.setdefault(name, {DOWN: 0, RIGHT: 0, UP: 0, LEFT: 0})
            if len(gone) == N_REGIONS:
                break
            key = min(tried, key=tried.get)
            tried[key] += 1
            name = step(chart, key)
    said = sorted(filter(None, gone))
    # A region without figures says so, and is not in the answer.
    wrong = [(name, changes.get(name.partition(": ")[0])) for name in said
             if not figures.says(name.partition(": ")[2], changes.get(name.partition(": ")[0]))]
    check(f"the map by the arrows: {len(said)} units, each with the query's change", len(said) == N_REGIONS and not wrong,
          (wrong, said))


def test(app):
    test_screens(app)
    test_drill(app)
    test_find(app)
    test_exports(app, test_table(app))
    test_map(app)


desk.make_store()
desk.walk_program(test, "vi")
desk.done_testing()
