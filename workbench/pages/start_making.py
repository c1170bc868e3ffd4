"""How a client's folder comes to be: made of a confirmed draft, or a copy of the demo."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from workbench.engagement import Engagement
from workbench.errors import WorkbenchError
from workbench.pages.start_clients import free_folder, home
from workbench.pages.start_confirm import Confirming
from workbench.review.review import Opening, Review
from workbench.session import Session
from workbench.sources.files import names_apart


def make_client(files: Sequence[Path], now: Confirming, *, answers: Opening, who: str) -> Path:
    """Make a client's folder in the clients' folder, its first answers saved; return the folder.

    Raises
    ------
    WorkbenchError
        When it can't be made; then no folder remains.
    """
    name, came = now.name.strip(), now.understood
    folder = free_folder(home(), name)
    try:
        engagement, _ = Engagement.create(
            folder,
            files,
            name=name,
            currency=now.currency,
            rates=now.rates,
            taken=(came.ledger, came.report) if came else None,
        )
    except OSError:
        raise WorkbenchError(
            "The clients' folder can't be written",
            where=str(home()),
            then="Free some room there, or name another folder in WORKBENCH_HOME.",
        ) from None
    try:
        _remember(engagement, answers, who)
    finally:
        engagement.store.close()
    return folder


def make_demo() -> Path:
    """Make a copy of the demo client that ends with the server; return its folder."""
    runtime = os.environ.get("WORKBENCH_RUNTIME")
    engagement = Engagement.demo(free_folder(Path(runtime), "demo") if runtime else None)
    engagement.store.close()
    if engagement.folder is None:
        raise WorkbenchError("The demo has no folder")
    return engagement.folder


def apart(files: Sequence[Path], taken: Sequence[Path]) -> tuple[Path, ...]:
    """Return files under names that no other file of this client has, renamed where needed."""
    names = names_apart((path.name for path in files), taken=(path.name for path in taken))
    return tuple(
        path if name == path.name else path.rename(path.with_name(name))
        for path, name in zip(files, names, strict=True)
    )


def _remember(engagement: Engagement, answers: Opening, who: str) -> None:
    """Save the answers as the first thing said in the review; none given saves nothing."""
    if answers == Opening():
        return

    def change(review: Review) -> Review:
        return review.model_copy(update={"opening": answers})

    Session(engagement, who).commit(change, "Answers to the opening questions")
