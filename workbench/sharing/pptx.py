"""The slides: native text and tables to go on working with, one message each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from workbench.charts import theme
from workbench.charts.still import png
from workbench.review import words
from workbench.sharing import deck
from workbench.sharing.deck import EDGE, HIGH, INNER, SMALL, TOP, Box, Columns, Deck, short
from workbench.sharing.pictures import pictures
from workbench.sharing.snapshot import Account, Decision, Group, Money, Snapshot

_ROWS, _NAMES = 12, 115
"""Customers that are listed of a group, and letters of names in one cell."""


def slides(snapshot: Snapshot) -> bytes:
    """Return the presentation as bytes: finding, decisions, pictures, groups, totals, the rest.

    Examples
    --------
    >>> import pandas as pd
    >>> from workbench.engagement import Engagement
    >>> from workbench.sharing.taking import snapshot
    >>> sales = pd.DataFrame({"customer_id": ["A"], "date": ["2026-01-31"], "amount": [9]})
    >>> slides(snapshot(Engagement.from_frames(sales=sales)))[:2]
    b'PK'
    """
    told = _Slides(snapshot)
    told.finding()
    told.decisions()
    told.pictures()
    told.groups()
    told.totals()
    told.assumptions()
    told.not_placed()
    return told.deck.save()


class _Slides:
    """The presentation while it is written: one method per message."""

    def __init__(self, snapshot: Snapshot) -> None:
        it = self._of = snapshot
        span = f" · as of {words.day(it.as_of)}, over {it.window}" if it.as_of else ""
        footer = f"{short(it.client, 80)}{span}{' · anonymised' if it.anonymised else ''}"
        self.deck = Deck(f"Customer review: {it.client}", footer)

    def finding(self) -> None:
        """Write what the review says, and the figures it rests on."""
        it = self._of
        slide = self.deck.slide(it.finding, size=34, height=2.6)
        figures = [("Customers", f"{it.customers:,}"), ("Turnover", self._money(it.turnover))]
        figures.append(("Profit", self._money(it.profit)))
        if it.losing is not None:
            figures.append(("Cost more than they bring", f"{it.losing:,}"))
        left = EDGE
        for (what, said), wide in zip(figures, (2.3, 3.5, 3.1, 3.2), strict=False):
            deck.text(slide, Box(left, 3.9, wide, 0.4), [what], size=16, ink=theme.QUIET)
            deck.text(slide, Box(left, 4.3, wide, 0.7), [said], size=28, bold=True)
            left += wide

    def decisions(self) -> None:
        """Write what is decided, as many to a slide as can be read."""
        told = self._of.decisions
        if not told:
            return
        due = [line.due for line in told if line.due and line.status != "done"]
        until = f", the first until {words.day(min(due))}" if due else ""
        if late := sum(line.overdue for line in told):
            until = f", {late:,} overdue"
        columns = Columns(
            ("About", "What we do", "Who", "Until", "Status"), (2.9, 4.6, 1.5, 1.73, 1.4)
        )
        lines = [(d.whom, d.action, d.owner, _until(d), _status(d)) for d in told]
        self.deck.table(f"{words.count(len(told), 'decision')}{until}", columns, lines)

    def pictures(self) -> None:
        """Draw the pictures, crisp on a projector, a slide each."""
        place = Box(EDGE, 1.5, INNER, HIGH - 2.1)
        for shown in pictures(self._of):
            it = shown.picture
            slide = self.deck.slide(it.finding or it.title)
            described = f"{it.title}: {shown.described}"
            deck.picture(slide, png(shown.drawn_from(it.slide)), place, described)

    def groups(self) -> None:
        """Write the groups side by side, then the largest customers of each."""
        it = self._of
        if len(it.groups) > 1:
            heads = (it.grouping, "Customers", "Turnover", "Profit", "Cost more than they bring")
            columns = Columns(heads, (3.83, 1.6, 2.2, 2.2, 2.3), range(1, 5))
            self.deck.table(self._message(), columns, [self._line(group) for group in it.groups])
        for group in it.groups:
            if group.rows:
                self._members(group)

    def _message(self) -> str:
        """Say which group earns most."""
        earning = [group for group in self._of.groups if group.profit is not None]
        if not earning:
            return "Where turnover comes from"
        best = max(earning, key=lambda group: group.profit or 0.0)
        return f"Most is earned with «{best.name}»: {self._money(best.profit)}"

    def _line(self, group: Group) -> tuple[str, ...]:
        losing = "–" if group.losing is None else f"{group.losing:,}"
        money = (self._money(group.turnover), self._money(group.profit))
        return (group.name, f"{len(group.rows):,}", *money, losing)

    def _members(self, group: Group) -> None:
        n = words.count(len(group.rows), "customer")
        earned = f", {self._money(group.profit)} profit" if group.profit is not None else ""
        lines = [
            (short(row.name, 60), self._money(row.turnover), self._money(row.profit), row.quadrant)
            for row in group.rows[:_ROWS]
        ]
        heads = ("Customer", "Turnover", "Profit", "In the picture")
        columns = Columns(heads, (5.33, 2.2, 2.2, 2.4), range(1, 3))
        below = [group.meaning] if group.meaning else []
        if (more := len(group.rows) - len(lines)) > 0:
            below.append(f"The {len(lines)} largest; {more:,} more are in the workbook.")
        self.deck.table(f"{group.name}: {n}{earned}", columns, lines, below=below)

    def totals(self) -> None:
        """Write what turnover and profit are made of, an account a slide."""
        columns = Columns(("", "Amount", "What it consists of"), (5.0, 2.4, 4.73), range(1, 2))
        for account in self._of.accounts:
            what = "in all" if account.whole else "as far as known"
            title = f"{account.title} {what}: {self._money(account.total)}"
            self.deck.table(title, columns, [*self._entries(account, what)], total=True)

    def _entries(self, account: Account, what: str) -> Iterable[tuple[str, ...]]:
        for line in account.lines:
            yield (line.what, self._money(line.money), line.note)
        yield (what.capitalize(), self._money(account.total), "")

    def assumptions(self) -> None:
        """Write what the figures rest on."""
        one = Columns(("",), (INNER,))
        for part in deck.pages(one, [(said.text,) for said in self._of.assumptions], SMALL + 2):
            slide = self.deck.slide("What this rests on")
            texts = [text for line in part for text in line]
            deck.text(slide, Box(EDGE, TOP, INNER, 5.0), texts, size=SMALL + 2)

    def not_placed(self) -> None:
        """Write who has no place in the picture, by reason."""
        it = self._of
        out, aside = it.how_many(it.not_placed), it.how_many(it.set_aside)
        people = sorted((*it.not_placed, *it.set_aside), key=lambda one: one.why)
        lines = []
        for why, some in groupby(people, key=lambda one: one.why):
            names = [one.name for one in some]
            lines.append((why, f"{len(names):,}", _few(names)))
        columns = Columns(("Reason", "How many", "Who"), (4.0, 1.3, 6.83), range(1, 2))
        title = f"Not placed: {out} · set aside: {aside}"
        if lines:
            self.deck.table(title, columns, lines)
        else:
            self.deck.slide(title)

    def _money(self, value: Money) -> str:
        return "–" if value is None else words.money(value, self._of.currency)


def _until(decision: Decision) -> str:
    return words.day(decision.due) if decision.due else ""


def _status(decision: Decision) -> str:
    return f"{decision.status}, overdue" if decision.overdue else decision.status


def _few(names: Sequence[str]) -> str:
    """Name as many as a cell holds, and say how many more there are."""
    told = list(names)
    while len(", ".join(told)) > _NAMES and len(told) > 1:
        told.pop()
    more = len(names) - len(told)
    return ", ".join(told) + (f" and {more:,} more: the workbook lists everybody" if more else "")
