"""What the columns of a client's files were, so that next quarter's file needs no new answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from workbench.errors import WorkbenchError
from workbench.sources.choice import Choices, SourceColumn, check_target
from workbench.sources.files import Sheet, without_names
from workbench.sources.mend import MARKS
from workbench.sources.report import Report

_ALIKE = 0.8  # of a sheet's columns that a sheet remembered had too

Columns = dict[str, tuple[str, ...]]


@dataclass(frozen=True)
class Remembered:
    """Column → what it became, for each file or sheet seen, and the rates of other currencies."""

    sheets: tuple[Columns, ...] = ()
    rates: Mapping[str, float] = field(default_factory=dict)

    def with_report(self, report: Report, rates: Mapping[str, float]) -> Remembered:
        """Return it with what a report says; of sheets with the same columns the last counts."""
        sheets = {frozenset(sheet): sheet for sheet in self.sheets}
        for label, names in report.columns.items():
            became = {n: report.mapping.get(f"{label}:{n}", ()) for n in names if n not in MARKS}
            if any(became.values()):
                sheets[frozenset(became)] = became
        return Remembered(tuple(sheets.values()), {**self.rates, **rates})

    def named(self, sheet: Sheet) -> Sheet:
        """Return a sheet without names if it was read like that before."""
        bare = without_names(sheet)
        known = {frozenset(each) for each in self.sheets}
        own, without = (frozenset(map(str, each.frame)) for each in (sheet, bare))
        return bare if without in known and own not in known else sheet

    def choices(self, sheets: Sequence[Sheet]) -> Choices:
        """Return what the columns of like sheets became; a column never seen is left open."""
        found: Choices = {}
        for sheet in sheets:
            names = [str(name) for name in sheet.frame]
            own = set(names) - MARKS
            if MARKS & set(names):  # rows mended: surplus cells have columns without a name
                own = {name for name in own if not name.startswith("#")} or own
            likely = [
                (len(own & set(each)), each)
                for each in self.sheets
                if {n for n, targets in each.items() if targets} <= own
                and len(own & set(each)) >= _ALIKE * len(own)
            ]
            known = max(likely, key=lambda pair: pair[0])[1] if likely else {}
            for name in names:
                if name in known or (known and name in MARKS):
                    found[SourceColumn(sheet.file, sheet.sheet, name)] = known.get(name, ())
        return found

    def to_json(self) -> dict[str, Any]:
        """Return it as it is saved in a client's folder."""
        sheets = [{name: list(targets) for name, targets in one.items()} for one in self.sheets]
        return {"sheets": sheets, "rates": dict(self.rates)}

    @classmethod
    def from_json(cls, said: Any) -> Remembered:
        """Read what was saved; what can't be read, or names no target, is forgotten."""
        try:
            sheets = [{str(n): tuple(t) for n, t in sheet.items()} for sheet in said["sheets"]]
            for target in (t for sheet in sheets for targets in sheet.values() for t in targets):
                check_target(target)
            return cls(tuple(sheets), {str(c): float(r) for c, r in said["rates"].items()})
        except (KeyError, TypeError, ValueError, AttributeError, WorkbenchError):
            return cls()
