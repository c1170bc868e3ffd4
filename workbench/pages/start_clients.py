"""The clients' folder: who is there, where a new one goes, and how one is opened."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from workbench.engagement import read_card
from workbench.errors import WorkbenchError
from workbench.folder import leave_note
from workbench.widgets.file_drop import safe_name

_MOST = 200
_PRECIOUS = ("decisions.sqlite", "decisions.sqlite-wal", "engagement.json")


@dataclass(frozen=True)
class Client:
    """One client's folder. ``problem`` says why it can't be opened, empty when it can."""

    folder: Path
    name: str
    saved: datetime
    problem: str = ""

    def day(self) -> str:
        """Say when something was saved last, as people write it: «3 Sep 2026, 14:02»."""
        when = self.saved.astimezone()
        return f"{when.day} {when:%b %Y, %H:%M}"


def home() -> Path:
    """Return the folder of all clients: ``WORKBENCH_HOME``, else «Customer reviews» at home."""
    named = os.environ.get("WORKBENCH_HOME", "")
    return Path(named).expanduser() if named else Path.home() / "Customer reviews"


def clients(folder: Path) -> list[Client]:
    """Return the clients in a folder, the one saved last first; nothing is opened or changed."""
    found: list[Client] = []
    try:
        inside = [place for place in folder.iterdir() if not place.name.startswith(".")]
    except OSError:
        return []
    for place in inside:
        if not (place / "engagement.json").is_file():
            continue
        try:
            found.append(Client(place, read_card(place).name, _saved(place)))
        except WorkbenchError as error:
            found.append(Client(place, place.name, _saved(place), f"{error.what}. {error.then}"))
        except OSError:
            continue
    return sorted(found, key=lambda client: client.saved, reverse=True)[:_MOST]


def free_folder(folder: Path, client: str) -> Path:
    """Return a folder for a new client, named after it; a taken name gets a number.

    Examples
    --------
    >>> free_folder(Path("reviews"), "Møller / Søn A/S").as_posix()
    'reviews/Møller _ Søn A_S'
    """
    name = safe_name(client.replace("/", "_").replace("\\", "_"), fallback="Client")
    place, number = folder / name, 2
    while place.exists():
        place, number = folder / f"{name} ({number})", number + 1
    return place


def opening_link(folder: Path) -> str:
    """Return the link that opens a client on a server of its own; empty without our server.

    Only a handle travels; the path it stands for is written into the server's own folder.
    """
    handle = leave_note({"engagement": str(folder.resolve())})
    return f"../../open/{handle}" if handle else ""


def _saved(place: Path) -> datetime:
    """Return when a decision was last written (the database itself stays closed)."""
    times = [(place / name).stat().st_mtime for name in _PRECIOUS if (place / name).exists()]
    return datetime.fromtimestamp(max(times, default=0), UTC)
