"""The one screen that confirms a file: what each column means, and what comes of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from workbench.pages.frame import choice, option
from workbench.pages.start_account import Understood, account
from workbench.pages.start_draft import SAMPLES, Draft, choices, columns
from workbench.pages.start_meanings import HOLDS, OUT, Targets, label
from workbench.review import words
from workbench.sources.choice import SourceColumn
from workbench.sources.files import Sheet
from workbench.widgets.view import Node, h

CURRENCIES = (
    *("EUR", "USD", "GBP", "DKK", "SEK", "NOK", "CHF", "PLN", "CZK", "HUF", "RON", "BGN"),
    *("AUD", "BRL", "CAD", "CNY", "HKD", "ILS", "INR", "ISK", "JPY", "KRW", "MXN", "NZD"),
    *("SGD", "THB", "TRY", "UAH", "ZAR"),
)
_MOST_COLUMNS = 150
_MOST_ASIDE = 100


@dataclass(frozen=True, eq=False)
class Confirming:
    """What the screen shows: a draft, what came of it so far, and what was typed."""

    draft: Draft
    understood: Understood | None
    name: str
    currency: str
    counting: bool = False
    making: bool = False
    problem: str = ""
    foreign: tuple[str, ...] = ()
    rates: Mapping[str, float] = field(default_factory=dict)

    def blocked(self) -> str:
        """Say why it can't be taken yet; empty when it can."""
        unknown = [code for code in self.foreign if code not in self.rates]
        named = self.draft.beside or self.name.strip()
        reasons = (
            "One moment …" if self.making else "",
            self.draft.missing(),
            f"Say what 1 {unknown[0]} is worth in {self.currency}." if unknown else "",
            "Counting rows …" if self.counting else "",
            self.problem if self.understood is None else "",
            "" if named else "Type the client's name.",
            "" if self.understood else "Counting rows …",
        )
        return next(filter(None, reasons), "")


def confirm(now: Confirming, head: Node) -> list[Node]:
    """Describe the screen beneath its head: rates, what comes of it, and each table's columns."""
    draft = now.draft
    return [
        head,
        *_rates(now),
        *_account(now),
        *(
            _sheet(draft, place, sheet, open_=place < _OPEN_SHEETS)
            for place, sheet in enumerate(draft.sheets)
        ),
    ]


_OPEN_SHEETS = 6


def meant(draft: Draft, key: str, value: str) -> tuple[SourceColumn, Targets] | None:
    """Return the column and the meaning that a control of this screen named, if they exist."""
    try:
        sheet_at, column_at = (int(part) for part in key.split("|"))
        sheet = draft.sheets[sheet_at]
        column = columns(sheet)[column_at]
        flat = [t for _, group in choices(draft, sheet, column) for t in group]
        return column, flat[int(value)]
    except (ValueError, IndexError):
        return None


def reading(what: str, meanwhile: str = "") -> list[Node]:
    """Describe what stands here while files are read; ``what`` says so."""
    return [
        h(
            "div.wb-reading",
            h("h1", what, dir="auto"),
            h("progress.wb-drop-progress", aria_label="Reading"),
            h("p.wb-quiet", meanwhile) if meanwhile else None,
            h("button", "Cancel", on={"click": "cancel"}, type="button"),
            role="status",
        )
    ]


def head(
    now: Confirming, take: str, fields: Sequence[Node], links: Sequence[tuple[str, str]]
) -> Node:
    """Describe what stays above the tables: fields, and the button that takes it all (`open`).

    ``links`` are names of events with their words.
    """
    blocked = now.blocked()
    busy = now.counting or now.making
    return h(
        "header.wb-confirm-head",
        h(
            "div.wb-row",
            h("h1", "Is it read right?"),
            h("span.wb-fill"),
            *(
                h("button.wb-link", text, on={"click": name}, key=name, type="button")
                for name, text in links
            ),
            key="title",
        ),
        h(
            "div.wb-row.wb-confirm-row",
            *fields,
            h("span.wb-fill"),
            h(
                "button.wb-main",
                take,
                on={"click": "open"},
                key="open",
                type="button",
                disabled=bool(blocked),
                aria_describedby="wb-blocked",
            ),
            key="controls",
        ),
        h(
            "p.wb-blocked" if (blocked or now.problem) and not busy else "p.wb-blocked.wb-quiet",
            now.problem or blocked or "All that is needed is there.",
            id="wb-blocked",
            role="status",
            key="blocked",
        ),
        key="head",
    )


ADD, AGAIN = ("add", "Add a file"), ("again", "Start again")


def client_head(now: Confirming) -> Node:
    """Describe the head for a client that is made of it: their name and currency."""
    name = h(
        "input.wb-input.wb-client-name",
        on={"input": "name", "change": "name"},
        key="name",
        value=now.name,
        placeholder="the client's name",
        maxlength=80,
        autocomplete="off",
        required="required",
    )
    money = choice("currency", [(c, c) for c in CURRENCIES], now.currency, label="Currency")
    fields = [
        h("label.wb-label", h("span", "Client"), name),
        h("label.wb-label", h("span", "Currency of all money"), money),
    ]
    return head(now, "Open the picture", fields, (ADD, AGAIN))


def _rates(now: Confirming) -> list[Node]:
    """Ask what one unit of each other currency is worth."""
    if not now.foreign:
        return []
    said = words.listed(list(now.foreign))
    return [
        h(
            "div.wb-row.wb-rates",
            h("span", f"Amounts are in {said} too. In {now.currency}, one is worth:"),
            *(
                h(
                    "label.wb-row",
                    h("span", f"1 {code} ="),
                    h(
                        "input.wb-input.wb-short",
                        on={"change": "rate"},
                        key=code,
                        value=f"{now.rates[code]:g}" if code in now.rates else "",
                        inputmode="decimal",
                        placeholder="0.92",
                    ),
                    h("span", now.currency),
                    key=f"rate {code}",
                )
                for code in now.foreign
            ),
            key="rates",
        )
    ]


