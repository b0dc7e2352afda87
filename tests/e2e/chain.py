# SPDX-License-Identifier: GPL-3.0-or-later
"""A server, a store synced from it, what it answers, and how that is held against other figures."""

import json
import math
import os
import subprocess
import tempfile

import clickhouse
import embedded

SOURCE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
TODAY = "2026-11-22"


def read_catalogue(name):
    with open(os.path.join(SOURCE, "resources", "catalog", name), encoding="utf-8") as file:
        return json.load(file)


def has_warehouse(kind):
    """Of so many servers of this machine's ClickHouse, or "today"'s."""
    return embedded.find() is not None if kind == "today" else clickhouse.find() is not None


def start_warehouse(kind):
    return embedded.Embedded() if kind == "today" else clickhouse.Shards(int(kind))


class Chain:
    """A server, and a store synced from it."""

    def __init__(self, programs, scale):
        self.haidang = os.path.join(programs, "haidang")
        self.dir = tempfile.TemporaryDirectory()
        self.store = os.path.join(self.dir.name, "store")
        self.warehouses = []
        self.engine = []
        self.server = subprocess.Popen(
            [os.path.join(programs, "haidang-central"), "--listen", "127.0.0.1:0", "--scale", scale,
             "--today", TODAY], stdout=subprocess.PIPE, text=True)
        self.base = self.server.stdout.readline().strip()
        self.run("sync", "--from", self.base)

    def load_warehouse(self, shards):
        """Fills it from the store; what a query is given to ask it."""
        self.warehouses.append(shards)
        places = [word for url in shards.urls for word in ("--url", url)]
        cluster = ["--cluster", clickhouse.CLUSTER] if len(shards.urls) > 1 else []
        self.run("warehouse", "load", *places, *cluster)
        return ["--engine", shards.urls[0]]

    def run(self, *arguments):
        return subprocess.run([self.haidang, "--store", self.store, *arguments],
                              capture_output=True, text=True, check=True).stdout

    def try_query(self, *arguments, engine=None):
        """The answer and None, or None and what is wrong."""
        engine = self.engine if engine is None else engine
        done = subprocess.run([self.haidang, "--store", self.store, "query", *arguments, *engine, "--json"],
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
        for shards in self.warehouses:
            shards.close()
        self.server.terminate()
        self.server.wait()
        self.dir.cleanup()


def same(found, wanted, size=0):
    """Integers to the last digit; real numbers but for the order of adding, of a difference by the size of
    what it is between. What is missing is not zero."""
    if found is None or wanted is None:
        return found is None and wanted is None
    if isinstance(wanted, int):
        return found == wanted
    return math.isclose(found, wanted, rel_tol=1e-9, abs_tol=1e-9 + 1e-12 * size)


def compare(answer, wanted, n_keys, what):
    """Lines of difference between an answer and the rows that are wanted: the same rows in the same order, the
    same cells. A wanted cell is a value or (value, size)."""
    found = {tuple(row[:n_keys]): row[n_keys:] for row in answer["rows"]}
    columns = [column["id"] for column in answer["columns"][n_keys:]]
    faults = []
    for key, cells in wanted:
        if key not in found:
            faults.append(f"{what} {','.join(key)}: no row, but SQLite has {cells}")
            continue
        if len(cells) != len(columns):
            faults.append(f"{what}: {len(columns)} columns, not {len(cells)}")
            break
        for column, mine, cell in zip(columns, found[key], cells):
            value, size = cell if isinstance(cell, tuple) else (cell, 0)
            if not same(mine, value, size):
                faults.append(f"{what} {','.join(key)} {column}: {mine} but SQLite says {value}")
    known = {key for key, _ in wanted}
    faults += [f"{what} {','.join(key)}: {cells} but SQLite has no such row"
               for key, cells in found.items() if key not in known]
    order = [tuple(row[:n_keys]) for row in answer["rows"]]
    if not faults and order != [key for key, _ in wanted]:
        faults.append(f"{what}: the rows are in another order: {order[:8]}, not "
                      f"{[key for key, _ in wanted][:8]}")
    return faults
