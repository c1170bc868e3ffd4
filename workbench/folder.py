"""A client's folder: its card, how it is built, files added to it or read again."""

from __future__ import annotations

import atexit
import json
import os
import secrets
import shutil
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeVar

from workbench.errors import WorkbenchError
from workbench.sources import delivered
from workbench.sources.again import Compared, together
from workbench.sources.by_name import with_known_ids
from workbench.sources.delivered import SOURCES, Delivery, copy_sources
from workbench.sources.files import names_apart
from workbench.sources.ledger import Ledger
from workbench.sources.remembered import Remembered
from workbench.sources.report import Report, all_of
from workbench.sources.respelled import with_known_spelling
from workbench.sources.together import take

FORMAT = 1
_CARD = "engagement.json"
_Begun = TypeVar("_Begun")
DEMO_TABLES = ("customers", "sales", "time", "rates", "events", "prospects")


@dataclass(frozen=True)
class Card:
    """What an engagement's folder says about itself."""

    name: str
    currency: str = "EUR"
    as_of: str | None = None
    window: str = "12m"
    demo: bool = False
    format: int = FORMAT


def shipped(name: str) -> Path:
    """Return a folder that comes with the package: inside it from a wheel, else beside it."""
    package = Path(__file__).resolve().parent
    inside = package / name
    return inside if inside.is_dir() else package.parent / name


def demo_data() -> Path:
    """Return the folder of the demo client's files."""
    return shipped("data")


def passing_folder() -> Path:
    """Return a new folder that goes when this process ends, and with the server if it has one."""
    runtime = os.environ.get("WORKBENCH_RUNTIME", "")
    inside = runtime if runtime and Path(runtime).is_dir() else None
    folder = Path(tempfile.mkdtemp(prefix="workbench-demo-", dir=inside))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def leave_note(content: Mapping[str, object], handle: str = "") -> str:
    """Leave a note for our server, in its own folder; return the handle that stands for it.

    What it says never travels through the browser, only the handle does; empty without our server.
    With a ``handle`` it stands instead of an earlier note.

    Raises
    ------
    WorkbenchError
        When the folder can't be written.
    """
    runtime = os.environ.get("WORKBENCH_RUNTIME", "")
    if not runtime:
        return ""
    handle = handle or secrets.token_hex(16)
    note = Path(runtime) / "opens" / f"{handle}.json"
    try:
        note.parent.mkdir(mode=0o700, exist_ok=True)
        beside = note.with_suffix(".new")
        beside.write_text(json.dumps(content), encoding="utf-8")
        beside.replace(note)
    except OSError:
        raise WorkbenchError(
            "The workbench's own folder can't be written", then="Start the workbench again."
        ) from None
    return handle


def named_folder() -> Path | None:
    """Return the client's folder this process was started for; None where it was for none.

    A kernel that was started before anybody picked a client waits here until one is named.
    """
    named = os.environ.get("WORKBENCH_ENGAGEMENT")
    if awaited := os.environ.get("WORKBENCH_AWAITS"):
        while not Path(awaited).exists():
            time.sleep(0.05)
        named = json.loads(Path(awaited).read_text(encoding="utf-8"))
    return Path(named) if named else None


def read_card(folder: Path) -> Card:
    """Read what an engagement's folder says about itself; refuse one from a newer version."""
    try:
        said: Mapping[str, Any] = json.loads((folder / _CARD).read_text(encoding="utf-8"))
        fields = {name: said[name] for name in Card.__dataclass_fields__ if name in said}
        made = int(said["format"])
    except FileNotFoundError:
        raise WorkbenchError(
            f"«{folder}» is no client's folder",
            allowed="a folder made by «workbench new»",
            then="Make one with: workbench new DIR FILE…",
        ) from None
    except (OSError, ValueError, KeyError, TypeError):
        raise WorkbenchError(
            "The file can't be read", where=str(folder / _CARD), then="Restore it from a copy."
        ) from None
    if made > FORMAT:
        raise WorkbenchError(
            f"The folder was made by a newer version (format {made}, this one knows {FORMAT})",
            where=str(folder),
            then="Update the workbench; nothing was changed.",
        )
    return Card(**{"name": title_of(folder.name), **fields})


def write_card(folder: Path, card: Card) -> None:
    """Write what an engagement's folder says about itself."""
    said = {name: getattr(card, name) for name in Card.__dataclass_fields__}
    (folder / _CARD).write_text(json.dumps(said, indent=2, ensure_ascii=False), encoding="utf-8")


