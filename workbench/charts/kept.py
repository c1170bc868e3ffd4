"""What is made once and kept on disk for every page that opens later.

A file's name says what it was made of; it lies in the environment, else in the user's Jupyter data.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from jupyter_core.paths import jupyter_data_dir


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


def homes() -> tuple[Path, ...]:
    """Return the folders things are kept in, the best first."""
    return Path(sys.prefix) / "share" / "customer-workbench", Path(jupyter_data_dir()) / "vega"


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
