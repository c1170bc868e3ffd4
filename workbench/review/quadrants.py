"""The four quadrants of a pair of axes: their names, colours and default actions."""

from __future__ import annotations

from dataclasses import dataclass

from workbench.customers import Bools, Column, Customers
from workbench.review.axes import Matrix
from workbench.review.coverage import SPARSE, known

COLOURS = ("#0072B2", "#009E73", "#E69F00", "#8A8F98")
TEXT_COLOURS = ("#00548A", "#006B4E", "#855C00", "#5B616B")


@dataclass(frozen=True)
class Quadrant:
    """A quadrant as the page shows it; ``place`` is 0 to 3 as in `Placement.quadrant`."""

    place: int
    name: str
    colour: str
    text_colour: str
    action: str


@dataclass(frozen=True)
class ReadyPair:
    """A pair of axes worth starting from, with names for its quadrants and what to do there."""

    title: str
    x: str
    y: str
    names: tuple[str, str, str, str]
    actions: tuple[str, str, str, str]


READY_PAIRS = (
    ReadyPair(
        "Turnover × days late",
        "turnover",
        "days_late",
        ("Keep close", "Grow", "Agree on terms", "Serve simply"),
        (
            "Account manager, quarterly review",
            "Offer the next product",
            "Talk about payment terms, reminder on day 1",
            "Prepayment, standard service",
        ),
    ),
    ReadyPair(
        "Turnover × order trend",
        "turnover",
        "order_trend",
        ("Large and growing", "Small and growing", "Large and slipping", "Small and slipping"),
        (
            "Keep the pace: plan the next year together",
            "Find out what they need next",
            "Visit this month: ask what changed",
            "Standard service",
        ),
    ),
    ReadyPair(
        "How often × turnover",
        "frequency",
        "turnover",
        ("Core customers", "Large, buys seldom", "Small, buys often", "Occasional"),
        (
            "Account manager, first call on news",
            "Offer a framework agreement",
            "Bundle orders, raise the order size",
            "Standard service",
        ),
    ),
    # The four names are those of Reinartz & Kumar, HBR 2002: loyalty against profit.
    ReadyPair(
        "Loyalty (time with us) × profit",
        "tenure",
        "profit",
        ("True friends", "Butterflies", "Barnacles", "Strangers"),
        (
            "Delight them, never over-contact",
            "Earn while it lasts, stop in time",
            "Measure size of wallet; control cost",
            "No investment in the relation",
        ),
    ),
    ReadyPair(
        "Loyalty (signs that are known) × profit",
        "loyalty_known",
        "profit",
        ("True friends", "Butterflies", "Barnacles", "Strangers"),
        (
            "Delight them, never over-contact",
            "Earn while it lasts, stop in time",
            "Measure size of wallet; control cost",
            "No investment in the relation",
        ),
    ),
    ReadyPair(
        "Cost of our time × gross margin",
        "cost_to_serve",
        "gross_margin",
        ("Pays for little effort", "Pays for its effort", "Little effort, little margin", "Drains"),
        (
            "Protect; ask for referrals",
            "Price the time; simplify service",
            "Leave as it is, self-service",
            "Fee, price rise or fewer hours",
        ),
    ),
    ReadyPair(
        "Turnover × points",
        "turnover",
        "points",
        ("Our good customers", "Wanted, still small", "Large, not our kind", "Neither"),
        (
            "Keep close and ask for introductions",
            "Invest time: these are the ones to grow",
            "Keep fair; no extra effort",
            "Standard service",
        ),
    ),
)

# How a column's better and worse side are said in the name of a quadrant.
_SIDES: dict[str, tuple[str, str]] = {
    "turnover": ("large", "small"),
    "turnover_per_month": ("large", "small"),
    "turnover_per_year": ("large", "small"),
    "monetary": ("large", "small"),
    "days_late": ("pays on time", "pays late"),
    "days_to_pay": ("pays soon", "pays slowly"),
    "share_paid_late": ("pays on time", "pays late"),
    "frequency": ("buys often", "buys seldom"),
    "orders": ("buys often", "buys seldom"),
    "recency": ("bought lately", "silent"),
    "tenure": ("long with us", "new"),
    "order_trend": ("growing", "slipping"),
    "profit": ("earns", "earns little"),
    "profit_margin": ("high margin", "low margin"),
    "gross_margin": ("much margin", "little margin"),
    "cost_to_serve": ("little effort", "much effort"),
    "hours": ("few hours", "many hours"),
    "points": ("wanted", "less wanted"),
}
_ACTIONS = (
    "Account manager, quarterly review",
    "Help them grow",
    "Mend what holds them back",
    "Standard service",
)


def pair_key(x: str, y: str) -> str:
    """Key under which the names of a pair of axes are kept."""
    return f"{x} × {y}"


def ready_pairs(customers: Customers, among: Bools) -> tuple[ReadyPair, ...]:
    """Ready-made pairs of which both measures are known for enough of these customers."""
    enough = max(SPARSE * int(among.sum()), 1)
    return tuple(
        pair
        for pair in READY_PAIRS
        if (known(customers, pair.x) & known(customers, pair.y) & among).sum() >= enough
    )


def quadrants(x: Column, y: Column, matrix: Matrix) -> tuple[Quadrant, ...]:
    """Return the four quadrants of a pair: proposals, replaced by what people typed."""
    ready = next((p for p in READY_PAIRS if (p.x, p.y) == (x.name, y.name)), None)
    names = ready.names if ready else _named(x, y)
    actions = ready.actions if ready else _ACTIONS
    typed = matrix.quadrants.get(pair_key(x.name, y.name), {})
    result = []
    for place in range(4):
        style = typed.get(str(place))
        colour = style.colour if style and style.colour else COLOURS[place]
        result.append(
            Quadrant(
                place,
                (style.name if style and style.name else names[place]),
                colour,
                TEXT_COLOURS[place] if colour == COLOURS[place] else "#20242A",
                (style.action if style and style.action is not None else actions[place]),
            )
        )
    return tuple(result)


def _named(x: Column, y: Column) -> tuple[str, str, str, str]:
    (right, left), (up, down) = _sides(x), _sides(y)
    pairs = ((right, up), (left, up), (right, down), (left, down))
    first, second, third, fourth = (f"{a}, {b}".capitalize() for a, b in pairs)
    return first, second, third, fourth


def _sides(column: Column) -> tuple[str, str]:
    if column.name in _SIDES:
        return _SIDES[column.name]
    label = column.label.lower()
    if column.words:
        return f"upper {label}", f"lower {label}"
    if column.better == "less":
        return f"low {label}", f"high {label}"
    return f"high {label}", f"low {label}"
