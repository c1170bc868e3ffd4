"""Packed files give what is in them, told apart by their folders, and write nowhere."""

from __future__ import annotations

import gzip
import zipfile
from pathlib import Path

import openpyxl
from hostile_files import (
    SALES,
)

from workbench.sources.files import read
from workbench.sources.mend import to_mend
from workbench.sources.together import take


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


def test_names_in_an_archive_lead_nowhere(tmp_path: Path) -> None:
    """A member called ../../x is read like any other and written nowhere else."""
    path = tmp_path / "deep" / "deeper" / "evil.zip"
    path.parent.mkdir(parents=True)
    with zipfile.ZipFile(path, "w") as made:
        made.writestr("../../evil.csv", SALES)
        made.writestr("/tmp/evil-sales.csv", SALES)  # noqa: S108 - that is the point
    assert [sheet.sheet for sheet in read(path)] == ["evil.csv", "evil-sales.csv"]
    assert not (tmp_path / "evil.csv").exists()
