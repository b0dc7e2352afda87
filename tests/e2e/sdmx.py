# SPDX-License-Identifier: GPL-3.0-or-later
"""What tests need of SDMX, written apart from the program: a server's structures and CSV, in SQLite."""

import csv
import io
import json
import sqlite3
import urllib.request

STRUCTURE_JSON = "application/vnd.sdmx.structure+json;version=2.0.0"
DATA_CSV = "application/vnd.sdmx.data+csv;version=2.0.0"
NOT_COMPONENTS = ("STRUCTURE", "STRUCTURE_ID", "ACTION")


def fetch(url, accept):
    request = urllib.request.Request(url, headers={"Accept": accept})
    with urllib.request.urlopen(request, timeout=120) as answer:
        return answer.read().decode("utf-8")


def last_part(urn):
    return urn.rsplit(").", 1)[-1]


def last_list(urn):
    """Of "…Code=HD:CL_UNIT(1.0.0).VN": CL_UNIT."""
    return urn.split(":")[-1].split("(")[0]


class Tree:
    """A hierarchy: the code list that it is over, its levels from the top, and {code: [(code, level) from the
    top down to itself]}."""

    def __init__(self, said):
        self.list = last_list(said["hierarchicalCodes"][0]["code"])
        self.levels, self.paths = [], {}
        level = said.get("level")
        while level:
            self.levels.append(level["id"])
            level = level.get("level")
        self.walk(said["hierarchicalCodes"], [])

    def walk(self, codes, above):
        for code in codes:
            name = last_part(code["code"])
            self.paths[name] = above + [(name, code.get("level"))]
            self.walk(code.get("hierarchicalCodes", []), self.paths[name])

    def at_level(self, code, level):
        """The code's ancestor there; what has none stands for itself."""
        return next((step for step, its in self.paths.get(code, ()) if its == level), code)


class Server:
    """The structures of every agency, and one table a dataset."""

    def __init__(self, base):
        self.base = base
        self.lists = {}  # code list → {code: code object}
        self.datasets = {}  # dataset → (agency, dimensions, annotations)
        self.list_of = {}  # (dataset, dimension) → code list
        self.real = set()  # (dataset, measure) of real numbers
        self.trees = {}  # hierarchy → Tree
        self.db = sqlite3.connect(":memory:", check_same_thread=False)
        self.read_structures()

    def read_structures(self):
        url = f"{self.base}/structure/dataflow/*/*/+?references=all"
        data = json.loads(fetch(url, STRUCTURE_JSON))["data"]
        for code_list in data.get("codelists", []):
            self.lists[code_list["id"]] = {code["id"]: code for code in code_list["codes"]}
        for tree in data.get("hierarchies", []):
            self.trees[tree["id"]] = Tree(tree)
        structures = {one["id"]: one for one in data["dataStructures"]}
        for flow in data["dataflows"]:
            urn = flow["structure"]
            structure = structures[urn.split(":")[-1].split("(")[0]]
            components = structure["dataStructureComponents"]
            names = []
            for dimension in components["dimensionList"]["dimensions"]:
                names.append(dimension["id"])
                enumeration = dimension.get("localRepresentation", {}).get("enumeration", "")
                self.list_of[flow["id"], dimension["id"]] = enumeration.split(":")[-1].split("(")[0]
            for measure in components["measureList"]["measures"]:
                if measure["localRepresentation"]["format"]["textType"] in ("Double", "Float", "Decimal"):
                    self.real.add((flow["id"], measure["id"]))
            notes = {note["id"]: note.get("value") for note in structure.get("annotations", [])}
            self.datasets[flow["id"]] = (flow["agencyID"], names, notes)

    def load(self, dataset, table=None, options=""):
        """Fills a table, of the dataset's name by default, with the rows that the server sends: text and
        exact integers. Of history, what was done with each row too."""
        agency = self.datasets[dataset][0]
        text = fetch(f"{self.base}/data/dataflow/{agency}/{dataset}/+/*{options}", DATA_CSV)
        rows = csv.reader(io.StringIO(text))
        header = next(rows)
        keep = [at for at, name in enumerate(header)
                if name not in NOT_COMPONENTS or (name == "ACTION" and "includeHistory" in options)]
        dimensions = self.datasets[dataset][1] + ["TIME_PERIOD", "OBS_STATUS", "EXTRACTED_AT", "ACTION"]
        columns = [f'"{header[at]}" {"TEXT" if header[at] in dimensions else "NUMERIC"}' for at in keep]
        self.db.execute(f'CREATE TABLE "{table or dataset}" ({", ".join(columns)})')
        marks = ", ".join("?" * len(keep))
        empty = {"": None, "NaN": None, "#N/A": None}
        self.db.executemany(
            f'INSERT INTO "{table or dataset}" VALUES ({marks})',
            ([empty.get(row[at], row[at]) for at in keep] for row in rows),
        )

    def codes_under(self, dataset, dimension, codes):
        """`codes` and all below them, by hierarchy or by the list's own parents."""
        name = self.list_of[dataset, dimension]
        members = self.lists[name]
        found = set()
        for code in members:
            at, depth = code, 0
            while at is not None and depth < 32:
                if at in codes:
                    found.add(code)
                at, depth = members.get(at, {}).get("parent"), depth + 1
            for tree in self.trees.values():
                if tree.list == name and any(step in codes for step, _ in tree.paths.get(code, ())):
                    found.add(code)
        return found

    def bounds(self, dataset, dimension):
        """Duration classes: {code: (lower, upper)}; empty when they are none."""
        found = {}
        for code, info in self.lists.get(self.list_of[dataset, dimension], {}).items():
            notes = {note["id"]: note.get("value") for note in info.get("annotations", [])}
            if "LOWER" in notes:
                found[code] = (float(notes["LOWER"]), float(notes.get("UPPER", "inf")))
        return found
