# SPDX-License-Identifier: GPL-3.0-or-later
"""What holds the screens together, by keyboard and ear: drilling three levels and back, finding, choosing a
period, comparing, notes, evidence codes, the table, export, state codes."""

import os
import re
import shlex
import subprocess
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import desk  # noqa: E402
import screens_forecast  # noqa: E402

RETURN, ESCAPE, TAB, LEFT, RIGHT, HOME, F10, MENU = (
    0xFF0D, 0xFF1B, 0xFF09, 0xFF51, 0xFF53, 0xFF50, 0xFFC7, 0xFF67)


def thousand_billion(value):
    return f"{value / 1e12:.1f}".replace(".", ",")


def collected(*where):
    arguments = [part for filter in where for part in ("--where", filter)]
    return desk.query("revenue.collected", *arguments)[0][0]


def written(value):
    """As the first tile writes it: in the unit that reads best."""
    for size in (1e12, 1e9, 1e6):
        if value >= size:
            return f"{value / size:.1f}".replace(".", ",").removesuffix(",0")
    return str(value)


def first_tile_says(app, value):
    """The tile's own number, with or without the decimal that large numbers lose."""
    options = {f"{value / size:,.{digits}f}".replace(",", " ").replace(".", ",").replace(" ", ".")
               for size in (1e12, 1e9, 1e6) for digits in (0, 1, 2)}

    def says():
        tile = desk.find(revenue_page(app), "panel", r"^Thu ngân sách, ")
        return tile and any(re.search(rf"(^|[ ,]){re.escape(option)} ", tile.get_name()) for option in options)
    return bool(desk.wait_for(says, 15))


def has_chip(app, pattern):
    return desk.wait_for(lambda: desk.find(app, "push button", pattern), 15)


def has_no_chip(app, pattern):
    return bool(desk.wait_for(lambda: desk.find(app, "push button", pattern) is None, 15))


def revenue_page(app):
    """Screens that are not shown stay in the tree, and are called visible there."""
    return desk.find(app, "panel", r"^Thu ngân sách$") or app


def focused(root):
    for node in desk.walk(root):
        if node.get_role_name() == "list item" and node.get_state_set().contains(desk.Atspi.StateType.FOCUSED):
            return node
    return None


def focus_mark(app, chart_pattern, mark_pattern, most=60):
    """Walks a chart by its keys until the mark of that name has the focus, and returns it."""
    def find_chart():
        for node in desk.walk(revenue_page(app)):
            if (node.get_role_name() == "list" and re.search(chart_pattern, node.get_name() or "")
                    and node.get_description() and node.get_child_count() > 0):
                return node
        return None
    chart = desk.wait_for(find_chart, 15)
    if chart is None:
        return None
    if not screens_forecast.tab_to(desk, chart, 60):
        return None
    desk.press(HOME)
    mark = desk.wait_for(lambda: focused(chart), 5)
    for _ in range(most):
        if mark is None or re.search(mark_pattern, mark.get_name() or ""):
            return mark
        before = mark.get_name()
        desk.press(RIGHT)
        mark = desk.wait_for(lambda: moved(chart, before), 2)
    return None


def moved(chart, before):
    mark = focused(chart)
    return mark if mark is not None and mark.get_name() != before else None


def choose_in_menu(app, name, letter):
    """GTK 4.18 has the item labelled by something that it does not show, so that nobody hears its name; there it
    is known by the letter that chooses it."""
    def is_it(node):
        keys = (node.get_attributes() or {}).get("keyshortcuts", "")
        return re.search(name, node.get_name() or "") or keys.endswith(f"Alt+{letter}")

    def shown():
        return next((node for node in desk.walk(app) if node.get_role_name() == "menu item" and is_it(node)), None)
    desk.press("Shift", F10)
    item = desk.wait_for(shown, 10)
    return bool(item and desk.activate(item))


def text_of(entry):
    return desk.Atspi.Text.get_text(entry, 0, desk.Atspi.Text.get_character_count(entry))


def paste(app):
    """What the clipboard holds, read where a person could paste it: into a note that is then not kept."""
    focus_mark(app, r"^Thu ngân sách theo đơn vị", "")
    choose_in_menu(app, r"Annotate|Ghi chú", "g")
    entry = desk.wait_for(lambda: desk.find(app, "text", r"^(Note|Ghi chú)") or desk.find(app, "entry", r"^(Note|Ghi chú)"), 10)
    desk.press("Ctrl", ord("a"))
    desk.press("Ctrl", ord("v"))
    text = desk.wait_for(lambda: entry and text_of(entry), 5)
    desk.press(ESCAPE)
    time.sleep(0.5)
    return text or ""


