"""Packed files → what is in them: sizes checked before anything is unpacked."""

from __future__ import annotations

import gzip
import re
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from workbench.errors import WorkbenchError

MOST_BYTES = 400_000_000
"""Unpacked, all files of an archive together."""
_MOST_FILES = 100
_PIECE = 1 << 20
_PASSED_OVER = re.compile(r"(^|/)(__MACOSX/|\.[^/.][^/]*$|Thumbs\.db|desktop\.ini)")
_TOO_LARGE = WorkbenchError(
    "The archive holds too much",
    allowed=f"{_MOST_FILES} files and {MOST_BYTES // 1_000_000} MB unpacked",
    then="Unpack it and give the files that are needed.",
)
_DAMAGED = WorkbenchError("The archive is damaged", then="Pack it again, or give its files.")


@contextmanager
def unpacked(path: Path) -> Iterator[list[tuple[str, Path]]]:
    """Unpack a zip into a private folder; give name → place of each file, for as long as needed.

    Raises
    ------
    WorkbenchError
        When it is damaged, locked with a password, or holds too much.
    """
    with tempfile.TemporaryDirectory(prefix="workbench-unpacked-") as folder:
        try:
            with zipfile.ZipFile(path) as packed:
                entries = [
                    entry
                    for entry in packed.infolist()
                    if not entry.is_dir() and not _PASSED_OVER.search(entry.filename)
                ]
                if len(entries) > _MOST_FILES or sum(e.file_size for e in entries) > MOST_BYTES:
                    raise _TOO_LARGE
                if any(entry.flag_bits & 1 for entry in entries):
                    raise WorkbenchError(
                        "The archive is locked with a password", then="Pack it without one."
                    )
                found = []
                for place, entry in enumerate(entries):
                    target = Path(folder) / str(place)  # a name from outside leads nowhere
                    with packed.open(entry) as source:
                        _copy(source, target, MOST_BYTES)
                    found.append((PurePosixPath(entry.filename).name, target))
        except (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, RuntimeError):
            raise _DAMAGED from None
        except NotImplementedError:
            raise WorkbenchError(
                "The archive is packed in a way that can't be read", then="Pack it as plain zip."
            ) from None
        yield found


@contextmanager
def expanded(path: Path) -> Iterator[Path]:
    """Unpack one file packed with gzip into a private folder."""
    with tempfile.TemporaryDirectory(prefix="workbench-unpacked-") as folder:
        target = Path(folder) / "0"
        try:
            with gzip.open(path) as source:
                _copy(source, target, MOST_BYTES)
        except (gzip.BadGzipFile, zlib.error, EOFError, OSError):
            raise _DAMAGED from None
        yield target


def packed(path: Path) -> bool:
    """Whether a file is an archive itself (a workbook is none)."""
    with path.open("rb") as file:
        mark = file.read(4)
    if mark[:2] == b"\x1f\x8b":
        return True
    return mark[:2] == b"PK" and zipfile.is_zipfile(path) and not _workbook(path)


def _workbook(path: Path) -> bool:
    with zipfile.ZipFile(path) as inside:
        return any(name.startswith("xl/") for name in inside.namelist())


def _copy(source: object, target: Path, most: int) -> None:
    """Copy piece by piece: what a header says of the size may be a lie."""
    left = most
    with target.open("wb") as file:
        while piece := source.read(_PIECE):  # type: ignore[attr-defined]
            left -= len(piece)
            if left < 0:
                raise _TOO_LARGE
            file.write(piece)
