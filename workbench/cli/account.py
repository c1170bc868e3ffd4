"""The account a command gives of itself, in lines for people and as JSON for programs."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import pandas as pd
from rich.console import Console
from rich.table import Table
from rich.text import Text

from workbench.cli.terminal import clean
from workbench.engagement import Engagement
from workbench.folder import Card
from workbench.measures.rfm import rules as table_of
from workbench.review import segments
from workbench.review.assumptions import Rfm
from workbench.review.changes import REMOVED
from workbench.review.placement import Placement
from workbench.review.revision import Revision
from workbench.review.summary import finding, totals
from workbench.review.words import count
from workbench.sources.again import Compared
from workbench.sources.mend import to_mend
from workbench.sources.report import Report

FIRST = 5
"""Rows set aside that are listed; the rest stand in the folder's report."""

_WIDE = 160


def intake(engagement: Engagement, report: Report, maps: Sequence[str]) -> list[str]:
    """Tell what came of a client's files: rows and money, what each column is, what is out."""
    lines = [f"{engagement.name}: {engagement.folder}", ""]
    lines += [f"  {sentence}" for sentence in report.sentences(engagement.currency)]
    lines += ["", "What each column is (say otherwise with --map):"]
    widest = max((len(clean(column)) for column in report.mapping), default=0)
    for column, targets in report.mapping.items():
        chosen = any(f"{column}={target}" in maps for target in targets)
        became = ", ".join(targets) + ("  (chosen)" if chosen else "")
        lines.append(f"  {clean(column):<{min(widest, 60)}}  {became}")
    lines += _aside(report, _folder(engagement))
    return [*lines, "", f"Open it with: workbench serve {engagement.folder}"]


def added(folder: Path, card: Card, report: Report, compared: Mapping[str, Compared]) -> list[str]:
    """Tell what files added to a client: rows and money, what was new, changed and the same."""
    lines = [f"{card.name}: {folder}", ""]
    lines += [f"  {sentence}" for sentence in report.sentences(card.currency)]
    lines.append("")
    for name, counts in compared.items():
        lines.append(
            f"{name.capitalize()}: {counts.new:,} new, {counts.changed:,} changed, "
            f"{counts.same:,} the same as before."
        )
    return [*lines, *_aside(report, folder)]


def _aside(report: Report, folder: Path) -> list[str]:
    """List the first rows set aside, and where all of them are to be mended."""
    if not report.set_aside:
        return []
    lines = ["", f"Set aside: {count(len(report.set_aside), 'row')}."]
    for row in report.set_aside[:FIRST]:
        sheet = f", sheet {row.sheet}" if row.sheet else ""
        column = f", column {row.column}" if row.column else ""
        lines.append(f"  {row.file}{sheet}, line {row.line}{column}: {row.reason}")
    if len(report.set_aside) > FIRST:
        lines.append(f"  … all of them: {folder / 'report.json'}")
    if to_mend(report):
        lines.append(f"Mend them in «{folder / 'set-aside'}», then: workbench import {folder} FILE")
    return lines


def measured(frame: pd.DataFrame, file: Path, reach: str) -> list[str]:
    """Tell how much was measured; ``reach`` as in `placed`."""
    size = f"{count(len(frame), 'customer')}, {count(len(frame.columns) - 1, 'column')}"
    return [*filter(None, [reach]), f"{size}. Written: {file}"]


def placed(placement: Placement, file: Path, reach: str = "") -> list[str]:
    """Tell where the lines are and how many fell into each quadrant.

    ``reach`` is what is to be said of a window in which nothing lies.
    """
    lines = []
    for name, axis in (("X", placement.x), ("Y", placement.y)):
        side = "≤" if axis.less_is_better else "≥"
        where = f"better side {side} {axis.say(axis.line.value)}"
        if axis.column.words:
            first = next((v for i, v in enumerate(axis.column.levels) if i > axis.line.value), "")
            where = f"better side from «{first}» on"
        told = axis.line.sentence or axis.line.note
        lines.append(f"{name}  {axis.column.label}: {where}. {told}".rstrip())
    sums = totals(placement)
    for line in sums.quadrants:
        more = f", {count(line.prospects, 'prospect')}" if line.prospects else ""
        lines.append(f"   {line.quadrant.name}: {count(line.customers, 'customer')}{more}")
    everybody, out = len(placement.customers), int((~placement.placed).sum())
    lines.append(f"{everybody - out:,} placed · not placed: {out:,}")
    return [f"{reach} {finding(placement, sums)}".lstrip(), *lines, f"Written: {file}"]


