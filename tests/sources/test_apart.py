"""Databases and packed files are read; hostile ones are refused in time, and harm nobody."""

from __future__ import annotations

import gzip
import os
import random
import re
import resource
import signal
import sqlite3
import struct
import subprocess
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from workbench.errors import WorkbenchError
from workbench.sources import apart
from workbench.sources.files import read
from workbench.sources.intake import take_in
from workbench.sources.mapping import guess
from workbench.sources.mend import to_mend
from workbench.sources.together import take

SALES = "Customer,Date,Amount\nAda,2024-01-31,5\n"


class Stopped(Exception):  # noqa: N818 - no error: a person thought better of it
    """The reading was given up."""


CREATE = "CREATE TABLE sales (customer TEXT, sold_on TEXT, amount REAL)"


def test_a_sqlite_file_gives_its_tables(tmp_path: Path) -> None:
    """Text ids keep their zeros; a table nothing is known of is left out; views aren't run."""
    path = tmp_path / "shop.db"
    with sqlite3.connect(path) as made:
        made.execute("CREATE TABLE orders (customer TEXT, order_date TEXT, amount REAL)")
        rows = [("007", "2024-01-31", 5.5), (None, "2024-02-01", 2)]
        made.executemany("INSERT INTO orders VALUES (?, ?, ?)", rows)
        made.execute("CREATE TABLE genre (id INTEGER, name TEXT)")
        made.execute("INSERT INTO genre VALUES (1, 'Rock')")
        made.execute("CREATE VIEW endless AS SELECT * FROM orders, orders AS o")
    made.close()
    ledger, report = take([path])
    assert ledger.frame("sales")["customer_id"].fillna("").tolist() == ["007", ""]
    assert ledger.frame("sales")["amount"].tolist() == [5.5, 2]
    assert report.unused == ("shop.db:genre:id", "shop.db:genre:name")


def test_a_duckdb_file_gives_its_tables(tmp_path: Path) -> None:
    """With the types it holds."""
    path = tmp_path / "house.duckdb"
    with duckdb.connect(str(path)) as made:
        made.execute(
            "CREATE TABLE sales AS SELECT '01' AS customer, DATE '2024-01-31' AS sold,"
            " 9.5::DECIMAL(9, 2) AS amount"
        )
    ledger, _ = take([path])
    row = ledger.frame("sales").iloc[0]
    assert (row["customer_id"], row["amount"], str(row["date"].date())) == ("01", 9.5, "2024-01-31")


def test_a_zip_gives_its_files_and_a_gzip_its_one(tmp_path: Path) -> None:
    """Each member is a sheet of its name; what a system adds is passed over."""
    book = openpyxl.Workbook()
    book.worksheets[0].append(["Person", "Cost per hour"])
    book.worksheets[0].append(["Ada", 80])
    book.save(tmp_path / "rates.xlsx")
    path = tmp_path / "export.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("2024/sales.csv", SALES)
        made.writestr("__MACOSX/._sales.csv", "x")
        made.write(tmp_path / "rates.xlsx", "rates.xlsx")
    assert [sheet.label for sheet in read(path)] == [
        "export.zip:sales.csv",
        "export.zip:rates.xlsx Sheet",
    ]
    ledger, _ = take([path])
    assert ledger.given == {"customers", "sales", "rates"}
    packed = tmp_path / "sales.csv.gz"
    packed.write_bytes(gzip.compress(SALES.encode()))
    assert read(packed)[0].frame.to_dict("records") == [
        {"Customer": "Ada", "Date": "2024-01-31", "Amount": "5"}
    ]


def test_large_whole_numbers_stay_the_ids_they_are(tmp_path: Path) -> None:
    """Beyond 2⁵³ they differ by less than a fraction can tell; whatever the file's kind."""
    ids = [9007199254740993, 9007199254740992]
    files = [tmp_path / name for name in ("a.sqlite", "b.duckdb", "c.parquet")]
    with sqlite3.connect(files[0]) as lite:
        lite.execute("CREATE TABLE sales (customer INTEGER, sold_on TEXT, amount REAL)")
        lite.executemany("INSERT INTO sales VALUES (?, '2024-01-31', 1)", [(one,) for one in ids])
    lite.close()
    with duckdb.connect(str(files[1])) as duck:
        duck.execute(
            "CREATE TABLE sales AS SELECT unnest(?)::DECIMAL(20, 0) AS customer,"
            " DATE '2024-02-01' AS sold, 1.5::DECIMAL(9, 2) AS amount, INTERVAL 1 DAY AS lasted",
            [ids],
        )
        duck.execute(f"COPY sales TO '{files[2]}' (FORMAT parquet)")
    for file in files:
        ledger, _ = take([file])
        assert ledger.frame("sales")["customer_id"].tolist() == [str(one) for one in ids]


