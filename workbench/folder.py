"""What a client's folder holds besides its tables: the card, the sources as they came."""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from workbench.errors import WorkbenchError
from workbench.sources.again import Compared, together
from workbench.sources.files import names_apart
from workbench.sources.ledger import Ledger
from workbench.sources.mend import MARKS, to_mend
from workbench.sources.remembered import Remembered
from workbench.sources.report import Report
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
        copy_sources(files, building / "sources")
        ledger.write(building / "ledger")
        keep_report(building, report, Remembered().with_report(report, rates or {}))
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
) -> tuple[Report, dict[str, Compared]]:
    """Add files to a client's folder: what is there already stays, what is corrected is replaced.

    Columns mean what they meant in a like file before, unless ``maps`` says otherwise.

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
    known = remembered(folder)
    into = folder / "sources"
    taken = [file.name for file in into.iterdir()] if into.is_dir() else []
    names = names_apart((file.name for file in files), taken)
    rates = {**known.rates, **(rates or {})}
    ledger, report = take(
        files, maps, currency=card.currency, rates=rates, remembered=known, called=names
    )
    mended = any(MARKS & set(columns) for columns in report.columns.values())
    whole, compared = together(before, ledger, mended=mended)
    copy_sources(files, into, names)
    whole.write(folder / "ledger")
    shutil.rmtree(folder / "facts", ignore_errors=True)
    for file in files:
        if file.resolve().parent == (folder / "set-aside").resolve():
            file.unlink()  # mended; what of it was set aside again is written anew
    keep_report(folder, report, known.with_report(report, rates))
    return report, compared


def keep_report(folder: Path, report: Report, known: Remembered) -> None:
    """Write what came of reading, what columns mean, and the rows set aside as files to mend."""
    said = report.to_json()
    with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
        before = json.loads((folder / "report.json").read_text(encoding="utf-8"))
        said["mapping"] = {**before["mapping"], **said["mapping"]}  # of all sources
    for name, each in (("report", said), ("mapping", known.to_json())):
        (folder / f"{name}.json").write_text(json.dumps(each), encoding="utf-8")
    aside = folder / "set-aside"
    waiting = [file.name for file in aside.iterdir()] if aside.is_dir() else []
    tables = to_mend(report)
    for name, rows in zip(names_apart(tables, waiting), tables.values(), strict=True):
        aside.mkdir(exist_ok=True)
        rows.to_csv(aside / name, index=False, encoding="utf-8-sig")


def remembered(folder: Path) -> Remembered:
    """Return what the columns of a client's files were found or said to mean."""
    try:
        said = json.loads((folder / "mapping.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return Remembered()
    return Remembered.from_json(said)


def copy_sources(files: Sequence[Path], into: Path, names: Sequence[str] = ()) -> None:
    """Copy the sources untouched, under ``names``; two files of one name get a number."""
    into.mkdir(exist_ok=True)
    names = names or names_apart(file.name for file in files)
    for file, name in zip(files, names, strict=True):
        shutil.copy2(file, into / name)


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
