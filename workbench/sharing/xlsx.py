"""The workbook: numbers as numbers, dates as dates, and no text that runs."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

import xlsxwriter

from workbench.cells import neutral
from workbench.sharing.snapshot import Account, Decision, Group, Row, Snapshot

Value = str | float | int | date | None
_MONEY = "#,##0.00;[Red]-#,##0.00"


def workbook(snapshot: Snapshot) -> bytes:
    """Return the workbook as bytes: Finding, Plan, Dates, Customers, Totals and what they rest on.

    Examples
    --------
    >>> import pandas as pd
    >>> from workbench.engagement import Engagement
    >>> from workbench.sharing.taking import snapshot
    >>> sales = pd.DataFrame({"customer_id": ["A"], "date": ["2026-01-31"], "amount": [9]})
    >>> workbook(snapshot(Engagement.from_frames(sales=sales)))[:2]
    b'PK'
    """
    out = io.BytesIO()
    book = _Book(out, snapshot)
    book.finding()
    book.plan()
    book.dates()
    book.customers()
    book.totals()
    book.assumptions()
    book.not_placed()
    book.close()
    return out.getvalue()


class _Book:
    """The workbook while it is written: its formats, and one method per sheet."""

    def __init__(self, out: io.BytesIO, snapshot: Snapshot) -> None:
        self._of = snapshot
        # Nothing is guessed from text: a name is a name, whatever it begins with.
        options = dict.fromkeys(
            ("strings_to_formulas", "strings_to_numbers", "strings_to_urls"), False
        )
        self._book: Any = xlsxwriter.Workbook(out, {**options, "in_memory": True})
        self._book.set_properties({"title": f"Customer review: {snapshot.client}"})
        make = self._book.add_format
        self._plain = make({"valign": "top"})
        self._wrap = make({"text_wrap": True, "valign": "top"})
        self._head = make({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        self._title = make({"bold": True, "font_size": 15, "text_wrap": True, "valign": "top"})
        self._money = make({"num_format": _MONEY, "valign": "top"})
        self._whole = make({"num_format": "#,##0", "valign": "top"})
        self._sum = make({"num_format": _MONEY, "bold": True, "top": 1})
        self._bold = make({"bold": True, "top": 1})
        self._day = make({"num_format": "yyyy-mm-dd", "valign": "top", "align": "left"})

    def close(self) -> None:
        """Finish the file."""
        self._book.close()

    def finding(self) -> None:
        """Write what is read first: the finding and the figures."""
        it = self._of
        sheet = self._sheet("Finding", (34, 30, 20, 20))
        self._row(sheet, 0, ("Customer review", it.client))
        self._row(sheet, 1, ("As of", it.as_of))
        self._row(sheet, 2, ("Over", it.window))
        self._row(sheet, 3, ("Made", it.made))
        sheet.merge_range(5, 0, 5, 3, "")
        sheet.write_string(5, 0, neutral(it.finding), self._title)
        sheet.set_row(5, 66)
        self._row(sheet, 7, ("Customers", it.customers))
        self._row(sheet, 8, (f"Turnover, {it.currency}", it.turnover), money=(1,))
        self._row(sheet, 9, (f"Profit, {it.currency}", it.profit), money=(1,))
        if it.losing is not None:
            self._row(sheet, 10, ("Cost more than they bring", it.losing))

    def plan(self) -> None:
        """Write what is decided, a decision a row."""
        it = self._of
        sheet = self._sheet("Plan", (30, 60, 16, 13, 11, 12, 16, 18, 40, 40))
        money = (f"Cost, {it.currency}", f"Expected a year, {it.currency}")
        what, when = ("About", "Action", "Who"), ("Until", "Overdue", "Status")
        heads = (*what, *when, *money, "Gives us", "Gives them")
        self._list(sheet, heads, map(_decided, it.decisions), money=(6, 7))

    def dates(self) -> None:
        """Write the dates of what is open, the nearest first."""
        sheet = self._sheet("Dates", (13, 11, 90))
        lines = ((day.on, _late(late=day.overdue), day.what) for day in self._of.days)
        self._list(sheet, ("Date", "Overdue", "What"), lines)

    def customers(self) -> None:
        """Write one row per customer, ready to be sorted and filtered."""
        it = self._of
        sheet = self._sheet("Customers", (14, 36, 18, 16, 16, 60, 22, 90))
        money = (f"Turnover, {it.currency}", f"Profit, {it.currency}")
        group_by = it.grouping or "Group"
        where = ("Why in this tier", "In the picture", "Why in this quadrant")
        heads = ("Customer id", "Name", group_by, *money, *where)
        lines = (
            (*_of(row), group.name, row.turnover, row.profit, *_where(row))
            for group in it.groups
            for row in group.rows
        )
        self._list(sheet, heads, lines, money=(3, 4), fixed=2)

    def totals(self) -> None:
        """Write groups and accounts, each with its sum."""
        it = self._of
        sheet = self._sheet("Totals", (40, 18, 18, 18, 22, 60))
        money = (f"Turnover, {it.currency}", f"Profit, {it.currency}")
        first = (it.grouping or "Group", "Customers")
        heads = (*first, *money, "Cost more than they bring", "What it is")
        at = self._table(sheet, 0, heads, map(_group, it.groups), money=(2, 3))
        for account in it.accounts:
            at = self._account(sheet, at + 1, account)

    def _account(self, sheet: Any, at: int, account: Account) -> int:
        heads = (account.title, f"Amount, {self._of.currency}", "What it consists of")
        lines = ((line.what, line.money, line.note) for line in account.lines)
        end = self._table(sheet, at, heads, lines, money=(1,))
        sheet.write_string(end, 0, "In all" if account.whole else "As far as known", self._bold)
        if account.total is not None:
            sheet.write_number(end, 1, round(account.total, 2), self._sum)
        return end + 1

    def assumptions(self) -> None:
        """Write what the figures rest on, a sentence a row."""
        sheet = self._sheet("Assumptions", (120,))
        self._table(
            sheet, 0, ("What this rests on",), ((one.text,) for one in self._of.assumptions)
        )

    def not_placed(self) -> None:
        """Write who has no place in the picture, and who was set aside, with the reason."""
        it = self._of
        sheet = self._sheet("Not placed", (14, 36, 12, 16, 14, 80))
        heads = ("Customer id", "Name", "Kind", f"Turnover, {it.currency}", "How", "Reason")
        lines = (
            (one.customer_id, one.name, one.kind, one.turnover, how, one.why)
            for how, people in (("not placed", it.not_placed), ("set aside", it.set_aside))
            for one in people
        )
        self._list(sheet, heads, lines, money=(3,))

    def _sheet(self, name: str, widths: Sequence[float]) -> Any:
        sheet = self._book.add_worksheet(name)
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.set_footer("&L&D&R&P / &N")
        return sheet

    def _list(
        self,
        sheet: Any,
        heads: Sequence[str],
        lines: Iterable[Sequence[Value]],
        *,
        money: Sequence[int] = (),
        fixed: int = 0,
    ) -> None:
        """Write a sheet that is one list, to be sorted and filtered under a head that stays."""
        end = self._table(sheet, 0, heads, lines, money)
        sheet.freeze_panes(1, fixed)
        sheet.autofilter(0, 0, end - 1, len(heads) - 1)

    def _table(
        self,
        sheet: Any,
        at: int,
        heads: Sequence[str],
        lines: Iterable[Sequence[Value]],
        money: Sequence[int] = (),
    ) -> int:
        """Write a heading and rows; return the number of the row after them."""
        for column, head in enumerate(heads):
            sheet.write_string(at, column, neutral(head), self._head)
        row = at
        for line in lines:
            row += 1
            self._row(sheet, row, line, money)
        return row + 1

    def _row(self, sheet: Any, row: int, line: Sequence[Value], money: Sequence[int] = ()) -> None:
        for column, value in enumerate(line):
            if value is None or value == "":
                continue  # an empty cell, so that sums and filters take it for one
            if isinstance(value, date):
                sheet.write_datetime(row, column, value, self._day)
            elif isinstance(value, str):
                sheet.write_string(row, column, neutral(value), self._wrap)
            else:
                kind = self._money if column in money else self._whole
                sheet.write_number(row, column, round(value, 2), kind)  # to the cent


def _decided(line: Decision) -> tuple[Value, ...]:
    when = (line.due, _late(late=line.overdue), line.status)
    gives = (line.gives_us, line.gives_them)
    return (line.whom, line.action, line.owner, *when, line.cost, line.expected, *gives)


def _late(*, late: bool) -> str:
    return "overdue" if late else ""


def _of(row: Row) -> tuple[Value, ...]:
    return (row.customer_id, row.name)


def _where(row: Row) -> tuple[Value, ...]:
    return (row.why_tier.text, row.quadrant, row.why)


def _group(group: Group) -> tuple[Value, ...]:
    money = (group.turnover, group.profit)
    return (group.name, len(group.rows), *money, group.losing, group.meaning)