def scored(frame: pd.DataFrame, rfm: Rfm, file: Path) -> list[str]:
    """Tell how many are in each segment, and what is to be said about the rules."""
    rules = table_of(rfm)
    counts = frame["segment"].value_counts()
    lines = [
        f"   {name}: {count(int(counts.get(name, 0)), 'customer')}"
        for name in segments.names(rules)
    ]
    done, without = int(frame["recency_score"].notna().sum()), int(frame["segment"].isna().sum())
    checked = segments.check(rules, rfm.bins)
    if checked.overlaps:
        pair = checked.overlaps[0]
        lines.append(
            f"{count(len(checked.overlaps), 'pair')} of rules overlap, such as"
            f" «{rules[pair.first].segment}» and «{rules[pair.second].segment}»: the first wins."
        )
    if checked.gaps:
        gap = " · ".join(map(str, checked.gaps[0]))
        lines.append(f"No rule covers {count(len(checked.gaps), 'score')}, such as {gap}.")
    head = f"{done:,} of {count(len(frame), 'customer')} scored · in no segment: {without:,}"
    return [head, *lines, f"Written: {file}"]


def print_history(revisions: Sequence[Revision]) -> None:
    """Print revisions as a table, newest first."""
    console = Console(highlight=False, markup=False)
    if not console.is_terminal:
        console = Console(highlight=False, markup=False, width=_WIDE)
    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in ("Number", "When", "Who", "What"):
        table.add_column(heading, justify="right" if heading == "Number" else "left")
    for revision in revisions:
        words = [clean(revision.words), *map(clean, _both(revision))]
        table.add_row(
            str(revision.number),
            _clock(revision.when),
            Text(clean(revision.who)),
            Text("\n".join(words)),
        )
    console.print(table)


def history_json(revisions: Sequence[Revision]) -> str:
    """Return revisions as a JSON list, newest first; ``when`` is UTC."""
    return as_json(
        [
            {
                "number": revision.number,
                "when": revision.when,
                "who": revision.who,
                "words": revision.words,
                "kind": revision.kind,
                "undoes": revision.undoes,
                "damaged": revision.damaged,
                "conflicts": [
                    {
                        "field": list(conflict.path),
                        "kept": _plain(conflict.mine),
                        "other": _plain(conflict.theirs),
                        "whose": conflict.whose,
                    }
                    for conflict in revision.conflicts
                ],
            }
            for revision in revisions
        ]
    )


def as_json(value: object) -> str:
    """Return JSON in ASCII, which no terminal can misread."""
    return json.dumps(value, indent=2, ensure_ascii=True, allow_nan=False)


def _both(revision: Revision) -> list[str]:
    """Say both values of what two people changed at once."""
    return [
        f"{' › '.join(map(str, conflict.path))}: {_said(conflict.mine)} was kept,"
        f" {conflict.whose or 'somebody else'} had {_said(conflict.theirs)}"
        for conflict in revision.conflicts
    ]


def _said(value: Any) -> str:
    return "nothing" if value is REMOVED else json.dumps(value, ensure_ascii=False)


def _plain(value: Any) -> Any:
    return None if value is REMOVED else value


def _clock(when: str) -> str:
    try:
        return f"{datetime.fromisoformat(when).astimezone():%Y-%m-%d %H:%M}"
    except ValueError:
        return ""


def _folder(engagement: Engagement) -> Path:
    return engagement.folder or Path()
