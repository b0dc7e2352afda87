# SPDX-License-Identifier: GPL-3.0-or-later
"""Figures as they are said, "125,7 nghìn tỷ đồng", against numbers as `haidang query` gives them."""

import re

NUMBER = r"[+−-]?\d[\d.]*(?:,\d+)?"
SCALES = {"nghìn tỷ": 1e12, "triệu": 1e6, "nghìn": 1e3, "tỷ": 1e9}
MISSING = ("không có số liệu", "–", "")


def read(text):
    """The first figure of Vietnamese text as (number, unit of its last digit), in plain units; None: there is none."""
    text = text.replace("\xa0", " ").replace("\u202f", " ")
    found = re.search(rf"({NUMBER})(?: *({'|'.join(SCALES)})\b)?", text)
    if found is None:
        return None
    digits = found.group(1).replace("−", "-").replace(".", "")
    decimals = len(digits.partition(",")[2])
    scale = SCALES.get(found.group(2), 1)
    return float(digits.replace(",", ".")) * scale, scale * 10.0 ** -decimals


def from_english(text):
    """The same text with the figures as Vietnamese writes them."""
    for english, vietnamese in (("trillion", "nghìn tỷ"), ("billion", "tỷ"), ("million", "triệu"), ("thousand", "nghìn")):
        text = text.replace(english, vietnamese)
    return text.translate(str.maketrans(",.", ".,"))


def says(text, value, factor=1):
    """Whether the text is that value, rounded as it is written; `factor` for units: minutes of hours, 60."""
    figure = read(text)
    if value is None or figure is None:
        return value is None and figure is None
    return abs(figure[0] - value * factor) <= figure[1] * (0.5 + 1e-6)


def is_short_for(short, full):
    """Whether each word of the shorter name is one of the longer, or the first letters of some that follow each
    other: "Thuế TTĐB" of "Thuế tiêu thụ đặc biệt hàng nhập khẩu"."""
    words = re.findall(r"\w+", full.lower())
    initials = "".join(word[0] for word in words)
    return all(word in words or (len(word) > 1 and word in initials)
               for word in re.findall(r"\w+", short.lower()))


def split_mark(name, series=None):
    """(what it is of, figure) of "Khu vực II, Thu ngân sách: 125,7 nghìn tỷ đồng", or None where it is of another
    series; names of things and of series may have commas themselves."""
    of, _, figure = name.rpartition(": ")
    if series is None:
        return of, figure
    return (of[:-len(series) - 2], figure) if of.endswith(", " + series) else None
