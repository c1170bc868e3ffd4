"""One HTML file: opens with the network off, reads without scripts, its picture lives with them.

A client's words meet the page in one place, the template's own escaping; what the picture needs
travels as JSON that no parser of pages can leave. A policy inside the file lets nothing run but
this module's own script and nothing be fetched at all.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup

from workbench.charts.still import svg
from workbench.charts.vega import bundle
from workbench.review import words
from workbench.sharing.amounts import amount, unbroken
from workbench.sharing.pictures import Shown, pictures
from workbench.sharing.snapshot import Snapshot

LISTED = 1000
"""Customers listed per group: a page with more is none; the workbook has them all."""

_HERE = Path(__file__).resolve().parent
_TOKENS_OF = ("style.css", "verdict.css", "owner.css")
_TOKENS = re.compile(r":root \{.*?\n\}", re.DOTALL)
_EXPORT = re.compile(r"export\s*\{\s*([\w$]+) as default\s*\};?\s*$")


def page(snapshot: Snapshot, *, paper: bool = False) -> str:
    """Return the whole file as text; for ``paper`` all is open and there are no scripts.

    Examples
    --------
    >>> import pandas as pd
    >>> from workbench.engagement import Engagement
    >>> from workbench.sharing.taking import snapshot
    >>> sales = pd.DataFrame({"customer_id": ["<b>"], "date": ["2026-01-31"], "amount": [9]})
    >>> "&lt;b&gt;" in page(snapshot(Engagement.from_frames(sales=sales)))
    True
    """
    script = "" if paper else _script()
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    policy = (
        f"default-src 'none'; script-src 'sha256-{digest}'; style-src 'unsafe-inline';"
        " img-src data:; base-uri 'none'; form-action 'none'"
    )
    return _template().render(
        it=snapshot,
        policy=policy,
        style=Markup(_style()),  # noqa: S704 - our own file
        script=Markup(script),  # noqa: S704 - our own file and the library
        pictures=[(shown, _views(shown, paper=paper)) for shown in pictures(snapshot)],
        paper=paper,
        listed=LISTED,
    )


def _views(shown: Shown, *, paper: bool) -> list[Mapping[str, Any]]:
    """Return a picture's sizes: drawn already, and as what a script draws it from."""
    sizes = {"wide": shown.picture.wide, "narrow": shown.picture.narrow}
    specs = {
        name: shown.drawn_from(view) for name, view in sizes.items() if not paper or name == "wide"
    }
    return [
        {"size": name, "name": f"{shown.name}-{name}", "svg": Markup(svg(spec)), "spec": spec}  # noqa: S704 - Vega escapes
        for name, spec in specs.items()
    ]


@cache
def _style() -> str:
    """Return the report's own rules after the tokens that the pages have."""
    widgets = _HERE.parent / "widgets"
    files = [(widgets / name).read_text(encoding="utf-8") for name in _TOKENS_OF]
    tokens = (found[0] for text in files if (found := _TOKENS.search(text)))
    return "\n".join((*tokens, (_HERE / "report.css").read_text(encoding="utf-8")))


@cache
def _script() -> str:
    """Return the library and what the report does with it, as one module without an export."""
    library = _EXPORT.sub(r"const vegaEmbed = \1;", bundle().read_text(encoding="utf-8"))
    text = f"{library}\n{(_HERE / 'report.js').read_text(encoding='utf-8')}"
    return text.replace("</script", r"<\/script").replace("<!--", r"<\!--")


@cache
def _template() -> jinja2.Template:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_HERE),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "money": amount,
        "unbroken": unbroken,
        "day": _day,
        "count": words.count,
    }
    return environment.get_template("report.html.j2")


def _day(when: date | None) -> str:
    return words.day(when) if when else "–"
