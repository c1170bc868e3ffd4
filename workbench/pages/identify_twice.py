"""The same customer twice? Pairs with their evidence, one at a time; a person says yes or no."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import pandas as pd

from workbench.measures.known import SOURCES
from workbench.pages.identify_figures import Figures
from workbench.pages.matrix_search import pick
from workbench.review import words
from workbench.review.joining import decided as said_of
from workbench.review.review import Review
from workbench.review.same import roots
from workbench.sources.identity import Candidate
from workbench.widgets.view import Node, h

_NEXT, _LATER, _TOLD, _FOLDED = 8, 50, 9, 12
KEYS = {"y": "same", "n": "apart", "s": "skip"}


@dataclass(frozen=True, eq=False)
class Pairs:
    """Pairs still to be decided: those of the largest customers, and the rest, for later.

    ``rows`` has name and attributes of every id that any file has.
    """

    first: tuple[Candidate, ...]
    later: tuple[Candidate, ...]
    rows: pd.DataFrame = field(repr=False)

    @property
    def now(self) -> Candidate | None:
        """The pair to decide next."""
        return next(iter((*self.first, *self.later)), None)

    def name(self, key: str) -> str:
        """Return the name of an id any file has."""
        return str(self.rows["name"].get(key, key))

    def cell(self, key: str, column: str) -> str:
        """Say what a list told of somebody; «–» where it told nothing."""
        told = self.rows[column].get(key)
        if isinstance(told, float) and told == told:  # noqa: PLR0124 - NaN
            return words.number(told)
        return told if isinstance(told, str) and told else "–"


def undecided(
    found: Sequence[Candidate],
    review: Review,
    skipped: Sequence[frozenset[str]],
    rows: pd.DataFrame,
) -> Pairs:
    """Return what is left to decide, skipped pairs last of all; who is one already is no pair."""
    merged = roots(review.same_as)
    known = {frozenset(merged.get(key, key) for key in pair) for pair in said_of(review)}
    left: dict[frozenset[str], Candidate] = {}
    for one in found:
        a, b = (merged.get(key, key) for key in (one.one, one.other))
        if a != b and frozenset((a, b)) not in known:
            left.setdefault(frozenset((a, b)), replace(one, one=a, other=b))
    passed = [left.pop(ids) for ids in skipped if ids in left]
    first = tuple(one for one in left.values() if one.first)
    return Pairs(first, (*(one for one in left.values() if not one.first), *passed), rows)


def kept_of(pair: Candidate, figures: Figures, *, swapped: bool) -> tuple[str, str]:
    """Return which id stays and which joins it: the larger one stays unless swapped."""
    sold = [_sold(figures, key) for key in (pair.one, pair.other)]
    order = (pair.one, pair.other) if sold[0] >= sold[1] else (pair.other, pair.one)
    return (order[1], order[0]) if swapped else order


def finding(pairs: Pairs) -> str:
    """Say how many pairs are to be looked at."""
    n = len(pairs.first) + len(pairs.later)
    if not n:
        return "Nobody seems to be there twice."
    said = f"{words.count(n, 'pair')} might be the same customer twice"
    if not pairs.first or not pairs.later:
        return f"{said}." if pairs.first else f"{said}, none among those that bring 80 %."
    return f"{said}; {len(pairs.first):,} among those that bring 80 % come first."


def deciding(pairs: Pairs, figures: Figures, *, swapped: bool) -> Node:
    """Describe the pair to decide now: both sides, the evidence, and three answers."""
    now = pairs.now
    if now is None:
        return h(
            "section.wb-who-part",
            h("p", "Compared were names, addresses, telephone and other numbers as far as known."),
            key="nothing",
        )
    kept, other = kept_of(now, figures, swapped=swapped)
    columns = [name for name in map(str, pairs.rows) if name != "name"]
    told = [n for n in columns if {pairs.cell(kept, n), pairs.cell(other, n)} != {"–"}][:_TOLD]
    return h(
        "section.wb-pair",
        h(
            "div.wb-pair-sides",
            _side(kept, pairs, figures, told, "counts on under this number"),
            _side(other, pairs, figures, told, "counts with the other"),
        ),
        h("h3", "What speaks for it"),
        h("ul.wb-plainlist", *(h("li", one.words, dir="auto") for one in now.evidence)),
        h(
            "div.wb-pair-answers",
            _answer("same", "Same customer", "Y", main=True),
            _answer("apart", "Two customers", "N"),
            _answer("skip", "Skip", "S"),
            h("button.wb-link", "Keep the other number", on={"click": "swap"}, type="button"),
            role="group",
            aria_label="Are they the same customer?",
        ),
        h(
            "p.wb-quiet",
            f"Both numbers are kept: what «{other}» has counts under «{kept}» until it is undone, "
            "also in files to come. Nothing is merged by likeness alone.",
            dir="auto",
        ),
        key=f"pair {now.one} {now.other}",
        aria_label="Are they the same customer?",
    )


def not_compared() -> Node:
    """Offer to look for customers that are there twice."""
    return h(
        "section.wb-who-part",
        h("p", "Names, addresses and numbers were not compared."),
        h("div.wb-row", h("button", "Compare them", on={"click": "compare"}, type="button")),
        key="not compared",
    )


def _answer(name: str, text: str, key: str, *, main: bool = False) -> Node:
    return h(
        "button.wb-main" if main else "button",
        h("span", text),
        h("span.wb-key", key, aria_hidden="true"),
        on={"click": name},
        key=name,
        type="button",
        title=f"Key {key}",
    )


def _side(key: str, pairs: Pairs, figures: Figures, told: Sequence[str], role: str) -> Node:
    customers = figures.customers
    row = customers.row(key) if key in customers else None
    sold = "–" if row is None else words.money(_sold(figures, key), figures.currency)
    known = [] if row is None else [SOURCES[n] for n, who in figures.knows.items() if who[row]]
    return h(
        "div.wb-pair-side",
        h("h2", pairs.name(key), dir="auto"),
        h("p.wb-quiet", f"{key} · {role}", dir="auto"),
        h(
            "dl.wb-facts",
            *_pair("Turnover", sold),
            *_pair("Known by", ", ".join(known) or "–"),
            *(part for name in told for part in _pair(_label(name), pairs.cell(key, name))),
        ),
    )


def _label(column: str) -> str:
    return column.replace("_", " ").capitalize()


def _pair(term: str, said: str) -> tuple[Node, Node]:
    return h("dt", term), h("dd", said, dir="auto")


def _sold(figures: Figures, key: str) -> float:
    turnover = figures.turnover
    if turnover is None or key not in figures.customers:
        return 0.0
    return float(turnover[figures.customers.row(key)])


def waiting(pairs: Pairs) -> list[Node | None]:
    """List the pairs that come next, and fold those that can wait."""
    first, later = pairs.first, pairs.later
    if not first:
        first, later = later[:1], later[1:]
    following = [_name(one, pairs) for one in first[1 : 1 + _NEXT]]
    more = len(first) - 1 - len(following)
    rest = [_name(one, pairs) for one in later[:_LATER]]
    return [
        h(
            "section.wb-who-part",
            h("h3", "Next"),
            h("ul.wb-plainlist", *following),
            h("p.wb-quiet", f"and {more:,} more") if more > 0 else None,
            key="next",
        )
        if following
        else None,
        h(
            "details.wb-fold",
            h(
                "summary",
                f"Later: {words.count(len(later), 'pair')}, of smaller customers or skipped",
            ),
            h("ul.wb-plainlist", *rest),
            h("p.wb-quiet", f"and {len(later) - _LATER:,} more") if len(later) > _LATER else None,
            key="later",
        )
        if later
        else None,
    ]


def _name(one: Candidate, pairs: Pairs) -> Node:
    names = (pairs.name(key) for key in (one.one, one.other))
    return h("li", " = ".join(names) + "?", key=f"{one.one} {one.other}", dir="auto")


def decided(review: Review, pairs: Pairs) -> Node | None:
    """List what was decided, each with its evidence and the way back."""
    same = [
        h(
            "li",
            h("span", f"{pairs.name(key)} ({key}) counts under ", dir="auto"),
            pick(said.customer, f"{pairs.name(said.customer)} ({said.customer})"),
            _by(said.evidence, said.who, said.when),
            h("button.wb-link", "Undo", on={"click": "separate"}, key=key, type="button"),
            key=f"same {key}",
        )
        for key, said in review.same_as.items()
    ]
    two = [
        h(
            "li",
            h("span", f"{pairs.name(one)} and {pairs.name(key)} are two", dir="auto"),
            _by(said.evidence, said.who, said.when),
            h(
                "button.wb-link",
                "Undo",
                on={"click": "reopen"},
                key=f"{one}\n{key}",
                type="button",
            ),
            key=f"two {one} {key}",
        )
        for one, others in review.apart.items()
        for key, said in others.items()
    ]
    if not same and not two:
        return None
    lines = h("ul.wb-plainlist.wb-looks", *same, *two)
    if len(same) + len(two) > _FOLDED:
        summary = h("summary", f"Decided: {words.count(len(same) + len(two), 'pair')}")
        return h("details.wb-fold", summary, lines, key="decided, folded")
    return h("section.wb-who-part", h("h2", "Decided"), lines, key="decided")


def _by(evidence: str, who: str, when: str) -> Node:
    told = " · ".join(part for part in (evidence, who, when[:10]) if part)
    return h("small.wb-quiet", f" {told} ", dir="auto")
