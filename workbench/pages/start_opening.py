"""The opening questions: what the owner says before any figure is seen (domain, opening)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from workbench.errors import WorkbenchError
from workbench.review.review import Opening
from workbench.widgets.view import Event

AIMS = (
    ("a better margin", "A better margin"),
    ("fill our hours", "Fill our hours"),
    ("free our hours", "Free our hours"),
    ("a larger share of the market", "A larger share of the market"),
)
OUTWARD = (
    ("any_order", "When sales slow down, we go after every order we can get."),
    ("quick_yes", "We say yes to a request first and see afterwards how to do it."),
    ("asks", "We know what our customers want, because it sets our week."),
    ("more_customers", "More customers would be better than other customers."),
)
INWARD = (
    ("where_to", "We can say in one sentence where the business should be in three years."),
    ("who_helps", "We can describe the customer who takes us there."),
    ("says_no", "We turn work down when it leads us somewhere else."),
    ("best_time", "Our best people spend their time on the customers we want more of."),
)
ANSWERS = (("1", "no"), ("2", "rather no"), ("3", "so-so"), ("4", "rather yes"), ("5", "yes"))
GUT = (("good", "Good", "g"), ("so-so", "So-so", "s"), ("poor", "Poor", "p"))
KEYS = {key: f"gut_{value}" for n, (value, _, k) in enumerate(GUT, 1) for key in (k, str(n))} | {
    "backspace": "gut_back"
}
MOST_NAMES = 20
_LEAST = 2  # answers a leg needs before it is spoken of
_APART = 0.2  # difference of the legs, 0 to 1, that is a lean
_LIGHT = 0.45
LONGEST = 200
"""Characters of an answer in words."""


@dataclass(frozen=True)
class Name:
    """A customer to be sorted by gut."""

    id: str
    name: str


def leg(stance: Mapping[str, int], statements: Sequence[tuple[str, str]]) -> float | None:
    """Return how much weight a leg carries, 0 to 1; None before two of its answers.

    Examples
    --------
    >>> leg({"where_to": 5, "says_no": 3}, INWARD), leg({"where_to": 5}, INWARD)
    (0.75, None)
    """
    given = [stance[key] for key, _ in statements if key in stance]
    return (sum(given) / len(given) - 1) / 4 if len(given) >= _LEAST else None


def lean(stance: Mapping[str, int]) -> str:
    """Say in a sentence which leg carries more; neither is the right one alone."""
    outward, inward = leg(stance, OUTWARD), leg(stance, INWARD)
    if outward is None or inward is None:
        return "Two answers for each leg show which way the business leans."
    if outward - inward > _APART:
        return (
            "Leaning outward: after whatever customers ask for, less after where the business "
            "should go. It walks on both legs."
        )
    if inward - outward > _APART:
        return (
            "Leaning inward: clear about where to go, less close to what customers want. "
            "It walks on both legs."
        )
    if min(outward, inward) < _LIGHT:
        return "Both legs are light: neither the customers nor the way is settled yet."
    return "Both legs carry weight: close to customers, and clear about where to go."


def answered(opening: Opening, event: Event) -> tuple[Opening, str]:
    """Return the answers with one more, and the words that name it in the history.

    Raises
    ------
    WorkbenchError
        When an answer is not one the question allows.
    """
    if event.name == "aim":
        aim = event.text().strip()[:LONGEST]
        return _with(opening, aim=aim), f"Where the business should go: {aim or 'open'}"
    if event.name == "last_review":
        return _last_review(opening, event.text())
    if event.name == "good_customers":
        return _good_customers(opening, event)
    if event.name == "stance":
        return _stance(opening, event)
    raise WorkbenchError("That is no question of this page")


def sorted_by_gut(opening: Opening, names: Sequence[Name], verdict: str) -> tuple[Opening, str]:
    """Put the next unsorted customer where the gut says; all sorted changes nothing."""
    left = unsorted(opening, names)
    if not left or verdict not in {value for value, _, _ in GUT}:
        return opening, ""
    gut = {**opening.gut, left[0].id: verdict}
    return _with(opening, gut=gut), f"By gut: {left[0].name} is {verdict}"


def taken_back(opening: Opening, names: Sequence[Name]) -> tuple[Opening, str]:
    """Take the last sorted name back; none sorted changes nothing."""
    shown = [name for name in names if name.id in opening.gut]
    if not shown:
        return opening, ""
    gut = {key: value for key, value in opening.gut.items() if key != shown[-1].id}
    return _with(opening, gut=gut), f"By gut: {shown[-1].name} again"


def unsorted(opening: Opening, names: Sequence[Name]) -> list[Name]:
    """Return the names still to be sorted, in order."""
    return [name for name in names if name.id not in opening.gut]


def _last_review(opening: Opening, given: str) -> tuple[Opening, str]:
    if given not in {"", "never"}:
        try:
            date.fromisoformat(given)
        except ValueError:
            raise WorkbenchError(
                f"«{given[:40]}» is no date", where="Last review", allowed="a date, or never"
            ) from None
    return _with(opening, last_review=given), f"Last review: {given or 'open'}"


def _good_customers(opening: Opening, event: Event) -> tuple[Opening, str]:
    number = event.number()
    if number is not None and (number < 0 or number != int(number) or number > 10**7):
        raise WorkbenchError(
            "That is no number of customers", where="Good customers", allowed="0, 1, 2, …"
        )
    good = None if number is None else int(number)
    return _with(opening, good_customers=good), (
        "Guessed good customers: " + ("open" if good is None else f"{good:,}")
    )


def _stance(opening: Opening, event: Event) -> tuple[Opening, str]:
    key = event.key.partition("|")[0]
    statement = dict((*OUTWARD, *INWARD)).get(key)
    if statement is None or event.text() not in dict(ANSWERS):
        raise WorkbenchError("That is no answer to a statement", allowed="1 to 5")
    answer = int(event.text())
    stance = {k: v for k, v in opening.stance.items() if k != key}
    if opening.stance.get(key) != answer:
        stance[key] = answer
    return _with(opening, stance=stance), f"«{statement}» {dict(ANSWERS)[event.text()]}"


def _with(opening: Opening, **fields: object) -> Opening:
    return Opening.model_validate({**opening.model_dump(), **fields})
