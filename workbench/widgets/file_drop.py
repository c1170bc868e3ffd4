"""FileDrop: a place to drop files on, or to choose them; they arrive in pieces, on this machine.

A drop's story: the browser announces names and sizes; Python says yes or why not; pieces travel
one after the other into a private temporary folder; when all are there, `received` gets their
paths. Nothing of a file's name is trusted: it is made harmless before it touches the disk.
"""

from __future__ import annotations

import atexit
import re
import shutil
import tempfile
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import traitlets

from workbench.errors import WorkbenchError
from workbench.sources.files import names_apart
from workbench.widgets.gate import GuardedWidget, Refused, log_fault, whole

LARGEST = 300 * 2**20
"""Bytes of one delivery, all its files together."""
MOST_FILES = 20
LARGEST_PIECE = 4 * 2**20
"""Bytes of one message."""
_LONGEST_NAME = 100
_RESERVED = re.compile(r"^(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)


def safe_name(name: str, fallback: str = "file") -> str:
    r"""Return a name that any disk takes and that leads nowhere but into its folder.

    Letters, digits, spaces and ``. - _ , & ' + ( ) [ ]`` stay; anything else becomes ``_``.

    Examples
    --------
    >>> safe_name("../../etc/pass\nwd.csv"), safe_name("Kunden & Müller (2).xlsx")
    ('pass_wd.csv', 'Kunden & Müller (2).xlsx')
    >>> safe_name(".."), safe_name("nul.csv"), safe_name("<img src=x>.csv")
    ('file', '_nul.csv', '_img src_x_.csv')
    """
    last = unicodedata.normalize("NFC", re.split(r"[/\\]", name)[-1])
    kept = "".join(c if c.isalnum() or c in " .-_,&'+()[]" else "_" for c in last)
    kept = kept.strip(" .") if kept.strip(" ._") else fallback
    if _RESERVED.match(kept):
        kept = f"_{kept}"
    stem, dot, suffix = kept.rpartition(".")
    if not dot or len(suffix) > 10:  # noqa: PLR2004 - longer than any ending
        return kept[:_LONGEST_NAME].rstrip(" .")
    return f"{stem[: _LONGEST_NAME - len(suffix) - 1].rstrip(' .')}.{suffix}"


@dataclass
class _Delivery:
    """Files on their way: where they go, how long they will be, how much is there."""

    number: int
    folder: Path
    sizes: Mapping[Path, int]
    there: dict[Path, int] = field(default_factory=dict)

    def full(self) -> bool:
        return all(self.there.get(path, 0) == size for path, size in self.sizes.items())


class FileDrop(GuardedWidget):
    """A zone for files; see the module's first lines.

    Parameters
    ----------
    received
        Called with the paths of a complete delivery, in the order they were chosen.
    refused
        Called with a sentence when a delivery can't be taken.
    """

    _esm = Path(__file__).parent / "file_drop.js"
    _css = Path(__file__).parent / "file_drop.css"

    label = traitlets.Unicode("Drop a file here, or choose one").tag(sync=True)
    """What stands in the zone; also its name for a screen reader."""
    hint = traitlets.Unicode("").tag(sync=True)
    """A second, quieter line."""
    piece = traitlets.Int(LARGEST_PIECE // 2).tag(sync=True)
    """Bytes the browser sends at once."""

    def __init__(
        self,
        received: Callable[[Sequence[Path]], None],
        refused: Callable[[str], None],
        **traits: Any,
    ) -> None:
        super().__init__(**traits)
        self._received, self._refused = received, refused
        self._home: Path | None = None
        self._delivery: _Delivery | None = None
        self._piece: memoryview | None = None

    @property
    def folder(self) -> Path:
        """The private folder of this page, gone when its kernel ends."""
        if self._home is None:
            self._home = Path(tempfile.mkdtemp(prefix="workbench-upload-"))
            atexit.register(shutil.rmtree, self._home, ignore_errors=True)
        return self._home

    def clear(self) -> None:
        """Throw away every file that arrived."""
        self._delivery = None
        if self._home is not None:
            for inside in self._home.iterdir():
                shutil.rmtree(inside, ignore_errors=True)

    def place(self) -> Path:
        """Return a new, empty folder inside `folder`."""
        return Path(tempfile.mkdtemp(dir=self.folder))

    def heard(self, content: Mapping[str, Any]) -> None:  # noqa: D102 - see the base
        number = whole(content.get("delivery"), 2**53)
        kind = content.get("kind")
        if kind == "begin":
            self._begin(number, content.get("files"))
        elif self._delivery is None or self._delivery.number != number:
            raise Refused("delivery")
        elif kind == "piece":
            self._take(self._delivery, content)
        elif kind == "cancel":
            self._drop()
        else:
            raise Refused("kind")

    def _handle_custom_msg(self, content: object, buffers: object) -> None:
        pieces = buffers if isinstance(buffers, (list, tuple)) else ()
        self._piece = memoryview(pieces[0]).cast("B") if pieces else None
        super()._handle_custom_msg(content, buffers)
        self._piece = None

    def _begin(self, number: int, files: object) -> None:
        if not isinstance(files, list) or not files:
            raise Refused("files")
        announced = [_announced(file) for file in files]
        self._drop()
        try:
            _check_sizes(announced)
        except WorkbenchError as error:
            self.send({"kind": "refused", "delivery": number})
            self._refused(str(error))
            return
        folder, sizes = self.place(), dict[Path, int]()
        for name, size in announced:
            sizes[_free(folder, safe_name(name), sizes)] = size
        self._delivery = _Delivery(number, folder, sizes)
        for path in sizes:
            path.touch(mode=0o600)
        self.send({"kind": "go", "delivery": number})
        self._perhaps_done()

    def _take(self, delivery: _Delivery, content: Mapping[str, Any]) -> None:
        """Add a piece where it belongs; one that doesn't fit ends the delivery."""
        paths = list(delivery.sizes)
        path = paths[whole(content.get("file"), len(paths))]
        there = delivery.there.get(path, 0)
        piece = self._piece
        if (
            piece is None
            or not 0 < piece.nbytes <= LARGEST_PIECE
            or content.get("at") != there
            or there + piece.nbytes > delivery.sizes[path]
        ):
            raise Refused("piece")
        try:
            with path.open("ab") as file:
                file.write(piece)
        except OSError as fault:
            log_fault(fault)
            self._drop()
            self.send({"kind": "refused", "delivery": delivery.number})
            self._refused("There is no room on this computer's disk. Free some, then try again.")
            return
        delivery.there[path] = there + piece.nbytes
        self.send({"kind": "got", "delivery": delivery.number, "bytes": piece.nbytes})
        self._perhaps_done()

    def _perhaps_done(self) -> None:
        delivery = self._delivery
        if delivery is not None and delivery.full():
            self._delivery = None
            self._received(tuple(delivery.sizes))

    def _drop(self) -> None:
        """Throw away what an unfinished delivery left."""
        if self._delivery is not None:
            shutil.rmtree(self._delivery.folder, ignore_errors=True)
            self._delivery = None


def _announced(file: object) -> tuple[str, int]:
    if not isinstance(file, Mapping) or not isinstance(file.get("name"), str):
        raise Refused("file")
    return file["name"], whole(file.get("size"), 2**53)


def _check_sizes(announced: Sequence[tuple[str, int]]) -> None:
    if len(announced) > MOST_FILES:
        raise WorkbenchError(
            f"{len(announced)} files are too many at once",
            allowed=f"up to {MOST_FILES}",
            then="Bring the ones with customers and sales first.",
        )
    total = sum(size for _, size in announced)
    if total > LARGEST:
        raise WorkbenchError(
            f"{total / 2**20:,.0f} MB are too much for this page",
            allowed=f"up to {LARGEST / 2**20:,.0f} MB",
            then="Export fewer years, or use «workbench new» on the command line.",
        )
    empty = next((name for name, size in announced if size == 0), None)
    if empty is not None:
        raise WorkbenchError(
            f"«{safe_name(empty)}» is empty, or a folder", then="Choose the file itself."
        )


def _free(folder: Path, name: str, taken: Mapping[Path, int]) -> Path:
    """Return a path of that name, numbered where two files share one (case aside)."""
    return folder / names_apart([name], taken=(path.name for path in taken))[0]
