# SPDX-License-Identifier: GPL-3.0-or-later
"""A machine that keeps two years, with a real warehouse behind it: an older year is fetched while the desktop
runs, and is what it was; when a shard, the server or its word of welcome is away the screen says what is not
whole, and what is kept here stays as it is."""

import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.join(HERE, "..", "e2e")]
import clickhouse  # noqa: E402
import desk  # noqa: E402
from desk import activate, check, find, query, wait_for  # noqa: E402
from engines_settings import set_settings  # noqa: E402
from fake_warehouse import Warehouse  # noqa: E402

KPI = "revenue.collected"
NEWEST = "This year to date"


def of_year(year, *engine):
    return query(KPI, "--from", str(year), "--to", str(year), *engine)[0][0]


def tile(app, value):
    figure = f"{value / 1e12:,.1f}"
    return wait_for(lambda: find(app, "panel", rf"^Revenue.*\b{figure}\b"), 20)


def button(app, name):
    return wait_for(lambda: find(app, "push button", f"^{name}$") or find(app, "toggle button", f"^{name}$"),
                    20)


def open_menu(app, name):
    """The path bar's button and what is inside it have one name; one of them opens the menu."""
    for node in desk.walk(app):
        if node.get_name() == name and node.get_action_iface() and node.get_n_actions():
            activate(node)
            return True
    return False


def choose(app, now, item_name, then):
    """Another time by the path bar's menu, which may be made anew while it is open."""
    for _ in range(4):
        item = wait_for(lambda: open_menu(app, now), 20) and \
            wait_for(lambda: find(app, "menu item", f"^{item_name}$"), 5)
        if item and activate(item) and button(app, then):
            return True
    return False


def bar(app, words):
    return wait_for(lambda: find(app, "panel", words), 20)


def check_fetched(app, url, wanted):
    check("this machine is said to answer", bool(button(app, "This machine")))
    check("nothing is said of what is kept", find(app, "panel", "only in the warehouse") is None)
    check("an old year is chosen", choose(app, NEWEST, "Year 2022", "year 2022"))
    check("its figure is the one that this machine let go of", bool(tile(app, wanted[2022])))
    check("and the warehouse's", of_year(2022, "--engine", url) == wanted[2022])
    check("nothing is missing",
          bool(wait_for(lambda: find(app, "panel", "only in the warehouse") is None, 20)))


def check_away(app, year, before, words, newest):
    """What is away is said where it is missing; what is kept is as it was."""
    check(f"{words}: another year", choose(app, before, f"Year {year}", f"year {year}"))
    said = bar(app, "Figures of 2024 and before are only in the warehouse")
    check(f"{words}: said with what is not whole", bool(bar(app, words)), said and said.get_name())
    check(f"{words}: back to this year", choose(app, f"year {year}", NEWEST, NEWEST))
    check(f"{words}: its figure is as before", bool(tile(app, newest)))


def test_servers(app, shards, wanted, newest):
    """One is lost of two, then both."""
    set_settings(engine="local", warehouse_url=shards.urls[0])
    desk.go_by_key(app, "2", "Revenue")
    check_fetched(app, shards.urls[0], wanted)
    desk.go_by_key(app, "5", "Evidence")
    check("the evidence says since when rows are kept here",
          bool(wait_for(lambda: find(app, "list item", r"kept here from 01/01/2025"), 20)))
    desk.go_by_key(app, "2", "Revenue")
    shards.servers[1].kill()
    shards.servers[1].wait()
    check_away(app, 2023, "year 2022", "A part of the warehouse", newest)
    shards.servers[0].kill()
    shards.servers[0].wait()
    set_settings(engine="local", warehouse_url=shards.urls[0], warehouse_timeout=20)
    check_away(app, 2021, NEWEST, "cannot be reached", newest)


def test_gateway(app, newest):
    fake = Warehouse()
    try:
        set_settings(engine="local", warehouse_url=fake.url)
        check_away(app, 2022, NEWEST, "refuses the user, the password or the token", newest)
        fake.mode = "slow"
        set_settings(engine="local", warehouse_url=fake.url, warehouse_database="slow")
        check_away(app, 2023, NEWEST, "is slow to answer", newest)
    finally:
        fake.close()


def main():
    if clickhouse.find() is None:
        print("1..0 # SKIP clickhouse-server is not installed")
        return
    desk.make_store()
    wanted = {year: of_year(year) for year in (2021, 2022, 2023)}
    shards = clickhouse.Shards(2)
    try:
        desk.run("warehouse", "load", *[word for url in shards.urls for word in ("--url", url)],
                 "--cluster", clickhouse.CLUSTER)
        desk.run("retain", "REVENUE", "--years", "1")
        check("the year is not kept", of_year(2022) is None)
        # Loading from what is left must not lose what is only there.
        desk.run("warehouse", "load", *[word for url in shards.urls for word in ("--url", url)],
                 "--cluster", clickhouse.CLUSTER)
        newest = query(KPI)[0][0]
        set_settings(engine="local")

        def test(app):
            test_servers(app, shards, wanted, newest)
            test_gateway(app, newest)

        desk.walk_program(test, "en", GSETTINGS_BACKEND="keyfile")
    finally:
        shards.close()
    desk.done_testing()


main()
