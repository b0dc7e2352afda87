#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""haidang query against SQLite, through a real server: every KPI of the catalogue by every dimension of its
own, both maps, the published anchors, and refusals. Prints TAP.

test-engine.py HAIDANG HAIDANG-CENTRAL SOURCE-DIR [SCALE]"""

import csv
import json
import math
import os
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
from oracle import Oracle
from sdmx import Server

TODAY = "2026-11-22"
MONEY_UNIT = 10**9  # anchors are in billions of đồng

n_compared = 0  # figures held against SQLite's


class Chain:
    """A server, and a store synced from it."""

    def __init__(self, haidang, central, source, scale):
        self.haidang = haidang
        self.source = source
        self.dir = tempfile.TemporaryDirectory()
        self.store = os.path.join(self.dir.name, "store")
        self.server = subprocess.Popen(
            [central, "--listen", "127.0.0.1:0", "--scale", scale, "--today", TODAY],
            stdout=subprocess.PIPE, text=True)
        self.base = self.server.stdout.readline().strip()
        self.run("sync", "--from", self.base)

    def run(self, *arguments):
        return subprocess.run([self.haidang, "--store", self.store, *arguments],
                              capture_output=True, text=True, check=True).stdout

    def try_query(self, *arguments):
        done = subprocess.run([self.haidang, "--store", self.store, "query", *arguments, "--json"],
                              capture_output=True, text=True)
        if done.returncode != 0:
            return None, done.stderr.strip()
        return json.loads(done.stdout), None

    def query(self, *arguments):
        answer, error = self.try_query(*arguments)
        if error is not None:
            raise AssertionError(f"query {' '.join(arguments)}: {error}")
        return answer

    def close(self):
        self.server.terminate()
        self.server.wait()
        self.dir.cleanup()


def same(found, wanted):
    if found is None or wanted is None:
        return found is None and wanted is None
    if isinstance(wanted, int):
        return found == wanted
    return math.isclose(found, wanted, rel_tol=1e-9, abs_tol=1e-9)


def compare(answer, wanted, what):
    """Lines of difference between an answer's rows and {codes: value}."""
    global n_compared
    faults = []
    n_compared += len(wanted)
    rows = {tuple(row[:-1]): row[-1] for row in answer["rows"]}
    for key, value in wanted.items():
        if not same(rows.get(key), value):
            faults.append(f"{what} {','.join(key)}: {rows.get(key)} but SQLite says {value}")
    for key, value in rows.items():
        if value is not None and key not in wanted and not (value == 0 and key):
            faults.append(f"{what} {','.join(key)}: {value} but SQLite has nothing")
    return faults


def check_group(chain, oracle, kpis, by, year):
    """Several KPIs of one dataset in one query, over a whole year."""
    options = ["--by", by[0]] if by else []
    ids = ",".join(kpi["id"] for kpi in kpis)
    answer, error = chain.try_query(ids, *options, "--from", str(year), "--to", str(year))
    if error is not None:
        return [f"{ids} by {by} {year}: {error}"]
    faults = []
    for at, kpi in enumerate(kpis, len(by)):
        rows = [row[: len(by)] + [row[at]] for row in answer["rows"]]
        what = f"{kpi['id']} by {by[0] if by else 'nothing'} {year}"
        faults += compare({"rows": rows}, oracle.values(kpi["id"], by, year), what)[:3]
    return faults


def test_every_kpi(chain, oracle):
    faults, datasets = [], {}
    for kpi in oracle.kpis.values():
        if chain.try_query(kpi["id"])[1] is not None:
            faults.append(f"{kpi['id']}: {chain.try_query(kpi['id'])[1]}")
        datasets.setdefault(kpi["dataset"], []).append(kpi)
    for dataset, kpis in datasets.items():
        names = {name for kpi in kpis for name in kpi["dimensions"] if name != "time"}
        for year in oracle.last_whole_years(dataset, TODAY):
            faults += check_group(chain, oracle, kpis, [], year)
            for name in sorted(names):
                having = [kpi for kpi in kpis if name in kpi["dimensions"]]
                faults += check_group(chain, oracle, having, [name], year)
    print(f"# {n_compared} figures of {len(oracle.kpis)} KPIs compared")
    return faults


def sum_by_year(answer, n_dimensions):
    """{(column, year): sum} of an answer whose first column is time."""
    sums = {}
    for row in answer["rows"]:
        for column, value in zip(answer["columns"][n_dimensions:], row[n_dimensions:]):
            if value is not None:
                key = column["id"], row[0]
                sums[key] = sums.get(key, 0) + value
    return sums


def test_both_maps(chain, oracle):
    """The nation is equal under both maps, for every KPI that adds up over units, in every year."""
    faults, datasets = [], {}
    for kpi in oracle.kpis.values():
        if kpi["kind"] in ("sum", "stock") and "unit" in kpi["dimensions"]:
            datasets.setdefault(kpi["dataset"], []).append(kpi["id"])
    for kpis in datasets.values():
        options = [",".join(kpis), "--grain", "year", "--by"]
        nation = sum_by_year(chain.query(*options, "time"), 1)
        for level, year_map in (("region", "2025"), ("department", "2024"), ("office", "2025")):
            parts = sum_by_year(chain.query(*options, f"time,unit:{level}", "--map", year_map), 2)
            faults += [f"{key}: {parts.get(key)} by {level}, nation {nation.get(key)}"
                       for key in nation.keys() | parts.keys() if parts.get(key) != nation.get(key)]
    print(f"# {sum(map(len, datasets.values()))} KPIs on both maps")
    return faults


