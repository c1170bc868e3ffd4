"""Slider: the browser's own range control, telling a move from a decision."""

from __future__ import annotations

from pathlib import Path
from typing import Any, ClassVar

import traitlets

from workbench.widgets.gate import GuardedWidget, Refused, finite, whole


class Slider(GuardedWidget):
    """A range control: ``value`` follows the hand (preview), ``released`` counts decisions.

    Observe ``value`` to preview and ``released`` to commit: at a release ``value`` is already
    the final one. A value set from Python while a hand holds the control waits until it lets go.

    Examples
    --------
    >>> slider = Slider(label="Points for paying on time", min=0, max=10, step=1, value=5)
    >>> slider.value
    5.0
    """

    _esm = Path(__file__).parent / "slider.js"
    _css = Path(__file__).parent / "slider.css"

    value = traitlets.Float(0.0).tag(sync=True, echo_update=False)
    """Where the control stands; within ``min`` and ``max``."""
    released = traitlets.Int(0).tag(sync=True, echo_update=False)
    """How often the control was let go (or a key came to rest) at a new value."""
    min = traitlets.Float(0.0).tag(sync=True)
    max = traitlets.Float(100.0).tag(sync=True)
    step = traitlets.Float(0.0).tag(sync=True)
    """Step of the control and its arrow keys; 0 is continuous (keys move by a hundredth)."""
    label = traitlets.Unicode("").tag(sync=True)
    """What is set; shown above the control unless ``bare``, always said to a screen reader."""
    readout = traitlets.Unicode("").tag(sync=True)
    """The value in words and units, e.g. «17,150 EUR»; shown beneath and said."""
    bare = traitlets.Bool(default_value=False).tag(sync=True)
    """Whether label and readout are said but not shown."""
    disabled = traitlets.Bool(default_value=False).tag(sync=True)
    """Whether the control is out of use; what a browser sends then is dropped."""

    browser_sets: ClassVar[frozenset[str]] = frozenset({"value", "released"})

    @traitlets.validate("value")
    def _within(self, proposal: Any) -> float:
        return max(self.min, min(self.max, float(proposal["value"])))

    @traitlets.observe("min", "max")
    def _again_within(self, _change: Any) -> None:
        if self.min <= self.max:
            self.value = max(self.min, min(self.max, self.value))

    def admitted(self, name: str, value: object) -> object:  # noqa: D102 - see the base
        if self.disabled:
            raise Refused("out of use")
        if name == "value":
            number = finite(value)
            if not self.min <= number <= self.max:
                raise Refused("out of range")
            return number
        return whole(value, 2**53)
