"""Files that unpack, and very large ones, are read in a process of their own, within limits.

A reading's story: a child process with little memory and little time reads the file and writes
its tables into a private folder as Arrow; this process takes them from there. Whatever a hostile
file does to the child, the page lives on and says in one sentence why the file was refused.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from workbench.errors import WorkbenchError

if TYPE_CHECKING:
    from workbench.sources.files import Sheet

SECONDS = 120.0
"""How long one file may take."""
GIGABYTES = 6
"""How much memory reading one file may take."""

_THREADS = 4  # what each sets aside for itself counts as memory too
_LINE = "line"
_POLL = 0.02
_FACT = "sheets.json"
_EMPTY = pa.table({_LINE: pa.array([], pa.int64())})


def sheets(
    path: Path, name: str, stopped: Callable[[], None] | None = None
) -> list[dict[str, Any]]:
    """Read a file in a child process; return its sheets as plain parts.

    Parameters
    ----------
    stopped
        Called now and then; what it raises ends the child and passes on.

    Raises
    ------
    WorkbenchError
        What the child said, or that the limits of time or memory were reached.
    """
    with tempfile.TemporaryDirectory(prefix="workbench-read-") as folder:
        code = _watched(path, name, Path(folder), stopped)
        said = Path(folder) / _FACT
        if code or not said.is_file():
            raise WorkbenchError(
                "The file takes more memory than reading may take, or is damaged",
                allowed=f"{GIGABYTES} GB of memory",
                then="Export fewer years or columns, or save it as CSV.",
            )
        answer = json.loads(said.read_text(encoding="utf-8"))
        if "error" in answer:
            raise WorkbenchError(**answer["error"])
        return [
            _back(part, Path(folder) / f"{at}.arrow") for at, part in enumerate(answer["sheets"])
        ]


def _watched(path: Path, name: str, folder: Path, stopped: Callable[[], None] | None) -> int:
    """Run the child to its end, at most as long as a file may take; return its exit code."""
    root = str(Path(__file__).resolve().parents[2])
    known = os.environ.get("PYTHONPATH", "")
    child = subprocess.Popen(  # noqa: S603 - our own program, no shell
        [sys.executable, "-m", "workbench.sources.apart", str(path.resolve()), name, str(folder)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, (root, known)))},
    )
    end = time.monotonic() + SECONDS
    try:
        while child.poll() is None:
            if stopped:
                stopped()
            if time.monotonic() > end:
                raise WorkbenchError(
                    "The file takes too long to read",
                    allowed=f"{SECONDS:.0f} seconds",
                    then="Export fewer years or columns, or save it as CSV.",
                )
            time.sleep(_POLL)
    finally:
        child.kill()
        child.wait()
    return child.returncode


def _back(part: dict[str, Any], file: Path) -> dict[str, Any]:
    with pa.OSFile(str(file)) as source, pa.ipc.open_file(source) as reader:
        table = reader.read_all()
    lines = np.array(table[_LINE], dtype=np.int64)
    frame = table.drop_columns([_LINE]).rename_columns(part["names"])
    return {**part, "frame": frame.to_pandas(date_as_object=False), "lines": lines}


def _write(found: Sequence[Sheet], folder: Path) -> None:
    parts = []
    for at, sheet in enumerate(found):
        names = [str(name) for name in sheet.frame]
        table = pa.Table.from_pandas(sheet.frame, preserve_index=False).replace_schema_metadata()
        table = table.rename_columns([str(place) for place in range(len(names))])
        table = table.append_column(_LINE, pa.array(sheet.lines, pa.int64()))
        file = str(folder / f"{at}.arrow")
        with pa.OSFile(file, "wb") as sink, pa.ipc.new_file(sink, table.schema) as writer:
            writer.write_table(table)
        aside = [(row.line, row.reason, row.cells) for row in sheet.set_aside]
        parts.append(
            {
                "sheet": sheet.sheet,
                "names": names,
                "names_line": sheet.names_line,
                "aside": aside,
                "notes": sheet.notes,
                "member": sheet.member,
            }
        )
    (folder / _FACT).write_text(json.dumps({"sheets": parts}), encoding="utf-8")


def _limit() -> None:
    """Limit this process's memory where the system can; a core of it is of no use to anybody."""
    try:
        import resource  # noqa: PLC0415 - there is none on Windows
    except ImportError:
        return
    for what, most in ((resource.RLIMIT_AS, GIGABYTES << 30), (resource.RLIMIT_CORE, 0)):
        try:
            resource.setrlimit(what, (most, most))
        except (OSError, ValueError):
            continue  # macOS has no such limit; time is limited all the same


def _child(path: Path, name: str, folder: Path) -> None:
    """Read one file and write what came of it."""
    _limit()
    pa.set_cpu_count(min(pa.cpu_count(), _THREADS))
    from workbench.sources.files import read_here  # noqa: PLC0415 - under the limit already

    try:
        _write(read_here(path, name), folder)
    except WorkbenchError as problem:
        said = {"what": problem.what, "allowed": problem.allowed, "then": problem.then}
        (folder / _FACT).write_text(json.dumps({"error": said}), encoding="utf-8")


if __name__ == "__main__":
    _child(Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3]))
