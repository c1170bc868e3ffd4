"""An export that calls customers by name, after one that gave them ids → the ids they have.

HubSpot's deals name the company, its companies have ids; brought together, the name is the id of
both. Brought one after the other, the ledger has the ids already, and the same company would be
two customers. A name is taken for an id only where exactly one customer has it, letter by letter;
nothing is merged on likeness.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pandas as pd

from workbench.review.words import count, listed
from workbench.sources.ledger import Ledger
from workbench.sources.programs import BY_NAME, known
from workbench.sources.report import Report
from workbench.sources.schema import TABLES
from workbench.sources.synonyms import plain

_NAMED = 3  # customers a note names


def with_known_ids(before: Ledger, new: Ledger, report: Report) -> tuple[Ledger, Report]:
    """Return a new ledger with the ids that customers of one name have, and say so in its report.

    Parameters
    ----------
    before
        The ledger that is.
    new, report
        What came of the new files alone. Rows are changed only of exports that call customers by
        name; of a table whose rows don't say where they are from, only if all its sheets do.
    """
    sheets = {table: _by_name(table, report) for table in TABLES if table in new.given}
    if "customers" not in before.given or not any(any(each.values()) for each in sheets.values()):
        return new, report
    ids, several = _names(before.frame("customers"))
    frames = {table: new.frame(table) for table in sheets}
    found: dict[str, str] = {}
    doubtful: set[str] = set()
    for table, each in sheets.items():
        frame, places = frames[table], [label for label, by_name in each.items() if by_name]
        if not places or (len(places) < len(each) and table != "sales"):
            continue
        said = frame["customer_id"]
        if table == "sales":
            said = said.where(frame["source_file"].isin(places))
        taken = set(said.dropna()) if table == "customers" else set()
        meant = {name: i for name, i in ids.items() if i not in taken}
        to = said.map(meant)
        frame["customer_id"] = to.fillna(frame["customer_id"])
        found |= {name: meant[name] for name in said[to.notna()].unique()}
        doubtful |= several & set(said.dropna())
    where = ", ".join(dict.fromkeys(p for each in sheets.values() for p in each if each[p]))
    notes = [f"{where}: {note}" for note in _notes(found, doubtful)]
    if found:
        new = Ledger.from_frames(**frames)
    return new, replace(report, notes=(*report.notes, *notes))


def _by_name(table: str, report: Report) -> dict[str, bool]:
    """Return each sheet that a table has rows of, and whether it calls its customers by name."""
    found: dict[str, bool] = {}
    for label, columns in report.columns.items():
        targets = {name: report.mapping.get(f"{label}:{name}", ()) for name in columns}
        if any(t.startswith(f"{table}.") for each in targets.values() for t in each):
            who = [name for name, each in targets.items() if f"{table}.customer_id" in each]
            named = {plain(header) for header in BY_NAME}
            found[label] = known(columns) is not None and any(plain(n) in named for n in who)
    return found


def _names(customers: pd.DataFrame) -> tuple[Mapping[str, str], set[str]]:
    """Return name → id of those who alone have it, and the names of several; no name that is an id.

    >>> _names(pd.DataFrame({"customer_id": ["1", "2", "3"], "name": ["Birch", "Elm", "Elm"]}))
    ({'Birch': '1'}, {'Elm'})
    """
    if "name" not in customers:
        return {}, set()
    listed = customers.dropna(subset=["name"])
    listed = listed[~listed["name"].isin(customers["customer_id"])]
    again = listed["name"].duplicated(keep=False)
    alone = listed[~again]
    ids = dict(zip(alone["name"].tolist(), alone["customer_id"].tolist(), strict=True))
    return ids, set(listed.loc[again, "name"])


def _notes(found: Mapping[str, str], doubtful: set[str]) -> list[str]:
    notes = []
    if found:
        said = [f"«{name}» is «{found[name]}»" for name in sorted(found)]
        more = [f"{len(said) - _NAMED} more"] if len(said) > _NAMED else []
        notes.append(
            f"{count(len(found), 'customer')} called by name, as another file gave an id: "
            f"{listed([*said[:_NAMED], *more])}."
        )
    if doubtful:
        names = listed([f"«{name}»" for name in sorted(doubtful)[:_NAMED]])
        notes.append(
            f"several customers here are called {names}; the rows stay under the name, for it "
            "does not say whose they are."
        )
    return notes
