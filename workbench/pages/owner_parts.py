"""The parts of the owner's page as trees of plain values, each a function of the snapshot."""

from __future__ import annotations

from itertools import groupby

from workbench.review import words
from workbench.sharing.amounts import amount, unbroken
from workbench.sharing.snapshot import Account, Decision, Group, Money, Picture, Row, Snapshot
from workbench.widgets.view import Node, h

LISTED = 200
"""Customers listed per group; the search finds the others."""


def top(it: Snapshot) -> Node:
    """Describe the finding and the figures beneath it."""
    span = f" · as of {words.day(it.as_of)}, over {it.window}" if it.as_of else ""
    span += f" · made {words.day(it.made)}"
    figures = [("Customers", h("dd", f"{it.customers:,}"))]
    figures += [
        (label, _amount("dd", value, it.currency))
        for label, value in (("Turnover", it.turnover), ("Profit", it.profit))
    ]
    if it.losing is not None:
        figures.append(("Cost more than they bring", h("dd", f"{it.losing:,}")))
    return h(
        "header",
        h(
            "p.wb-quiet",
            h("strong", "Customer review"),
            h("span", f" {it.client}{span}"),
            dir="auto",
        ),
        h("h1", unbroken(it.finding, it.currency), dir="auto"),
        h("dl.wb-owner-figures", *(h("div", h("dt", label), said) for label, said in figures)),
    )


def agenda(it: Snapshot) -> Node:
    """Describe decisions and next dates."""
    decided = h("ol.wb-owner-list", *(_decision(line, it.currency) for line in it.decisions))
    nothing = h("p.wb-quiet", "Nothing is decided yet: the plan of this review is empty.")
    dates = h(
        "dl.wb-owner-dates",
        *(
            node
            for day in it.days
            for node in (
                h("dt", h("span", words.day(day.on)), _overdue(late=day.overdue)),
                h("dd", unbroken(day.what, it.currency), dir="auto"),
            )
        ),
    )
    return h(
        "div.wb-owner-pair",
        h("section.wb-panel", h("h2", "Decisions"), decided if it.decisions else nothing),
        h(
            "section.wb-panel",
            h("h2", "Next dates"),
            dates if it.days else h("p.wb-quiet", "No date is set."),
        ),
    )


def _decision(line: Decision, currency: str) -> Node:
    facts = [
        line.owner,
        f"until {words.day(line.due)}" if line.due else "",
        f"costs {amount(line.cost, currency)}" if line.cost is not None else "",
        f"expected: {amount(line.expected, currency)} a year" if line.expected is not None else "",
    ]
    return h(
        "li",
        h(
            "p",
            h("strong", line.whom, dir="auto"),
            h("span.wb-quiet", f" {line.status}"),
            _overdue(late=line.overdue),
        ),
        h("p", unbroken(line.action, currency), dir="auto") if line.action else None,
        h("p.wb-quiet", " · ".join(fact for fact in facts if fact), dir="auto"),
        *(
            h("p.wb-quiet", f"{whom}: {unbroken(what, currency)}", dir="auto")
            for whom, what in (("Gives us", line.gives_us), ("Gives them", line.gives_them))
            if what
        ),
    )


def _overdue(*, late: bool) -> Node | None:
    return h("strong.wb-owner-overdue", " ! overdue") if late else None


def people(it: Snapshot, sought: str) -> Node:
    """Describe the customers by group, or those whose name holds what is sought."""
    wanted = sought.strip().casefold()
    groups = []
    for step, group in enumerate(it.groups, 1):
        rows = [row for row in group.rows if wanted in row.name.casefold()]
        if rows or not wanted:
            groups.append(_group(it, group, rows, step, opened=bool(wanted) or step == 1))
    title = f"Customers by {it.grouping.lower()}" if it.grouping else "Customers"
    return h(
        "section.wb-panel",
        h("h2", title),
        h(
            "input.wb-input",
            type="search",
            value=sought,
            placeholder="Find a customer",
            aria_label="Find a customer",
            on={"input": "find", "change": "find"},
            key="find",
            autocomplete="off",
        ),
        *groups,
        h("p.wb-quiet", "Nobody of that name.", role="status") if not groups else None,
    )


def _group(it: Snapshot, group: Group, rows: list[Row], step: int, *, opened: bool) -> Node:
    profit = _amount("span", group.profit, it.currency, " profit")
    shade = f".wb-owner-{group.shade}" if group.shade else ""
    return h(
        f"details.wb-owner-group{shade}",
        h(
            "summary",
            h("h3", group.name, dir="auto"),
            h("span", words.count(len(rows), "customer")),
            _amount("span", group.turnover, it.currency, " turnover"),
            profit if group.profit is not None else None,
        ),
        h("p.wb-quiet", group.meaning) if group.meaning else None,
        _people(group, rows, it.currency),
        h("p.wb-quiet", f"and {len(rows) - LISTED:,} more: search for a name")
        if len(rows) > LISTED
        else None,
        open=opened,
        key=f"group {step}",
    )


