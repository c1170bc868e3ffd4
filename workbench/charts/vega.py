"""The Vega libraries as one file without outside requests, made once per version and kept."""

from __future__ import annotations

import os
import sys
import tempfile
from functools import cache
from importlib.metadata import version
from pathlib import Path

from jupyter_core.paths import jupyter_data_dir

SNIPPET = "export default vegaEmbed;"
"""What the bundle exposes; a view made by it has `changeset`, so `vega` itself isn't needed."""


@cache
def bundle() -> Path:
    """Return the JavaScript module (0.9 MB) whose default export is ``vegaEmbed``.

    It is built by vl-convert at first use (about two seconds), written whole or not at all, and
    kept in the environment, else in the user's Jupyter data, under the version's name.
    """
    name = f"vega-{version('vl-convert-python')}.js"
    homes = (Path(sys.prefix) / "share" / "customer-workbench", Path(jupyter_data_dir()) / "vega")
    for home in homes:
        if (home / name).is_file():
            return home / name
    text = _build()
    for home in homes:
        try:
            return _write(home / name, text)
        except OSError:
            continue  # a read-only environment: the user's own folder is next
    return _write(Path(tempfile.mkdtemp(prefix="customer-workbench-")) / name, text)


def _build() -> str:
    import vl_convert  # noqa: PLC0415 - 60 ms that only the one who builds should pay

    return str(vl_convert.javascript_bundle(SNIPPET))


def _write(path: Path, text: str) -> Path:
    """Write a file so that another process sees it whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, suffix=".tmp")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return path
