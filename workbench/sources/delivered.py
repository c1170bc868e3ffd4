"""What came into a client's folder: files by delivery, how they were understood, what waits.

``sources/`` has the files as they came, ``mapping.json`` what their columns mean, ``report.json``
what came of each delivery, and ``set-aside/`` the rows to mend, in files to bring back.
"""

from __future__ import annotations

import contextlib
import json
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from workbench.errors import WorkbenchError
from workbench.sources.again import Compared
from workbench.sources.files import names_apart, read
from workbench.sources.mend import LINE, MARKS, to_mend
from workbench.sources.remembered import Remembered
from workbench.sources.report import Report

SOURCES, ASIDE = "sources", "set-aside"
_REPORT, _MAPPING = "report.json", "mapping.json"


@dataclass(frozen=True)
class Delivery:
    """Files that were brought together, and by table how many rows and what became of them.

    ``tables`` has the figures of `Counts` and, of a delivery that was added to others, of
    `Compared`. ``on`` is a date (ISO 8601); it and the figures are empty where nobody kept them.
    """

    files: tuple[str, ...]
    on: str = ""
    tables: Mapping[str, Mapping[str, float]] = field(default_factory=dict)

    @classmethod
    def of(cls, files: Sequence[str], report: Report, compared: Mapping[str, Compared]) -> Delivery:
        """Return the delivery of today that a report tells of."""
        told = {
            name: counts.to_json() | (compared[name].to_json() if name in compared else {})
            for name, counts in report.tables.items()
        }
        return cls(tuple(files), date.today().isoformat(), told)  # noqa: DTZ011 - the room's own day


def deliveries(folder: Path) -> tuple[Delivery, ...]:
    """Return what came into a client's folder, in order; files nobody told of come first."""
    said = _said(folder)
    try:
        known = [Delivery(**one) for one in said.get("deliveries", ())]
    except TypeError:
        known = []
    told = {name for one in known for name in one.files}
    into = folder / SOURCES
    there = sorted(file.name for file in into.iterdir()) if into.is_dir() else []
    left = tuple(name for name in there if name not in told)
    kept = [Delivery(tuple(n for n in d.files if n in there), d.on, d.tables) for d in known]
    return (*([Delivery(left)] if left else []), *(one for one in kept if one.files))


def stamp(folder: Path) -> int:
    """Return what is another number once files were added or read again."""
    with contextlib.suppress(OSError):
        return (folder / _REPORT).stat().st_mtime_ns
    return 0


def waiting(folder: Path) -> tuple[Path, ...]:
    """Return the files of rows that were set aside and wait to be mended."""
    aside = folder / ASIDE
    return tuple(sorted(aside.iterdir())) if aside.is_dir() else ()


def keep(
    folder: Path, report: Report, known: Remembered, came: Sequence[Delivery], *, anew: bool = False
) -> None:
    """Write down what came of reading, and what columns mean from now on.

    ``anew`` when the report is about all files, so that what was said before counts no more.
    """
    said = report.to_json()
    if not anew:
        before = _said(folder).get("mapping", {})
        said["mapping"] = {**before, **said["mapping"]}  # of all sources
    said["deliveries"] = [asdict(one) for one in came]
    for name, each in ((_MAPPING, known.to_json()), (_REPORT, said)):
        (folder / name).write_text(json.dumps(each), encoding="utf-8")


def keep_aside(folder: Path, report: Report, mended: Sequence[Path] = ()) -> None:
    """Write the rows set aside as files to mend; those that ``mended`` brings back wait no more."""
    back = [lines for file in mended for lines in _lines(file)]
    for file in waiting(folder):
        if any(
            columns == known and lines <= there
            for columns, lines in _lines(file)
            for known, there in back
        ):
            file.unlink()
    tables = to_mend(report)
    names = names_apart(tables, [file.name for file in waiting(folder)])
    for name, rows in zip(names, tables.values(), strict=True):
        (folder / ASIDE).mkdir(exist_ok=True)
        rows.to_csv(folder / ASIDE / name, index=False, encoding="utf-8-sig")


def is_mended(report: Report) -> bool:
    """Whether the files a report is about are rows that were set aside before."""
    return any(MARKS & set(columns) for columns in report.columns.values())


def remembered(folder: Path) -> Remembered:
    """Return what the columns of a client's files were found or said to mean."""
    try:
        said = json.loads((folder / _MAPPING).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return Remembered()
    return Remembered.from_json(said)


def copy_sources(files: Sequence[Path], into: Path, names: Sequence[str] = ()) -> None:
    """Copy the sources untouched, under ``names``; two files of one name get a number."""
    into.mkdir(exist_ok=True)
    names = names or names_apart(file.name for file in files)
    for file, name in zip(files, names, strict=True):
        shutil.copy2(file, into / name)


def _said(folder: Path) -> dict[str, Any]:
    with contextlib.suppress(OSError, ValueError):
        said = json.loads((folder / _REPORT).read_text(encoding="utf-8"))
        if isinstance(said, dict):
            return said
    return {}


def _lines(file: Path) -> list[tuple[frozenset[str], frozenset[str]]]:
    """Return of each sheet of mended rows its columns, and the lines they were in."""
    try:
        sheets = read(file)
    except WorkbenchError:
        return []  # somebody put another file here
    return [
        (frozenset(map(str, sheet.frame)), frozenset(str(cell) for cell in sheet.frame[LINE]))
        for sheet in sheets
        if set(sheet.frame) >= MARKS
    ]
