"""One run's own folder: copies of the pages, notes of what to open, and whose run it is.

It goes as a whole when the run ends. Its place, and the client's, stand in the environment, where
the kernels find them.
"""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

from workbench.server.published import PAGE

_PACKAGE = Path(__file__).resolve().parent.parent
_NAMED = "engagement.json"
_SNAPSHOT = "snapshot.json"


def prepare(runtime: Path, pages: Path, engagement: Path | None, *, awaits: bool = False) -> None:
    """Fill the folder of this run and say in the environment what kernels need to know.

    With ``awaits`` kernels that ask for their client wait until `tell` says whose run it is.
    """
    (runtime / "notebooks").mkdir()
    (runtime / "opens").mkdir()
    for notebook in pages.glob("*.ipynb"):
        shutil.copy(notebook, runtime / "notebooks")
    os.environ["WORKBENCH_RUNTIME"] = str(runtime)
    for variable in ("WORKBENCH_ENGAGEMENT", "WORKBENCH_AWAITS", "WORKBENCH_PUBLISHED"):
        os.environ.pop(variable, None)
    if awaits:
        os.environ["WORKBENCH_AWAITS"] = str(runtime / _NAMED)
    elif engagement is not None:
        os.environ["WORKBENCH_ENGAGEMENT"] = str(engagement.resolve())
    _first_in("JUPYTER_PATH", _PACKAGE / "server" / "templates")
    _first_in("PYTHONPATH", _PACKAGE.parent)


def publish(runtime: Path, snapshot: str) -> None:
    """Keep the owner's page alone, and the snapshot it shows; no kernel is told of a client."""
    for notebook in (runtime / "notebooks").iterdir():
        if notebook.name != f"{PAGE}.ipynb":
            notebook.unlink()
    (runtime / _SNAPSHOT).write_text(snapshot, encoding="utf-8")
    os.environ["WORKBENCH_PUBLISHED"] = str(runtime / _SNAPSHOT)


def tell(runtime: Path, engagement: Path) -> None:
    """Say whose run it is to the kernels that wait and to those that come."""
    beside = runtime / f"{_NAMED}.new"
    beside.write_text(json.dumps(str(engagement)), encoding="utf-8")
    beside.replace(runtime / _NAMED)


def _first_in(variable: str, folder: Path) -> None:
    """Put a folder first in a variable that lists folders, once."""
    others = [part for part in os.environ.get(variable, "").split(os.pathsep) if part]
    others = [part for part in others if part != str(folder)]
    os.environ[variable] = os.pathsep.join([str(folder), *others])
