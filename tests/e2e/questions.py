# SPDX-License-Identifier: GPL-3.0-or-later
"""Questions that `haidang query` can answer, drawn at random from what the catalogue and the feeds have."""

import datetime
from dataclasses import dataclass, field

from facts import TOTAL
from oracle import OF_A_MOMENT
from periods import DAY, GRAINS, MONTH

# Some were asked before the source restated, some after.
MOMENTS = ("2023-02-15T12:00:00+07:00", "2025-06-15T12:00:00+07:00", "2026-03-01T00:00:00+07:00")


@dataclass
class Question:
    kpis: list
    by: list = field(default_factory=list)  # (dimension, level or None)
    where: list = field(default_factory=list)  # (dimension, codes)
    start: str = None
    to: str = None
    grain: str = None
    calendar: str = None
    compare: str = None
    map: int = None
    top: int = None
    rank: str = "value"
    show: tuple = ()
    as_of: str = None

    def arguments(self):
        """As the command line wants them."""
        words = [",".join(self.kpis)]
        if self.by:
            words += ["--by", ",".join(f"{name}:{level}" if level else name for name, level in self.by)]
        for name, codes in self.where:
            words += ["--where", f"{name}={'+'.join(codes)}"]
        for option, value in (("from", self.start), ("to", self.to), ("grain", self.grain),
                              ("calendar", self.calendar), ("compare", self.compare), ("map", self.map),
                              ("top", self.top), ("as-of", self.as_of)):
            words += [f"--{option}", str(value)] if value else []
        if self.rank != "value":
            words += ["--rank", self.rank]
        if self.show:
            words += ["--show", ",".join(self.show)]
        return words


