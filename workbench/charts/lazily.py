"""Altair, loaded by who draws anew: a live page opens on descriptions that are kept (`kept`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.starting import ADDRESS_GRAMMAR, Lazily

__all__ = ["alt"]

if TYPE_CHECKING:
    import altair as alt
else:
    alt = Lazily("altair", without=ADDRESS_GRAMMAR)
