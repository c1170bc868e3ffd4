"""Packed files → what is in them: sizes checked before anything is unpacked."""

from __future__ import annotations

import gzip
import re
import tempfile
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from workbench.errors import WorkbenchError
from workbench.sources import header

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


@dataclass(frozen=True)
class Member:
    """A file of an archive: its name there, its place now, and what kept it from being unpacked.

    The name is without its folders where no other file of the archive has it too.
    """

    name: str
    place: Path
    problem: WorkbenchError | None = None

    def opened(self) -> Path:
        """Return where it can be read.

        Raises
        ------
        WorkbenchError
            When it could not be unpacked, or is an archive itself.
        """
        if self.problem:
            raise self.problem
        if packed(self.place):
            raise WorkbenchError("It is another archive", then="Unpack it first.")
        return self.place


@contextmanager
def unpacked(path: Path) -> Iterator[list[Member]]:
    """Unpack a zip into a private folder, for as long as its files are needed.

    Raises
    ------
    WorkbenchError
        When it is damaged or holds too much.
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
                names = _names([entry.filename for entry in entries])
                found = [
                    _unpack(packed, entry, Member(name, Path(folder) / str(place)))
                    for place, (entry, name) in enumerate(zip(entries, names, strict=True))
                ]  # a name from outside leads nowhere
        except (zipfile.BadZipFile, OSError, EOFError, ValueError, NotImplementedError):
            raise _DAMAGED from None
        yield found


def _unpack(packed: zipfile.ZipFile, entry: zipfile.ZipInfo, member: Member) -> Member:
    """Unpack one file; return it with what went wrong."""
    if entry.flag_bits & 1:
        locked = WorkbenchError("It is locked with a password", then="Pack it without one.")
        return replace(member, problem=locked)
    try:
        with packed.open(entry) as source:
            _copy(source, member.place, MOST_BYTES)
    except NotImplementedError:
        other = WorkbenchError(
            "It is packed in a way that can't be read", then="Pack it as plain zip."
        )
        return replace(member, problem=other)
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, RuntimeError):
        return replace(member, problem=WorkbenchError("It is damaged", then="Pack it again."))
    return member


def _names(paths: Sequence[str]) -> list[str]:
    """Return the names of files without their folders, unless two would have the same.

    >>> _names(["2024/sales.csv", "2025/sales.csv", "2025/time.csv"])
    ['2024/sales.csv', '2025/sales.csv', 'time.csv']
    """
    short = [PurePosixPath(path).name for path in paths]
    often = Counter(short)
    full = [path if often[name] > 1 else name for path, name in zip(paths, short, strict=True)]
    return header.named(full)


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
