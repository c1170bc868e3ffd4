"""Nothing that a start is spared comes back: each of these is seconds of every page."""

from __future__ import annotations

import subprocess
import sys

import pytest

from workbench.starting import ADDRESS_GRAMMAR, spared


@pytest.mark.parametrize(
    "load", ["from workbench.charts.lazily import alt; alt.Chart", "import workbench.server.app"]
)
def test_no_grammar_of_addresses_is_built(load: str) -> None:
    """In a process of its own: here something else may have loaded it."""
    code = f"{load}\nimport sys; print('{ADDRESS_GRAMMAR}' in sys.modules)"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "False"


def test_what_is_loaded_already_stays() -> None:
    with spared("subprocess"):
        import subprocess as again  # noqa: PLC0415 - inside the block is the point
    assert again is subprocess
