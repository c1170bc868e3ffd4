"""What can be given to the owner, described: a card for each kind of file, and what each holds."""

from __future__ import annotations

from typing import NamedTuple

from workbench.review import words
from workbench.sharing.snapshot import Snapshot
from workbench.widgets.view import Node, h


class Kind(NamedTuple):
    """A kind of file: its ending, its name, whom it is for, and what is said while it is made."""

    ending: str
    title: str
    said: str
    making: str


_HTML = (
    "For everybody: one file that opens by a double click, without internet. Its pictures answer,"
    " and it prints well."
)
_KINDS = (
    Kind(".html", "HTML", _HTML, "Writing the page"),
    Kind(
        ".xlsx",
        "Excel",
        "For whoever calculates on: every customer a row, numbers as numbers.",
        "Writing the workbook",
    ),
    Kind(
        ".pptx",
        "PowerPoint",
        "For a meeting: one message a slide, texts and tables that can be changed.",
        "Drawing the slides",
    ),
    Kind(
        ".pdf",
        "PDF",
        "For paper: every customer, on numbered pages.",
        "Printing: some seconds",
    ),
)
ENDINGS = tuple(kind.ending for kind in _KINDS)
_NO_CHROMIUM = (
    "No Chromium was found on this computer to print it: download the HTML and print it from your"
    " browser."
)


class Gift(NamedTuple):
    """What can be given: the review as it was read, None as long as it isn't.

    ``making`` is the ending of the file being made; ``problem`` says why nothing can be; ``prints``
    whether a browser was found that prints PDFs; ``link`` leads to where the owner's page is
    started, empty without our server.
    """

    told: Snapshot | None
    nameless: bool
    making: str
    problem: str
    prints: bool
    link: str = ""


def sentence(gift: Gift) -> str:
    """Say what the owner gets."""
    told = gift.told
    if told is None or told.as_of is None:
        return "Give the owner the review as it stands."
    n = words.count(told.customers, "customer")
    return f"Give the owner the review as it stands: {n}, as of {words.day(told.as_of)}."


def gifts(gift: Gift) -> Node:
    """Describe the files, each with the button that makes it."""
    return h(
        "div.wb-stack",
        h(
            "label.wb-row.wb-check",
            h(
                "input",
                type="checkbox",
                checked=gift.nameless,
                on={"change": "nameless"},
                key="nameless",
            ),
            h("span", "Without names"),
            h(
                "span.wb-quiet",
                "codes for customers, money to two digits, none of your words, no group under 5",
            ),
        ),
        h("p.wb-blocked", gift.problem) if gift.problem else None,
        h("div.wb-plan-cards.wb-plan-gifts", *(_card(gift, kind) for kind in _KINDS)),
    )


def _card(gift: Gift, kind: Kind) -> Node:
    missing = kind.ending == ".pdf" and not gift.prints
    return h(
        "div.wb-plan-card",
        h("h3", kind.title),
        h("p", kind.said),
        h("p.wb-quiet", _NO_CHROMIUM) if missing else _deed(gift, kind),
        key=f"gift {kind.ending}",
    )


def _deed(gift: Gift, kind: Kind) -> Node:
    if gift.making == kind.ending:
        return h(
            "div.wb-row",
            h("progress", aria_label=kind.making),
            h("span.wb-quiet", f"{kind.making} …", role="status"),
            h("button.wb-link", "Stop", on={"click": "stop"}, key="stop", type="button"),
            key="making",
        )
    return h(
        "div.wb-row",
        h(
            "button.wb-main" if kind is _KINDS[0] else "button",
            "Download",
            on={"click": "give"},
            key=kind.ending,
            type="button",
            aria_label=f"Download the {kind.title} file",
            disabled=gift.told is None or bool(gift.making),
        ),
        key="give",
    )


def contents(gift: Gift, folder: str, *, hide: bool) -> list[Node]:
    """Describe what every file holds, and how the owner gets it as a page instead."""
    told = gift.told
    if told is None:
        return [] if gift.problem else [h("p.wb-quiet", "Reading the review …", role="status")]
    pictures = [picture.title for picture in (told.picture, told.earning) if picture]
    grouped = f" by {told.grouping.lower()}" if told.grouping else ""
    why = "" if told.anonymised else ", each with why they are there"
    totals = [
        f"{account.title} {words.money(account.total, told.currency)}"
        for account in told.accounts
        if account.total is not None
    ]
    planned = words.count(len(told.decisions), "decision")
    out, aside = told.how_many(told.not_placed), told.how_many(told.set_aside)
    held = (
        "The finding" if hide else f"The finding: {told.finding}",
        f"{planned}, {words.count(len(told.days), 'next date')}",
        f"{words.count(told.customers, 'customer')}{grouped}{why}",
        f"Pictures: {words.listed(pictures)}" if pictures else "",
        "Totals" if hide or not totals else f"Totals: {words.listed(totals)}",
        f"What it rests on: {words.count(len(told.assumptions), 'sentence')}",
        f"Not placed: {out} · set aside: {aside}, with the reasons",
    )
    return [
        h(
            "section.wb-plan-part",
            h("h2", "What each holds"),
            h("ul.wb-plainlist", *(h("li", said, dir="auto") for said in held if said)),
        ),
        h(
            "section.wb-plan-part",
            h("h2", "Or as a page of its own"),
            *_as_a_page(gift, folder),
        ),
    ]


def _as_a_page(gift: Gift, folder: str) -> list[Node | None]:
    """Describe how the owner gets the review as a page, made for a phone too."""
    look = h("a.wb-link", "Look at it here", href="owner.ipynb")
    command = h("span.wb-plan-command", f"workbench serve {folder} --page owner")
    return [
        h(
            "div.wb-row",
            h("a.wb-button", "Open it with a link of its own", href=gift.link, target="_blank"),
            h("span.wb-quiet", "with a key, on this computer, until the workbench is closed"),
        )
        if gift.link
        else None,
        h("p", look, h("span", ", as the owner will see it: made for a phone too.")),
        h("p.wb-quiet", "On another port or behind a proxy, from a terminal: ", command)
        if folder
        else None,
    ]
