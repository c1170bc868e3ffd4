"""What is open on the loyalty page, and how the values its controls report are read."""

from __future__ import annotations

from dataclasses import dataclass

from workbench.errors import WorkbenchError
from workbench.widgets.view import Event


@dataclass(frozen=True)
class State:
    """What is open on this page; nothing of it is saved.

    ``customer`` (an id) and ``sign`` are where the grid's focus stands, ``beside`` is whom nobody
    was asked about but who was chosen last, ``cell`` the clicked pair of scores in the heat map.
    """

    view: str = "signs"
    hide: bool = False
    customer: str = ""
    sign: int = 0
    beside: str = ""
    cell: tuple[int, int] | None = None


def number(event: Event, what: str) -> float:
    """Return the number an event carries; `WorkbenchError` when it carries none."""
    try:
        number = float(event.value)
    except (TypeError, ValueError):
        raise WorkbenchError(f"That is not {what}", allowed="a number") from None
    if not -1e15 < number < 1e15:  # noqa: PLR2004 - what can still be said
        raise WorkbenchError(f"That is not {what}", allowed="a number")
    return number


def place(event: Event) -> int:
    """Return the number behind the bar of an event's key: which row of a table."""
    at = event.key.partition("|")[2]
    if not at.isdigit():
        raise WorkbenchError("There is no such rule")
    return int(at)
