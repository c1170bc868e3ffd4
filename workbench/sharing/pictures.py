"""A snapshot's pictures as specifications: what a page, a printer and a slide are drawn from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from workbench.charts.matrix import matrix_spec
from workbench.charts.profit import whale_spec
from workbench.charts.still import filled
from workbench.sharing.snapshot import Picture, Snapshot, View


class Shown(NamedTuple):
    """A picture of a snapshot: its name, what it shows in words, and what draws it.

    ``marks`` is the layer whose marks are customers.
    """

    name: str
    picture: Picture
    described: str
    spec: Callable[[], Mapping[str, Any]]
    marks: str

    def drawn_from(self, view: View) -> dict[str, Any]:
        """Return the specification at one size; every mark knows its number."""
        marks = view.layers[self.marks]
        numbered = {**marks, "row": tuple(range(len(marks["x"])))}
        rows = {**view.layers, self.marks: numbered}
        return filled(self.spec(), rows, view.signals, view.width, view.height)


def pictures(snapshot: Snapshot) -> tuple[Shown, ...]:
    """Return the pictures a snapshot has, in the order in which they are shown."""
    found = []
    if snapshot.picture:
        said = "every customer as a dot in one of four quarters"
        found.append(Shown("matrix", snapshot.picture, said, matrix_spec, "points"))
    if snapshot.earning:
        said = "profit added up from customer to customer, and a bar for each"
        found.append(Shown("whale", snapshot.earning, said, whale_spec, "bars"))
    return tuple(found)
