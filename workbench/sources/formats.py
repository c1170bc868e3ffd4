"""Currencies that a workbook shows by the formats of its cells, which hold bare numbers."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Mapping
from html import unescape
from pathlib import Path

from workbench.sources.currencies import code
from workbench.sources.formulas import Place, attributes, parts

_FORMAT, _STYLE = re.compile(r"<numFmt\b[^>]*>"), re.compile(r"<xf\b[^>]*>")
_STYLES = re.compile(r"<cellXfs\b.*?</cellXfs>", re.DOTALL)
_SIGN = re.compile(r'\[\$([^\]-]+)[^\]]*\]|"([^"]*)"|([$€£¥])')
_CELL = re.compile(
    rb'<c\b(?=[^>]*\br="([A-Z]{1,3})(\d{1,7})")(?=[^>]*\bs="(\d+)")(?![^>]*\bt="s")[^>]*>'
)


def mixed(path: Path) -> Mapping[str, Mapping[Place, str]]:
    """Return for each sheet the currency of the cells in columns that show more than one.

    A column of one currency is left out, and so are workbooks of another kind than .xlsx.
    """
    if not zipfile.is_zipfile(path):
        return {}
    with zipfile.ZipFile(path) as book:
        names = set(book.namelist())
        styles = _currencies(book) if "xl/styles.xml" in names else {}
        if len(set(styles.values())) < 2:  # noqa: PLR2004 one can't be mixed
            return {}
        return {
            sheet: dict(_several(book.read(part), styles))
            for sheet, part in parts(book).items()
            if part in names
        }


def sign(form: str) -> str:
    """Return the currency of a number format; empty where it shows none.

    >>> sign("[$€-2] #,##0.00"), sign('"$"#,##0.00'), sign("#,##0.00 [$kr-406]"), sign("0.00")
    ('EUR', 'USD', 'KR', '')
    """
    found = (code("".join(each)) for each in _SIGN.findall(form))
    return next((each for each in found if each), "")


def _currencies(book: zipfile.ZipFile) -> dict[bytes, str]:
    """Return style → currency, for the styles that show one."""
    xml = book.read("xl/styles.xml").decode("utf-8", "replace")
    forms = {
        each.get("numFmtId", ""): sign(unescape(each.get("formatCode", "")))
        for each in attributes(_FORMAT, xml)
    }
    block = _STYLES.search(xml)
    own = (each.get("numFmtId", "") for each in attributes(_STYLE, block[0] if block else ""))
    return {str(at).encode(): forms[form] for at, form in enumerate(own) if forms.get(form)}


def _several(xml: bytes, styles: Mapping[bytes, str]) -> Iterator[tuple[Place, str]]:
    columns: dict[int, dict[Place, str]] = {}
    for letters, row, style in _CELL.findall(xml):
        if style in styles:
            column = 0
            for letter in letters:
                column = column * 26 + letter - 64
            columns.setdefault(column, {})[int(row) - 1, column - 1] = styles[style]
    for cells in columns.values():
        if len(set(cells.values())) > 1:
            yield from cells.items()
