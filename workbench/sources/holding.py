"""What an engine is to hold of a ledger: its tables, and whose their lines are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa

if TYPE_CHECKING:  # reading a file needs none of it
    from workbench.review.assigned import Assigned

PEOPLED = ("sales", "time", "events")
"""Tables whose lines are customers'."""


@dataclass(frozen=True, eq=False)
class Holding:
    """The tables of a ledger that are at hand, and under whom their lines are read.

    ``tables`` are in memory, ``files`` are Parquet. ``merged`` says under which id a customer
    counts, ``assigned`` whose the lines without one are.
    """

    tables: Mapping[str, pa.Table]
    files: Mapping[str, Path]
    merged: Mapping[str, str] = field(default_factory=dict)
    assigned: Sequence[Assigned] = ()

    @property
    def folders(self) -> set[Path]:
        """The folders that have to be read."""
        return {path.parent for path in self.files.values()}