def test_drill(app):
    desk.check("Alt+2 opens revenue again", bool(desk.go_by_key(app, "2", "Thu ngân sách")))
    path = []
    totals = [collected()]
    for code, chart, mark in (("unit=KV02", r"^Thu ngân sách theo đơn vị", r"^Khu vực II\b"),
                              ("tax=NK", r"^Thu ngân sách theo sắc thuế", r"^Thuế nhập khẩu"),
                              ("time=2026-03", r"^Thu theo tháng", r"^3[,:/ ]")):
        found = focus_mark(app, chart, mark)
        if not desk.check(f"{code} is a mark that takes the focus", found is not None):
            return
        desk.press(RETURN)
        path.append(code)
        arguments = [code_ for code_ in path if not code_.startswith("time=")]
        if code.startswith("time="):
            month = ["--from", code[5:], "--to", code[5:]]
            value = desk.query("revenue.collected", *month,
                               *[part for filter in arguments for part in ("--where", filter)])[0][0]
        else:
            value = collected(*arguments)
        totals.append(value)
        desk.check(f"after {code} the figure is the query's", first_tile_says(app, value), str(value))
    for total in reversed(totals[:-1]):
        desk.press("Alt", LEFT)
        desk.check("Alt+Left goes one step back, to the same figure", first_tile_says(app, total), str(total))
    desk.press("Alt", RIGHT)
    desk.check("Alt+Right goes there again", first_tile_says(app, totals[1]), str(totals[1]))
    desk.press("Alt", HOME)
    desk.check("Alt+Home is the whole country", first_tile_says(app, totals[0]), str(totals[0]))


def test_find(app):
    for text, found, chip in (("hai phong", "Hải Phòng", "khu vực III$"), ("thue nk", "Thuế nhập khẩu", "Thuế nhập khẩu")):
        desk.press("Ctrl", ord("k"))
        time.sleep(0.3)
        desk.type(text)
        desk.wait_for(lambda: desk.find(desk.find(app, "list", r"^Kết quả tìm"), "list item", found), 10)
        desk.press(RETURN)
        desk.check(f"Ctrl+K finds “{text}”", has_chip(app, chip) is not None)
        desk.press("Alt", LEFT)
        desk.check("and it can be undone", has_no_chip(app, chip))


def test_period(app):
    mark = focus_mark(app, r"^Thu theo tháng", r"^2[,:/ ]")
    if not desk.check("a month takes the focus", mark is not None):
        return
    desk.press("Shift", RIGHT)
    desk.press("Shift", RIGHT)
    desk.press(RETURN)
    value = desk.query("revenue.collected", "--from", "2026-02", "--to", "2026-04")[0][0]
    desk.check("Shift+Right twice and Enter choose three months", first_tile_says(app, value), str(value))
    desk.press("Alt", LEFT)
    desk.check("and it can be undone", first_tile_says(app, collected()))


def test_compare(app):
    first = focus_mark(app, r"^Thu ngân sách theo đơn vị", r"^Khu vực II\b")
    desk.press("Ctrl", RETURN)
    second = focus_mark(app, r"^Thu ngân sách theo đơn vị", r"^Khu vực III\b")
    desk.press("Ctrl", RETURN)
    desk.check("Ctrl+Enter on two bars shows them side by side",
               bool(first and second and has_chip(app, r"khu vực III$")))
    values = [thousand_billion(collected(f"unit={code}")) for code in ("KV02", "KV03")]

    def both():
        names = [node.get_name() or "" for node in desk.walk(app) if node.get_role_name() in ("panel", "grouping")]
        return all(any(value in name for name in names) for value in values)
    desk.check("both sides have their query's figure", bool(desk.wait_for(both, 15)), str(values))
    desk.press("Alt", LEFT)
    desk.check("and it can be undone", has_no_chip(app, r"khu vực III$"))


def test_open_in(app):
    focus_mark(app, r"^Thu ngân sách theo đơn vị", r"^Khu vực II\b")
    shown = choose_in_menu(app, r"Open In|Mở ở màn hình", "m")
    item = desk.wait_for(lambda: desk.find(app, "menu item", r"^(Thông quan|Thời gian thông quan)"), 10)
    desk.check("the menu of a mark offers other screens", bool(shown and item and desk.activate(item)), app)
    desk.check("the unit is opened there", bool(desk.wait_for(lambda: desk.find(app, "panel", r"^Thông quan$"), 15))
               and has_chip(app, r"khu vực II$") is not None, app)
    desk.press("Alt", LEFT)
    desk.check("and it can be undone", has_no_chip(app, r"khu vực II$"))


