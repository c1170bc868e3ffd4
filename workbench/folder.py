"""What a client's folder holds besides its tables: the card, the sources as they came."""

from __future__ import annotations

import atexit
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
from workbench.sources.files import names_apart
from workbench.sources.ledger import Ledger
from workbench.sources.report import Report

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
        (building / "report.json").write_text(json.dumps(report.to_json()), encoding="utf-8")
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


def copy_sources(files: Sequence[Path], into: Path) -> None:
    """Copy the sources untouched; two files of one name get a number."""
    into.mkdir()
    for file, name in zip(files, names_apart(file.name for file in files), strict=True):
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
