"""Lines without a customer that are somebody's after all: what a person decided (domain 1 and 2).

A decision names lines by what they say (an invoice, an activity), never by their place in a file,
so that it holds for the next file too. It never touches a line that names its customer itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field

from workbench.review.decided import Decided

Nameless = Literal["sales", "time"]
SAYING: Mapping[Nameless, tuple[str, ...]] = {
    "sales": ("invoice_id", "product", "region", "source_file"),
    "time": ("activity", "person"),
}
"""The columns by which lines of a table may be told apart."""


class Assigned(Decided):
    """Lines of ``table`` without a customer whose ``column`` says ``value`` are ``customer``'s.

    An empty value stands for lines that say nothing there.
    """

    table: Nameless
    column: Annotated[str, Field(max_length=40)]
    value: Annotated[str, Field(max_length=1000)]
    customer: str

    @property
    def lines(self) -> tuple[str, str, str]:
        """Which lines it is about."""
        return self.table, self.column, self.value


def assigned(known: Mapping[str, Assigned], key: str, new: Assigned) -> dict[str, Assigned]:
    """Return the decisions with one more, in the place of what was said of the same lines.

    >>> once = assigned({}, "a", Assigned(table="time", column="activity", value="x", customer="A"))
    >>> again = Assigned(table="time", column="activity", value="x", customer="B")
    >>> {key: one.customer for key, one in assigned(once, "b", again).items()}
    {'b': 'B'}
    """
    return {**{k: one for k, one in known.items() if one.lines != new.lines}, key: new}
