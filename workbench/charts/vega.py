"""The Vega libraries as one file without outside requests, made once per version and kept."""

from __future__ import annotations

from functools import cache
from importlib.metadata import version
from pathlib import Path

from workbench.made_once import kept

SNIPPET = "export default vegaEmbed;"
"""What the bundle exposes; a view made by it has `changeset`, so `vega` itself isn't needed."""


@cache
def bundle() -> Path:
    """Return the JavaScript module (0.9 MB) whose default export is ``vegaEmbed``.

    It is built by vl-convert at first use (about two seconds), written whole or not at all, and
    kept in the environment, else in the user's Jupyter data, under the version's name.
    """
    return kept(f"vega-{version('vl-convert-python')}.js", _build)


def _build() -> str:
    import vl_convert  # noqa: PLC0415 - 60 ms that only the one who builds should pay

    return str(vl_convert.javascript_bundle(SNIPPET))
