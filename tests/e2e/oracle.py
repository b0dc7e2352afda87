# SPDX-License-Identifier: GPL-3.0-or-later
"""KPIs computed by SQLite from the CSV that the server sent: nothing is shared with the engine but the
catalogue's own words. Whole years only, so that no rule about parts of periods can hide a fault."""

import datetime
import math


class Oracle:
    def __init__(self, server, catalogue, holidays):
        self.server = server
        self.kpis = {kpi["id"]: kpi for kpi in catalogue["kpis"]}
        self.holidays = {
            day for kinds in holidays["holidays"].values() for days in kinds.values() for day in days
        }
        self.tables = set()
        self.known_totals = {}

    def rows_of(self, dataset):
        if dataset not in self.tables:
            self.server.load(dataset)
            self.server.db.execute(f'CREATE INDEX "{dataset}_TIME" ON "{dataset}" (TIME_PERIOD)')
            self.tables.add(dataset)
        return dataset

    def collecting_days(self, year):
        day, count = datetime.date(year, 1, 1), 0
        while day.year == year:
            count += day.weekday() < 5 and day.isoformat() not in self.holidays
            day += datetime.timedelta(1)
        return count

    def last_period(self, dataset, year):
        query = f'SELECT max(TIME_PERIOD) FROM "{dataset}" WHERE TIME_PERIOD LIKE ?'
        return self.server.db.execute(query, (f"{year}%",)).fetchone()[0]

    def last_whole_years(self, dataset, today):
        """The last two years of the data that are over."""
        query = f'SELECT max(TIME_PERIOD) FROM "{self.rows_of(dataset)}"'
        last = int(self.server.db.execute(query).fetchone()[0][:4])
        last = min(last, int(today[:4]) - 1)
        return last - 1, last

    def totals(self, dataset):
        """Dimensions in which the dataset sends `_T` rows."""
        if dataset not in self.known_totals:
            found = self.known_totals[dataset] = set()
            for dimension in self.server.datasets[dataset][1]:
                query = f'SELECT 1 FROM "{dataset}" WHERE "{dimension}" = ? LIMIT 1'
                if self.server.db.execute(query, ("_T",)).fetchone():
                    found.add(dimension)
        return self.known_totals[dataset]

    def restrict(self, kpi, term, dataset, by, year):
        """SQL conditions and their arguments."""
        conditions, arguments, named = [], [], set(by)
        where = [(key, codes, "IN") for key, codes in term.get("where", {}).items()]
        where += [(key, codes, "NOT IN") for key, codes in term.get("except", {}).items()]
        for key, codes, operator in where:
            dimension = key.upper()
            under = sorted(self.server.codes_under(dataset, dimension, codes))
            if operator == "NOT IN":
                under.append("_T")
            conditions.append(f'"{dimension}" {operator} ({", ".join("?" * len(under))})')
            arguments += under
            named.add(dimension)
        if "max_minutes" in term:
            dimension = self.duration_of(dataset)
            bounds = self.server.bounds(dataset, dimension)
            under = [code for code, (_, upper) in bounds.items() if upper <= term["max_minutes"] + 1e-9]
            conditions.append(f'"{dimension}" IN ({", ".join("?" * len(under))})')
            arguments += under
            named.add(dimension)
        for dimension in self.totals(dataset):
            if dimension not in named:
                conditions.append(f'"{dimension}" = ?')
                arguments.append("_T")
            elif dimension in by and not any(key.upper() == dimension for key, _, _ in where):
                conditions.append(f'"{dimension}" <> ?')
                arguments.append("_T")
        is_stock = term.get("stock") or kpi["kind"] in ("stock", "level")
        if is_stock:
            conditions.append("TIME_PERIOD = ?")
            arguments.append(self.last_period(dataset, year))
        else:
            # Every period of the year, as text, and through the index.
            conditions.append("TIME_PERIOD >= ? AND TIME_PERIOD < ?")
            arguments += [str(year), str(year + 1)]
        return " AND ".join(conditions), arguments

    def duration_of(self, dataset):
        for dimension in self.server.datasets[dataset][1]:
            if self.server.bounds(dataset, dimension):
                return dimension
        return None

    def sum_term(self, kpi, term, by, year, classes=False):
        """{codes: sum} of one term; the key has "*" where the term knows no such dimension."""
        if term.get("collecting_days"):
            return {("*",) * len(by): self.collecting_days(year)}
        dataset = self.rows_of(term.get("dataset", kpi["dataset"]))
        across = [name.upper() for name in term.get("across", [])]
        own = self.server.datasets[dataset][1]
        groups = [name if name in own and name not in across else None for name in by]
        condition, arguments = self.restrict(
            kpi, term, dataset, [name for name in groups if name], year + term.get("shift_years", 0)
        )
        columns = [f'"{name}"' if name else "'*'" for name in groups]
        if classes:
            columns.append(f'"{self.duration_of(dataset)}"')
        what = "count" if term.get("count") else "sum"
        query = f'SELECT {", ".join(columns + ["1"])}, {what}("{term["measure"]}") FROM "{dataset}" ' \
                f'WHERE {condition} AND "{term["measure"]}" IS NOT NULL AND OBS_STATUS <> \'M\' ' \
                f'GROUP BY {", ".join(str(at + 1) for at in range(len(columns) + 1))}'
        return {row[: len(columns)]: row[-1] for row in self.server.db.execute(query, arguments)}

    def find(self, sums, key):
        for known, value in sums.items():
            if all(mine in ("*", its) for mine, its in zip(known, key)):
                return value
        return None

    def sum_side(self, kpi, terms, by, year):
        """{codes: sum} where every term has something."""
        sides = [(-1 if term.get("minus") else 1, self.sum_term(kpi, term, by, year)) for term in terms]
        keys = set().union(*(sums for _, sums in sides))
        totals = {}
        for key in keys:
            values = [(sign, self.find(sums, key)) for sign, sums in sides]
            if all(value is not None for _, value in values):
                totals[key] = sum(sign * value for sign, value in values)
        return totals

    def values(self, kpi_id, by, year):
        """{codes: value} of the KPI by its datasets' own codes."""
        kpi = self.kpis[kpi_id]
        by = [name.upper() for name in by]
        factor = kpi.get("factor", 1)
        if kpi["kind"] == "projection":
            return self.values(kpi["of"], by, year)
        if kpi["kind"] == "percentile":
            return self.percentiles(kpi, by, year)
        above = self.sum_side(kpi, kpi["numerator"], by, year)
        if kpi["kind"] != "ratio":
            return {key: value * factor if factor != 1 else value for key, value in above.items()}
        below = self.sum_side(kpi, kpi["denominator"], by, year)
        found = {}
        for key, value in above.items():
            whole = self.find(below, key)
            if whole:
                found[key] = factor * value / whole
        return found

    def percentiles(self, kpi, by, year):
        counts = {}
        for term in kpi["numerator"]:
            for key, count in self.sum_term(kpi, term, by, year, classes=True).items():
                slot = counts.setdefault(key[:-1], {})
                slot[key[-1]] = slot.get(key[-1], 0) + count
        dataset = kpi["numerator"][0].get("dataset", kpi["dataset"])
        bounds = self.server.bounds(dataset, self.duration_of(dataset))
        return {
            key: kpi.get("factor", 1) * percentile(slot, bounds, kpi["quantile"])
            for key, slot in counts.items() if sum(slot.values()) > 0
        }


def percentile(counts, bounds, quantile):
    wanted, below = quantile * sum(counts.values()), 0
    for code in sorted(counts, key=lambda one: bounds[one][0]):
        lower, upper = bounds[code]
        if counts[code] and below + counts[code] >= wanted:
            share = (wanted - below) / counts[code]
            if math.isinf(upper):
                return lower
            return upper * share if lower <= 0 else math.exp(
                math.log(lower) + share * (math.log(upper) - math.log(lower)))
        below += counts[code]
    return float("nan")
