# SPDX-License-Identifier: GPL-3.0-or-later
"""A question answered by SQLite from the rows that the server sent, and by the catalogue's words: nothing is
shared with the engine but the definitions. What a question means is written here a second time; `answer()`
gives the rows that `haidang query` has to give."""

import periods
from facts import TOTAL, Facts
from figure import Figure
from periods import DAY, GRAINS, MONTH, YEAR, Calendar, Period
from sums import Sums

REST = "_REST"
OF_A_MOMENT = ("stock", "level", "projection")


class Oracle:
    def __init__(self, server, catalogue, holidays):
        self.facts = Facts(server)
        self.kpis = {kpi["id"]: kpi for kpi in catalogue["kpis"]}
        self.calendar = Calendar(holidays)

    def definition(self, kpi_id):
        """The KPI whose terms are added: itself, or what it projects."""
        kpi = self.kpis[kpi_id]
        return self.kpis[kpi["of"]] if kpi["kind"] == "projection" else kpi

    def terms(self, kpi_id):
        kpi = self.definition(kpi_id)
        return kpi["numerator"] + kpi.get("denominator", [])

    def datasets(self, kpi_id):
        """Of its terms, by first mention."""
        default = self.definition(kpi_id)["dataset"]
        return list(dict.fromkeys(term.get("dataset", default) for term in self.terms(kpi_id)
                                  if not term.get("collecting_days")))

    def is_annual(self, term, default):
        """Is it of whole years, whatever part of one is asked for?"""
        return not term.get("collecting_days") and (
            term.get("annual", False) or self.facts.grain(term.get("dataset", default)) == YEAR)

    def bounding_terms(self, kpi_id):
        """Terms with reports of their own time; those of whole years only where there are no others."""
        own = [term for term in self.terms(kpi_id) if not term.get("collecting_days")]
        default = self.definition(kpi_id)["dataset"]
        return [term for term in own if not self.is_annual(term, default)] or own

    def grain(self, kpi_id):
        """The finest that it is known by."""
        if self.kpis[kpi_id]["kind"] == "projection":
            return YEAR
        default = self.definition(kpi_id)["dataset"]
        return max(self.facts.grain(term.get("dataset", default)) for term in self.bounding_terms(kpi_id))

    def month_start(self, kpi_id):
        """Of the reports that are by month or longer; 0 where all are by day."""
        default = self.definition(kpi_id)["dataset"]
        coarse = [term.get("dataset", default) for term in self.bounding_terms(kpi_id)]
        return max((self.facts.start(one) for one in coarse if self.facts.grain(one) != DAY), default=0)

    def answer(self, question):
        """[(key, cells)] in the order of the answer."""
        return Answer(self, question).rows()


class Axis:
    """A dimension to group by, at a level or not."""

    def __init__(self, facts, datasets, dimension, level, year):
        self.name = dimension.upper()
        having = [one for one in datasets if self.name in facts.dimensions(one)]
        self.tree = facts.find_tree(having[0], self.name, level, year) if level else None
        lists = [facts.codes(one, self.name) for one in having]
        self.order = {code: at for at, code in enumerate(dict.fromkeys(sum(lists, [])))}
        self.above = {} if level else facts.parents(having[0], self.name)
        self.level = level

    def group(self, code):
        return self.tree.at_level(code, self.level) if self.tree else code


