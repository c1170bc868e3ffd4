"""Forgetting a customer: the one exception to «nothing saved is ever changed».

The whole folder is written anew beside its place, without the customer, and then put there: it is
done, or it isn't. Sources, ledger, frozen facts and every state in the history are rewritten;
facts that can be made anew are left out. What was given away before can't be reached; it is named.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pandas as pd

from workbench.database import rewritten
from workbench.errors import WorkbenchError
from workbench.folder import read_card
from workbench.frozen import FOLDER, FROZEN_FACTS, FROZEN_REVIEW
from workbench.measures.facts import Facts
from workbench.review.forgetting import Trace, forget_in
from workbench.review.review import Review
from workbench.review.revision import unpack
from workbench.review.same import roots
from workbench.review.words import count, listed
from workbench.sources.erase import erase_in_file, erase_in_ledger
from workbench.sources.ledger import Ledger
from workbench.sources.respelled import ids_of
from workbench.store import Store

_DECISIONS, _REPORT = "decisions.sqlite", "report.json"
_OURS = ("sources", "ledger", "facts", FOLDER, _REPORT, _DECISIONS)
_WRITTEN = {".ipynb", ".json", ".md", ".txt", ".csv", ".html", ".tsv", ".py"}
"""Files beside ours in which words can be exchanged."""
BEYOND = (
    "reports, slides and tables that were given away",
    "copies and backups of this folder",
    "an owner's page that is being served: stop it and start it anew",
)
"""What no program here can reach."""


@dataclass(frozen=True)
class Forgotten:
    """What was done: whose data, how many lines went where, and which files were not rewritten."""

    name: str
    lines: Mapping[str, int]
    revisions: int
    frozen: int
    left: tuple[str, ...]

    def sentences(self) -> tuple[str, ...]:
        """Say what was done, and what no program here can reach."""
        lines = [f"{name} {n:,}" for name, n in self.lines.items()]
        states = count(self.revisions, "saved state")
        reviews = count(self.frozen, "frozen review")
        said = [
            f"Forgotten: {self.name}.",
            f"Lines taken out: {', '.join(lines) or 'none'}.",
            f"Rewritten: {listed([states, reviews, 'the sources'])}.",
        ]
        if self.left:
            said.append(f"Not rewritten, look yourself: {', '.join(self.left)}.")
        said.append("Beyond reach:")
        return (*said, *(f"  {what}" for what in BEYOND))


def whom(folder: Path, key: str) -> Trace:
    """Return by what a customer is known in a client's folder.

    Raises
    ------
    WorkbenchError
        When there is no customer or prospect of that id.
    """
    read_card(folder)
    ledger = Ledger.open(folder / "ledger")
    names: set[str] = set()
    others: set[str] = set()
    ids = set().union(*(ids_of(ledger.table_of(table)) for table in ledger.given))
    found = key in ids
    for table in ("customers", "prospects"):
        frame = ledger.frame(table)
        listed = frame["name"] if "name" in frame else frame["customer_id"]
        theirs = frame["customer_id"] == key
        names |= {str(name) for name in listed[theirs].dropna()}
        others |= {str(name) for name in listed[~theirs].dropna()}
    if newcomer := _decided(folder).newcomers.get(key):
        found, names = True, {*names, newcomer.name}
    if not found:
        raise WorkbenchError(
            f"There is no customer with the id «{key}»",
            where=folder.name,
            then="Ids stand in the first column of: workbench measure DIR --out FILE.csv",
        )
    return replace(Trace.of(key, names or {key}, others), taken=frozenset(ids - {key}))


def known_as(folder: Path, key: str) -> tuple[str, ...]:
    """Return all ids a customer goes by, said to be the same by a person; the one shown last."""
    merged = roots(_decided(folder).same_as)
    one = merged.get(key, key)
    return (*sorted(other for other, root in merged.items() if root == one), one)


def _decided(folder: Path) -> Review:
    """Return what people decided, as it was saved last."""
    with Store(folder / _DECISIONS) as store:
        return Review.from_json(store.head().revision.state)


def forget(folder: Path, key: str) -> Forgotten:
    """Take a customer out of a client's folder for good, under every id they go by.

    Totals are lower afterwards by what was theirs.

    Raises
    ------
    WorkbenchError
        When there is no such customer, the client is open somewhere, or the disk refuses; the
        folder is then as it was.
    """
    folder = folder.resolve()
    before = folder.with_name(f".{folder.name}-before-forgetting")
    if before.exists() and not folder.exists():
        before.rename(folder)  # the machine stopped between two names
    whom(folder, key)
    done = [_forget(folder, before, one) for one in known_as(folder, key)]
    lines: dict[str, int] = {}
    for part in done:
        for name, n in part.lines.items():
            lines[name] = lines.get(name, 0) + n
    names = ", ".join(dict.fromkeys(part.name for part in reversed(done)))
    return replace(done[-1], name=names, lines=lines)


def _forget(folder: Path, before: Path, key: str) -> Forgotten:
    trace = whom(folder, key)
    building = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    revisions, told = 0, dict[int, tuple[str, str]]()

    def change(row: tuple[Any, ...]) -> tuple[Any, ...]:
        nonlocal revisions
        revisions += 1
        changed = forget_in(row, trace, told)
        sound = unpack(changed)
        if sound is not None:
            Review.from_json(sound.state)  # a history that can't be opened helps nobody
        return changed

    try:
        with rewritten(folder / _DECISIONS, building / _DECISIONS, change):
            lines = _rewrite(folder, building, trace)
            frozen = sum(1 for _ in _frozen(building, trace))
            left = tuple(_left(building, trace))
            building.chmod(0o700)
            folder.rename(before)
            try:
                building.rename(folder)
            except BaseException:
                before.rename(folder)
                raise
    except OSError as error:
        raise WorkbenchError(
            "The folder can't be rewritten; it is as it was",
            where=folder.name,
            then="Make room on the disk, or allow writing beside the folder.",
        ) from error
    finally:
        shutil.rmtree(building, ignore_errors=True)
    shutil.rmtree(before, ignore_errors=True)
    return Forgotten(", ".join(trace.names) or key, lines, revisions, frozen, left)


def _rewrite(folder: Path, building: Path, trace: Trace) -> Mapping[str, int]:
    """Write everything but the decisions into the new folder; return lines gone by table."""
    for part in folder.iterdir():
        if part.name.startswith(_DECISIONS) or part.name in ("facts", "ledger"):
            continue
        if part.is_dir():
            shutil.copytree(part, building / part.name, symlinks=True)
        else:
            shutil.copy2(part, building / part.name)
    ledger, gone = erase_in_ledger(Ledger.open(folder / "ledger"), trace)
    ledger.write(building / "ledger")
    report = building / _REPORT
    said: dict[str, Any] = {}
    with suppress(OSError, ValueError):
        said = json.loads(report.read_text(encoding="utf-8"))
        report.write_text(json.dumps(trace.without(said)), encoding="utf-8")
    mapping = said.get("mapping", {})
    for file in sorted((building / "sources").glob("*")):
        erase_in_file(file, mapping if isinstance(mapping, dict) else {}, trace)
    for file in building.rglob("*"):
        beside = file.relative_to(building).parts[0] not in _OURS
        if beside and file.is_file() and file.suffix in _WRITTEN:
            _exchange(file, trace)
    return {name: n for name, n in gone.items() if n}


def _exchange(file: Path, trace: Trace) -> None:
    with suppress(UnicodeDecodeError):
        text = file.read_text(encoding="utf-8")
        cleaned = trace.clean(text)
        for name in trace.names:  # as JSON spells letters beyond ASCII
            spelled = json.dumps(name)[1:-1]
            cleaned = cleaned if spelled == name else cleaned.replace(spelled, "(…)")
        if cleaned != text:
            file.write_text(cleaned, encoding="utf-8", newline="")


def _frozen(building: Path, trace: Trace) -> Iterator[Path]:
    """Rewrite every frozen review; one that is damaged can't be trusted to be clean, so it goes."""
    shelf = building / FOLDER
    for place in sorted(shelf.iterdir()) if shelf.is_dir() else ():
        head = place / FROZEN_REVIEW
        try:
            said = json.loads(head.read_text(encoding="utf-8"))
            said["state"] = trace.without(said["state"])
            said |= {field: trace.clean(said[field]) for field in ("name", "who")}
            facts = _without(Facts.read(place / FROZEN_FACTS), trace)
            Review.from_json(said["state"])
        except (WorkbenchError, OSError, ValueError, KeyError, TypeError):
            shutil.rmtree(place, ignore_errors=True)
            continue
        head.write_text(json.dumps(said, indent=1), encoding="utf-8")
        facts.write(place / FROZEN_FACTS)
        yield place


