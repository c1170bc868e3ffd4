"""Ibis, loaded by who asks the ledger something: a page opens on sums that are kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.starting import Lazily

__all__ = ["ibis"]

if TYPE_CHECKING:
    import ibis
else:
    ibis = Lazily("ibis")
