"""What a browser may set: everything a page sends passes here, is checked, and fails in silence.

Whoever views a page can forge any message to its kernel, and a callback that raises would carry
its traceback, values included, back to that viewer. So a widget of ours names the few traits its
browser may set, says how each is checked, and everything else is dropped.
"""

from __future__ import annotations

import logging
import traceback
from collections.abc import Mapping
from typing import Any, ClassVar

import anywidget

_log = logging.getLogger("workbench.widgets")


class Refused(Exception):  # noqa: N818 - no error of the program: a message that isn't let in
    """A message from the browser that no honest page sends."""


class GuardedWidget(anywidget.AnyWidget):
    """A widget whose browser may set ``browser_sets`` alone, each value checked first.

    Subclasses override `admitted` (one value of a trait) and `heard` (one custom message); both
    raise `Refused` for what can't be true. No exception leaves for the browser: a refused message
    leaves no trace but a line in the log, a fault in a callback leaves its type and place there,
    never its values.
    """

    browser_sets: ClassVar[frozenset[str]] = frozenset()

    def admitted(self, name: str, value: object) -> object:  # noqa: ARG002 - for subclasses
        """Return the checked value of a trait named in `browser_sets`, or raise `Refused`."""
        raise Refused(name)

    def heard(self, content: Mapping[str, Any]) -> None:
        """Act on one custom message of the browser, or raise `Refused`."""
        raise Refused(str(type(content).__name__))

    def set_state(self, sync_data: Mapping[str, object]) -> None:
        """Take from a browser's update what is named and passes its check; drop the rest."""
        taken: dict[str, object] = {}
        for name in self.browser_sets & sync_data.keys():
            try:
                taken[name] = self.admitted(name, sync_data[name])
            except Refused:
                _log.info("%s: a value for %s was refused", type(self).__name__, name)
        if taken:
            try:
                super().set_state(taken)
            except Exception as fault:  # noqa: BLE001 - whatever a callback raises stays here
                log_fault(fault)

    def _handle_custom_msg(self, content: object, buffers: object) -> None:  # noqa: ARG002 - ipywidgets' signature
        try:
            self.heard(content if isinstance(content, Mapping) else {})
        except Refused:
            _log.info("%s: a message was refused", type(self).__name__)
        except Exception as fault:  # noqa: BLE001 - whatever a callback raises stays here
            log_fault(fault)


def log_fault(fault: BaseException) -> None:
    """Log a fault's type and place without its values: a message may hold a client's data."""
    frames = traceback.extract_tb(fault.__traceback__)[-6:]
    places = " < ".join(f"{f.name} ({f.filename}:{f.lineno})" for f in reversed(frames))
    _log.error("unexpected %s in %s", type(fault).__name__, places)


def finite(value: object) -> float:
    """Return a number as float, or raise `Refused` for anything that is no finite number.

    Examples
    --------
    >>> finite(3)
    3.0
    """
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise Refused("no number")
    try:
        number = float(value)
    except OverflowError:
        raise Refused("no finite number") from None
    if number != number or number in (float("inf"), float("-inf")):  # noqa: PLR0124 - NaN
        raise Refused("no finite number")
    return number


def whole(value: object, below: int) -> int:
    """Return a whole number in 0 ≤ value < below, or raise `Refused`."""
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < below:
        raise Refused("no whole number in range")
    return value
