"""The owner's page: what the review found, to be read on a phone, and nothing to be changed.

It knows a snapshot and no client: on a server of its own the snapshot was published before, and
whatever a browser sends can only search in it and choose from it.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import ipywidgets
import numpy as np

from workbench.charts.matrix import LAYERS, matrix_spec
from workbench.engagement import Engagement
from workbench.pages import owner_parts as parts
from workbench.sharing.drawn import fitted
from workbench.sharing.snapshot import Row, Snapshot
from workbench.sharing.snapshot import View as Drawn
from workbench.sharing.taking import snapshot
from workbench.widgets.live_chart import LiveChart
from workbench.widgets.view import STYLE, Event, View, h

PUBLISHED = "WORKBENCH_PUBLISHED"
"""Names the file a snapshot was published as, where this kernel serves one."""

_WIDGETS = Path(__file__).resolve().parent.parent / "widgets"
_PHONE = 480
"""Below this width of the plot, in pixels, the picture is the narrow one."""
_LONGEST = 100


class Top(View):
    """The page's head; it brings the style of every page with it, into JupyterLab too."""

    _css = STYLE


class Agenda(View):
    """Decisions and dates; they bring this page's own style."""

    _css = _WIDGETS / "owner.css"


class People(View):
    """Customers by tier; they bring the tiers' colours."""

    _css = _WIDGETS / "verdict.css"


class OwnerPage:
    """The parts of the owner's page around one snapshot."""

    def __init__(self, told: Snapshot) -> None:
        self.told = told
        self.sought, self.chosen = "", ""
        self._rows = {
            row.customer_id: (row, group.name) for group in told.groups for row in group.rows
        }
        self.top, self.agenda = Top(parts.top(told)), Agenda(parts.agenda(told))
        self.people, self.card, self.rest = People(), View(), View(*parts.rest(told))
        self.chart = LiveChart(matrix_spec(), description="Every customer as a dot", hovers=True)
        # Nothing here can be refused: a search that finds nobody says so itself.
        self.people.on(lambda _: None, find=self._find, choose=lambda e: self.choose(e.key))
        self.chart.observe(lambda change: self._picture_event(change["new"]), "event")
        self.chart.observe(lambda _: self._draw(), "box")
        self._narrow, self._drawn = False, (True, 0.0)
        self._draw()
        self.paint()

    @property
    def box(self) -> ipywidgets.Box:
        """The whole page, for a notebook to show."""
        shown: list[ipywidgets.Widget] = [self.top, self.agenda, self.people]
        if self.told.picture is not None:
            heading = View(*parts.picture(self.told.picture, self.told.currency))
            hint = "Size is turnover; hollow red with − is a loss."
            slot = ipywidgets.Box([self.chart], _dom_classes=["wb-owner-slot"])
            within = [heading, slot, View(h("p.wb-quiet", hint)), self.card]
            shown.append(ipywidgets.Box(within, _dom_classes=["wb-panel", "wb-owner-picture"]))
        return ipywidgets.Box([*shown, self.rest], _dom_classes=["wb", "wb-owner"])

    def choose(self, key: str) -> None:
        """Show a customer's card and ring their dot; an unknown id lets go."""
        self.chosen = key if key in self._rows else ""
        self.paint()
        self._ring()

    def paint(self) -> None:
        """Draw what was sought and chosen."""
        self.people.show(parts.people(self.told, self.sought))
        row, group = self._rows.get(self.chosen, (None, ""))
        self.card.show(self._card(row, group))

    def _card(self, row: Row | None, group: str) -> Any:
        return parts.chosen(row, group, self.told.currency)

    def _find(self, event: Event) -> None:
        self.sought = event.text()[:_LONGEST]
        self.paint()

    def _picture_event(self, event: dict[str, Any]) -> None:
        """Show whose dot was tapped, or lies under the pointer."""
        picture = self.told.picture
        if picture is None or event.get("kind") not in {"click", "hover"}:
            return
        row = int(event["row"])
        if event["dataset"] == "points" and 0 <= row < len(picture.whose):
            self.choose(picture.whose[row])
        elif event["kind"] == "click":
            self.choose("")

    def _draw(self) -> None:
        """Give the picture its rows: those of a phone where there is little room."""
        if self.told.picture is None:
            return
        width = float(self.chart.box[0])
        narrow = 0 < width < _PHONE
        drawn = (narrow, width if narrow else 0.0)
        if drawn == self._drawn:
            return
        self._narrow, self._drawn = narrow, drawn
        view = self.told.picture.narrow if narrow else self.told.picture.wide
        with self.chart.hold():
            for layer in LAYERS:
                columns = _columns(view, layer)
                if narrow and layer == "corners":
                    columns["title"] = tuple(fitted(columns, width))
                self.chart.set(layer, columns)
            self.chart.signal(**view.signals)
        self._ring()

    def _ring(self) -> None:
        """Draw the outline of the chosen customer's dot."""
        picture = self.told.picture
        if picture is None:
            return
        points = (picture.narrow if self._narrow else picture.wide).layers["points"]
        at = [n for n, key in enumerate(picture.whose) if key == self.chosen]
        ring = {name: np.array([points[name][n] for n in at], dtype=np.float32) for name in "xy"}
        areas = np.array([points["area"][n] for n in at], dtype=np.float32)
        self.chart.set("chosen", {**ring, "area": (np.sqrt(areas) + 7) ** 2})


_TEXTS = frozenset({"name", "across", "up", "amount", "text", "align", "title", "note", "ink"})


def _columns(view: Drawn, layer: str) -> dict[str, Any]:
    """Return a layer's columns as the living picture takes them: float32, or texts."""
    return {
        name: tuple(str(v or "") for v in values)
        if name in _TEXTS and not (layer == "corners" and name == "up")
        else np.array([np.nan if v is None else v for v in values], dtype=np.float32)
        for name, values in view.layers[layer].items()
    }


def owner(engagement: Engagement | None = None) -> OwnerPage:
    """Open the owner's page on what was published, else on an engagement as it stands.

    Without either it is the engagement this notebook was started for.
    """
    published = os.environ.get(PUBLISHED)
    if engagement is None and published:
        text = Path(published).read_text(encoding="utf-8")
        return OwnerPage(Snapshot.model_validate_json(text))
    return OwnerPage(snapshot(engagement or Engagement.current()))