def test_evidence_code(app):
    for chart, pattern in ((r"^Thu ngân sách theo đơn vị", r"^Khu vực III\b"), (r"^Thu theo tháng", r"^5[,:/ ]")):
        mark = focus_mark(app, chart, pattern)
        if not desk.check(f"{pattern} takes the focus", mark is not None):
            continue
        choose_in_menu(app, r"Evidence|chứng cứ", "k")
        desk.wait_for(lambda: desk.find(app, "label", r"^(Copied with|Đã chép kèm)"), 10)
        text = paste(app)
        command = re.search(r"\[haidang (query .*)\]$", text)
        if not desk.check("a figure is copied with its evidence code", command is not None, repr(text)):
            continue
        value = desk.json.loads(desk.run(*shlex.split(command.group(1)), "--json"))["rows"][0][0]
        desk.check("the code gives that very figure", thousand_billion(value) in text, f"{value} / {text}")


def test_note(app):
    focus_mark(app, r"^Thu ngân sách theo đơn vị", r"^Khu vực III\b")
    choose_in_menu(app, r"Annotate|Ghi chú", "g")
    time.sleep(0.7)
    desk.type("hop giao ban")
    desk.press(RETURN)
    noted = desk.wait_for(lambda: desk.find(app, "list item", r"^Khu vực III\b.*hop giao ban"), 15)
    desk.check("a note is pinned to the figure and read with it", noted is not None)


def test_table(app):
    mark = focus_mark(app, r"^Thu ngân sách theo đơn vị", r"^Khu vực II\b")
    desk.press(ord("t"))
    value = thousand_billion(collected("unit=KV02"))
    row = desk.wait_for(lambda: desk.find(app, "list item", rf"^Khu vực II; .*{value}"), 10)
    desk.check("T opens the table, with the same figure", bool(mark and row), value)
    desk.press(ESCAPE)
    time.sleep(0.5)


def test_export(app):
    path = os.path.join(desk.SCRATCH, "exported.csv")
    focus_mark(app, r"^Thu ngân sách theo đơn vị", r"^Khu vực II\b")
    choose_in_menu(app, r"Xuất ra tệp|Export", "x")
    save = desk.wait_for(lambda: desk.find(app, "push button", r"Save|Lưu"), 10)
    if not desk.check("Export opens one dialog", save is not None):
        return
    desk.activate(save)
    time.sleep(1.5)
    desk.press("Ctrl", ord("a"))
    desk.type(os.path.join(desk.SCRATCH, "exported"))
    desk.press(RETURN)
    made = desk.wait_for(lambda: [name for name in os.listdir(desk.SCRATCH) if name.startswith("exported.")], 15)
    desk.check("and the chart is a file", bool(made), path)


def test_state(app):
    desk.press("Alt", HOME)
    focus_mark(app, r"^Thu ngân sách theo đơn vị", r"^Khu vực II\b")
    desk.press(RETURN)
    has_chip(app, r"khu vực II$")
    desk.press("Ctrl", "Shift", ord("c"))
    said = desk.wait_for(lambda: desk.find(app, "label", r"^(Copied|Đã chép): "), 10)
    code = said.get_name().split(": ", 1)[1] if said else ""
    desk.check("Ctrl+Shift+C copies the state code", code == "revenue?unit=KV02", code)
    desk.press("Alt", HOME)
    has_no_chip(app, r"khu vực II$")
    second = subprocess.run([desk.HAIDANG, "open", "--state", code, "--store", desk.STORE],
                            timeout=30 * desk.SLOWNESS, capture_output=True, text=True)
    desk.check("opening it hands over to the window that is there", second.returncode == 0, second.stderr)
    desk.check("which shows it", has_chip(app, r"khu vực II$") is not None)
    desk.press("Alt", LEFT)


def test_windows(app):
    for keys, role, pattern, name in (
            (("Ctrl", ord(",")), "label", r"^(Language|Ngôn ngữ)", "preferences"),
            (("Ctrl", "Shift", ord("/")), "label", r"^(Look deeper|Xem sâu)$", "the shortcuts")):
        desk.press(*keys)
        desk.check(f"keys open {name}", desk.wait_for(lambda: desk.find(app, role, pattern), 10) is not None)
        desk.press(ESCAPE)
        time.sleep(0.6)


def test(app):
    test_drill(app)
    test_find(app)
    test_period(app)
    test_compare(app)
    test_open_in(app)
    test_evidence_code(app)
    test_note(app)
    test_table(app)
    test_export(app)
    test_state(app)
    test_windows(app)


desk.make_store()
desk.walk_program(test, "vi")
desk.done_testing()
