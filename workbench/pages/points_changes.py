"""What the points page's controls change: each function takes points and returns the next ones."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from workbench.customers import Column, Customers
from workbench.errors import WorkbenchError
from workbench.pages.matrix_changes import axes
from workbench.review.axes import Axis
from workbench.review.points import Bands, Bar, ByLevel, Linear, Points
from workbench.review.proposal import default_how
from workbench.review.review import Review
from workbench.review.scoring import refuse_points

LONGEST = 300
"""Letters of the sentence and of the message."""
MOST_BANDS = 6
_NEW_POINTS = 5.0
How = Linear | Bands | ByLevel
Change = Callable[[Points], Points]


def on_points(change: Change, shown: Points) -> Callable[[Review], Review]:
    """Return the change of a review; while nothing is decided it starts from the proposal shown."""

    def changed(review: Review) -> Review:
        return review.model_copy(update={"points": change(review.points or shown)})

    return changed


def added(points: Points, customers: Customers, column: str) -> Points:
    """Add a bar of five points, or of what is left of the budget.

    Raises
    ------
    WorkbenchError
        When the column depends on points, has a bar, or parts nobody.
    """
    refuse_points(customers.columns, column)
    return points.add(Bar(column=column, points=_NEW_POINTS, how=default_how(customers, column)))


def moved(points: Points, column: str, by: int) -> Points:
    """Move a bar up (−1) or down (1)."""
    return points.move(column, points.columns.index(column) + by)


def ends(points: Points, column: str, *, worst: float | None, best: float | None) -> Points:
    """Move one end of a bar that earns in even steps."""
    how = points.bar(column).how
    if not isinstance(how, Linear):
        raise WorkbenchError("This bar doesn't earn in even steps")
    return points.earn(
        column,
        Linear(
            worst=how.worst if worst is None else worst, best=how.best if best is None else best
        ),
    )


def turned(points: Points, column: str) -> Points:
    """Exchange the worst and the best value."""
    how = points.bar(column).how
    if isinstance(how, Linear):
        return points.earn(column, Linear(worst=how.best, best=how.worst))
    if isinstance(how, Bands):
        return points.earn(column, Bands(edges=how.edges, shares=how.shares[::-1]))
    levels = list(how.shares)
    return points.earn(
        column, ByLevel(shares=dict(zip(levels, reversed(how.shares.values()), strict=True)))
    )


def banded(points: Points, column: str) -> Points:
    """Earn by three bands where even steps earned before: nothing, half, all."""
    how = points.bar(column).how
    if not isinstance(how, Linear):
        return points
    low, high = sorted((how.worst, how.best))
    third = (high - low) / 3
    edges = (_tidy(low + third), _tidy(high - third))
    shares = (0.0, 0.5, 1.0) if how.best > how.worst else (1.0, 0.5, 0.0)
    return points.earn(column, Bands(edges=edges, shares=shares))


def evened(points: Points, column: str) -> Points:
    """Earn in even steps where bands earned before, from the worst band's edge to the best's."""
    how = points.bar(column).how
    if not isinstance(how, Bands):
        return points
    low, high = how.edges[0], how.edges[-1]
    high = high if high > low else low + (abs(low) or 1.0)
    rising = how.shares[-1] >= how.shares[0]
    return points.earn(
        column, Linear(worst=low, best=high) if rising else Linear(worst=high, best=low)
    )


def band_edge(points: Points, column: str, at: int, value: float) -> Points:
    """Move one edge of the bands; edges are put in order."""
    how = _bands(points, column)
    edges = [*how.edges]
    edges[at] = value
    return points.earn(column, Bands(edges=tuple(sorted(edges)), shares=how.shares))


def band_share(points: Points, column: str, at: int, share: float) -> Points:
    """Change what part of the points a band earns, 0 to 1."""
    how = _bands(points, column)
    shares = [*how.shares]
    shares[at] = min(max(share, 0.0), 1.0)
    return points.earn(column, Bands(edges=how.edges, shares=tuple(shares)))


def more_bands(points: Points, column: str) -> Points:
    """Add a band beyond the last edge."""
    how = _bands(points, column)
    if len(how.shares) >= MOST_BANDS:
        raise WorkbenchError(f"{MOST_BANDS} bands are the most", then="Even steps say the rest.")
    gap = how.edges[-1] - how.edges[-2] if len(how.edges) > 1 else abs(how.edges[-1]) or 1.0
    edge = _tidy(how.edges[-1] + gap)
    return points.earn(
        column, Bands(edges=(*how.edges, edge), shares=(*how.shares, how.shares[-1]))
    )


def fewer_bands(points: Points, column: str) -> Points:
    """Take the last band away."""
    how = _bands(points, column)
    if len(how.edges) == 1:
        raise WorkbenchError("Two bands are the fewest", then="Even steps need no bands.")
    return points.earn(column, Bands(edges=how.edges[:-1], shares=how.shares[:-1]))


def level_share(points: Points, column: str, level: str, share: float) -> Points:
    """Change what part of the points a level earns, 0 to 1; a new level gets known by it."""
    how = points.bar(column).how
    if not isinstance(how, ByLevel):
        raise WorkbenchError("This bar doesn't earn by level")
    return points.earn(column, ByLevel(shares={**how.shares, level: min(max(share, 0.0), 1.0)}))


def said(points: Points, *, sentence: str | None = None, message: str | None = None) -> Points:
    """Keep the room's own words, cut to what can be kept."""
    return points.say(
        sentence=None if sentence is None else sentence.strip()[:LONGEST],
        message=None if message is None else message.strip()[:LONGEST],
    )


def ranks(points: Points, given: Mapping[str, float]) -> dict[str, float]:
    """Return the ranks that made these points: those given if they did, else by falling points."""
    if set(given) == set(points.columns) and _same(points, lambda p: p.by_rank(given)):
        return dict(given)
    ordered = sorted((bar.points for bar in points.bars), reverse=True)
    return {bar.column: float(ordered.index(bar.points) + 1) for bar in points.bars}


def swings(points: Points, given: Mapping[str, float]) -> dict[str, float]:
    """Return the swings that made these points: those given if they did, else in proportion."""
    if set(given) == set(points.columns) and _same(points, lambda p: p.by_swing(given)):
        return dict(given)
    most = max((bar.points for bar in points.bars), default=0.0) or 1.0
    return {bar.column: float(round(100 * bar.points / most)) for bar in points.bars}


def as_value(column: Column, shown: float) -> float:
    """Return a typed figure as the column keeps it: 38 typed for a share is 0.38."""
    return shown / 100 if column.unit == "%" else shown


def as_typed(column: Column, value: float) -> float:
    """Return a value as it is typed: the inverse of `as_value`."""
    return value * 100 if column.unit == "%" else value


def to_picture(review: Review, across: str) -> Review:
    """Put the score on the matrix, against another measure."""
    return axes(review, Axis(column=across), Axis(column="points"))


def _bands(points: Points, column: str) -> Bands:
    how = points.bar(column).how
    if not isinstance(how, Bands):
        raise WorkbenchError("This bar doesn't earn by bands")
    return how


def _same(points: Points, made: Change) -> bool:
    try:
        return made(points).bars == points.bars
    except WorkbenchError:
        return False


def _tidy(value: float) -> float:
    return float(f"{value:.3g}")
