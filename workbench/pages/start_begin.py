"""The first screen: bring a file, paste rows, continue a client, or look at the demo."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from workbench.pages.frame import STEPS
from workbench.pages.start_clients import Client
from workbench.review import words
from workbench.review.placement import prospects
from workbench.session import Session
from workbench.widgets.view import Node, h

_SHOWN = 6
_HERE = "Who are our customers? Bring their file."


def bar() -> Node:
    """Describe the top bar of a page that runs for no client yet."""
    first, *others = STEPS
    steps = [
        h("a.wb-step.wb-on", first[0], href="index.ipynb", title=_HERE, aria_current="page"),
        *(
            h("a.wb-step", text, href=address, title=f"{title} (the demo client's)")
            for text, address, title in others
        ),
    ]
    return h(
        "header.wb-bar",
        h("strong.wb-brand", "Customer review"),
        h("nav", *steps, aria_label="Steps of the review"),
        h("span.wb-fill"),
        h(
            "input.wb-who",
            on={"change": "who"},
            store="workbench-who",
            placeholder="your name",
            aria_label="Your name, shown beside what you change",
            title="Shown in the history beside what you change",
            maxlength=40,
        ),
    )


def here(session: Session) -> list[Node]:
    """Describe the client this page runs for, and the way to the picture."""
    coming = int(prospects(session.customers).sum())
    counted = words.count(len(session.customers.frame) - coming, "customer")
    if coming:
        counted += f" and {words.count(coming, 'prospect')}"
    return [
        h(
            "div.wb-here",
            h("h1", session.engagement.name, dir="auto"),
            h(
                "div.wb-row",
                h("span.wb-quiet", f"{counted}."),
                h("span.wb-fill"),
                h("a.wb-button.wb-main", "Open the picture", href="matrix.ipynb"),
            ),
            key="here",
        )
    ]


def heading(*, another: bool, waiting: Sequence[str] = ()) -> list[Node]:
    """Describe what stands above the drop zone; ``waiting`` are files already brought."""
    if waiting:
        return [
            h("h2.wb-big", "Add a file"),
            h(
                "p.wb-row",
                h(
                    "span.wb-quiet",
                    f"Already here: {words.listed([f'«{name}»' for name in waiting])}",
                ),
                h("button.wb-link", "Back to it", on={"click": "back"}, type="button"),
            ),
        ]
    title = h("h2.wb-big", "Another client") if another else h("h1", "Who are our customers?")
    return [
        title,
        h(
            "p.wb-quiet",
            "Bring what the books already hold: invoices or sales, a list of customers, hours. "
            "The picture is drawn from them at once. Nothing leaves this computer.",
        ),
    ]


def problem(sentence: str) -> list[Node]:
    """Describe what went wrong beside the control it is about."""
    line = (
        [
            h("span.wb-sign", "!", aria_hidden="true"),
            h("span", sentence),
        ]
        if sentence
        else []
    )
    return [h("div.wb-problem" if line else "div.wb-problem.wb-none", *line, role="alert")]


def below(
    clients: Sequence[Client],
    home: Path,
    *,
    pasted: str,
    demo_here: bool,
    all_shown: bool,
) -> list[Node]:
    """Describe what stands under the drop zone."""
    none = "None yet." if demo_here else "No other yet."
    return [
        _paste(pasted),
        h(
            "div.wb-doors",
            h(
                "section.wb-door",
                h("h2", "Continue a client"),
                *_clients(clients, home, all_shown=all_shown, none=none),
                key="clients",
            ),
            h(
                "section.wb-door",
                h("h2", "Look at the demo"),
                h(
                    "p.wb-quiet",
                    "Northgate Services, a made-up firm: 143 customers and 25 prospects, two years "
                    "of invoices, hours and events.",
                ),
                h("a.wb-button", "Open the demo", href="matrix.ipynb")
                if demo_here
                else h("button", "Open the demo", on={"click": "demo"}, type="button"),
                key="demo",
            ),
            key="doors",
        ),
    ]


def _paste(pasted: str) -> Node:
    return h(
        "details.wb-paste",
        h("summary", "or paste rows from a spreadsheet"),
        h(
            "form",
            h(
                "textarea.wb-input",
                name="rows",
                rows=7,
                key="rows",
                value=pasted,
                placeholder="Customer\tDate\tAmount\nAalto Works\t31.1.2026\t1 250,00",
                aria_label="Rows with their headings, copied from a spreadsheet",
            ),
            h(
                "div.wb-row",
                h("span.wb-quiet", "With the headings. Tabs, semicolons or commas between cells."),
                h("span.wb-fill"),
                h("button.wb-main", "Read the rows", type="submit"),
            ),
            on={"submit": "paste"},
        ),
        key="paste",
        open=True if pasted else None,
    )


def _clients(
    clients: Sequence[Client], home: Path, *, all_shown: bool, none: str
) -> list[Node | None]:
    if not clients:
        return [
            h(
                "p.wb-quiet",
                f"{none} Each client you bring gets a folder of its own in "
                f"«{home.name}», with all that is decided.",
                title=str(home),
            )
        ]
    shown = clients if all_shown else clients[:_SHOWN]
    items = [
        h(
            "li",
            h(
                "button.wb-client-line",
                h("strong", client.name, dir="auto"),
                h("span.wb-quiet", client.problem or f"saved {client.day()}"),
                on={"click": "continue"},
                key=client.folder.name,
                type="button",
                disabled=bool(client.problem),
                title=str(client.folder),
            ),
            key=client.folder.name,
        )
        for client in shown
    ]
    more = h(
        "button.wb-link",
        f"Show all {len(clients)}",
        on={"click": "all"},
        type="button",
    )
    return [h("ul.wb-clients", *items), more if len(shown) < len(clients) else None]
