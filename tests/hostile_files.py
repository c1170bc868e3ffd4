"""Files made to harm who reads them: bombs, locked and half ones, cells far away."""

from __future__ import annotations

import gzip
import sqlite3
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl

SALES = "Customer,Date,Amount\nAda,2024-01-31,5\n"


CREATE = "CREATE TABLE sales (customer TEXT, sold_on TEXT, amount REAL)"


def zip_bomb(path: Path) -> None:
    """Write a zip of a few hundred kilobytes that unpacks to 450 MB."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made, made.open("a.csv", "w") as file:
        for _ in range(450):
            file.write(bytes(1_000_000))


def workbook_bomb(path: Path) -> None:
    """Write a workbook whose sheet unpacks to 450 MB."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("[Content_Types].xml", "<Types/>")
        made.writestr("xl/workbook.xml", "<workbook/>")
        with made.open("xl/worksheets/sheet1.xml", "w") as file:
            for _ in range(450):
                file.write(b" " * 1_000_000)


def hollow_workbook(path: Path) -> None:
    """Write a workbook whose sheet is followed by 350 MB of blanks, within what may be unpacked."""
    book = openpyxl.Workbook()
    book.worksheets[0].append(["Who", "Sum"])
    book.save(path)
    with zipfile.ZipFile(path) as made:
        parts = {name: made.read(name) for name in made.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in parts.items():
            with made.open(name, "w") as file:
                file.write(data)
                for _ in range(350 * ("sheet1" in name)):
                    file.write(b" " * 1_000_000)


def cell_at(place: bytes, quote: bytes = b'"') -> Callable[[Path], None]:
    """Return who writes a workbook with a cell at this place."""

    def write(path: Path) -> None:
        book = openpyxl.Workbook()
        for row in (["Who", "Sum"], ["Ada", 5]):
            book.worksheets[0].append(row)
        book.save(path)
        with zipfile.ZipFile(path) as made:
            parts = {name: made.read(name) for name in made.namelist()}
        name = next(name for name in parts if "worksheets/" in name)
        far = b"r=" + quote + place + quote
        assert b'r="B2"' in parts[name]
        parts[name] = parts[name].replace(b'r="B2"', far)
        with zipfile.ZipFile(path, "w") as made:
            for part, data in parts.items():
                made.writestr(part, data)

    return write


def locked_workbook(path: Path) -> None:
    """Write what Excel makes of a workbook with a password: a compound file of two streams.

    Its header, one sector that says which follows which, and one that names the streams, as in
    [MS-CFB] 2.2, 2.3 and 2.6 and [MS-OFFCRYPTO] 2.3.4.
    """
    free, end, table = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    head += struct.pack("<5H6x", 0x3E, 3, 0xFFFE, 9, 6)
    head += struct.pack("<118I", 0, 1, 1, 0, 4096, end, 0, end, 0, 0, *[free] * 108)
    sectors = struct.pack("<128I", table, end, *[free] * 126)
    for name, kind, after, below in (
        ("Root Entry", 5, free, 1),
        ("EncryptedPackage", 2, 2, free),
        ("EncryptionInfo", 2, free, free),
    ):
        letters = f"{name}\0".encode("utf-16-le")
        sectors += letters.ljust(64, b"\0") + struct.pack("<HBB", len(letters), kind, 1)
        sectors += struct.pack("<III36xIQ", free, after, below, end, 0)
    path.write_bytes((head + sectors).ljust(1536, b"\0"))


def packed_by_a_later_program(path: Path) -> None:
    """Write a workbook whose parts ask for a zip of version 11.5 to be unpacked."""
    cell_at(b"B2")(path)
    data = bytearray(path.read_bytes())
    data[data.index(b"PK\x01\x02") + 6] = 115
    path.write_bytes(data)


def gzip_bomb(path: Path) -> None:
    """Write a gzip that unpacks to 450 MB."""
    with gzip.open(path, "wb", compresslevel=1) as file:
        for _ in range(450):
            file.write(bytes(1_000_000))


def entity_bomb(path: Path) -> None:
    """Write a workbook whose words are entities of entities, ten times ten times."""
    book = openpyxl.Workbook()
    book.worksheets[0].append(["Who", "Sum"])
    book.worksheets[0].append(["Ada", 5])
    book.save(path)
    with zipfile.ZipFile(path) as made:
        parts = {name: made.read(name) for name in made.namelist()}
    entities = "".join(
        f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "lol"}">' for n in range(10)
    ).encode()
    name = next(part for part, data in parts.items() if b"Ada" in data)
    parts[name] = parts[name].replace(b"Ada", b"&e9;")
    root = b"<sst" if b"<sst" in parts[name] else b"<worksheet"
    kind = b"<!DOCTYPE %s [%s]>" % (root[1:], entities)
    parts[name] = parts[name].replace(root, kind + root, 1)
    with zipfile.ZipFile(path, "w") as made:
        for part, data in parts.items():
            made.writestr(part, data)


