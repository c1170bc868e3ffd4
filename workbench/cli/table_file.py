"""A table written to a file: whole or not at all, and harmless when a spreadsheet opens it."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from workbench.cells import neutral
from workbench.errors import WorkbenchError


def write(frame: pd.DataFrame, file: Path) -> None:
    """Write a frame, its index first, as CSV or Parquet by the file's ending.

    Missing cells stay empty. In CSV, text that a spreadsheet would take for a formula gets an
    apostrophe in front. Otherwise as `put`.
    """
    kind = _csv if file.suffix.lower() == ".csv" else _parquet
    put(file, lambda handle: kind(frame, handle))


def put(file: Path, fill: Callable[[BinaryIO], object]) -> None:
    """Write a file whole or not at all; one of that name is replaced once the new is complete.

    Raises
    ------
    WorkbenchError
        When the file can't be written; one that was there before is as it was.
    """
    target = file.resolve()
    partial = target.with_name(f".{target.name}.{os.getpid()}.tmp")
    try:
        with partial.open("xb") as handle:
            fill(handle)
            handle.flush()
            os.fsync(handle.fileno())
        partial.replace(target)
    except OSError as error:
        raise WorkbenchError(
            f"The file can't be written ({error.strerror or error})",
            where=str(file),
            then="Close it where it is open, or name another one with --out.",
        ) from None
    finally:
        partial.unlink(missing_ok=True)


def _csv(frame: pd.DataFrame, handle: BinaryIO) -> None:
    cells = frame.reset_index()
    for name in cells:
        if not pd.api.types.is_numeric_dtype(cells[name]):
            cells[name] = cells[name].map(
                lambda value: neutral(value) if isinstance(value, str) else value
            )
    cells.columns = pd.Index([neutral(str(name)) for name in cells.columns])
    cells.to_csv(handle, index=False, lineterminator="\n", encoding="utf-8")


def _parquet(frame: pd.DataFrame, handle: BinaryIO) -> None:
    cells = frame.reset_index()
    columns = {}
    for name in cells:
        numeric = pd.api.types.is_numeric_dtype(cells[name])
        kind = pa.float64() if numeric else pa.string()
        columns[str(name)] = pa.array(cells[name], kind, from_pandas=True)
    pq.write_table(pa.table(columns), handle)
