"""A client's file → sheets: rows of cells with their lines, and the rows that could not be read.

What a file is, its content says, not its ending. Text files give text cells, so that an id such
as ``00123`` survives; Excel and Parquet give the types they hold.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from workbench.errors import WorkbenchError
from workbench.sources import apart, archives, databases, delimited, parquet, workbook
from workbench.sources.encoding import decoded
from workbench.sources.sheet import SetAside, Sheet, made, without_names

__all__ = ["SetAside", "Sheet", "names_apart", "read", "read_here", "read_text", "without_names"]

_KNOWN = {
    b"%PDF": "a PDF",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"7z\xbc\xaf": "packed with 7-Zip",
    b"Rar!": "packed with RAR",
    b"{\\rtf": "a text document",
    b"<!DOCTYPE": "a web page",
    b"<html": "a web page",
}
_ALLOWED = "CSV, Excel (.xlsx, .xls), Parquet, SQLite, DuckDB, and a zip of such"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_OLE, _GZIP, _SQLITE, _PARQUET = b"\xd0\xcf\x11\xe0", b"\x1f\x8b", b"SQLite format 3", b"PAR1"
_PACKED = (*_ZIP, _OLE, _GZIP, _SQLITE, _PARQUET)
_DUCK = b"DUCK"  # after eight bytes
_LARGE, _LARGEST = 64_000_000, 400_000_000  # bytes of text
_HEAD = 65_536  # bytes looked at before a file is read
# From here on text takes about a second: by its length, or by columns, of which each costs a little
# (as measured: 30 MB of five columns as long as 1 MB of 2,000).
_SLOW, _WIDE = 20_000_000, 1_000  # bytes of text, separators in a line
_SEPARATORS = (b",", b";", b"\t", b"|")


def names_apart(names: Iterable[str], taken: Iterable[str] = ()) -> tuple[str, ...]:
    """Return names that no two files share, case aside: the later ones get a number.

    >>> names_apart(["sales.csv", "Sales.csv", "time.csv"], taken=["time.csv"])
    ('sales.csv', 'Sales (2).csv', 'time (2).csv')
    """
    used = {name.casefold() for name in taken}
    result = []
    for given in names:
        name, number = given, 2
        while name.casefold() in used:
            name, number = f"{Path(given).stem} ({number}){Path(given).suffix}", number + 1
        used.add(name.casefold())
        result.append(name)
    return tuple(result)


def read(
    path: Path | str, called: str = "", stopped: Callable[[], None] | None = None
) -> tuple[Sheet, ...]:
    """Read a file: CSV, Excel, Parquet, SQLite, DuckDB, or one of them packed with zip or gzip.

    What unpacks, and text above 64 MB, is read in a process of its own, within 6 GB of memory and
    two minutes; text above 400 MB, and anything that unpacks to more, is refused. Where a reading
    may be given up, text that takes about a second is read so as well, for a process can be ended.

    Parameters
    ----------
    path
        CSV may use comma, semicolon, tab, bar and others, and any usual encoding.
    called
        What to call the file where it isn't its own name.
    stopped
        Called before a file is read and while it is read apart; what it raises ends the reading.

    Returns
    -------
    tuple of Sheet
        One for each table that has rows; where none has, those whose columns have names. A line
        with too few or too many cells is set aside with its reason; the rest is read.

    Raises
    ------
    WorkbenchError
        When the file is not there, empty, too large, or not one of these.
    """
    path = Path(path)
    name = called or path.name
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD)
        size = path.stat().st_size
    except FileNotFoundError:
        raise WorkbenchError("There is no such file", where=name) from None
    except OSError:
        raise WorkbenchError("The file can't be opened", where=name) from None
    try:
        large = size > _LARGE or (stopped is not None and _takes_long(head, size))
        if large or head.startswith(_PACKED) or head[8:12] == _DUCK:
            found = tuple(_again(name, part) for part in apart.sheets(path, name, stopped))
        else:
            found = read_here(path, name)
    except WorkbenchError as problem:
        raise WorkbenchError(
            problem.what, where=name, allowed=problem.allowed, then=problem.then
        ) from None
    if not found:
        raise WorkbenchError(
            "The file has no rows", where=name, then="Export it again, with its rows."
        )
    return tuple(sheet for sheet in found if sheet.rows) or found


def _takes_long(head: bytes, size: int) -> bool:
    """Whether text takes about a second to read, by its size or the columns of its first lines."""
    longest = max(head.splitlines(), key=len, default=b"")
    return size > _SLOW or max(map(longest.count, _SEPARATORS)) > _WIDE


def read_here(path: Path, name: str) -> tuple[Sheet, ...]:
    """Read a file in this process; `read` is what knows which files need one of their own."""
    with path.open("rb") as file:
        head = file.read(32)
    for mark, what in _KNOWN.items():
        if head.startswith(mark):
            raise WorkbenchError(f"The file is {what}", allowed=_ALLOWED)
    if head.startswith(_GZIP):
        with archives.expanded(path) as inside:
            return read_here(inside, name)
    if head.startswith(_ZIP) and not workbook.is_one(path):
        return _of_archive(path, name)
    reader = next((r for mark, r in _READERS.items() if head.startswith(mark)), None)
    if head[8:12] == _DUCK:
        reader = databases.duckdb
    if reader:
        return tuple(sheet for title, rows in reader(path) for sheet in made(name, title, rows))
    if path.stat().st_size > _LARGEST:
        raise WorkbenchError(
            "The file is too large to read as text",
            allowed=f"{_LARGEST // 1_000_000} MB",
            then="Export fewer years, or save it as Parquet.",
        )
    return _text(name, path.read_bytes())


def _of_archive(path: Path, name: str) -> tuple[Sheet, ...]:
    """Read each file of a zip; its name, and its sheet's if it has one, name the sheet.

    What can't be read is passed over and noted, unless nothing else can.
    """
    found: list[Sheet] = []
    problems: list[WorkbenchError] = []
    with archives.unpacked(path) as members:
        for member in members:
            try:
                sheets = read_here(member.opened(), name)
            except WorkbenchError as problem:
                what = f"«{member.name}» in it: {problem.what[0].lower()}{problem.what[1:]}"
                problems.append(WorkbenchError(what, allowed=problem.allowed, then=problem.then))
                continue
            for sheet in sheets:
                title = f"{member.name} {sheet.sheet}".strip()
                aside = tuple(replace(row, sheet=title) for row in sheet.set_aside)
                found.append(replace(sheet, sheet=title, set_aside=aside, member=member.name))
    if problems and not found:
        raise problems[0]
    notes = tuple(f"{problem.what}; passed over" for problem in problems)
    return (*(replace(sheet, notes=(*sheet.notes, *notes)) for sheet in found[:1]), *found[1:])


def _again(name: str, part: Mapping[str, Any]) -> Sheet:
    """Return a sheet that was read apart."""
    title = part["sheet"]
    aside = tuple(SetAside(name, title, n, "", why, tuple(row)) for n, why, row in part["aside"])
    return Sheet(
        name,
        title,
        part["frame"],
        part["lines"],
        aside,
        part["names_line"],
        tuple(part["notes"]),
        part["member"],
    )


def read_text(text: str, name: str = "pasted rows") -> Sheet:
    r"""Read rows pasted from a spreadsheet or a text.

    >>> read_text("Name\tPaid\nAda\t12.50").frame.to_dict("records")
    [{'Name': 'Ada', 'Paid': '12.50'}]
    """
    try:
        found = _text(name, text.encode("utf-8", "replace"))
    except WorkbenchError as problem:
        raise WorkbenchError(
            problem.what, where=name, allowed=problem.allowed, then=problem.then
        ) from None
    if not any(sheet.rows for sheet in found):
        raise WorkbenchError("There are no rows", where=name, then="Copy them and paste again.")
    return found[0]


def _text(name: str, data: bytes) -> tuple[Sheet, ...]:
    text, notes = decoded(data)
    return tuple(replace(sheet, notes=notes) for sheet in made(name, "", delimited.parse(text)))


_READERS: Mapping[bytes, Callable[[Path], Iterator[tuple[str, delimited.Rows]]]] = {
    **dict.fromkeys((*_ZIP, _OLE), workbook.sheets),
    _SQLITE: databases.sqlite,
    _PARQUET: parquet.sheets,
}