class Answer:
    def __init__(self, oracle, question):
        self.oracle, self.facts, self.question = oracle, oracle.facts, question
        datasets = [one for kpi in question.kpis for one in oracle.datasets(kpi)]
        self.axes = [Axis(self.facts, datasets, name, level, question.map)
                     for name, level in question.by if name != "time"]
        self.has_time = any(name == "time" for name, _ in question.by)
        starts = [oracle.month_start(kpi) for kpi in question.kpis]
        self.start = {"civil": 1, "reporting15": 15}.get(question.calendar) or max(starts) or 1
        grains = [oracle.grain(kpi) for kpi in question.kpis]
        self.grain = GRAINS.index(question.grain) if question.grain else max(MONTH, *grains)
        self.extents = [self.find_extent(kpi) for kpi in question.kpis]
        self.lay_out()
        self.kpis = [Figure(self, kpi, extent) for kpi, extent in zip(question.kpis, self.extents)]
        self.wholes = {}

    def find_extent(self, kpi):
        """The days on which all its terms report: filters do not move them, but for dimensions with totals."""
        definition = self.oracle.definition(kpi)
        firsts, lasts = [], []
        for term in self.oracle.bounding_terms(kpi):
            dataset = term.get("dataset", definition["dataset"])
            sums = Sums(self, definition, term, {})
            sums.settle_totals(self.facts.runs[self.facts.table(dataset, self.question.as_of)])
            kept = {name: codes for name, codes in sums.kept.items()
                    if TOTAL in self.facts.codes(dataset, name)}
            firsts.append(min(first for first, _ in self.facts.runs[self.facts.table(dataset)].values()))
            lasts.append(self.facts.last_day(dataset, term["measure"], kept, self.question.as_of))
        return max(firsts), None if None in lasts else min(lasts)

    def lay_out(self):
        """The span, and its slots: [(period or None, first, last)]."""
        question = self.question
        ends = [last for _, last in self.extents if last is not None]
        last = Period.parse(question.to, self.start).last if question.to else max(ends, default=None)
        if last is None:  # nothing was ever reported
            self.span, self.slots = (), [] if self.has_time else [(None, 1, 0)]
            return
        if question.start:
            first = Period.parse(question.start, self.start).first
        elif self.has_time and not question.to:
            first = min(first for first, _ in self.extents)
        else:
            first = Period.containing(last, YEAR, self.start).first
        self.span = (first, last)
        self.slots = self.list_slots(max(ends, default=first - 1))

    def list_slots(self, data_end):
        first, last = self.span
        if not self.has_time:
            is_open = not self.question.to or not self.question.start
            return [(periods.name_of(self.span, self.start, is_open), first, last)]
        slots, day = [], first
        while day <= min(last, data_end):
            period = Period.containing(day, self.grain, self.start)
            slots.append((period, period.first, period.last))
            day = period.last + 1
        return slots

    def base_of(self, slot, run):
        compare = self.question.compare
        if not run or compare is None:
            return ()
        if compare == "yoy":
            return periods.years_later(run, -1, self.start)
        if compare == "prev":
            return periods.previous(slot[0], slot[1:], run, self.start)
        if compare == "tet":
            return self.oracle.calendar.align_tet(run)
        return run

    def rows(self):
        members = self.list_members()
        if self.question.top and self.axes:
            listed = self.pick_top(members)
        else:
            listed = [(False, [member]) for member in members]
        self.note_wholes([member for _, some in listed for member in some])
        return [(self.key(is_rest, some[0]), self.cells(some)) for is_rest, some in listed]

    def order(self, codes):
        return tuple(axis.order[code] for axis, code in zip(self.axes, codes))

    def list_members(self):
        """All groups that something was reported of; without groups every slot."""
        if not self.axes:
            return [(slot, ()) for slot in range(len(self.slots))]
        found = set().union(*(figure.members() for figure in self.kpis))
        return sorted(found, key=lambda member: (member[0], self.order(member[1])))

    def has_total_above(self, member, others):
        slot, codes = member
        return any((slot, codes[:at] + (above,) + codes[at + 1:]) in others
                   for at, axis in enumerate(self.axes) for above in axis.above.get(codes[at], ()))

    def rank(self, some):
        """Of all slots of a group; what is of a moment goes by its last."""
        figure, how = self.kpis[0], self.question.rank
        if figure.kpi["kind"] in OF_A_MOMENT:
            some = some[-1:]
        value = figure.value(some, False)
        if how != "value":
            base = figure.value(some, True)
            if value is None and base is None:
                return 1, 0.0
            change = float(value or 0) - float(base or 0)
            value = {"change": abs(change), "rise": change, "fall": -change}[how]
        return (1, 0.0) if value is None else (0, -float(value))

    def pick_top(self, members):
        groups = {}
        for slot, codes in members:
            groups.setdefault(codes, []).append((slot, codes))
        known = {(0, codes) for codes in groups}
        ranked = sorted(groups, key=lambda codes: (self.rank(groups[codes]), self.order(codes)))
        top, others = ranked[:self.question.top], ranked[self.question.top:]
        others = [codes for codes in others if not self.has_total_above((0, codes), known)]
        present, listed = set(members), []
        for slot in range(len(self.slots)):
            listed += [(False, [(slot, codes)]) for codes in top if (slot, codes) in present]
            rest = [(slot, codes) for codes in others if (slot, codes) in present]
            listed += [(True, rest)] if rest else []
        return listed

    def key(self, is_rest, member):
        words, codes = [], iter(member[1])
        for name, _ in self.question.by:
            code = None if name == "time" else next(codes)
            words.append(str(self.slots[member[0]][0]) if name == "time" else REST if is_rest else code)
        return tuple(words)

    def note_wholes(self, members):
        """{all but the last group: members}, without what a total beside it holds already."""
        if "share" not in self.question.show:
            return
        present = set(members)
        for member in members:
            if not self.has_total_above(member, present):
                self.wholes.setdefault((member[0], member[1][:-1]), []).append(member)

    def cells(self, members):
        return [cell for figure in self.kpis for cell in self.cells_of(figure, members)]

    def cells_of(self, figure, members):
        question = self.question
        value = figure.value(members, False)
        yield value
        if question.compare:
            base = figure.value(members, True)
            yield base
            yield from difference(value, base)
        if "share" in question.show:
            slot, codes = members[0]
            whole = figure.value(self.wholes.get((slot, codes[:-1]), []), False)
            yield None if value is None or not whole else 100 * value / whole
        if "cumulative" in question.show:
            so_far = self.since_new_year(members)
            yield figure.value(so_far, False)
            if question.compare:
                yield figure.value(so_far, True)

    def since_new_year(self, members):
        """The same groups, from the year's first slot on."""
        slot = members[0][0]
        year = Period.containing(self.slots[slot][1], YEAR, self.start).first
        return [(at, codes) for at in range(slot + 1) for _, codes in members if self.slots[at][1] >= year]


def difference(value, base):
    """It, and in per cent; each with the size of what it is between."""
    if value is None or base is None:
        return [None, None]
    size = max(abs(value), abs(base))
    change = value - base
    return [(change, size), (100 * change / abs(base), 100 * size / abs(base)) if base else None]
