# SPDX-License-Identifier: GPL-3.0-or-later
"""What the server sent, in SQLite: the reports of a run of days, sets of codes, sums of a measure."""

from periods import DAY, MONTH, QUARTER, YEAR, Period

FREQUENCIES = {"D": DAY, "M": MONTH, "Q": QUARTER, "A": YEAR}
TOTAL = "_T"


class Facts:
    def __init__(self, server):
        self.server = server
        self.db = server.db
        self.tables = {}  # (dataset, moment) → table
        self.runs = {}  # table → {TIME_PERIOD: (first, last)}, in order of time
        self.sent = {}  # (table, dimension) → {TIME_PERIOD: codes}
        self.db.execute("CREATE TEMP TABLE asked (slot INTEGER, period TEXT)")

    def dimensions(self, dataset):
        return self.server.datasets[dataset][1]

    def grain(self, dataset):
        return FREQUENCIES[self.server.datasets[dataset][2]["FREQUENCY"]]

    def start(self, dataset):
        return int(self.server.datasets[dataset][2]["MONTH_START_DAY"])

    def is_real(self, dataset, measure):
        return (dataset, measure) in self.server.real

    def table(self, dataset, moment=None):
        """The rows as they are shown now, or as they were at a moment."""
        if (dataset, moment) in self.tables:
            return self.tables[dataset, moment]
        if moment is None:
            name = dataset
            self.server.load(dataset)
        else:
            name = self.load_past(dataset, moment)
        self.db.execute(f'CREATE INDEX "{name} TIME" ON "{name}" (TIME_PERIOD)')
        start = self.start(dataset)
        periods = self.db.execute(f'SELECT DISTINCT TIME_PERIOD FROM "{name}" ORDER BY 1').fetchall()
        self.runs[name] = {text: (period.first, period.last)
                           for text, period in ((text, Period.parse(text, start)) for text, in periods)}
        self.tables[dataset, moment] = name
        return name

    def load_past(self, dataset, moment):
        history = f"{dataset} HISTORY"
        if history not in self.runs:
            self.runs[history] = {}
            self.server.load(dataset, history, "?includeHistory=true")
        key = ", ".join(f'"{name}"' for name in self.dimensions(dataset) + ["TIME_PERIOD"])
        name = f"{dataset} {len(self.tables)}"
        # Of columns beside max(), SQLite takes the row that has the maximum.
        self.db.execute(f'CREATE TABLE "{name}" AS SELECT * FROM (SELECT *, max(EXTRACTED_AT) FROM "{history}" '
                        f'WHERE EXTRACTED_AT <= ? GROUP BY {key}) WHERE ACTION <> \'D\'', (moment,))
        return name

    def codes(self, dataset, dimension):
        """Of the dimension's list, in its order."""
        return list(self.server.lists[self.server.list_of[dataset, dimension]])

    def find_tree(self, dataset, dimension, level=None, year=None):
        """The newest that is of this map and has this level; None without."""
        found = [name for name, tree in self.server.trees.items()
                 if tree.list == self.server.list_of[dataset, dimension]
                 and (year is None or not name.startswith("MAP") or name == f"MAP{year}")
                 and (level is None or level in tree.levels)]
        return self.server.trees[max(found)] if found else None

    def under(self, dataset, dimension, codes):
        """What lies under any of the codes; under each of "KV02&27"."""
        found = set()
        for code in codes:
            parts = [self.server.codes_under(dataset, dimension, [part]) for part in code.split("&")]
            found |= set.intersection(*parts)
        return found

    def parents(self, dataset, dimension):
        """{code: [codes above it]} where the list alone says so, and no tree."""
        members = self.server.lists[self.server.list_of[dataset, dimension]]
        if self.find_tree(dataset, dimension) is not None:
            return {}
        above = {}
        for code in members:
            steps, at = [], members[code].get("parent")
            while at is not None and len(steps) < 32:
                steps.append(at)
                at = members.get(at, {}).get("parent")
            if steps:
                above[code] = steps
        return above

    def durations(self, dataset):
        """The dimension whose codes are classes of durations."""
        return next((name for name in self.dimensions(dataset) if self.server.bounds(dataset, name)), None)

    def bounds(self, dataset):
        return self.server.bounds(dataset, self.durations(dataset))

    def reports(self, dataset, run, is_stock, moment):
        """The reports whose whole period lies in a run of days. Of a stock only the last; within a month, that
        of the month before."""
        if not run:
            return []
        runs = self.runs[self.table(dataset, moment)]
        grain, start = self.grain(dataset), self.start(dataset)
        first, last = run
        if grain != DAY:
            begin = Period.containing(first, grain, start)
            end = Period.containing(last, grain, start)
            first = first if begin.first == first else begin.last + 1
            last = last if end.last == last else end.first - 1
            if is_stock and last < first:
                first = Period.containing(last, grain, start).first
        found = [text for text, its in runs.items() if first <= its[0] and its[1] <= last]
        return found[-1:] if is_stock else found

    def reported(self, dataset, dimension, periods, moment):
        """The codes that the rows of these reports have."""
        table = self.table(dataset, moment)
        if (table, dimension) not in self.sent:
            known = self.sent[table, dimension] = {}
            for text, code in self.db.execute(f'SELECT DISTINCT TIME_PERIOD, "{dimension}" FROM "{table}"'):
                known.setdefault(text, set()).add(code)
        known = self.sent[table, dimension]
        return set().union(*(known.get(text, set()) for text in periods))

    def conditions(self, kept):
        """SQL and its arguments."""
        words, arguments = ["1"], []
        for dimension, codes in kept.items():
            if codes is not None:
                words.append(f'"{dimension}" IN ({", ".join("?" * len(codes))})')
                arguments += sorted(codes)
        return " AND ".join(words), arguments

    def last_day(self, dataset, measure, kept, moment):
        """Of the last report that has the measure; None without any."""
        table = self.table(dataset, moment)
        condition, arguments = self.conditions(kept)
        last = self.db.execute(f'SELECT max(TIME_PERIOD) FROM "{table}" WHERE {condition} AND '
                               f'"{measure}" IS NOT NULL AND OBS_STATUS IS NOT \'M\'', arguments).fetchone()[0]
        return None if last is None else self.runs[table][last][1]

    def add_up(self, dataset, measure, kept, columns, slots, moment):
        """[(slot, *codes, how many are known, their sum)] of {slot: reports}."""
        table = self.table(dataset, moment)
        condition, arguments = self.conditions(kept)
        self.db.execute("DELETE FROM asked")
        self.db.executemany("INSERT INTO asked VALUES (?, ?)",
                            ((slot, text) for slot, texts in slots.items() for text in texts))
        named = "".join(f', "{name}"' for name in columns)
        value = f'CASE WHEN OBS_STATUS IS \'M\' THEN NULL ELSE "{measure}" END'
        return self.db.execute(
            f'SELECT slot{named}, count({value}), sum({value}) FROM asked CROSS JOIN "{table}" '
            f'ON TIME_PERIOD = period WHERE {condition} GROUP BY slot{named}', arguments)
