"""Measure the pages and the measures; print one table, write build/bench.json.

``ARGS=pages`` or ``ARGS=measures`` does one of them alone and leaves the other's figures as they
were. What is measured, and how, is told in docs/benchmarks.md.
"""

from __future__ import annotations

import json
import os
import sys
import time
from importlib import import_module

from table import BUILD, Figures, table

PARTS = ("measures", "pages")


def main(wanted: list[str]) -> None:
    """Run the parts that are wanted, all of them unless some are named."""
    if strangers := set(wanted) - set(PARTS):
        raise SystemExit(f"no part called {', '.join(strangers)}; there are {', '.join(PARTS)}")
    begun = time.monotonic()
    file = BUILD / "bench.json"
    figures: Figures = json.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}
    rows = []
    for name in wanted or PARTS:
        part = import_module(name)  # only who opens pages needs a browser
        figures |= (found := part.measure())
        rows += part.rows(found)
    figures["seconds"] = time.monotonic() - begun
    figures["processors"] = os.cpu_count() or 0
    figures["load_1min"] = os.getloadavg()[0]
    rounded = {name: round(value, 3) for name, value in figures.items()}
    file.parent.mkdir(exist_ok=True)
    file.write_text(json.dumps(rounded, indent=1) + "\n", encoding="utf-8")
    foot = f"load {figures['load_1min']:.1f} on {figures['processors']:.0f} processors"
    print(f"\n{table(rows)}\n{figures['seconds']:.0f} s, {foot}")


if __name__ == "__main__":
    main(sys.argv[1:])