class Draw:
    def __init__(self, oracle, random):
        self.oracle, self.facts, self.random = oracle, oracle.facts, random
        self.by_kind = {}
        for kpi in oracle.kpis.values():
            self.by_kind.setdefault(kpi["kind"], []).append(kpi["id"])

    def chance(self, share):
        return self.random.random() < share

    def question(self):
        kpis = self.draw_kpis()
        question = Question(kpis)
        names = [name for name in self.oracle.kpis[kpis[0]]["dimensions"]
                 if all(name in self.oracle.kpis[kpi]["dimensions"] for kpi in kpis)]
        question.compare = self.draw_compare(kpis)
        if (question.compare or "").startswith("plan:"):
            names = [name for name in names if name in ("time", "unit")]
        question.map = self.random.choice((None, 2024, 2025))
        chosen = self.random.sample(names, min(self.random.choice((0, 1, 1, 2, 2, 3)), len(names)))
        question.by = [(name, self.draw_level(kpis, name, question.map)) for name in chosen]
        for name in self.random.sample(names, min(self.random.choice((0, 0, 1, 1, 2)), len(names))):
            if name != "time":
                question.where.append((name, self.draw_codes(kpis, name)))
        self.draw_time(question)
        self.draw_columns(question)
        # A year that was not over at the moment was forecast.
        if self.chance(0.1) and self.oracle.kpis[kpis[0]]["kind"] != "projection":
            question.as_of = self.random.choice(MOMENTS)
        return question

    def draw_kpis(self):
        """One, of each kind as often, or some of one dataset; now and then one that has plans."""
        if self.chance(0.1):
            return [self.random.choice([one["id"] for one in self.oracle.kpis.values()
                                        if one.get("plans") and one["kind"] == "sum"])]
        kind = self.random.choice(sorted(self.by_kind) + ["sum", "ratio"])
        first = self.random.choice(self.by_kind[kind])
        own = self.oracle.datasets(first)
        alike = [one for one in self.oracle.kpis if self.oracle.datasets(one) == own and one != first
                 and self.oracle.kpis[one]["kind"] != "projection"]
        if kind == "projection" or not alike or self.chance(0.7):
            return [first]
        return [first] + self.random.sample(alike, min(self.random.choice((1, 2)), len(alike)))

    def draw_compare(self, kpis):
        ways = [None, None, None, "yoy", "yoy", "prev", "prev"]
        if all(self.oracle.grain(kpi) == DAY for kpi in kpis):
            ways.append("tet")
        plans = set.intersection(*(set(self.oracle.kpis[kpi].get("plans", [])) for kpi in kpis))
        ways += [f"plan:{plan}" for plan in sorted(plans)]
        return self.random.choice(ways)

    def dataset_of(self, kpis, name):
        return next(one for kpi in kpis for one in self.oracle.datasets(kpi)
                    if name.upper() in self.facts.dimensions(one))

    def draw_level(self, kpis, name, year):
        if name == "time" or self.chance(0.4):
            return None
        dataset = self.dataset_of(kpis, name)
        levels = {level for tree in self.facts.server.trees.values() for level in tree.levels
                  if self.facts.find_tree(dataset, name.upper(), level, year) is tree}
        return self.random.choice(sorted(levels)) if levels else None

    def draw_codes(self, kpis, name):
        """One or some, of those that were reported, of groups of them, or of all that there might be."""
        dataset = self.dataset_of(kpis, name)
        table = self.facts.table(dataset)
        sent = self.facts.reported(dataset, name.upper(), self.facts.runs[table], None) - {TOTAL}
        tree = self.facts.find_tree(dataset, name.upper())
        if tree is not None and self.chance(0.6):
            groups = {step for one in self.facts.server.trees.values() if one.list == tree.list
                      for code in sent for step, _ in one.paths.get(code, ())} - sent
            if name == "unit" and self.chance(0.2):
                return [self.random.choice([f"{one}&{two}" for one in sorted(groups) for two in sorted(groups)
                                            if one.startswith("KV") and two.isdigit()])]
            codes = groups
        else:
            codes = sent if self.chance(0.9) else set(self.facts.codes(dataset, name.upper())) - {TOTAL}
        return self.random.sample(sorted(codes), min(self.random.choice((1, 1, 2, 3)), len(codes)))

    def draw_time(self, question):
        has_time = any(name == "time" for name, _ in question.by)
        finest = max(self.oracle.grain(kpi) for kpi in question.kpis)
        own = max(self.oracle.month_start(kpi) for kpi in question.kpis)
        calendars = {0: [None, "civil", "reporting15"], 1: [None, "civil"], 15: [None, "reporting15"]}
        question.calendar = self.random.choice(calendars[own])
        if self.oracle.kpis[question.kpis[0]]["kind"] == "projection":
            # Years that are over: what is to come is no matter of adding up.
            question.calendar = None
            question.to = str(self.random.randint(2018, 2025))
            question.start = question.to
            if has_time:
                question.start = str(self.random.randint(2017, int(question.to)))
            return
        if has_time:
            question.grain = self.random.choice(GRAINS[finest:] + ([None] if finest <= MONTH else []))
        self.draw_span(question, finest)

    def draw_span(self, question, finest):
        first = min(first for kpi in question.kpis for one in self.oracle.datasets(kpi)
                    for first, _ in self.facts.runs[self.facts.table(one)].values())
        year = self.random.randint(datetime.date.fromordinal(first).year, 2026)
        later = min(year + self.random.choice((0, 0, 1, 2, 5)), 2026)
        month = self.random.randint(1, 12)
        day = datetime.date(year, month, 1) + datetime.timedelta(self.random.randint(0, 60))
        spans = [(f"{year}-{month:02}", f"{year}-{month:02}"), (str(day), str(day + datetime.timedelta(75)))]
        if question.grain != "day":
            spans += [(str(year), str(later)), (str(year), str(year)), (str(year), None), (None, None),
                      (None, str(later)), (f"{year}-{month:02}", f"{later + 1}-{month:02}"),
                      (f"{year}-Q{(month + 2) // 3}", f"{later}-Q4"),
                      (str(year), f"{later}-{month:02}-{day.day:02}" if day.day < 29 else str(later))]
        question.start, question.to = self.random.choice(spans)

    def draw_columns(self, question):
        kinds = [self.oracle.kpis[kpi]["kind"] for kpi in question.kpis]
        names = [name for name, _ in question.by]
        show = []
        if self.chance(0.25) and all(kind in ("sum", "stock") for kind in kinds):
            show.append("share")
        if self.chance(0.35) and "time" in names and not any(kind in OF_A_MOMENT for kind in kinds):
            show.append("cumulative")
        question.show = tuple(show)
        if names not in ([], ["time"]) and self.chance(0.25):
            question.top = self.random.randint(1, 5)
            ranks = ["value"] if question.compare is None else ["value", "change", "rise", "fall"]
            question.rank = self.random.choice(ranks)
