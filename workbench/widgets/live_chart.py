"""LiveChart: one Vega picture kept alive, into which columns and parameters are streamed.

Its life: the specification travels once. Python keeps every column and parameter it was given;
the browser's model says «ready» when it comes to be (first view, reload, preheated kernel) and
gets all of it; from then on only columns whose values changed travel, as bytes. All that is set
inside ``with chart.hold():`` is one message and one repaint. The browser compares with what it
shows and has only the changed rows drawn anew. Each message carries a number, `seq`; the element
of a view says in ``data-painted`` which one its last finished frame shows.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from contextlib import contextmanager
from pathlib import Path
from typing import Any, ClassVar

import traitlets

from workbench.charts.vega import bundle
from workbench.widgets.chart_events import MOVING, TELLING, checked, checked_box
from workbench.widgets.columns import CODES, Column, column, plain, same
from workbench.widgets.gate import GuardedWidget


class LiveChart(GuardedWidget):
    """A Vega-Lite picture whose data and parameters can change many times a second.

    Parameters
    ----------
    spec
        A Vega-Lite specification (single view or layers) as a dict; its data is named and empty:
        ``{"data": {"name": "points"}, ...}``. Numbers in ``width`` and ``height`` fix the size in
        CSS pixels; without them the picture fills its container.

    Examples
    --------
    >>> import numpy as np
    >>> chart = LiveChart({"data": {"name": "points"}, "mark": "point",
    ...                    "params": [{"name": "cut", "value": 0}], "encoding": {}})
    >>> with chart.hold():
    ...     chart.set("points", {"x": np.array([1.0, 2.0]), "name": ["Birch", "Fjord"]})
    ...     chart.signal(cut=1.5)
    >>> chart.rows("points")
    2
    """

    _esm = Path(__file__).parent / "live_chart.js"
    _css = Path(__file__).parent / "live_chart.css"

    spec = traitlets.Dict().tag(sync=True)
    """The specification; replacing it draws a new picture with the data kept."""
    description = traitlets.Unicode("Chart").tag(sync=True)
    """What a screen reader says the picture shows."""
    lines = traitlets.Dict().tag(sync=True)
    """Lines that can be dragged: parameter → {"scale": "x"|"y", "label": …, "step": number}.

    ``step`` (optional) is the width of an arrow key's step in data units, else a hundredth of
    the axis. A plain scale name is short for ``{"scale": name}``."""
    movable = traitlets.Unicode("").tag(sync=True)
    """The dataset whose marks can be dragged (scales "x" and "y"); empty for none."""
    listens = traitlets.List(traitlets.Unicode()).tag(sync=True)
    """Keys (``KeyboardEvent.key``) reported while the picture has the focus after a click."""
    hovers = traitlets.Bool(default_value=False).tag(sync=True)
    """Whether the mark under the pointer is reported."""
    renderer = traitlets.Enum(["canvas", "svg"], default_value="canvas").tag(sync=True)
    """What Vega draws on."""

    event = traitlets.Dict(read_only=True)
    """The last thing done in the picture, checked; observe it.

    ``kind`` is click, double, key, hover (with ``dataset`` and ``row``; "" and −1 beside every
    mark), drag or release (``param`` and ``value`` of a line; ``dataset``, ``row``, ``x``, ``y``
    of a mark) or exported (``how``); ``n`` counts them."""
    box = traitlets.Tuple(traitlets.Int(), traitlets.Int(), default_value=(0, 0), read_only=True)
    """Width and height of the plot in CSS pixels, once a browser has drawn it."""

    _moving = traitlets.Dict().tag(sync=True, echo_update=False)
    browser_sets: ClassVar[frozenset[str]] = frozenset({"_moving"})

    def __init__(self, spec: Mapping[str, Any], **traits: Any) -> None:
        self.seq = 0
        self._held: dict[str, dict[str, Column]] = {}
        self._signals: dict[str, Any] = {}
        self._changed: dict[str, set[str]] = {}
        self._fresh: set[str] = set()
        self._turned: set[str] = set()
        self._named: tuple[object, AbstractSet[str], AbstractSet[str]] | None = None
        self._depth = 0
        self._last = -1
        lines = {
            name: {"scale": line} if isinstance(line, str) else dict(line)
            for name, line in traits.pop("lines", {}).items()
        }
        traits.setdefault("layout", {"width": "100%", "height": "100%", "min_width": "0"})
        super().__init__(spec=dict(spec), lines=lines, **traits)

    @contextmanager
    def hold(self) -> Iterator[LiveChart]:
        """Send what is set inside as one message, painted as one frame; may be nested."""
        self._depth += 1
        try:
            yield self
        finally:
            self._depth -= 1
            self._flush()

    def set(self, dataset: str, columns: Mapping[str, Any]) -> None:
        """Give columns of a dataset, all of one length; columns that didn't change don't travel.

        Arrays of numbers and booleans go as bytes (float32, int32, uint8: for painting; NaN is a
        missing value), everything else as text. Columns not named stay as they are, unless the
        number of rows changes: then all of them are needed.

        Raises
        ------
        ValueError
            When the picture has no such dataset, lengths differ, or columns are missing.
        """
        self._known(dataset, self._names()[0], "dataset")
        held = self._held.get(dataset, {})
        given: dict[str, Column] = {
            # texts given again as the same tuple are the same texts: nobody looks at them twice
            name: held[name] if values is held.get(name) else column(name, values)
            for name, values in columns.items()
        }
        lengths = {len(values) for values in given.values()}
        if len(lengths) > 1:
            raise ValueError(f"columns of «{dataset}» differ in length: {sorted(lengths)}")
        if held and lengths and lengths != {self.rows(dataset)}:
            if missing := held.keys() - given.keys():
                raise ValueError(f"«{dataset}» gets other rows: needed too: {sorted(missing)}")
            held = {}
            self._fresh.add(dataset)
        changed = {
            name
            for name, values in given.items()
            if name not in held or not same(held[name], values)
        }
        self._held[dataset] = held | given
        self._changed.setdefault(dataset, set()).update(changed)
        self._flush()

    def signal(self, **values: Any) -> None:
        """Give parameters their values: numbers, text, booleans, lists of them, None.

        A number that isn't finite arrives as null: JSON has no other word for it.
        """
        names = self._names()[1]
        for name, value in values.items():
            self._known(name, names, "parameter")
            told = plain(value)
            if name not in self._signals or self._signals[name] != told:
                self._signals[name] = told
                self._turned.add(name)
        self._flush()

    def rows(self, dataset: str) -> int:
        """Return how many rows a dataset has now."""
        return next((len(values) for values in self._held.get(dataset, {}).values()), 0)

    def export(self, kind: str = "png", *, name: str = "picture", to: str = "clipboard") -> None:
        """Have the browser copy the picture (PNG or SVG), or save it where copying is refused."""
        if kind not in {"png", "svg"} or to not in {"clipboard", "file"}:
            raise ValueError("a picture goes out as png or svg, to the clipboard or a file")
        self.send({"kind": "export", "format": kind, "name": name, "to": to})

    def admitted(self, name: str, value: object) -> object:  # noqa: ARG002, D102 - see the base
        return checked(value, kinds=MOVING, **self._limits())

    @traitlets.observe("_moving")
    def _moved(self, change: Any) -> None:
        if change.new["n"] > self._last:  # else a release has overtaken it
            self._tell(change.new)

    def heard(self, content: Mapping[str, Any]) -> None:  # noqa: D102 - see the base
        kind = content.get("kind")
        if kind == "ready":
            self._last = -1
            self._send_all()
        elif kind == "library":
            self.send({"kind": "library"}, [bundle().read_bytes()])
        elif kind == "box":
            self.set_trait("box", checked_box(content))
        else:
            self._tell(checked(content, kinds=TELLING, **self._limits()))

    def _limits(self) -> dict[str, Any]:
        rows = {dataset: self.rows(dataset) for dataset in self._held}
        return {"lines": self.lines, "rows": rows, "movable": self.movable, "keys": self.listens}

    def _tell(self, event: dict[str, Any]) -> None:
        self._last = event["n"]
        if "param" in event:  # the browser shows it already
            self._signals[event["param"]] = event["value"]
        self.set_trait("event", event)

    def _flush(self) -> None:
        changed = {
            name: columns
            for name, columns in self._changed.items()
            if columns or name in self._fresh
        }
        if self._depth or not (changed or self._turned):
            return
        self.seq += 1
        signals = {name: self._signals[name] for name in sorted(self._turned)}
        self._send_sets("update", {n: sorted(cols) for n, cols in changed.items()}, signals)
        self._changed, self._turned, self._fresh = {}, set(), set()

    def _send_all(self) -> None:
        everything = {dataset: sorted(columns) for dataset, columns in self._held.items()}
        self._fresh |= set(self._held)
        self._send_sets("state", everything, self._signals)
        self._changed, self._turned, self._fresh = {}, set(), set()

    def _send_sets(
        self, kind: str, names: Mapping[str, list[str]], signals: dict[str, Any]
    ) -> None:
        buffers: list[bytes] = []
        sets = []
        for dataset, columns in names.items():
            packed: list[dict[str, Any]] = []
            for name in columns:
                values = self._held[dataset][name]
                if isinstance(values, tuple):
                    packed.append({"name": name, "text": values})
                else:
                    packed.append({"name": name, "code": CODES[values.dtype.kind]})
                    buffers.append(values.tobytes())
            fresh = dataset in self._fresh
            sets.append(
                {"name": dataset, "rows": self.rows(dataset), "fresh": fresh, "columns": packed}
            )
        self.send({"kind": kind, "seq": self.seq, "sets": sets, "signals": signals}, buffers)

    def _names(self) -> tuple[AbstractSet[str], AbstractSet[str]]:
        """Return the datasets and the parameters of the specification, read once."""
        if self._named is None or self._named[0] is not self.spec:
            self._named = (self.spec, _names_of_data(self.spec), _names_of_params(self.spec))
        return self._named[1:]

    def _known(self, name: str, names: AbstractSet[str], what: str) -> None:
        if name not in names:
            near = difflib.get_close_matches(name, names, 1)
            hint = f"; did you mean «{near[0]}»?" if near else f"; it has {sorted(names)}"
            raise ValueError(f"the picture has no {what} «{name}»{hint}")


def _names_of_data(spec: object) -> AbstractSet[str]:
    """Return the names of the data a specification reads, in every layer."""
    if isinstance(spec, Mapping):
        data = spec.get("data")
        own = frozenset({data["name"]} if isinstance(data, Mapping) and "name" in data else ())
        return own.union(*(_names_of_data(part) for part in spec.values()))
    if isinstance(spec, list):
        return frozenset().union(*(_names_of_data(part) for part in spec))
    return frozenset()


def _names_of_params(spec: Mapping[str, Any]) -> AbstractSet[str]:
    return {param["name"] for param in spec.get("params", [])}
