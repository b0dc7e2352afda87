# SPDX-License-Identifier: GPL-3.0-or-later
"""Which engine answers, as a person meets it: a warehouse that is away, refuses, is slow, has lost a part or
holds nothing is told in words with what to do, and the figures stay those of this machine. Where ClickHouse
is installed, two real shards answer, and one is killed."""

import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.join(HERE, "..", "e2e")]
import clickhouse  # noqa: E402
import desk  # noqa: E402
from desk import check, find, query, wait_for  # noqa: E402
from engines_settings import set_settings  # noqa: E402
from fake_warehouse import Warehouse  # noqa: E402

NOWHERE = "http://127.0.0.1:9"  # the discard port, where nobody listens


def chip(app, name):
    return wait_for(lambda: find(app, "push button", f"^{name}$")
                    or find(app, "toggle button", f"^{name}$"), 20)


def bar(app, words):
    return wait_for(lambda: find(app, "panel", words), 20)


def check_figures(app, when):
    """The first tile is the figure that this machine knows."""
    figure = f"{query('revenue.collected')[0][0] / 1e12:,.1f}"
    tile = wait_for(lambda: find(app, "panel", rf"^Revenue.*\b{figure}\b"), 20)
    check(f"{when}: the figures are shown", tile is not None, figure)


def check_problem(app, what, words):
    check(f"{what}: said in words, with what to do", bool(bar(app, words)))
    check(f"{what}: the path says who answers",
          bool(chip(app, "This machine, not warehouse 127.0.0.1")))
    check_figures(app, what)


def test_local(app):
    check("this machine answers", bool(chip(app, "This machine")))
    check("there is nothing to say", find(app, "panel", "warehouse") is None)
    check_figures(app, "this machine")


def test_problems(app, fake):
    set_settings(engine="warehouse", warehouse_url=NOWHERE)
    check_problem(app, "away", "cannot be reached: look at the network")
    for mode, words in (("refused", "refuses the user, the password or the token: correct"),
                        ("shard", "A part of the warehouse .* tell its administrator"),
                        ("empty", "holds no figures yet"),
                        ("full", "could not answer the question"),
                        ("cut", "broke off or cannot be read: try again")):
        fake.mode = mode
        # Another database name each time, so that the program connects anew.
        set_settings(engine="warehouse", warehouse_url=fake.url, warehouse_database=f"of_{mode}")
        check_problem(app, mode, words)
    set_settings(engine="warehouse", warehouse_url="nonsense")
    check("no address: said in words", bool(bar(app, "“nonsense” is no address of a warehouse")))
    set_settings(engine="warehouse", warehouse_url=fake.url,
                 warehouse_token_file=os.path.join(desk.SCRATCH, "no-such-file"))
    check("no token file: said in words", bool(bar(app, "settings of the warehouse .* cannot be used")))


def test_slow(app, fake):
    fake.mode = "slow"
    set_settings(engine="warehouse", warehouse_url=fake.url, warehouse_timeout=12)
    check("slow: said while it is waited for", bool(bar(app, "is slow to answer")))
    check_figures(app, "slow")
    check_problem(app, "out of time", "did not answer in time: try again later")


def test_again(app, fake):
    fake.mode = "refused"
    desk.press("Alt", ord("t"))
    check("tried again: the new reason", bool(bar(app, "refuses the user")))
    desk.press("Alt", ord("h"))
    check("this machine from now on", bool(chip(app, "This machine")))
    check("the bar is gone", bool(wait_for(lambda: find(app, "panel", "refuses") is None, 20)))
    asked = fake.asked
    check("another screen", bool(desk.go_by_key(app, "1", "This Morning")))
    check_figures(app, "the next screen")
    check("the warehouse is left alone", fake.asked == asked, f"{fake.asked} {asked}")


def on_evidence(app, fact):
    return bool(wait_for(lambda: find(app, "list item", f"^{fact}"), 20))


def test_evidence(app):
    """The screen that says where figures come from follows, while it is looked at."""
    set_settings(engine="local")
    desk.go_by_key(app, "5", "Evidence")
    check("evidence: this machine answers", on_evidence(app, "Figures come from: This machine$"))
    check("evidence: all is well", on_evidence(app, "How it stands: All is as it should be"))
    set_settings(engine="warehouse", warehouse_url=NOWHERE)
    check("evidence: not the warehouse",
          on_evidence(app, "Figures come from: This machine, not warehouse 127.0.0.1$"))
    check("evidence: what is wrong, and what to do",
          on_evidence(app, "How it stands: The warehouse 127.0.0.1 cannot be reached: look at the network"))
    set_settings(engine="local")
    check("evidence: this machine again", on_evidence(app, "Figures come from: This machine$"))
    desk.go_by_key(app, "1", "This Morning")


def test_shards(app):
    """Two real servers; one is killed in the middle."""
    shards = clickhouse.Shards(2)
    try:
        desk.run("warehouse", "load", *[word for url in shards.urls for word in ("--url", url)],
                 "--cluster", clickhouse.CLUSTER)
        set_settings(engine="warehouse", warehouse_url=shards.urls[0])
        check("two shards: the warehouse answers", bool(chip(app, "Warehouse 127.0.0.1")))
        check_figures(app, "two shards")
        desk.go_by_key(app, "5", "Evidence")
        check("two shards: the evidence says so", on_evidence(app, "Figures come from: Warehouse 127.0.0.1$"))
        shards.servers[1].kill()
        shards.servers[1].wait()
        desk.go_by_key(app, "3", "Clearance")
        said = bar(app, "The figures shown are those of this machine")
        check("a shard is lost: said in words", said and "A part of the warehouse" in said.get_name(),
              said and said.get_name())
        desk.go_by_key(app, "2", "Revenue")
        check_figures(app, "a shard is lost")
        check("a shard is lost: the path says who answers",
              bool(chip(app, "This machine, not warehouse 127.0.0.1")))
    finally:
        shards.close()


def test(app):
    fake = Warehouse()
    try:
        test_local(app)
        test_problems(app, fake)
        test_slow(app, fake)
        test_again(app, fake)
        test_evidence(app)
    finally:
        fake.close()
    if clickhouse.find() is not None:
        test_shards(app)
    else:
        print("# clickhouse-server is not installed: no real shards")


desk.make_store()
set_settings(engine="local")
desk.walk_program(test, "en", GSETTINGS_BACKEND="keyfile")
desk.done_testing()
