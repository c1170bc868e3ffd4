"""The client's files: what came when, what became of it, what waits to be mended."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from workbench.pages.start_confirm import AGAIN, Confirming, confirm, head
from workbench.review import words
from workbench.sources.again import Compared
from workbench.sources.delivered import Delivery
from workbench.widgets.view import Node, h

_FIGURES = {
    "rows_read": "Rows",
    "rows_kept": "Kept",
    "rows_set_aside": "Set aside",
    "new": "New",
    "changed": "Changed",
    "same": "The same",
}


def _named(table: str) -> str:
    return {"time": "Hours", "rates": "Costs per hour"}.get(table, table.capitalize())


def said(compared: Mapping[str, Compared], files: Sequence[Path]) -> str:
    """Say what files brought: «Sales: 12 new, 3 changed, 140 the same as before.»"""
    names = words.listed([f"«{file.name}»" for file in files])
    tables = [
        f"{_named(table)}: {one.new:,} new, {one.changed:,} changed, "
        f"{one.same:,} the same as before."
        for table, one in compared.items()
    ]
    return " ".join([f"{names} added.", *tables])


def confirming(now: Confirming, client: str, changing: str) -> list[Node]:
    """Describe the screen that confirms files to add, or other meanings of one that is here."""
    take = "Save and read all files again" if changing else "Add to this client"
    links = (("leave_it", "Leave it as it was"),) if changing else (("add", "One more file"), AGAIN)
    note = (
        f"Files with the same columns as «{changing}» are understood like this from now on."
        if changing
        else f"What «{client}» has already stays as it is; what was corrected replaces it."
    )
    return confirm(now, head(now, take, [h("p.wb-quiet", note, dir="auto")], links))


def listing(
    came: Sequence[Delivery], waiting: Sequence[Path], told: str, currency: str
) -> list[Node | None]:
    """Describe what came, the newest first, and the rows that wait to be mended."""
    return [
        h("p.wb-files-said", told, role="status", dir="auto", key="said") if told else None,
        _waiting(waiting) if waiting else None,
        h("h2", "Files of this client", key="head"),
        *(_delivery(one, place, currency) for place, one in reversed(list(enumerate(came)))),
    ]


def _delivery(one: Delivery, place: int, currency: str) -> Node:
    when = words.day(date.fromisoformat(one.on)) if one.on else "at the beginning"
    known = [name for name in _FIGURES if any(name in told for told in one.tables.values())]
    table = h(
        "table.wb-table",
        h("caption.wb-hidden", f"What came {when}"),
        h(
            "thead",
            h(
                "tr",
                h("th", "Holds", scope="col"),
                *(h("th.wb-number", _FIGURES[name], scope="col") for name in known),
                h("th.wb-number", f"{currency} kept of {currency} read", scope="col"),
            ),
        ),
        h("tbody", *(_table(name, told, known) for name, told in one.tables.items())),
    )
    return h(
        "section.wb-who-part",
        h(
            "div.wb-row",
            h("h3", when),
            *(
                h(
                    "button.wb-plain",
                    f"{name}: its columns",
                    on={"click": "columns"},
                    key=name,
                    type="button",
                    dir="auto",
                )
                for name in one.files
            ),
        ),
        table if one.tables else h("p.wb-quiet", "What came of them was not written down."),
        key=f"delivery {place}",
    )


def _table(name: str, told: Mapping[str, float], known: Sequence[str]) -> Node:
    money = ""
    if "amount_read" in told:
        money = f"{told['amount_kept']:,.2f} of {told['amount_read']:,.2f}"
    return h(
        "tr",
        h("td", _named(name)),
        *(h("td.wb-number", f"{told[each]:,.0f}" if each in told else "–") for each in known),
        h("td.wb-number", money or "–"),
        key=name,
    )


def _waiting(files: Sequence[Path]) -> Node:
    return h(
        "section.wb-who-part",
        h("h2", "Set aside, to be mended"),
        h(
            "p.wb-quiet",
            "Each row has its reason and line. Save the file, mend it, drop it above.",
        ),
        h(
            "ul.wb-plainlist",
            *(
                h(
                    "li",
                    h(
                        "button.wb-link",
                        file.name,
                        on={"click": "download"},
                        key=file.name,
                        type="button",
                        dir="auto",
                    ),
                    key=f"waiting {file.name}",
                )
                for file in files
            ),
        ),
        key="waiting",
    )