def _people(group: Group, rows: list[Row], currency: str) -> Node:
    reason = h("th.wb-owner-reason", "Why in this tier", scope="col") if group.reasoned else None
    heads = h(
        "tr",
        h("th", "Customer", scope="col"),
        h("th.wb-owner-money", "Turnover", scope="col"),
        h("th.wb-owner-money", "Profit", scope="col"),
        reason,
        h("th", "In the picture", scope="col"),
    )
    shown = (_row(row, currency, reasoned=group.reasoned) for row in rows[:LISTED])
    table = "table.wb-owner-people.wb-owner-reasoned" if group.reasoned else "table.wb-owner-people"
    return h(table, h("caption", group.name), h("thead", heads), h("tbody", *shown))


def _row(row: Row, currency: str, *, reasoned: bool) -> Node:
    where = row.quadrant or "not placed"
    who = h(
        "button.wb-link.wb-owner-who",
        row.name,
        on={"click": "choose"},
        key=row.customer_id,
        type="button",
        dir="auto",
    )
    placed = (
        h(
            "details",
            h("summary", where, dir="auto"),
            h("p", unbroken(row.why, currency), dir="auto"),
        )
        if row.why
        else h("span", where, dir="auto")
    )
    return h(
        "tr",
        h("th", who, scope="row"),
        _amount("td.wb-owner-money", row.turnover, currency, what="Turnover"),
        _amount("td.wb-owner-money", row.profit, currency, what="Profit"),
        h("td.wb-owner-reason", unbroken(row.why_tier.text, currency), dir="auto")
        if reasoned
        else None,
        h("td.wb-owner-where", placed),
        key=f"row {row.customer_id}",
    )


def picture(it: Picture, currency: str) -> list[Node]:
    """Describe what stands above the picture: what it shows, and its finding."""
    said = [h("p", unbroken(it.finding, currency), dir="auto")] if it.finding else []
    return [h("h2", f"The picture: {it.title}"), *said]


def chosen(row: Row | None, group: str, currency: str) -> Node:
    """Describe who was tapped in the picture, and why they are there."""
    if row is None:
        hint = h("p.wb-quiet", "Tap a dot to see who it is and why they are there.")
        return h("div.wb-owner-card", hint, role="status")
    facts = [group, f"turnover {amount(row.turnover, currency)}"]
    facts += [f"profit {amount(row.profit, currency)}", row.quadrant]
    card = h(
        "div.wb-why",
        h("strong", row.name, dir="auto"),
        h("p", " · ".join(fact for fact in facts if fact), dir="auto"),
        *(
            h("p.wb-quiet", unbroken(why, currency), dir="auto")
            for why in (row.why_tier.text, row.why)
            if why
        ),
    )
    return h("div.wb-owner-card", card, role="status")


def rest(it: Snapshot) -> list[Node]:
    """Describe totals, assumptions and who is not placed, in this order."""
    parts = [
        h(
            "section.wb-panel",
            h("h2", "Totals"),
            h("div.wb-owner-pair", *(_account(account, it.currency) for account in it.accounts)),
        ),
        h(
            "section.wb-panel",
            h("h2", "What this rests on"),
            h(
                "ul.wb-owner-list",
                *(h("li", unbroken(one.text, it.currency), dir="auto") for one in it.assumptions),
            ),
        ),
    ]
    for title, out in (("Not placed", it.not_placed), ("Set aside", it.set_aside)):
        if out or title == "Not placed":
            by_reason = groupby(sorted(out, key=lambda one: one.why), key=lambda one: one.why)
            lines = [
                h("li", f"{why}: {', '.join(one.name for one in some)}", dir="auto")
                for why, some in by_reason
            ]
            listed = h("ul.wb-owner-list", *lines) if lines else None
            parts.append(h("section.wb-panel", h("h2", f"{title}: {it.how_many(out)}"), listed))
    return parts


def _account(account: Account, currency: str) -> Node:
    lines = [
        h(
            "tr",
            h(
                "th",
                h("span", line.what, dir="auto"),
                h("small", unbroken(line.note, currency), dir="auto") if line.note else None,
                scope="row",
            ),
            _amount("td", line.money, currency),
        )
        for line in account.lines
    ]
    what = "In all" if account.whole else "In all, as far as known"
    foot = h("tr", h("th", what, scope="row"), _amount("td", account.total, currency))
    return h(
        "table.wb-owner-account",
        h("caption", f"{account.title}, {currency}"),
        h("tbody", *lines),
        h("tfoot", foot),
    )


def _amount(tag: str, value: Money, currency: str, after: str = "", what: str = "") -> Node:
    loss = value is not None and value < 0
    text = f"{amount(value, currency)}{after}"
    return h(f"{tag}.wb-owner-loss" if loss else tag, text, data_what=what or None)
