"""The opening questions: what the owner says before any figure is seen (domain, opening)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from workbench.errors import WorkbenchError
from workbench.pages.frame import segments
from workbench.review import words
from workbench.review.review import Opening
from workbench.widgets.view import Event, Node, h

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
_LONGEST = 200


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
        aim = event.text().strip()[:_LONGEST]
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


def questions(opening: Opening, names: Sequence[Name], *, waiting: bool) -> list[Node]:
    """Describe the five questions; ``waiting`` says that names are still to come."""
    return [
        h(
            "header.wb-open-head",
            h("h2", "Before any figure"),
            h(
                "p.wb-quiet",
                "A word from the gut; later pages answer it. Skip whatever you like.",
            ),
        ),
        _question("aim", "Where should the business go?", _aim(opening), done=bool(opening.aim)),
        _question(
            "counts",
            "Last look at the customers, and a guess",
            _counts(opening),
            done=bool(opening.last_review) or opening.good_customers is not None,
        ),
        _question(
            "stance",
            "How do we go about it?",
            _legs(opening),
            done=bool(opening.stance),
            note=f"{len(opening.stance)} of {len(OUTWARD) + len(INWARD)}" if opening.stance else "",
        ),
        _question(
            "gut",
            "Twenty names by gut",
            _gut(opening, names, waiting=waiting),
            done=bool(opening.gut),
            note=f"{len(opening.gut)} sorted" if opening.gut else "",
        ),
    ]


def _question(
    key: str, title: str, body: Sequence[Node | None], *, done: bool, note: str = ""
) -> Node:
    sign = "answered" if done and not note else note
    return h(
        "details.wb-open-question",
        h("summary", h("span", title), h("span.wb-quiet.wb-open-note", sign)),
        h("div.wb-open-answer", *body),
        key=f"question {key}",
        open=True if key in {"aim", "gut"} else None,
    )


def _aim(opening: Opening) -> list[Node]:
    known = {value for value, _ in AIMS}
    return [
        h(
            "div.wb-chips",
            *(
                h(
                    "button.wb-chip.wb-on" if opening.aim == value else "button.wb-chip",
                    label,
                    on={"click": "aim"},
                    key=value,
                    type="button",
                    aria_pressed="true" if opening.aim == value else "false",
                    value="" if opening.aim == value else value,
                )
                for value, label in AIMS
            ),
            role="group",
            aria_label="Where should the business go?",
        ),
        h(
            "input.wb-input",
            on={"change": "aim"},
            key="aim in words",
            value="" if opening.aim in known else opening.aim,
            placeholder="or in your own words",
            aria_label="Where should the business go, in your own words",
            maxlength=_LONGEST,
        ),
    ]


def _counts(opening: Opening) -> list[Node]:
    never = opening.last_review == "never"
    return [
        h("label.wb-label", "When were the customers last reviewed?", for_="wb-last-review"),
        h(
            "div.wb-row",
            h(
                "input.wb-input",
                type="date",
                id="wb-last-review",
                on={"change": "last_review"},
                key="last review",
                max=date.today().isoformat(),  # noqa: DTZ011 - the room's own calendar
                value="" if never else opening.last_review,
            ),
            h(
                "button.wb-chip.wb-on" if never else "button.wb-chip",
                "Never",
                on={"click": "last_review"},
                key="never",
                type="button",
                aria_pressed="true" if never else "false",
                value="" if never else "never",
            ),
        ),
        h("label.wb-label", "How many good customers do you have?", for_="wb-good"),
        h(
            "input.wb-input.wb-short",
            type="number",
            id="wb-good",
            min=0,
            step=1,
            inputmode="numeric",
            on={"change": "good_customers"},
            key="good customers",
            value="" if opening.good_customers is None else str(opening.good_customers),
            placeholder="a guess",
        ),
    ]


def _legs(opening: Opening) -> list[Node]:
    parts: list[Node] = []
    for outward, inward in zip(OUTWARD, INWARD, strict=True):
        for key, statement in (outward, inward):
            chosen = str(opening.stance.get(key, ""))
            row = segments("stance", _SHORT, chosen, label=f"{statement} 1 no, 5 yes", key=key)
            parts.append(h("div.wb-stance", h("p", statement), row, key=f"stance {key}"))
    return [
        h("p.wb-quiet", "1 is no, 5 is yes. Pressed again, an answer is taken back."),
        *parts,
        h(
            "div.wb-legs",
            _bar("Outward: what customers want", leg(opening.stance, OUTWARD)),
            _bar("Inward: where we want to go", leg(opening.stance, INWARD)),
            key="legs",
        ),
        h("p", lean(opening.stance), key="lean", role="status"),
    ]


_SHORT = tuple((value, value) for value, _ in ANSWERS)


def _bar(label: str, share: float | None) -> Node:
    said = "–" if share is None else words.percent(share)
    width = "0" if share is None else f"{share:.0%}"
    return h(
        "div.wb-leg",
        h("span", label),
        h("span.wb-number", said),
        h("div.wb-leg-ground", h("div.wb-leg-bar", style={"width": width}), aria_hidden="true"),
    )


def _gut(opening: Opening, names: Sequence[Name], *, waiting: bool) -> list[Node | None]:
    if not names:
        text = (
            "The largest customers come here as soon as the file is read."
            if waiting
            else "No names to sort: the file has none yet."
        )
        return [h("p.wb-quiet", text, key="none")]
    left = unsorted(opening, names)
    counted = [
        f"{label.lower()} {sum(opening.gut.get(n.id) == value for n in names)}"
        for value, label, _ in GUT
    ]
    back = h(
        "button.wb-link",
        "Back one",
        on={"click": "gut_back"},
        key="back",
        type="button",
        disabled=len(left) == len(names),
    )
    done = len(names) - len(left)
    tally = h(
        "div.wb-row.wb-gut-tally",
        h("span.wb-quiet", f"{done} of {len(names)} · {' · '.join(counted)}"),
        back,
        key="tally",
    )
    if not left:
        return [
            h("p", "All sorted. The picture will show who the gut got right.", key="done"),
            tally,
        ]
    return [
        h("p.wb-gut-name", left[0].name, key="name", dir="auto", aria_live="polite"),
        h(
            "div.wb-gut-buttons",
            *(
                h(
                    "button",
                    h("span", label),
                    h("span.wb-key", key.upper(), aria_hidden="true"),
                    on={"click": f"gut_{value}"},
                    key=value,
                    type="button",
                    title=f"Key {key.upper()} or {n}",
                )
                for n, (value, label, key) in enumerate(GUT, 1)
            ),
            role="group",
            aria_label=f"What does the gut say about {left[0].name}?",
            key="buttons",
        ),
        tally,
    ]


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
