"""What the identify page's controls change: each function takes a review, returns the next one."""

from __future__ import annotations

from workbench.errors import WorkbenchError
from workbench.pages.matrix_changes import now
from workbench.pages.plan_changes import made_id
from workbench.review.assigned import Assigned, assigned
from workbench.review.plan import Newcomer
from workbench.review.review import Review, fitting


def newcomer(review: Review, key: str, name: str, who: str) -> Review:
    """Enter a customer no file names."""
    new = fitting(Newcomer, {"name": name, "who": who, "when": now()})
    return review.changed(newcomers={**review.newcomers, key: new})


def no_newcomer(review: Review, key: str) -> Review:
    """Take a customer entered by hand back.

    Raises
    ------
    WorkbenchError
        While something entered or assigned is theirs: it would be lost from sight.
    """
    theirs = [*review.entered.values(), *review.assigned.values()]
    if key in {getattr(one, "customer_id", getattr(one, "customer", "")) for one in theirs}:
        raise WorkbenchError(
            "Hours, events or lines are theirs", then="Take these back first, then the customer."
        )
    rest = {k: v for k, v in review.newcomers.items() if k != key}
    return review.changed(newcomers=rest)


def given(review: Review, lines: tuple[str, str, str], customer: str, who: str) -> Review:
    """Say whose the lines without a customer are."""
    table, column, value = lines
    fields = {"table": table, "column": column, "value": value, "customer": customer}
    one = fitting(Assigned, {**fields, "who": who, "when": now()})
    return review.changed(assigned=assigned(review.assigned, made_id(), one))


def taken_back(review: Review, key: str) -> Review:
    """Let lines be nobody's again."""
    return review.changed(assigned={k: v for k, v in review.assigned.items() if k != key})
