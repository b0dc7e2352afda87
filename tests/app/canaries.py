# SPDX-License-Identifier: GPL-3.0-or-later
"""Looks for what a store holds in whatever a session leaves on the disk, in plain and encoded."""

import base64
import gzip
import os
import re
import shutil
import struct
import subprocess
import zlib

ZSTD_MAGIC = b"\x28\xb5\x2f\xfd"
GZIP_MAGIC = b"\x1f\x8b\x08"
MAX_UNPACKED = 64 << 20


def base64_forms(data):
    """As Base64 shows it wherever in a longer text it begins: without the letters that neighbours change."""
    for before in range(3):
        encoded = base64.b64encode(b"x" * before + data)
        yield encoded[before + 1 if before else 0:len(encoded) - 4]


def forms_of(text):
    """Every way in which the text may lie somewhere, by what it is called."""
    plain = text.encode()
    yield "plain", plain
    yield "utf-16", text.encode("utf-16-le")
    yield "utf-16 be", text.encode("utf-16-be")
    yield "hex", plain.hex().encode()
    yield "HEX", plain.hex().upper().encode()
    yield "escaped", text.encode("ascii", "backslashreplace")
    for form in base64_forms(plain):
        yield "base64", form
        yield "base64url", form.replace(b"+", b"-").replace(b"/", b"_")


def forms_of_number(number):
    yield "decimal", str(number).encode()
    yield "grouped", f"{number:,}".replace(",", ".").encode()
    yield "int64", number.to_bytes(8, "little", signed=True)
    yield "int64 be", number.to_bytes(8, "big", signed=True)
    yield "double", struct.pack("<d", number)
    yield "double be", struct.pack(">d", number)


def make_needles(texts, numbers):
    """{bytes: what it is}; what is too short would be found by chance."""
    needles = {}
    for text in texts:
        needles.update({form: f"{text} as {name}" for name, form in forms_of(text) if len(form) >= 8})
    for number in numbers:
        needles.update({form: f"{number} as {name}" for name, form in forms_of_number(number) if len(form) >= 8})
    return needles


class Codes:
    """Unit codes are short, and one of them is found by chance in any encrypted file; many of them, each standing by
    itself, are a list."""

    MANY = 5

    def __init__(self, codes):
        self.pattern = re.compile(b"(?<![0-9A-Za-z])(" + b"|".join(re.escape(code.encode()) for code in codes) +
                                  b")(?![0-9A-Za-z])")

    def look_into(self, name, data):
        for layer in layers(data):
            found = set(self.pattern.findall(layer)) | set(self.pattern.findall(layer.replace(b"\0", b"")))
            if len(found) >= self.MANY:
                return [f"{len(found)} unit codes in {name}"]
        return []


def unpack_zstd(data):
    if shutil.which("zstd") is None:
        return b""
    done = subprocess.run(["zstd", "-dcq"], input=data, capture_output=True, check=False)
    return done.stdout[:MAX_UNPACKED]


def unpack_gzip(data):
    try:
        return zlib.decompressobj(wbits=31).decompress(data, MAX_UNPACKED)
    except zlib.error:
        return b""


def layers(data):
    """The bytes, and what unpacks from wherever in them something packed begins."""
    yield data
    for magic, unpack in ((ZSTD_MAGIC, unpack_zstd), (GZIP_MAGIC, unpack_gzip)):
        for match in list(re.finditer(re.escape(magic), data))[:40]:
            yield unpack(data[match.start():])


def look_into(name, data, needles, codes=None):
    found = [f"{what} in {name}" for layer in layers(data) for needle, what in needles.items() if needle in layer]
    return found + (codes.look_into(name, data) if codes is not None else [])


def read(path):
    try:
        with open(path, "rb") as file:
            return file.read(256 << 20)
    except OSError:
        return b""


def look_below(folder, needles, codes=None, passed_over=()):
    """All regular files below the folder, and their names."""
    found = []
    for place, _, names in os.walk(folder):
        for name in names:
            path = os.path.join(place, name)
            if path in passed_over or not os.path.isfile(path) or os.path.islink(path):
                continue
            found += look_into(path, read(path) + b"\n" + name.encode(), needles, codes)
    return found


def written_files(pid):
    """What a process can write: files that it opened so, and files that it mapped so, by name."""
    paths = set()
    for number in os.listdir(f"/proc/{pid}/fd"):
        try:
            with open(f"/proc/{pid}/fdinfo/{number}", encoding="ascii") as file:
                mode = int(re.search(r"flags:\s*([0-7]+)", file.read()).group(1), 8) & os.O_ACCMODE
            if mode != os.O_RDONLY:
                paths.add(os.readlink(f"/proc/{pid}/fd/{number}"))
        except OSError:
            continue
    with open(f"/proc/{pid}/maps", encoding="utf-8") as file:
        paths |= {line.split(None, 5)[5].strip() for line in file if re.match(r"\S+ .w.s ", line) and "/" in line}
    return sorted(path for path in paths if os.path.isfile(path) and not path.startswith("/dev"))


def look_into_open_files(pid, needles, codes=None):
    """What a process writes, wherever it lies, and what it holds open without a name: files that were deleted, memory
    files."""
    found = [what for path in written_files(pid) for what in look_into(path, read(path), needles, codes)]
    for kind in ("fd", "map_files"):
        folder = f"/proc/{pid}/{kind}"
        try:
            names = os.listdir(folder)
        except OSError:
            continue
        for name in names:
            path = os.path.join(folder, name)
            try:
                target = os.readlink(path)
            except OSError:
                continue
            if target.endswith(" (deleted)") and not target.startswith("/dev"):
                found += look_into(f"{kind} {target}", read(path), needles, codes)
    return found


def self_check():
    """What is searched for is found in each of its forms, packed too."""
    text, number = "Chi cục Hải quan Hoàng Yến", 5411234567890123
    needles = make_needles([text], [number])
    samples = [b"..." + form + b"..." for _, form in [*forms_of(text), *forms_of_number(number)]]
    samples.append(gzip.compress(b"12" + text.encode() + b"34"))
    samples.append(b"a" + base64.b64encode(b"12" + text.encode() + b"34"))
    if shutil.which("zstd") is not None:
        samples.append(subprocess.run(["zstd", "-cq"], input=b"12" + text.encode(), capture_output=True,
                                      check=True).stdout)
    missed = [sample for sample in samples if not look_into("a sample", sample, needles)]
    units = [f"{number}AB" for number in range(10, 30)]
    if not Codes(units).look_into("a list", gzip.compress(",".join(units[:6]).encode())):
        missed.append(b"a list of codes")
    if Codes(units).look_into("no list", b"10AB, " + b"x".join(unit.encode() for unit in units)):
        missed.append(b"codes that are parts of words are none")
    return missed
