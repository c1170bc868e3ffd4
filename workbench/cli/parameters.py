"""What several commands take: the client's folder, a file to write, a port."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Folder = Annotated[Path, typer.Argument(metavar="DIR", help="The client's folder.")]
Out = Annotated[
    Path, typer.Option("--out", metavar="FILE", help="The file to write: .csv or .parquet.")
]
ReportOut = Annotated[
    Path,
    typer.Option("--out", metavar="FILE", help="The file to write: .html, .xlsx, .pptx or .pdf."),
]
Anonymise = Annotated[
    bool,
    typer.Option(
        "--anonymise",
        help="Codes for names, two digits of money, no free text, no group under five.",
    ),
]
Port = Annotated[
    int | None,
    typer.Option(
        "--port",
        metavar="N",
        min=1,
        max=65535,
        help="The port to begin with; a busy one is passed over.",
    ),
]
NoBrowser = Annotated[
    bool, typer.Option("--no-browser", help="Open no browser; the address is printed.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")]
ClientName = Annotated[
    str, typer.Option(metavar="TEXT", help="The client's name; otherwise the folder's.")
]
Currency = Annotated[
    str,
    typer.Option(
        metavar="CODE", help="The client's currency; otherwise the one the files name, or EUR."
    ),
]
Rates = Annotated[
    list[str] | None,
    typer.Option(
        "--rate",
        metavar="CODE=VALUE",
        help="What one unit of another currency is worth in the client's; as often as needed.",
    ),
]
Window = Annotated[
    str, typer.Option(metavar="MONTHS", help="How far to look back: 12m, 24m …, or all.")
]
Across = Annotated[
    str | None, typer.Option(metavar="NAME", help="A measure or attribute to go across.")
]
Up = Annotated[str | None, typer.Option(metavar="NAME", help="A measure or attribute to go up.")]
AsOf = Annotated[
    str | None,
    typer.Option(
        metavar="YYYY-MM-DD", help="The date to look back from; otherwise the last sale's."
    ),
]
Maps = Annotated[
    list[str] | None,
    typer.Option(
        "--map",
        metavar="FILE[:SHEET]:COLUMN=table.column",
        help="Say what a column is; as often as needed. FILE:#2=… in a file without header;"
        " …=sales.date:day-first (month-first, year-first) where a date could be either,"
        " …=sales.amount:decimal-point (decimal-comma) where an amount could.",
    ),
]
Engine = Annotated[
    str,
    typer.Option(
        metavar="ADDRESS",
        help="A database with the client's tables: duckdb://…, sqlite://…, postgres://…; see"
        " docs/engines.md.",
    ),
]
Restore = Annotated[
    int | None,
    typer.Option(metavar="N", help="Return to the state of revision N, as a new revision."),
]
Bins = Annotated[
    int | None,
    typer.Option(metavar="N", min=2, max=10, help="How many scores; otherwise as saved, or 5."),
]
Binning = Annotated[
    str | None,
    typer.Option(
        metavar="HOW",
        help="quantile, or r-rfm as R's package rfm 0.3 does it; otherwise as saved, or quantile.",
    ),
]
Rules = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE", help="Segments as CSV: segment, r_min, r_max, f_min, f_max, m_min, m_max."
    ),
]
CUT = "Dividing line: median, mean, VALUE or share:0.8; for words, the first better level."


def examples(*commands: str) -> str:
    """Return examples as the end of a help, each on a line of its own."""
    return "\b\nExamples:\n" + "\n".join(f"  {command}" for command in commands)