def test_a_parquet_file_with_a_large_number_nobody_uses_is_read(tmp_path: Path) -> None:
    """The columns that matter are read as ever."""
    rows = {"customer": ["A"], "date": ["2024-01-31"], "amount": [2], "hash": [2**60 + 1]}
    pq.write_table(pa.table(rows), tmp_path / "sales.parquet")
    ledger, report = take([tmp_path / "sales.parquet"])
    assert ledger.frame("sales")["amount"].tolist() == [2]
    assert report.unused == ("sales.parquet:hash",)


def test_tables_beyond_the_limit_are_named(tmp_path: Path) -> None:
    """Tables without rows don't count."""
    path = tmp_path / "many.db"
    with sqlite3.connect(path) as made:
        for number in range(202):
            made.execute(CREATE.replace("sales", f"sales{number:03}"))
            if number != 7:
                row = f"INSERT INTO sales{number:03} VALUES ('A', '2024-01-31', ?)"  # noqa: S608 - ours
                made.execute(row, [number])
    made.close()
    _, report = take([path])
    assert report.tables["sales"].rows_kept == 200
    assert report.notes == ("many.db:sales000: its first 200 tables are read; not «sales201».",)


def test_tables_of_duckdb_beyond_the_limit_are_named(tmp_path: Path) -> None:
    """As those of SQLite are."""
    path = tmp_path / "many.duckdb"
    with duckdb.connect(str(path)) as made:
        for number in range(202):
            made.execute(CREATE.replace("sales", f"sales{number:03}"))
            if number != 7:
                row = f"INSERT INTO sales{number:03} VALUES ('A', '2024-01-31', ?)"  # noqa: S608 - ours
                made.execute(row, [number])
    _, report = take([path])
    assert report.tables["sales"].rows_kept == 200
    assert report.notes == ("many.duckdb:sales000: its first 200 tables are read; not «sales201».",)


def test_files_of_one_name_in_an_archive_are_told_apart_and_a_bad_one_passed_over(
    tmp_path: Path,
) -> None:
    """By their folders; rows to mend too; a line that two of them have counts once."""
    path = tmp_path / "export.zip"
    with zipfile.ZipFile(path, "w") as made:
        made.writestr("2024/sales.csv", SALES)
        made.writestr("2025/sales.csv", "client;day;net\nAda;2024-01-31;5\nBo;2025-01-31;x\n")
        made.writestr("scan.pdf", b"%PDF-1.7 ...")
        made.writestr("empty.csv", b"")
    data = bytearray(path.read_bytes())
    ledger, report = take([path])
    assert ledger.frame("sales")["amount"].tolist() == [5]
    assert [(row.sheet, row.line) for row in report.set_aside] == [("2025/sales.csv", 3)]
    assert list(to_mend(report)) == ["export.zip 2025 sales.csv to mend.csv"]
    assert report.notes[:2] == (
        "export.zip:2024/sales.csv: «scan.pdf» in it: the file is a PDF; passed over",
        "export.zip:2024/sales.csv: «empty.csv» in it: the file is empty; passed over",
    )
    data[data.index(b"Customer,Date") + 20] ^= 1  # its checksum is wrong now
    path.write_bytes(data)
    assert [sheet.sheet for sheet in read(path)] == ["2025/sales.csv"]


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


@pytest.mark.parametrize(("name", "content", "sentence"), HOSTILE, ids=[h[0] for h in HOSTILE])
def test_hostile_files_are_refused_within_five_seconds(
    tmp_path: Path, name: str, content: Callable[[Path], object] | bytes, sentence: str
) -> None:
    """One sentence, less than five seconds of work, whatever else this machine does."""
    path = tmp_path / name
    path.write_bytes(content) if isinstance(content, bytes) else content(path)
    before = _worked()
    with pytest.raises(WorkbenchError, match=sentence):
        read(path)
    assert _worked() - before < 5


def test_names_in_an_archive_lead_nowhere(tmp_path: Path) -> None:
    """A member called ../../x is read like any other and written nowhere else."""
    path = tmp_path / "deep" / "deeper" / "evil.zip"
    path.parent.mkdir(parents=True)
    with zipfile.ZipFile(path, "w") as made:
        made.writestr("../../evil.csv", SALES)
        made.writestr("/tmp/evil-sales.csv", SALES)  # noqa: S108 - that is the point
    assert [sheet.sheet for sheet in read(path)] == ["evil.csv", "evil-sales.csv"]
    assert not (tmp_path / "evil.csv").exists()


