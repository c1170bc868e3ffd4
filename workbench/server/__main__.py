"""Run a server for one engagement: what `serve` starts for a client picked on the start page.

It ends with its parent: when standard input closes, nobody is left who needs it.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from workbench.server.app import serve
from workbench.server.published import Published


def main() -> None:
    """Serve until standard input closes (``--child``) or a signal comes."""
    parser = argparse.ArgumentParser(prog="python -m workbench.server", description=__doc__)
    parser.add_argument("engagement", nargs="?", type=Path, help="the client's folder")
    parser.add_argument("--notebooks", type=Path, help="the folder of the pages")
    parser.add_argument("--page", help="the page to begin with, without .ipynb")
    parser.add_argument("--port", type=int, help="the port; a busy one is passed over")
    parser.add_argument("--child", action="store_true", help="end when standard input closes")
    parser.add_argument(
        "--awaits", action="store_true", help="the folder comes as a line of standard input, JSON"
    )
    parser.add_argument(
        "--published", action="store_true", help="what to publish comes likewise, as one line"
    )
    given = parser.parse_args()
    published = Published.read(sys.stdin.readline()) if given.published else None
    serve(
        given.engagement,
        port=given.port,
        open_browser=False,
        notebooks=given.notebooks,
        page=given.page,
        ends_with_input=given.child,
        awaits=given.awaits,
        published=published,
        announce=lambda address: print(json.dumps({"address": address}), flush=True),  # noqa: T201 - the parent reads it
    )


if __name__ == "__main__":
    main()