def test_anchors(chain, oracle):
    faults, count = [], 0
    for path, _, names in os.walk(os.path.join(chain.source, "resources")):
        if "revenue_ytd_anchors.csv" not in names:
            continue
        with open(os.path.join(path, "revenue_ytd_anchors.csv"), encoding="utf-8") as file:
            for row in csv.DictReader(file):
                month, wanted = row["to_end_of_month"], int(row["ytd_bn_vnd"]) * MONEY_UNIT
                found = chain.query("revenue.collected", "--from", month[:4], "--to", month)["rows"]
                count += 1
                if found[0][0] != wanted:
                    faults.append(f"revenue to {month}: {found[0][0]}, published {wanted}")
    if count != 49:
        faults.append(f"{count} anchors were found, not 49")
    return faults


def known_at(server, dataset, measure, condition, time):
    """{month: sum} of what the source had said by `time`, from every version that it ever sent."""
    table = f"{dataset}_HISTORY"
    if not server.db.execute("SELECT 1 FROM sqlite_master WHERE name = ?", (table,)).fetchone():
        server.load(dataset, table, "?includeHistory=true")
    key = ", ".join(f'"{name}"' for name in server.datasets[dataset][1] + ["TIME_PERIOD"])
    # Of columns beside max(), SQLite takes the row that has the maximum.
    versions = f'SELECT {key}, "{measure}" AS value, max(EXTRACTED_AT) FROM "{table}" ' \
               f'WHERE EXTRACTED_AT <= ? AND {condition} GROUP BY {key}'
    query = f"SELECT substr(TIME_PERIOD, 1, 7), sum(value) FROM ({versions}) GROUP BY 1"
    return dict(server.db.execute(query, (time,)).fetchall())


def test_vintages(chain, oracle):
    """What was known when: first estimates against revised ones, and restated revenue."""
    faults, revised = [], 0
    for kpi, dataset, measure, condition in (
        ("trade.imports", "TRADE", "VALUE_MUSD", "FLOW = 'NK' AND COMMODITY = '_T' AND PARTNER = '_T'"),
        ("revenue.collected", "REVENUE", "COLLECTED", "1"),
    ):
        latest = known_at(oracle.server, dataset, measure, condition, "9999")
        for year, month in ((2019, 3), (2022, 7), (2023, 2), (2024, 12), (2025, 6), (2026, 2)):
            time = f"{year}-{month:02}-15T12:00:00+07:00"
            known = known_at(oracle.server, dataset, measure, condition, time)
            answer = chain.query(kpi, "--by", "time", "--from", str(year - 1), "--to", str(year),
                                 "--as-of", time)
            for period, value in answer["rows"]:
                revised += known.get(period) != latest.get(period)
                if not same(value, known.get(period)):
                    faults.append(f"{kpi} {period} as of {time}: {value}, SQLite says {known.get(period)}")
            if not any(row[1] is not None for row in answer["rows"]):
                faults.append(f"{kpi} as of {time}: nothing was known")
    if revised == 0:
        faults.append("no figure was ever restated: this test shows nothing")
    print(f"# {revised} figures were another at the time")
    return faults


def test_top_and_rest(chain, oracle):
    faults = []
    for by in ("unit", "unit:region", "hs", "tax", "hs:section"):
        answer = chain.query("revenue.collected", "--by", by, "--top", "3", "--from", "2025",
                             "--to", "2025")
        total = chain.query("revenue.collected", "--from", "2025", "--to", "2025")["rows"][0][0]
        if sum(row[1] for row in answer["rows"]) != total or answer["rows"][-1][0] != "_REST":
            faults.append(f"top 3 by {by} and the rest do not sum to {total}")
    return faults


def test_refusals(chain, oracle):
    faults = []
    for arguments, word in (
        (["revenue.colected"], "revenue.collected"),
        (["revenue.collected", "--by", "lane"], "tax"),
        (["revenue.collected", "--where", "unit=02C1X"], "02"),
        (["violations.cases", "--by", "time", "--grain", "day"], "month"),
        (["violations.cases", "--calendar", "civil"], "15"),
        (["revenue.collected", "--by", "tax", "--compare", "plan:DU_TOAN"], "tax"),
    ):
        answer, error = chain.try_query(*arguments)
        if error is None or word not in error or "\n" in error:
            faults.append(f"{' '.join(arguments)}: {error or answer}")
    return faults


TESTS = [test_every_kpi, test_both_maps, test_anchors, test_vintages, test_top_and_rest, test_refusals]


def main(haidang, central, source, scale="small"):
    catalogue = os.path.join(source, "resources", "catalog")
    with open(os.path.join(catalogue, "kpis.json"), encoding="utf-8") as file:
        kpis = json.load(file)
    with open(os.path.join(catalogue, "holidays.json"), encoding="utf-8") as file:
        holidays = json.load(file)
    chain = Chain(haidang, central, source, scale)
    failed = False
    try:
        oracle = Oracle(Server(chain.base), kpis, holidays)
        print(f"1..{len(TESTS)}")
        for number, test in enumerate(TESTS, 1):
            faults = test(chain, oracle)
            failed |= bool(faults)
            for fault in faults[:40]:
                print(f"# {fault}")
            print(f"{'not ok' if faults else 'ok'} {number} /e2e/engine/{test.__name__[5:]}", flush=True)
    finally:
        chain.close()
    return failed


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
