"""Who the customers are: those that matter most, who knows them, who is absent where, consent."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from workbench.customers import Bools
from workbench.measures.known import SOURCES, of_files
from workbench.pages.identify_figures import Figures, one_of
from workbench.pages.matrix_search import pick
from workbench.pages.plan_customer import CONSENT
from workbench.review import words
from workbench.review.absent import Absence
from workbench.review.placement import prospects
from workbench.review.plan import Profile
from workbench.review.review import Opening, Review
from workbench.session import Session
from workbench.widgets.view import Node, h

_MOST, _NAMED = 25, 5
_HEADS = {"customers": "List", "sales": "Sales", "time": "Hours", "events": "Events"}
_ABSENT = {
    "customers": "in no list of customers",
    "sales": "never bought",
    "time": "without an hour written down",
    "events": "without any event",
}
_LARGE = {"sales": "Large by sales", "time": "Large by hours"}


def counts(figures: Figures, review: Review) -> Node:
    """Say how many each source knows, who else is there, and who was set aside."""
    said = [f"{SOURCES[name]} {int(known.sum()):,}" for name, known in figures.knows.items()]
    parts = [f"Known by: {' · '.join(said)}" if said else ""]
    coming = int(prospects(figures.customers).sum())
    parts.append(words.count(coming, "prospect") if coming else "")
    parts.append(f"by hand {len(review.newcomers):,}" if review.newcomers else "")
    parts.append(f"set aside {len(review.set_aside):,}" if review.set_aside else "")
    return h("p.wb-quiet", " · ".join(part for part in parts if part), key="counts")


def leaders(figures: Figures, review: Review, chosen: str, *, hide: bool) -> Node:
    """Describe the customers that bring 80 % of turnover, the largest first, at most 25."""
    turnover = figures.turnover
    if turnover is None or not len(figures.leaders):
        return h(
            "section.wb-who-part",
            h("h2", "Those that matter most"),
            h("p", "No sales are known yet, so nobody can be called large."),
            h("button", "Add a file", on={"click": "view"}, value="files", type="button"),
            key="leaders",
        )
    rows = figures.leaders[:_MOST]
    whole = float(turnover[figures.own & (turnover > 0)].sum())
    shares = np.cumsum(turnover[rows]) / whole
    lines = [
        _line(figures, review, int(row), share, chosen=chosen, hide=hide)
        for row, share in zip(rows, shares.tolist(), strict=True)
    ]
    more = len(figures.leaders) - len(rows)
    return h(
        "section.wb-who-part",
        h("h2", f"The {len(figures.leaders):,} that bring 80 % of turnover"),
        h(
            "table.wb-table.wb-who-leaders",
            h("caption.wb-hidden", "Customers that bring 80 % of turnover"),
            h(
                "thead",
                h(
                    "tr",
                    h("th", "Customer", scope="col"),
                    h("th.wb-number", f"Turnover, {figures.currency}", scope="col"),
                    h("th.wb-number", "Together", scope="col"),
                    *(h("th.wb-who-known", _HEADS[name], scope="col") for name in figures.knows),
                    h("th", "Consent", scope="col"),
                ),
            ),
            h("tbody", *lines),
        ),
        h("p.wb-quiet", f"and {more:,} more; find them by name above") if more else None,
        key="leaders",
    )


def _line(
    figures: Figures, review: Review, row: int, share: float, *, chosen: str, hide: bool
) -> Node:
    customers, turnover = figures.customers, figures.turnover
    key = str(customers.ids[row])
    name = f"Customer {row + 1}" if hide else str(customers.names[row])
    sold = "hidden" if hide or turnover is None else words.number(float(round(turnover[row])))
    return h(
        "tr.wb-on" if key == chosen else "tr",
        h("td.wb-who", pick(key, name)),
        h("td.wb-number", sold),
        h("td.wb-number", words.percent(share)),
        *(
            h(
                "td.wb-who-known",
                h("span", "✓" if known[row] else "–", aria_hidden="true"),
                h("span.wb-hidden", "yes" if known[row] else "no"),
                title=f"{'Known' if known[row] else 'Not known'} by: {SOURCES[source]}",
            )
            for source, known in figures.knows.items()
        ),
        h("td", _consent(figures, review, row, name)),
        key=f"leader {key}",
    )


def _consent(figures: Figures, review: Review, row: int, name: str) -> Node:
    key = str(figures.customers.ids[row])
    said = review.profiles.get(key, Profile()).consent
    told = _told(figures, row)
    options = {**dict(CONSENT), "": f"file: {told}" if told else "not known"}
    return h(
        "select.wb-cell",
        *(h("option", options[v], value=v, selected=v == said) for v, _ in CONSENT),
        on={"change": "consent"},
        key=f"consent|{key}",
        value=said,
        aria_label=f"May {name} be contacted?",
    )


def _told(figures: Figures, row: int) -> str:
    """Return what the client's own columns say of consent."""
    frame = figures.customers.frame
    found = (frame[name].iloc[row] for name in figures.consents)
    return next((str(cell)[:24] for cell in found if isinstance(cell, str) and cell), "")


