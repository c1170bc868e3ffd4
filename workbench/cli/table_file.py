"""A table written to a file: whole or not at all, and harmless when a spreadsheet opens it."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import BinaryIO

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from workbench.errors import WorkbenchError

_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
_NUMBER = re.compile(r"[+-]?\d+([.,]\d+)?")


def neutral(text: str) -> str:
    """Return a cell of text that no spreadsheet takes for a formula; plain numbers stay.

    >>> neutral("=1+1"), neutral("-12"), neutral("Alder & Sons")
    ("'=1+1", '-12', 'Alder & Sons')
    """
    return f"'{text}" if text.startswith(_STARTS) and not _NUMBER.fullmatch(text) else text


def write(frame: pd.DataFrame, file: Path) -> None:
    """Write a frame, its index first, as CSV or Parquet by the file's ending.

    Missing cells stay empty. A file of that name is replaced once the new one is complete. In
    CSV, text that a spreadsheet would take for a formula gets an apostrophe in front.

    Raises
    ------
    WorkbenchError
        When the file can't be written; one that was there before is as it was.
    """
    target = file.resolve()
    partial = target.with_name(f".{target.name}.{os.getpid()}.tmp")
    try:
        with partial.open("xb") as handle:
            (_csv if file.suffix.lower() == ".csv" else _parquet)(frame, handle)
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
