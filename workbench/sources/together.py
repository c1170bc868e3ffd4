"""Several files → one ledger: each under a name of its own, its columns chosen or guessed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from workbench.errors import WorkbenchError
from workbench.sources.choice import choose, prefer
from workbench.sources.exports import prepared
from workbench.sources.files import Sheet, names_apart, read
from workbench.sources.intake import take_in
from workbench.sources.ledger import Ledger
from workbench.sources.mapping import guess
from workbench.sources.mend import mended
from workbench.sources.periods import in_lines
from workbench.sources.remembered import Remembered
from workbench.sources.report import Report


def take(
    files: Sequence[Path],
    maps: Sequence[str] = (),
    *,
    currency: str = "",
    rates: Mapping[str, float] | None = None,
    remembered: Remembered | None = None,
    called: Sequence[str] = (),
    stopped: Callable[[], None] | None = None,
) -> tuple[Ledger, Report]:
    """Read files, guess what wasn't said about their columns, and take them in.

    Two files of one name are told apart: the second ``sales.csv`` is ``sales (2).csv`` from here
    on, which the report's notes say. In ``maps`` a file may be named by its path as well.
    ``currency`` and ``rates`` are as in `take_in`; ``remembered`` answers where ``maps`` don't;
    ``called`` gives the files other names than their own. ``stopped`` is called now and then where
    the reading may be given up; what it raises ends it.

    Raises
    ------
    WorkbenchError
        When a file can't be read or is named twice, a choice names nothing there is, or a
        required column can't be guessed.
    """
    names = tuple(called) or names_apart(file.name for file in files)
    places: dict[Path, str] = {}
    for file, name in zip(files, names, strict=True):
        if places.setdefault(file.resolve(), name) != name:
            raise WorkbenchError(
                "The file is named twice", where=str(file), then="Name each file once."
            )
    going = stopped or (lambda: None)
    given: list[Sheet] = []
    for file, name in zip(files, names, strict=True):
        going()
        given += read(file, name, stopped)
    refuse_empty(given)
    given = [in_lines(prepared(mended(sheet))) for sheet in given]
    if remembered:
        given = [remembered.named(sheet) for sheet in given]
    sheets, choices = choose([_by_name(text, places) for text in maps], given)
    known = remembered.choices(sheets) if remembered else {}
    mapping = guess(sheets, prefer(choices, known), going).settled()
    ledger, report = take_in(sheets, mapping, currency=currency, rates=rates, stopped=going)
    notes = [
        f"«{file}» is called «{name}» here, because another file has its name."
        for file, name in zip(files, names, strict=True)
        if name != file.name
    ]
    return ledger, replace(report, notes=(*notes, *report.notes))


def refuse_empty(sheets: Sequence[Sheet]) -> None:
    """Refuse sheets of which none has rows; beside others one without any is an empty table.

    Raises
    ------
    WorkbenchError
        Naming the first of them.
    """
    if not any(sheet.rows for sheet in sheets):
        where = sheets[0].label if sheets else ""
        raise WorkbenchError("There are no rows", where=where, then="Export it with its rows.")


def _by_name(text: str, places: Mapping[Path, str]) -> str:
    """Return a choice with the name of its file instead of its path."""
    for at, sign in enumerate(text):
        if sign == ":" and (name := places.get(Path(text[:at]).resolve())):
            return name + text[at:]
    return text
