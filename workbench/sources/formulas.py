"""Cells of a workbook that show no value: errors, and formulas that nobody has worked out.

Excel keeps a formula's last result beside it; a program that writes workbooks often does not. The
reader of workbooks leaves both kinds empty, so that nobody would know what stood there.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Mapping
from html import unescape
from pathlib import Path
from posixpath import normpath
from typing import Any

_SHEET = re.compile(r"<sheet\b[^<>]*>")
_PART = re.compile(r"<Relationship\b[^<>]*>")
_NAMED = re.compile(r"""([\w:]+)\s*=\s*["']([^"']*)["']""")
_CELL = rb"<c\b(?=[^<>]*\br=\"([A-Z]{1,3})(\d{1,7})\")"
_ERROR = re.compile(_CELL + rb"[^<>]*\bt=\"e\"[^<>]*>(?:<f[^<>]*(?:/>|>[^<]*</f>))?<v>([^<]*)</v>")
_BARE = re.compile(_CELL + rb"[^<>]*><f[^<>]*>([^<]+)</f>(?:<v>\s*</v>|<v\s*/>)?</c>")
Place = tuple[int, int]
"""Row and column of a cell, both from 0."""


def unworked(path: Path) -> Mapping[str, Mapping[Place, str]]:
    """Return for each sheet what stands in cells without a value: ``#DIV/0!``, ``=A1*B1``.

    Sheets without any are left out, and so are workbooks of another kind than .xlsx.
    """
    if not zipfile.is_zipfile(path):
        return {}
    with zipfile.ZipFile(path) as book:
        names = set(book.namelist())
        found = {
            sheet: dict(_cells(book.read(part)))
            for sheet, part in parts(book).items()
            if part in names
        }
    return {sheet: cells for sheet, cells in found.items() if cells}


def parts(book: zipfile.ZipFile) -> dict[str, str]:
    """Return which part of the file each sheet is."""
    try:
        sheets = book.read("xl/workbook.xml").decode("utf-8", "replace")
        related = book.read("xl/_rels/workbook.xml.rels").decode("utf-8", "replace")
    except KeyError:
        return {}
    targets = {said.get("Id", ""): said.get("Target", "") for said in attributes(_PART, related)}
    return {
        unescape(said.get("name", "")): normpath(f"/xl/{target}" if target[0] != "/" else target)[
            1:
        ]
        for said in attributes(_SHEET, sheets)
        if (target := targets.get(said.get("r:id", ""), ""))
    }


def attributes(tag: re.Pattern[str], text: str) -> Iterator[dict[str, Any]]:
    """Yield what each tag of a kind says of itself."""
    for found in tag.finditer(text):
        yield dict(_NAMED.findall(found[0]))


def _cells(xml: bytes) -> Iterator[tuple[Place, str]]:
    for pattern, sign in ((_ERROR, ""), (_BARE, "=")):
        for letters, row, said in pattern.findall(xml):
            column = 0
            for letter in letters:
                column = column * 26 + letter - 64
            yield (int(row) - 1, column - 1), sign + unescape(said.decode("utf-8", "replace"))