def known_by(session: Session, figures: Figures, row: int) -> Node:
    """Tell which sources know one customer, sales by their files."""
    key = str(figures.customers.ids[row])
    told = {name: SOURCES[name] for name, known in figures.knows.items() if known[row]}
    if "sales" in told:
        lines = of_files(session.engagement.ledger, key)
        files = [f"{words.count(n, 'line')} in «{file}»" for file, n in lines.items() if file]
        told["sales"] += f": {words.listed(files)}" if files else ""
    items = [h("li", said, dir="auto") for said in told.values()]
    if key in session.review.newcomers:
        items.append(h("li", "entered by hand"))
    return h(
        "div.wb-why",
        h("h3", "Known by"),
        h("ul.wb-plainlist", *items) if items else h("p.wb-quiet", "No file names them."),
    )


def _open(figures: Figures, review: Review) -> Bools:
    """Tell of whom neither a person nor the client's file says if they may be contacted."""
    customers = figures.customers
    said = [key for key, profile in review.profiles.items() if profile.consent]
    known: Bools = np.isin(customers.ids, said)
    for name in figures.consents:
        known |= customers.frame[name].fillna("").to_numpy(dtype=object) != ""
    return ~known


def consent(figures: Figures, review: Review) -> Node:
    """Say of how many consent is known, and the rule."""
    open_ = _open(figures, review)
    n, known = int(figures.own.sum()), int((figures.own & ~open_).sum())
    columns = [figures.customers.columns[name].label for name in figures.consents]
    of_file = f"The client's «{words.listed(columns)}» is read as it stands. " if columns else ""
    large = int(open_[figures.leaders].sum())
    of_large = f" Of those that bring 80 %, {large:,} are open." if len(figures.leaders) else ""
    return h(
        "section.wb-who-part",
        h("h2", "May they be contacted?"),
        h(
            "p",
            f"{of_file}Consent is known of {known:,} of {words.count(n, 'customer')}.{of_large}",
        ),
        h("p.wb-quiet", "It is recorded before anybody is contacted. No record is never a yes."),
        key="consent",
    )


def left_to_do(figures: Figures, review: Review, pairs: int) -> Node | None:
    """List what this page still asks for, each with the way there."""
    n = int(_open(figures, review)[figures.leaders].sum())
    asked = [
        ("twice", f"{words.count(pairs, 'pair')} that might be one customer" if pairs else ""),
        *(
            ("who", f"{one_of(each, figures.currency)} without a customer")
            for each in figures.nobodys
        ),
        ("who", f"{n:,} large customers whose consent is not known" if n else ""),
        ("before", "" if review.opening != Opening() else "the opening questions"),
    ]
    items = [
        h(
            "li",
            h("button.wb-link", said, on={"click": "view"}, key=view, value=view, type="button"),
        )
        for view, said in asked
        if said
    ]
    return (
        h("div.wb-why", h("h3", "Left to do"), h("ul.wb-plainlist.wb-looks", *items))
        if items
        else None
    )


def absent(figures: Figures, *, hide: bool) -> Node | None:
    """List customers large in one source whom another one doesn't know."""
    if not figures.absent:
        return None
    return h(
        "section.wb-who-part",
        h("h2", "Large here, absent there"),
        *(_absence(figures, one, hide=hide) for one in figures.absent),
        key="absent",
    )


def _absence(figures: Figures, one: Absence, *, hide: bool) -> Node:
    customers = figures.customers
    column = customers.columns["turnover" if one.large == "sales" else "hours"]
    amounts = customers.numbers(column.name)
    more = len(one.rows) - _NAMED
    items = [
        h(
            "li",
            pick(str(customers.ids[row]), f"Customer {row + 1}" if hide else customers.names[row]),
            h("span.wb-quiet", "" if hide else f" {words.value(column, amounts[row])}"),
            key=str(customers.ids[row]),
        )
        for row in one.rows[:_NAMED].tolist()
    ]
    return h(
        "div",
        h("h3", f"{_LARGE[one.large]}, {_ABSENT[one.missing]}: {len(one.rows):,}"),
        h(
            "ul.wb-plainlist.wb-who-names",
            *items,
            h("li.wb-quiet", f"and {more:,} more") if more > 0 else None,
        ),
        key=f"{one.large} {one.missing}",
    )


def aside(figures: Figures, review: Review, *, hide: bool) -> Node | None:
    """Name who was set aside, and why."""
    gone: Mapping[str, str] = {k: one.reason for k, one in review.set_aside.items()}
    known = [key for key in gone if key in figures.customers]
    if not known:
        return None
    names = {key: figures.customers.names[figures.customers.row(key)] for key in known}
    return h(
        "section.wb-who-part",
        h("h2", "Set aside"),
        h(
            "ul.wb-plainlist.wb-who-names",
            *(
                h(
                    "li",
                    pick(key, "hidden" if hide else str(names[key])),
                    h("span.wb-quiet", f" {gone[key]}", dir="auto"),
                    key=key,
                )
                for key in known
            ),
        ),
        key="aside",
    )