def _without(facts: Facts, trace: Trace) -> Facts:
    """Return kept sums without a customer; the sums over everybody are lower by theirs."""
    key, totals = trace.key, dict(facts.totals)

    def rows(frame: pd.DataFrame) -> pd.DataFrame:
        kept = frame[frame.index != key] if frame.index.name == "customer_id" else frame
        if "customer_id" in kept:
            kept = kept[kept["customer_id"].isna() | (kept["customer_id"] != key)]
        return kept.reset_index(drop=True) if kept.index.name is None else kept

    if key in facts.frame.index:
        row = facts.frame.index == key
        for total, column in (("window_amount", "turnover"), ("window_rows", "lines")):
            if total in totals and column in facts.frame:
                totals[total] -= float(facts.frame[column].to_numpy()[row].sum())
    hours = facts.hours[facts.hours["customer_id"] == key]["hours"]
    if "window_hours" in totals:
        totals["window_hours"] -= float(hours.sum())
    return replace(
        facts,
        frame=rows(facts.frame),
        attributes=_clean(rows(facts.attributes), trace.clean),
        prospects=_clean(rows(facts.prospects), trace.clean),
        hours=rows(facts.hours),
        events=rows(facts.events),
        totals=totals,
    )


def _clean(frame: pd.DataFrame, clean: Callable[[str], str]) -> pd.DataFrame:
    for name in frame.columns.difference(["name"]):
        if pd.api.types.is_string_dtype(frame[name]):
            frame = frame.assign(**{str(name): frame[name].map(clean, na_action="ignore")})
    return frame


def _left(building: Path, trace: Trace) -> Iterator[str]:
    """Name files of others in the folder that hold the customer still, or can't be looked into."""
    words = [*trace.names, *([trace.key] if trace.telling else [])]
    spelled = [word.encode(code) for word in words for code in ("utf-8", "utf-16-le")]
    for file in sorted(building.rglob("*")):
        place = file.relative_to(building)
        if file.is_symlink() or not file.is_file() or place.parts[0] in _OURS:
            continue
        data = file.read_bytes()
        packed = data.startswith((b"PK\x03\x04", b"%PDF"))
        if packed or any(word in data for word in spelled):
            yield place.as_posix()
