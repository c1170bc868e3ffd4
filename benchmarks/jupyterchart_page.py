"""The page to compare with: the same rows and marks through Altair's own JupyterChart.

This file's text is the cell of a notebook. At each move of the slider the same session places
everybody and the whole chart is replaced, which is what JupyterChart has for changed data.
"""

import altair as alt
import ipywidgets

from workbench.charts.matrix import matrix_chart
from workbench.engagement import Engagement
from workbench.pages import matrix_changes as change
from workbench.review.picture import Look
from workbench.session import Session
from workbench.widgets.view import Event, View, h

alt.JupyterChart.enable_offline()
session = Session(Engagement.current())
look = Look(chosen=0)
chart = alt.JupyterChart(matrix_chart(session.placement, look))
control = View(
    h(
        "input.wb-range",
        type="range",
        min=0,
        max=1000,
        step=1,
        value=500,
        on={"input": "line"},
        aria_label="Across: move the dividing line",
    )
)


def move(event: Event) -> None:
    """Put the line where the slider stands and replace the chart."""
    placement = session.placement
    cut = change.line_at(placement.x, (event.number() or 0) / 1000)
    shown = {"x": placement.x, "y": placement.y}
    session.preview(lambda review: change.on_axis(review, "x", shown, cut=cut))
    with alt.utils.schemapi.debug_mode(False):  # without its checks Altair is twice as fast
        chart.chart = matrix_chart(session.placement, look)


control.on(print, line=move)
ipywidgets.VBox([control, chart])