def zip_in_zip(path: Path) -> None:
    """Write a zip that holds a zip."""
    inner = path.with_name("inner.zip")
    with zipfile.ZipFile(inner, "w") as made:
        made.writestr("a.csv", SALES)
    with zipfile.ZipFile(path, "w") as made:
        made.write(inner, "inner.zip")


def locked_zip(path: Path) -> None:
    """Write a zip that says its file is encrypted."""
    with zipfile.ZipFile(path, "w") as made:
        made.writestr("a.csv", SALES)
    data = bytearray(path.read_bytes())
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(data)


def half_a_database(path: Path) -> None:
    """Write the first half of a SQLite file."""
    with sqlite3.connect(path) as made:
        made.execute(CREATE)
        made.executemany("INSERT INTO sales VALUES (?, ?, ?)", [("A" * 99, "2024-01-31", 1)] * 999)
    made.close()
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


HOSTILE: list[tuple[str, Callable[[Path], object] | bytes, str]] = [
    ("bomb.zip", zip_bomb, "holds too much"),
    ("bomb.xlsx", workbook_bomb, "too large"),
    ("hollow.xlsx", hollow_workbook, "too large"),
    ("beyond.xlsx", cell_at(b"XFE2"), "too large"),
    ("deep.xlsx", cell_at(b"B1048577"), "too large"),
    ("name.xlsx", cell_at(b"NaNB2"), "too large"),
    ("quoted.xlsx", cell_at(b"XFD1048576", b"'"), "too large"),
    ("locked.xlsx", locked_workbook, "password"),
    ("later.xlsx", packed_by_a_later_program, "damaged"),
    ("spaces.txt", (b"1 " * 900_000 + b"\n") * 3, "too many"),
    ("thousands.csv", b",".join([b"a"] * 4_000) + b"\n" + b"1," * 3_999 + b"1\n", "too many"),
    ("bomb.csv.gz", gzip_bomb, "holds too much"),
    ("entities.xlsx", entity_bomb, "damaged"),
    ("nested.zip", zip_in_zip, "another archive"),
    ("locked.zip", locked_zip, "password"),
    ("half.db", half_a_database, "damaged"),
    ("text.db", b"SQLite format 3\x00 and then nothing", "damaged"),
    ("none.duckdb", b"\x00" * 8 + b"DUCK" + b"\x00" * 4096, "damaged"),
    ("half.gz", gzip.compress(SALES.encode() * 99)[:40], "damaged"),
    ("wide.csv", b",".join([b"a"] * 1_000_000) + b"\n" + b"1," * 999_999 + b"1\n", "too many"),
    ("long.csv", b"a" * 20_000_000 + b"\nb,c\n", "too long"),
    ("cell.csv", SALES.encode() + b'"' + b"a" * 20_000_000 + b'",2024-01-01,5\n', "too long"),
    ("nul.csv", SALES.encode() + b"\x00" * 4, "NUL"),
]