def _account(now: Confirming) -> list[Node]:
    """Say what was read, kept and set aside; the rows set aside can be looked at and kept."""
    if now.understood is None:
        wait = "Counting rows …" if now.counting else "The rows are counted once this is answered."
        return [h("div.wb-account.wb-quiet", h("p", wait), key="account")]
    said = account(now.understood, now.currency)
    aside = now.understood.report.set_aside
    rows = [
        h(
            "tr",
            h("td.wb-number", f"{row.line:,}"),
            h("td", f"{row.file}:{row.sheet}" if row.sheet else row.file, dir="auto"),
            h("td", row.column, dir="auto"),
            h("td", row.reason, dir="auto"),
        )
        for row in aside[:_MOST_ASIDE]
    ]
    more = len(aside) - _MOST_ASIDE
    listed = h(
        "details.wb-aside",
        h("summary", f"{words.count(len(aside), 'row')} set aside: lines and reasons"),
        h("button", "Download them all", on={"click": "aside"}, type="button"),
        h(
            "table",
            h("thead", h("tr", *(h("th", t, scope="col") for t in _ASIDE_HEADS))),
            h("tbody", *rows),
        ),
        h("p.wb-quiet", f"and {more:,} more in the download") if more > 0 else None,
        key="aside",
    )
    return [
        h(
            "div.wb-account.wb-quiet" if now.counting else "div.wb-account",
            *(h("p", sentence, dir="auto") for sentence in said),
            listed if aside else None,
            key="account",
        )
    ]


_ASIDE_HEADS = ("Line", "File", "Column", "Why")


def _sheet(draft: Draft, place: int, sheet: Sheet, *, open_: bool) -> Node:
    table = draft.table(sheet)
    own = columns(sheet)[:_MOST_COLUMNS]
    first = [(at, column) for at, column in enumerate(own) if column in draft.first]
    rest = [(at, column) for at, column in enumerate(own) if column not in draft.first]
    used = sum(bool(draft.meaning[column]) for _, column in rest)
    rest_title = f"{words.count(len(rest), 'more column')}" + (f", {used} used" if used else "")
    names = words.listed([column.column for _, column in rest[:_NAMED]]) if rest else ""
    return h(
        "section.wb-source",
        h(
            "div.wb-row",
            h("h2", sheet.label, dir="auto"),
            h("span.wb-quiet", words.count(len(sheet.frame), "row")),
            h("span.wb-fill"),
            h(
                "label.wb-holds",
                h("span", "holds"),
                choice(
                    "holds",
                    [*HOLDS.items(), ("", "nothing we need: leave it out")],
                    table,
                    label=f"What «{sheet.label}» holds",
                    key=str(place),
                ),
            ),
        ),
        _columns(draft, place, sheet, first) if first else None,
        h(
            "details.wb-rest",
            h("summary", f"{rest_title}: {names}{' …' if len(rest) > _NAMED else ''}", dir="auto"),
            _columns(draft, place, sheet, rest),
            open=True if open_ and (not first or draft.open) else None,
        )
        if rest and table
        else None,
        key=f"sheet {place}",
    )


_NAMED = 6


def _columns(
    draft: Draft, place: int, sheet: Sheet, shown: Sequence[tuple[int, SourceColumn]]
) -> Node:
    lines = [f"Line {line:,}" for line in sheet.lines[:SAMPLES].tolist()]
    heads = [h("th", text, scope="col") for text in ("In the file", "Means")]
    heads.append(h("th.wb-column-why", "Because", scope="col"))
    heads += [h("th", text, scope="col") for text in lines]
    return h(
        "table.wb-columns",
        h("caption.wb-hidden", f"Columns of {sheet.label} and what they mean"),
        h("thead", h("tr", *heads)),
        h("tbody", *(_column(draft, sheet, column, f"{place}|{at}") for at, column in shown)),
    )


def _column(draft: Draft, sheet: Sheet, column: SourceColumn, key: str) -> Node:
    now = draft.meaning[column]
    why = draft.why[column]
    flat: list[Targets] = []
    nodes: list[Node] = []
    chosen = "0"
    for heading, group in choices(draft, sheet, column):
        options: list[Node] = []
        for targets in group:
            if label(targets) == label(now):
                chosen = str(len(flat))
            options.append(option(str(len(flat)), label(targets), targets == now))
            flat.append(targets)
        nodes += [h("optgroup", *options, label=heading)] if heading else options
    for node in (n for group in nodes for n in group.get("children", [group])):
        node["properties"]["selected"] = node["properties"]["value"] == chosen
    samples = draft.samples.get(column, ())
    return h(
        "tr" if now != OUT else "tr.wb-out",
        h("th", column.column, scope="row", dir="auto", title=column.column),
        h(
            "td",
            h(
                "select.wb-select",
                *nodes,
                on={"change": "means"},
                key=key,
                aria_label=f"What «{column.column}» means: {why}",
                title=f"{label(now)}: {why}",
                value=chosen,
            ),
        ),
        h("td.wb-column-why", why),
        *(
            h("td.wb-sample", samples[at] if at < len(samples) else "", dir="auto")
            for at in range(min(SAMPLES, len(sheet.frame)))
        ),
        key=key,
    )