def build(
    folder: Path,
    files: Sequence[Path],
    card: Card,
    taken: tuple[Ledger, Report],
    begin: Callable[[Path], _Begun],
    *,
    rates: Mapping[str, float] | None = None,
) -> _Begun:
    """Build a client's folder beside its place, put it there and begin it.

    On any error, also in ``begin``, no folder remains.
    """
    ledger, report = taken
    folder.parent.mkdir(parents=True, exist_ok=True)
    building = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        copy_sources(files, building / SOURCES)
        ledger.write(building / "ledger")
        known = Remembered().with_report(report, rates or {})
        delivered.keep_aside(building, report)
        names = names_apart(file.name for file in files)
        delivered.keep(building, report, known, [Delivery.of(names, report, {})])
        write_card(building, card)
        building.chmod(0o700)
        if folder.exists():
            folder.rmdir()
        building.rename(folder)
        building = folder
        return begin(folder)
    except BaseException:
        shutil.rmtree(building, ignore_errors=True)
        raise


def add(
    folder: Path,
    files: Sequence[Path],
    maps: Sequence[str] = (),
    rates: Mapping[str, float] | None = None,
    *,
    taken: tuple[Ledger, Report] | None = None,
) -> tuple[Report, dict[str, Compared]]:
    """Add files to a client's folder: what is there already stays, what is corrected is replaced.

    Columns mean what they meant in a like file before, unless ``maps`` says otherwise. ``taken`` is
    what `take_in` made of these files already, each under a name that none in the folder has.

    Returns
    -------
    tuple
        The report of the new files, and for each table what was new, changed and the same.

    Raises
    ------
    WorkbenchError
        When the folder is none, or the files can't be taken in; then nothing was changed.
    """
    card, before = read_card(folder), Ledger.open(folder / "ledger")
    known, came, into = delivered.remembered(folder), delivered.deliveries(folder), folder / SOURCES
    there = [file.name for file in into.iterdir()] if into.is_dir() else []
    names = names_apart((file.name for file in files), there)
    rates = {**known.rates, **(rates or {})}
    ledger, report = taken or take(
        files, maps, currency=card.currency, rates=rates, remembered=known, called=names
    )
    ledger, report = with_known_ids(before, *with_known_spelling(before, ledger, report))
    mended = delivered.is_mended(report)
    whole, compared = together(before, ledger, mended=mended)
    report = _noted(report, compared, names)
    copy_sources(files, into, names)
    whole.write(folder / "ledger")
    shutil.rmtree(folder / "facts", ignore_errors=True)
    delivered.keep_aside(folder, report, files if mended else ())
    came = (*came, Delivery.of(names, report, compared))
    delivered.keep(folder, report, known.with_report(report, rates), came)
    return report, compared


def read_again(
    folder: Path, known: Remembered, stopped: Callable[[], None] | None = None
) -> Report:
    """Read all of a client's files again, in the order they came, columns as ``known`` says.

    ``stopped`` is called now and then; what it raises ends the reading, and nothing was changed.

    Raises
    ------
    WorkbenchError
        When one can't be taken in like that; then nothing was changed.
    """
    currency, whole = read_card(folder).currency, None
    came: list[Delivery] = []
    reports: list[tuple[Report, list[Path]]] = []
    for one in delivered.deliveries(folder):
        files = [folder / SOURCES / name for name in one.files]
        ledger, report = take(
            files,
            currency=currency,
            rates=known.rates,
            remembered=known,
            called=one.files,
            stopped=stopped,
        )
        mended = delivered.is_mended(report)
        compared: dict[str, Compared] = {}
        if whole is not None:
            ledger, report = with_known_ids(whole, *with_known_spelling(whole, ledger, report))
            ledger, compared = together(whole, ledger, mended=mended)
            report = _noted(report, compared, one.files)
        whole = ledger
        reports.append((report, files if mended else []))
        came.append(replace(Delivery.of(one.files, report, compared), on=one.on))
    if stopped:
        stopped()
    if whole is None:
        raise WorkbenchError("No file of this client is kept", then="Add one.")
    whole.write(folder / "ledger")
    for waiting in delivered.waiting(folder):
        waiting.unlink()
    for report, files in reports:
        delivered.keep_aside(folder, report, files)
        known = known.with_report(report, {})
    shutil.rmtree(folder / "facts", ignore_errors=True)
    report = all_of([report for report, _ in reports])
    delivered.keep(folder, report, known, came, anew=True)
    return report


def _noted(report: Report, compared: Mapping[str, Compared], names: Sequence[str]) -> Report:
    notes = [note for told in compared.values() for note in told.notes(", ".join(names))]
    return replace(report, notes=(*report.notes, *notes))


def refuse_taken(folder: Path) -> None:
    """Refuse a folder that holds something already."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise WorkbenchError(
            f"«{folder}» exists already",
            allowed="a folder that isn't there yet, or an empty one",
            then="Choose another name, or open this one with: workbench serve DIR",
        )


def title_of(name: str) -> str:
    """Return a client's name out of a folder's.

    Examples
    --------
    >>> title_of("north_star")
    'North star'
    """
    return name.replace("_", " ").replace("-", " ").strip().capitalize() or "Client"
