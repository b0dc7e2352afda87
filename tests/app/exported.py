# SPDX-License-Identifier: GPL-3.0-or-later
"""Looks into exported charts: numbers in tables, words and size in pictures."""

import csv
import re
import struct
import subprocess
import xml.etree.ElementTree as ElementTree
import zipfile
import zlib

SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
SIZE = (960, 600)  # the size that the dialog offers first
PNG_SCALE = 2


def read_sheet(path):
    """The rows of the first sheet; numbers as numbers, each as it is stored."""
    with zipfile.ZipFile(path) as book:
        if book.testzip() is not None:
            raise ValueError("damaged")
        strings = ElementTree.fromstring(book.read("xl/sharedStrings.xml"))
        words = ["".join(text.text or "" for text in item.iter(SHEET + "t")) for item in strings]
        sheet = ElementTree.fromstring(book.read("xl/worksheets/sheet1.xml"))
    rows = []
    for row in sheet.iter(SHEET + "row"):
        cells = []
        for cell in row.iter(SHEET + "c"):
            value = cell.findtext(SHEET + "v")
            cells.append(words[int(value)] if cell.get("t") == "s" else None if value is None else float(value))
        rows.append(cells)
    return rows


def compare_rows(rows, table):
    """What differs: each row of the table stands once, with its figure and its base, whole."""
    wrong = []
    for told in table:
        name = "Còn lại" if told[0]["code"] == "_REST" else told[0]["vi"]
        # "Khu vực II" of "Chi cục Hải quan khu vực II".
        found = [row for row in rows if row and isinstance(row[0], str) and row[0] and name.endswith(row[0][1:])]
        near = [row for row in found if len(row) > 2 and all(
            row[column] not in (None, "") and abs(float(row[column]) / told[column] - 1) < 1e-9 for column in (1, 2))]
        if len(near) != 1:
            wrong.append((told, found))
    return wrong


def look_at_png(path):
    with open(path, "rb") as file:
        data = file.read()
    if data[:8] != b"\x89PNG\r\n\x1a\n":
        return "no PNG"
    width, height = struct.unpack(">II", data[16:24])
    if (width, height) != tuple(side * PNG_SCALE for side in SIZE):
        return f"{width} × {height}"
    at, packed = 8, b""
    while at < len(data):
        length, kind = struct.unpack(">I4s", data[at:at + 8])
        packed += data[at + 8:at + 8 + length] if kind == b"IDAT" else b""
        at += length + 12
    # Something is drawn: an empty card would be a few colours in long runs.
    if b"IEND" not in data[-12:]:
        return "not whole"
    return "" if len(set(zlib.decompress(packed))) > 60 else "nothing is drawn"


def look_at_svg(path):
    root = ElementTree.parse(path).getroot()
    box = [float(side) for side in root.get("viewBox", "0 0 0 0").split()[2:]]
    n_marks = sum(1 for node in root.iter() if node.tag.endswith(("}path", "}rect", "}use")))
    return "" if tuple(box) == SIZE and n_marks > 50 else f"{box}, {n_marks} marks"


def look_at_pdf(path, table):
    """Its text can be searched, and has the figures as the screen writes them."""
    text = subprocess.run(["pdftotext", "-layout", path, "-"], check=True, capture_output=True, text=True).stdout
    size = subprocess.run(["pdfinfo", path], check=True, capture_output=True, text=True).stdout
    if not re.search(rf"Page size:\s+{SIZE[0]} x {SIZE[1]} pts", size):
        return size
    words = ["Thu ngân sách theo đơn vị hải quan", "nghìn tỷ đồng"]
    words += [f"{row[1] / 1e12:.1f}".replace(".", ",") for row in table]
    return [word for word in words if word not in text]


def look_at(path, table):
    """What is wrong with the file, nothing where it is as the answer `table` says."""
    if path.endswith(".png"):
        return look_at_png(path)
    if path.endswith(".svg"):
        return look_at_svg(path)
    if path.endswith(".pdf"):
        return look_at_pdf(path, table)
    if path.endswith(".csv"):
        with open(path, encoding="utf-8-sig", newline="") as file:
            rows = [row[1:] for row in csv.reader(file)]
    else:
        rows = read_sheet(path)
    return compare_rows(rows, table)