def test_time_and_a_person_s_stop_end_a_reading(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The child is gone either way."""
    path = tmp_path / "sales.csv.gz"
    path.write_bytes(gzip.compress(SALES.encode()))

    def stopped() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        read(path, stopped=stopped)
    monkeypatch.setattr(apart, "SECONDS", 0.0)
    with pytest.raises(WorkbenchError, match="takes too long"):
        read(path)


def test_a_person_s_stop_ends_the_reading_of_wide_text(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """30 MB of 2,000 columns: the child that reads it is gone, and nothing is returned."""
    path = tmp_path / "wide.csv"
    names = ",".join(f"column {n}" for n in range(2000))
    path.write_text(names + ("\n" + "1234567," * 1999 + "1") * 1900, encoding="utf-8")
    children: list[subprocess.Popen[bytes]] = []
    begin = subprocess.Popen

    def begun(*args: Any, **kwargs: Any) -> subprocess.Popen[bytes]:
        children.append(begin(*args, **kwargs))
        return children[-1]

    def stopped() -> None:
        if children:
            assert children[0].poll() is None  # in the midst of reading
            raise Stopped

    monkeypatch.setattr(subprocess, "Popen", begun)
    found = None
    with pytest.raises(Stopped):
        found = read(path, stopped=stopped)
    assert [child.returncode for child in children] == [-signal.SIGKILL]
    assert found is None


def test_small_text_is_read_here_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A process of its own would take longer than the reading."""
    monkeypatch.setattr(apart, "sheets", lambda *_: pytest.fail("read apart"))
    path = tmp_path / "small.csv"
    path.write_text(SALES, encoding="utf-8")
    assert len(read(path, stopped=lambda: None)[0].frame) == 1


def test_guessing_and_taking_in_look_whether_they_are_given_up(tmp_path: Path) -> None:
    """Between columns, and between sheets."""
    path = tmp_path / "sales.csv"
    path.write_text(SALES, encoding="utf-8")
    sheets = read(path)
    asked: list[int] = []

    def stopped() -> None:
        asked.append(1)
        if len(asked) == 2:
            raise Stopped

    with pytest.raises(Stopped):
        guess(sheets, {}, stopped)
    mapping = guess(sheets).mapping
    asked[:] = [1]
    with pytest.raises(Stopped):
        take_in(sheets, mapping, stopped=stopped)


def _worked() -> float:
    """Return the seconds of work this process and its children have done."""
    both = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(used.ru_utime + used.ru_stime for used in both)


def test_mangled_files_never_lose_a_row_or_raise_anything_else(tmp_path: Path) -> None:
    """Bytes flipped, cut, doubled: a sentence, or rows that reconcile; never a traceback.

    Each row has a mark of its own: every mark that survived the mangling is found again in a row
    or in one set aside. A second by default; WORKBENCH_FUZZ_SECONDS=60 runs the minute.
    """
    chance = random.Random(20261122)  # noqa: S311 - no secret, the same each time
    text = "Customer;Date;Amount;Note\n" + "".join(
        f'Firm {n % 7};{n % 28 + 1}.{n % 12 + 1}.2024;{n},{n % 100:02};"a ""b"" #{n:03}#"\n'
        for n in range(60)
    )
    path = tmp_path / "mangled.csv"
    end = time.monotonic() + float(os.environ.get("WORKBENCH_FUZZ_SECONDS", "1"))
    tried = 0
    while time.monotonic() < end or tried < 5:
        tried += 1
        encoding = chance.choice(["utf-8", "cp1252", "utf-16"])
        data = bytearray(text.encode(encoding))
        for _ in range(chance.randint(1, 8)):
            at = chance.randrange(len(data))
            match chance.randrange(4):
                case 0:
                    data[at] = chance.randrange(256)
                case 1:
                    del data[at : at + chance.randint(1, 40)]
                case 2:
                    data[at:at] = data[at : at + chance.randint(1, 40)]
                case _:
                    data[at:at] = chance.choice([b'"', b";", b"\n", b"\r", b",", b"\t", b"\xff"])
        path.write_bytes(data)
        try:
            _, report = take([path])
        except WorkbenchError:
            continue
        if encoding != "utf-16":  # a byte less, and no mark is left in what it reads as
            marks = set(re.findall(r"#\d{3}#", data.decode("latin-1")))
            assert marks <= _marks(path), bytes(data)
        for counts in report.tables.values():
            assert counts.rows_read == counts.rows_kept + counts.rows_set_aside, bytes(data)
        assert len(report.set_aside) == sum(c.rows_set_aside for c in report.tables.values())


def _marks(path: Path) -> set[str]:
    """Return the marks in all rows read, and in all set aside while reading."""
    found = ""
    for sheet in read(path):
        found += sheet.frame.to_csv() + " ".join(
            cell for row in sheet.set_aside for cell in row.cells
        )
    return set(re.findall(r"#\d{3}#", found))
