"""A Parquet file → rows, with the types it holds."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from workbench.errors import WorkbenchError
from workbench.sources import header, typed
from workbench.sources.delimited import Rows


def sheets(path: Path) -> Iterator[tuple[str, Rows]]:
    """Yield the one table of the file, which has no name.

    Raises
    ------
    WorkbenchError
        When it is damaged, or too wide.
    """
    try:
        with pq.ParquetFile(path) as file:
            header.check_width(file.metadata.num_columns)
            table = file.read()
            names = table.column_names
    except (OSError, pa.ArrowException, UnicodeDecodeError):
        raise WorkbenchError("The Parquet file is damaged", then="Export it again.") from None
    yield "", typed.rows(names, [column.combine_chunks() for column in table.columns])
