# SPDX-License-Identifier: GPL-3.0-or-later
"""One term of a KPI: what SQLite adds up for each slot and group, and its total over any set of them."""

import math
from dataclasses import dataclass

import periods
from facts import TOTAL
from periods import YEAR, Period


@dataclass
class Total:
    known: int = 0  # observations with a value
    sum: float = 0
    was_reported: bool = False

    def add(self, known, value):
        self.known += known
        self.sum += value or 0
        self.was_reported = True


class Sums:
    def __init__(self, answer, kpi, term, runs, extra=None):
        """runs: {(is_base, slot): days}."""
        self.answer, self.term, self.facts = answer, term, answer.facts
        self.is_days = term.get("collecting_days", False)
        self.is_stock = term.get("stock", False) or kpi["kind"] in ("stock", "level")
        self.is_annual = answer.oracle.is_annual(term, kpi["dataset"])
        self.runs = {key: self.own_run(run) for key, run in runs.items()}
        self.cells = {}  # (is_base, slot) → {codes: {class: Total}}
        if self.is_days:
            self.columns = [None] * len(answer.axes)
            return
        self.dataset = term.get("dataset", kpi["dataset"])
        own = self.facts.dimensions(self.dataset)
        across = {name.upper() for name in term.get("across", [])}
        self.columns = [axis.name if axis.name in own and axis.name not in across else None
                        for axis in answer.axes]
        self.duration = self.facts.durations(self.dataset) if kpi["kind"] == "percentile" else None
        self.kept = self.keep(kpi, own, across)
        if runs:
            self.add_up()

    @classmethod
    def of_plan(cls, answer, runs):
        """A plan, row by row along the collecting days of its year."""
        kpi = answer.oracle.kpis["plan.amount"]
        term = dict(kpi["numerator"][0])
        term["where"] = {"plan": [answer.question.compare.split(":")[1]]}
        self = cls(answer, kpi, term, {})
        table = self.facts.table(self.dataset, answer.question.as_of)
        condition, arguments = self.facts.conditions(self.kept)
        named = ", ".join(f'"{name}"' for name in ["TIME_PERIOD"] + self.columns)
        rows = self.facts.db.execute(
            f'SELECT {named}, "{term["measure"]}" FROM "{table}" WHERE {condition} AND '
            f'"{term["measure"]}" IS NOT NULL AND OBS_STATUS IS NOT \'M\'', arguments).fetchall()
        for text, *codes, amount in rows:
            year = Period.parse(text, self.facts.start(self.dataset))
            for key, run in runs.items():
                if run and run[0] <= year.last and run[1] >= year.first:
                    self.at(key, codes, None).add(1, answer.oracle.calendar.planned(amount, year, run))
        self.runs = runs
        self.is_annual = False
        return self

    def own_run(self, run):
        """The days that the term wants where the question's are `run`."""
        answer, term = self.answer, self.term
        if term.get("shift_years"):
            run = periods.years_later(run, term["shift_years"], answer.start)
        if run and term.get("trailing_12"):
            run = periods.years_later((run[1], run[1]), -1, answer.start)[1] + 1, run[1]
        if run and self.is_annual:
            run = Period.containing(run[0], YEAR, 1).first, Period.containing(run[1], YEAR, 1).last
        return run

    def keep(self, kpi, own, across):
        """{dimension: codes that count}; what has no entry counts whatever it is."""
        kept, term = {}, self.term

        def narrow(dimension, codes):
            kept[dimension] = codes & kept.get(dimension, codes)

        if "max_minutes" in term:
            narrow(self.facts.durations(self.dataset),
                   {code for code, (_, upper) in self.facts.bounds(self.dataset).items()
                    if upper <= term["max_minutes"] * (1 + 1e-12)})
        for name, codes in term.get("where", {}).items():
            narrow(name.upper(), self.facts.under(self.dataset, name.upper(), codes))
        for name, codes in term.get("except", {}).items():
            every = set(self.facts.codes(self.dataset, name.upper())) - {TOTAL}
            narrow(name.upper(), every - self.facts.under(self.dataset, name.upper(), codes))
        for name, codes in self.answer.question.where:
            if name.upper() in own and name.upper() not in across:
                narrow(name.upper(), self.facts.under(self.dataset, name.upper(), codes))
        for name in filter(None, self.columns):
            if name not in kept:
                narrow(name, set(self.facts.codes(self.dataset, name)) - {TOTAL})
        return kept

    def settle_totals(self, reports):
        """Totals that stand in a dimension are never added to their parts."""
        moment = self.answer.question.as_of
        for name in self.facts.dimensions(self.dataset):
            if name in self.columns or name == self.duration:
                continue
            codes = self.facts.codes(self.dataset, name)
            above = self.facts.parents(self.dataset, name)
            if TOTAL not in codes and not above:
                continue
            reported = self.facts.reported(self.dataset, name, reports, moment)
            if name not in self.kept and TOTAL in reported:
                self.kept[name] = {TOTAL}
            wanted = self.kept.get(name, set(codes))
            self.kept[name] = {code for code in wanted
                               if not any(one in wanted and one in reported for one in above.get(code, ()))}

    def add_up(self):
        moment = self.answer.question.as_of
        slots = {key: self.facts.reports(self.dataset, run, self.is_stock, moment)
                 for key, run in self.runs.items()}
        self.settle_totals({text for texts in slots.values() for text in texts})
        keys = list(slots)
        columns = [name for name in self.columns if name] + ([self.duration] if self.duration else [])
        for at, *codes, known, value in self.facts.add_up(
                self.dataset, self.term["measure"], self.kept, columns,
                {number: slots[key] for number, key in enumerate(keys)}, moment):
            found = self.at(keys[at], codes, codes.pop() if self.duration else None)
            found.add(known, known if self.term.get("count") else value)

    def at(self, key, codes, duration):
        """The total of a group; None stands for a dimension that the dataset has not."""
        codes = iter(codes)
        groups = tuple(axis.group(next(codes)) if name else None
                       for axis, name in zip(self.answer.axes, self.columns))
        return self.cells.setdefault(key, {}).setdefault(groups, {}).setdefault(duration, Total())

    def members(self):
        """The groups that it has rows of, where it knows all their dimensions."""
        if None in self.columns:
            return set()
        return {(slot, codes) for (_, slot), groups in self.cells.items() for codes in groups}

    def distinct(self, members, is_base):
        """What of the members has to be added: what several share once, and of several slots the last where
        time is not added over, the year once where it is of whole years."""
        slots = {slot for slot, _ in members}
        if self.is_stock or self.term.get("trailing_12"):
            slots = {max(slots)}
        elif not self.is_days and self.is_annual:
            slots = set({self.runs.get((is_base, slot)): slot for slot in sorted(slots)}.values())
        return {((is_base, slot), tuple(code if name else None for code, name in zip(codes, self.columns)))
                for slot, codes in members if slot in slots}

    def total(self, members, is_base):
        total = Total()
        if self.is_days:
            for key in {key for key, _ in self.distinct(members, is_base)}:
                run = self.runs[key]
                days = self.answer.oracle.calendar.collecting_days(*run) if run else 0
                total.add(days, days)
            return total
        for key, codes in self.distinct(members, is_base):
            for found in self.cells.get(key, {}).get(codes, {}).values():
                total.add(found.known, found.sum)
        if self.facts.is_real(self.dataset, self.term["measure"]) and not self.term.get("count"):
            total.sum = float(total.sum)
        return total

    def classes(self, members, is_base):
        """{duration: count}."""
        counts = {}
        for key, codes in self.distinct(members, is_base):
            for code, found in self.cells.get(key, {}).get(codes, {}).items():
                counts[code] = counts.get(code, 0) + found.sum
        return counts

    def is_part_of(self, whole):
        """Does it count nothing that `whole` does not?"""
        return (not self.is_days and not whole.is_days and self.dataset == whole.dataset
                and self.is_stock == whole.is_stock
                and all(self.term.get(key) == whole.term.get(key) for key in ("shift_years", "trailing_12"))
                and all(name in self.kept and self.kept[name] <= codes for name, codes in whole.kept.items()
                        if codes != set(self.facts.codes(whole.dataset, name))))


def percentile(counts, bounds, quantile):
    """From counts by class, on a logarithmic scale within one; None where nothing is counted."""
    wanted, below = quantile * sum(counts.values()), 0
    counted = [code for code in sorted(counts, key=lambda one: bounds[one][0]) if counts[code]]
    for code in counted:
        lower, upper = bounds[code]
        if below + counts[code] >= wanted or code == counted[-1]:
            if math.isinf(upper):
                return lower
            share = min(max((wanted - below) / counts[code], 0), 1)
            return upper * share if lower <= 0 else math.exp(
                math.log(lower) + share * (math.log(upper) - math.log(lower)))
        below += counts[code]
    return None
