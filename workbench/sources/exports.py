"""Exports of known programs: what their columns mean, and which of their rows count.

A person's choice of column wins over what stands here; an export with other headers than those
of `programs` is read by synonyms.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd
import pyarrow.compute as pc

from workbench.sources import money, values
from workbench.sources.content import arrow
from workbench.sources.files import SetAside, Sheet
from workbench.sources.programs import COMPANY, COMPANY_IDS, KIND, NET, SIGN, Export, known
from workbench.sources.synonyms import plain


def prepared(sheet: Sheet) -> Sheet:
    """Return a sheet of a known export with only the rows that count, and what they come to.

    Failed payments, drafts and lost deals are set aside, each with what its program calls it;
    what was paid back is taken off; first and last names are put together.
    """
    export = known([str(name) for name in sheet.frame])
    if export is None or not len(sheet.frame):
        return sheet
    there = {plain(str(name)): str(name) for name in sheet.frame}
    sheet = _completed(sheet, export, there)
    keep, aside = np.ones(len(sheet.frame), dtype=bool), list(sheet.set_aside)
    for header, said in export.only.items():
        if column := there.get(plain(header)):
            words = pc.utf8_lower(values.text(arrow(sheet.frame[column]))).to_pylist()
            fits = np.array([_counts(word, said) for word in words])
            aside += _refused(sheet, column, keep & ~fits, f"{export.name}: {column} is «{{}}»")
            keep &= fits
    if back := there.get(plain(export.minus), ""):
        bad = np.asarray(values.numbers(arrow(sheet.frame[back])).bad).astype(bool)
        aside += _refused(sheet, back, keep & bad, f"{export.name}: {back} «{{}}» is no amount")
        keep &= ~bad
    kept = sheet.frame[keep].reset_index(drop=True)
    return replace(sheet, frame=kept, lines=sheet.lines[keep], set_aside=tuple(aside))


def _completed(sheet: Sheet, export: Export, there: Mapping[str, str]) -> Sheet:
    """Add the columns that an export's own come to."""
    frame, notes = sheet.frame.copy(deep=False), list(sheet.notes)
    paid = there.get("amount") or there.get("total amount", "")
    back = there.get(plain(export.minus), "")
    if paid and (back or export.negative):
        frame[NET] = _net(frame, paid, back, negative=export.negative)
        if money.signs(cells := arrow(frame[paid])):
            frame[SIGN] = money.currency_of(cells).to_pandas()
        if values.unclear(cells) and not (back and values.decimal_sign(arrow(frame[back]))):
            notes.append(f"«{paid}»: 1.234 and 1,234 were read as English writes them.")
    for headers in export.columns.values():
        for first, _, last in (header.partition("+") for header in headers if "+" in header):
            one, two = there.get(plain(first)), there.get(plain(last))
            if one and two:
                both = frame[[one, two]].fillna("").astype("str")
                frame[f"{one} + {two}"] = (both[one] + " " + both[two]).str.strip()
    for header in COMPANY_IDS:
        if (column := there.get(plain(header))) and values.is_text(arrow(frame[column]).type):
            frame[column] = frame[column].str.partition(";")[0]  # the first is the primary one
    if export.kind:
        frame[KIND] = export.kind
    return replace(sheet, frame=frame, notes=tuple(notes))


def meanings(sheet: Sheet, beside: Sequence[Sheet] = ()) -> tuple[dict[str, tuple[str, ...]], str]:
    """Return column → targets of a known export, and its name; nothing for any other sheet.

    Where sheets ``beside`` call a program's companies by name alone, the name is the id.
    """
    export = known([str(name) for name in sheet.frame])
    if export is None:
        return {}, ""
    found: dict[str, tuple[str, ...]] = {}
    for target, headers in export.columns.items():
        if target == "customers.customer_id" and any(map(_names_companies, beside)):
            headers = (*export.columns["customers.name"], *headers)  # noqa: PLW2901 the name first
        if column := _first_filled(sheet, headers):
            found[column] = (*found.get(column, ()), target)
    return found, export.name


def _names_companies(sheet: Sheet) -> bool:
    export = known([str(name) for name in sheet.frame])
    joins = export is not None and any(headers == COMPANY for headers in export.columns.values())
    ids = _first_filled(sheet, COMPANY_IDS)
    return joins and not ids and bool(_first_filled(sheet, COMPANY))


def _first_filled(sheet: Sheet, headers: Sequence[str]) -> str:
    there = {plain(str(name)): str(name) for name in sheet.frame}
    likely = (there.get(plain(header.replace("+", " + "))) for header in headers)
    none = not len(sheet.frame)  # every row refused
    return next((n for n in likely if n and (none or bool(sheet.frame[n].notna().any()))), "")


def _counts(word: str | None, said: Sequence[str]) -> bool:
    barred = {each[1:] for each in said if each.startswith("!")}
    return word not in barred if barred else word in said


def _refused(sheet: Sheet, column: str, rows: np.ndarray, reason: str) -> list[SetAside]:
    found = []
    for row in np.flatnonzero(rows).tolist():
        cells = tuple("" if pd.isna(c) else str(c) for c in sheet.frame.iloc[row])
        said = "empty" if pd.isna(sheet.frame[column].iloc[row]) else sheet.frame[column].iloc[row]
        why = reason.replace("{}", str(said)[:60])
        found.append(SetAside(sheet.file, sheet.sheet, int(sheet.lines[row]), column, why, cells))
    return found


def _net(frame: pd.DataFrame, paid: str, back: str, *, negative: bool) -> pd.Series[float]:
    """Return amounts less what was paid back, both of one decimal sign; missing where unread."""
    given = arrow(frame[paid])
    returned = arrow(frame[back]) if back else given
    amounts = values.numbers(given, values.decimal_sign(returned))
    net = np.array(amounts.values, dtype=np.float64)
    if back:
        less = values.numbers(returned, values.decimal_sign(given))
        taken = np.nan_to_num(np.array(less.values, dtype=np.float64))
        net = np.where(np.asarray(less.bad).astype(bool), np.nan, net - taken)
    return pd.Series(-np.abs(net) if negative else net, index=frame.index)
