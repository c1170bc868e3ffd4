"""Beneath the tables: gifts, outreach, products made together, whom to look at again, the aims."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from workbench.customers import Floats
from workbench.measures.made_with import Credit
from workbench.measures.time_cost import months_of
from workbench.pages.look_again import looks
from workbench.pages.profit_controls import number
from workbench.pages.profit_figures import Figures
from workbench.review import words
from workbench.review.aims import Standing, answers
from workbench.review.rewards import Again, Rewards, Rows, rewards, silent
from workbench.review.whale import called
from workbench.widgets.view import Node, h

_NAMED = 6
_NO_MONEY = "no money put on it"


def lists(
    figures: Figures,
    made: Sequence[Credit],
    products: Sequence[str],
    chosen: str,
    again: Sequence[Again],
) -> Node:
    """Describe all lists; ``made`` are the products made together, ``chosen`` the customer's id.

    ``again`` are those to look at again.
    """
    return h(
        "div.wb-profit-lists",
        _aims(figures),
        _rewards(figures),
        _outreach(figures),
        _together(figures, made, products, chosen),
        _again(figures, chosen, again),
    )


def _of(figures: Figures, kind: str, what: str = "n") -> Floats:
    """Return a tally by row; prospects, who come after the customers, have none."""
    tally = figures.facts.tallies.get(kind)
    found = np.zeros(len(figures.customers))
    if tally is not None:
        values: Floats = getattr(tally, what)
        found[: len(values)] = values
    return found


def _link(figures: Figures, row: int, note: str = "") -> Node:
    key = str(figures.customers.ids[row])
    name = str(figures.customers.names[row])
    button = h("button.wb-link", name, on={"click": "choose"}, key=key, type="button", dir="auto")
    return h("li", button, h("span.wb-quiet", f" {note}") if note else None, key=f"li {key}")


def _links(figures: Figures, rows: Iterable[int], notes: Iterable[str]) -> Node | None:
    items = [_link(figures, row, note) for row, note in zip(rows, notes, strict=True)]
    return h("ul.wb-plainlist", *items) if items else None


def _panel(title: str, *parts: Node | None, hint: str = "") -> Node:
    return h("section.wb-profit-list", h("h2", title, title=hint or None), *parts, key=title)


def _rewards(figures: Figures) -> Node:
    if not figures.facts.covers("events"):
        return _panel("Gifts and rewards", h("p.wb-quiet", "No events were given."))
    n, money, valued = (_of(figures, "gift", part) for part in ("n", "value", "valued"))
    done = rewards(figures.profit, figures.counted, n, money, valued)
    if not done.gifts:
        said = "No gift was written down in the window: nobody was rewarded on purpose."
        return _panel("Gifts and rewards", h("p", said))

    def given(rows: Rows) -> Node | None:
        shown = rows[:_NAMED].tolist()
        return _links(
            figures,
            shown,
            (figures.money(float(money[r])) if valued[r] else _NO_MONEY for r in shown),
        )

    passed = done.passed_over[:_NAMED].tolist()
    return _panel(
        "Gifts and rewards",
        h("p", _gifts(figures, done)),
        h("h3", "Elsewhere") if len(done.wasted) else None,
        given(done.wasted),
        h("h3", "Value not known") if len(done.unknown) else None,
        given(done.unknown),
        h("h3", f"Valuable, and nothing yet: {len(done.passed_over):,}")
        if not done.sentence
        else None,
        _links(
            figures,
            passed,
            (f"profit {figures.money(float(figures.profit[r]))}" for r in passed),
        ),
    )


def _gifts(figures: Figures, done: Rewards) -> str:
    """Say how many gifts went where, and their money as far as any was put on them."""
    said = done.sentence or (
        f"{done.to_few} of {words.count(done.gifts, 'gift')} went to the few who bring 80 % of"
        f" the profit{called(figures.customers.columns['profit'])}."
    )
    if done.bare == done.gifts:
        return f"{said} No money was put on {'it' if done.gifts == 1 else 'them'}."
    if len(done.wasted) and not figures.hide:
        spent, of = (figures.money(v) for v in (done.waste, done.money))
        said += f" {spent} of {of} went elsewhere."
    if done.bare:
        carry = "carries" if done.bare == 1 else "carry"
        said += f" {words.count(done.bare, 'gift')} {carry} no money."
    return said


def _outreach(figures: Figures) -> Node:
    outreach, response = _of(figures, "outreach"), _of(figures, "response")
    rows = silent(outreach, response, figures.counted)
    asked = int((figures.counted & (outreach > 0)).sum())
    if not asked:
        return _panel("Who doesn't answer", h("p.wb-quiet", "No outreach was written down."))
    return _panel(
        "Who doesn't answer",
        h(
            "p",
            f"{len(rows):,} of {words.count(asked, 'customer')} we turned to did not answer once."
            " Less effort for them, never none.",
        ),
        _links(
            figures,
            rows[:_NAMED].tolist(),
            (f"turned to {int(outreach[r])} ×" for r in rows[:_NAMED].tolist()),
        ),
    )


def _together(
    figures: Figures, made: Sequence[Credit], products: Sequence[str], chosen: str
) -> Node:
    """Credit products made with a customer, and let the room say which those are."""
    customers = figures.customers
    items = [
        h(
            "li",
            h("strong", one.product, dir="auto"),
            h("span", f" made with {_name(figures, one.customer)}: ", dir="auto"),
            h(
                "span",
                f"{figures.money(one.turnover)} with {words.count(one.others, 'other customer')} ",
            ),
            h("button.wb-link", "Remove", on={"click": "unmade"}, key=one.product, type="button"),
            key=f"made {one.product}",
        )
        for one in made
    ]
    helped = np.flatnonzero(_of(figures, "co_development") > 0)[:_NAMED].tolist()
    free = [one for one in products if one not in {credit.product for credit in made}]
    form = None
    if chosen in customers and free:
        form = h(
            "form.wb-row",
            h("span", f"With {_name(figures, chosen)} we made", dir="auto"),
            h(
                "select.wb-select.wb-short",
                *(h("option", product, value=product) for product in free),
                name="product",
                aria_label="The product made together",
            ),
            h("button", "Credit it", type="submit"),
            on={"submit": "made"},
            key="made",
        )
    return _panel(
        "Made together",
        h("ul.wb-plainlist", *items) if items else None,
        h("p", "Helped us develop:") if helped else None,
        _links(figures, helped, ("" for _ in helped)),
        form,
        h("p.wb-quiet", "A credit to be seen: the sales count where they were made."),
        hint="co-development",
    )


def _name(figures: Figures, key: str) -> str:
    customers = figures.customers
    return str(customers.names[customers.row(key)]) if key in customers else key


def _again(figures: Figures, chosen: str, again: Sequence[Again]) -> Node:
    form = None
    if chosen in figures.customers:
        form = h(
            "form.wb-row",
            h("span", f"Look at {_name(figures, chosen)} again on", dir="auto"),
            h("input.wb-input.wb-date", type="date", name="on", aria_label="Look again on"),
            h("input.wb-input.wb-short", name="why", placeholder="why", aria_label="Why"),
            h("button", "Keep", type="submit"),
            on={"submit": "again"},
            key="again",
        )
    return _panel(
        "Look at again",
        looks(again, figures.customers, hide=figures.hide) or h("p.wb-quiet", "Nobody is due."),
        form,
    )


def standing(figures: Figures) -> Standing:
    """Return where the business stands against what the owner aims at."""
    customers, counted = figures.customers, figures.counted
    months = months_of(figures.facts)
    turnover, profit = customers.numbers("turnover"), figures.profit
    beside, known = figures.beside, counted & np.isfinite(profit)
    costed = np.isfinite([beside.sales_profit, beside.hours_cost, beside.idle_cost])
    # profit over turnover of the same: without those set aside, and whose profit is not known
    left = figures.account.total - float(np.nansum(profit[~counted]))
    sold = float(np.nansum(turnover[known])) + (beside.sales if costed[0] else 0.0)
    over = customers.numbers("hours_over")[counted]
    timed = bool(np.isfinite(over).any())
    margin = customers.numbers("profit_margin")[counted]
    target = figures.costs.target_margin
    return Standing(
        margin=left / sold if known.any() and sold > 0 else float("nan"),
        over=float(np.nansum(np.maximum(over, 0))) / months if timed else float("nan"),
        room=float(np.nansum(np.maximum(-over, 0))) / months if timed else float("nan"),
        turnover_a_year=(float(np.nansum(turnover[counted])) + beside.sales) / months * 12,
        good=int(np.count_nonzero(margin[np.isfinite(margin)] >= target)),
        known=int(np.isfinite(margin).sum()),
        customers=int(counted.sum()),
        target=target,
        whole=bool(costed.all() and known.sum() == counted.sum()),
        noted=called(customers.columns["profit"]),
    )


def _aims(figures: Figures) -> Node:
    aims, opening = figures.review.assumptions.aims, figures.review.opening
    currency = "" if figures.hide else figures.currency
    said = answers(aims, opening.good_customers, standing(figures), currency)
    hours = aims.free_hours or 0.0
    margin = None if aims.margin is None else aims.margin * 100
    return _panel(
        "What the owner aims at",
        h("p.wb-quiet", f"«{opening.aim}»", dir="auto")
        if opening.aim and not figures.hide
        else None,
        *(h("p", h("strong", f"{what}: "), h("span", answer)) for what, answer in said),
        h(
            "details.wb-fold",
            h("summary", "Set the aims"),
            _aim("margin", margin, "Margin to reach", "%"),
            _aim("free_hours", hours if hours > 0 else None, "Hours a month to free", "h"),
            _aim("fill_hours", -hours if hours < 0 else None, "Hours a month to fill", "h"),
            None
            if figures.hide
            else _aim("market_size", aims.market_size, "The whole market a year", currency),
        ),
    )


def _aim(name: str, value: float | None, label: str, unit: str) -> Node:
    return number("aim", value, label=label, key=f"aim|{name}", unit=unit, live=False)
