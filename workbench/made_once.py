"""What is made once and kept on disk for every process that comes later.

A file's name says what it was made of; it lies in the environment, else in the user's Jupyter data.
Nothing of a client's is ever kept here.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path


def kept(name: str, make: Callable[[], str]) -> Path:
    """Return the file of that name, made now if nobody made it: whole or not at all."""
    for home in homes():
        if (home / name).is_file():
            return home / name
    text = make()
    for home in homes():
        try:
            return _write(home / name, text)
        except OSError:
            continue  # a read-only environment: the user's own folder is next
    return _write(Path(tempfile.mkdtemp(prefix="customer-workbench-")) / name, text)


def homes() -> Iterator[Path]:
    """Yield the folders things are kept in, the best first."""
    yield Path(sys.prefix) / "share" / "customer-workbench"
    from jupyter_core.paths import jupyter_data_dir  # noqa: PLC0415 - hardly ever asked for

    yield Path(jupyter_data_dir()) / "customer-workbench"


@cache
def made_of(parts: tuple[str, ...], libraries: tuple[str, ...]) -> str:
    """Return a sum over what something is made of: parts of the package and libraries."""
    package = Path(__file__).resolve().parent
    found = sha256(" ".join(map(version, libraries)).encode())
    for path in sorted(path for part in parts for path in (package / part).glob("*.py")):
        found.update(path.read_bytes())
    return found.hexdigest()[:16]


def _write(path: Path, text: str) -> Path:
    """Write a file so that another process sees it whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, suffix=".tmp")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return path
